import { printable } from '@pinata/exports';
import type { Fault, FileReport, FolderReport } from './report.js';

export function fileLine({ milliseconds, symbols, errors, path, skipped }: FileReport): string {
  return [milliseconds ?? '', symbols, errors, `${printable(path)}${skipped === undefined ? '' : `  (skipped, ${printable(skipped)})`}`].join('\t');
}

export function faultLine({ path, what }: Fault): string {
  return `  fault: ${path === undefined ? '' : `${printable(path)}: `}${what}`;
}

export function slowest(files: readonly FileReport[], most: number): readonly FileReport[] {
  return [...files].sort((a, b) => (b.milliseconds ?? 0) - (a.milliseconds ?? 0)).slice(0, most);
}

export function folderTotals({ files, faults, milliseconds, without }: FolderReport): string {
  const skipped = files.filter((file) => file.skipped !== undefined).length;
  const withErrors = files.filter(({ errors }) => errors > 0).length;
  const most = Math.max(0, ...files.map((file) => file.milliseconds ?? 0));
  const end = without === undefined ? '' : ` No graph: ${without}`;
  return `${files.length} files: ${files.length - skipped} read, ${withErrors} of them with error facts, ${skipped} skipped; slowest ${most} ms, all ${milliseconds} ms; ${faults.length} faults.${end}`;
}
