import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SkippedFile } from '../scan-api.js';
import { ScanError } from '../scan-api.js';
import { IgnoreRules, readIgnoreFile } from './ignore-rules.js';

const IGNORE_FILE_BYTES = 256 * 1024;
const DEPTH = 256;
/** Never part of a project's own sources, whatever .gitignore says. */
const ALWAYS_LEFT_OUT = new Set(['.git', '.hg', '.svn', '.pinata', 'node_modules']);

/**
 * Lists a plain folder by its .gitignore files. Links are listed as skipped and never followed.
 * @returns repository-relative paths with `/`, in no particular order
 * @throws ScanError `tooManyFiles`
 */
export function listFolder(root: string, mostFiles: number): { readonly files: string[]; readonly skipped: SkippedFile[] } {
  const files: string[] = [];
  const skipped: SkippedFile[] = [];
  const open: { readonly folder: string; readonly rules: IgnoreRules | undefined; readonly depth: number }[] = [{ folder: '', rules: undefined, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, depth } = next;
    const rules = ownRules(root, folder, next.rules);
    let entries;
    try {
      entries = readdirSync(path.join(root, folder), { withFileTypes: true });
    } catch {
      skipped.push({ path: folder, reason: 'unreadable', detail: 'the folder cannot be listed' });
      continue;
    }
    for (const entry of entries) {
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (ALWAYS_LEFT_OUT.has(entry.name) || rules?.isIgnored(`${relative}/`) === true) continue;
        if (depth >= DEPTH) skipped.push({ path: relative, reason: 'unsafePath', detail: `more than ${DEPTH} folders deep` });
        else open.push({ folder: relative, rules, depth: depth + 1 });
      } else if (rules?.isIgnored(relative) !== true) {
        if (entry.isSymbolicLink()) skipped.push({ path: relative, reason: 'symlink' });
        else if (!entry.isFile()) skipped.push({ path: relative, reason: 'notRegularFile' });
        else files.push(relative);
        if (files.length > mostFiles) throw new ScanError('tooManyFiles', `The folder has more than ${mostFiles} files. Narrow the scan with include or exclude globs, or raise the limit.`);
      }
    }
  }
  return { files, skipped };
}

function ownRules(root: string, folder: string, above: IgnoreRules | undefined): IgnoreRules | undefined {
  const file = path.join(root, folder, '.gitignore');
  try {
    if (statSync(file).size > IGNORE_FILE_BYTES) return above;
    return new IgnoreRules(folder, readIgnoreFile(readFileSync(file, 'utf8')), above);
  } catch {
    return above;
  }
}
