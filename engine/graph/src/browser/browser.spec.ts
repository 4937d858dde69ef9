import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** All files that a file imports, directly or not, and the packages that they name. */
function importsOf(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, isType, specifier = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)( type)?[^'"]*from '([^']+)'/gm)) {
      if (isType !== undefined) continue;
      if (specifier.startsWith('.')) files.add(path.join(path.dirname(file), specifier.replace(/\.js$/, '.ts')));
      else packages.add(specifier);
    }
  }
  return { files, packages };
}

describe('the browser entry', () => {
  it('imports neither Node.js nor a package', () => {
    const { files, packages } = importsOf(path.join(import.meta.dirname, 'index.ts'));
    expect([...packages]).toEqual([]);
    expect(files.size).toBeGreaterThan(10);
  });
});
