import type { FileRole } from '@pinata/graph';
import type { LinkTotals } from './link/link.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { ScanSummary } from './scan-api.js';

/** What a summary says of its files, in all, by language and by role. */
export function countFiles(files: readonly ParsedFile[], totals: LinkTotals): Pick<ScanSummary, 'files' | 'lines' | 'bytes' | 'languages' | 'roles' | 'filesWithErrors'> {
  const languages = new Map<string, { files: number; lines: number; bytes: number }>();
  const roles = new Map<FileRole, { files: number; lines: number }>();
  let lines = 0;
  let bytes = 0;
  for (const file of files) {
    lines += file.lines;
    bytes += file.bytes;
    const language = languages.get(file.grammar.language) ?? { files: 0, lines: 0, bytes: 0 };
    languages.set(file.grammar.language, { files: language.files + 1, lines: language.lines + file.lines, bytes: language.bytes + file.bytes });
    const role = roles.get(file.role) ?? { files: 0, lines: 0 };
    roles.set(file.role, { files: role.files + 1, lines: role.lines + file.lines });
  }
  const nothing = { captured: 0, resolved: 0, external: 0, unresolved: {} };
  const order = <Key extends string>(a: readonly [Key, unknown], b: readonly [Key, unknown]): number => (a[0] < b[0] ? -1 : 1);
  return {
    files: files.length,
    lines,
    bytes,
    languages: [...languages].sort(order).map(([language, counts]) => ({ language, ...counts })),
    roles: [...roles].sort(order).map(([role, counts]) => ({ role, ...counts, balance: totals.roles.get(role) ?? nothing })),
    filesWithErrors: files.filter((file) => file.errors > 0).length,
  };
}

