import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * Every module of these sources that those in `starts` load, by whatever way, and those themselves, in the order of their names.
 * Modules of packages, and those whose names are put together when they are loaded, are not found.
 * @param starts absolute paths of built modules
 */
export function loadedBy(starts: readonly string[]): readonly string[] {
  const loaded = new Set(starts);
  for (const file of loaded) {
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles) {
      if (fileName.startsWith('.')) loaded.add(path.resolve(path.dirname(file), fileName));
    }
  }
  return [...loaded].sort();
}
