import { parseArgs } from 'node:util';
import { isUrlLike } from '@pinata/checkout';
import { usageError } from '../exit-codes.js';

export const SCAN_FORMATS = ['summary', 'json', 'arrow', 'dot', 'mermaid', 'graphml', 'scip'] as const;
export type ScanFormat = (typeof SCAN_FORMATS)[number];
const LEVELS = ['package', 'directory', 'file', 'symbol'] as const;
const MOST_WORKERS = 64;
const MEGABYTE = 1024 * 1024;
const LEAST_MEMORY = 256;

export interface ScanArguments {
  readonly location: string;
  readonly reference?: string;
  readonly fileExtensions?: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly workers?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly out?: string;
  readonly format: ScanFormat;
  readonly level: (typeof LEVELS)[number];
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** Reads all anew, whatever an earlier scan left in `out`. */
  readonly isFull: boolean;
  /** Scans again whenever what was scanned changes. */
  readonly isWatching: boolean;
}

/** @throws {CommandError} with the usage exit code */
export function parseScanArguments(words: readonly string[]): ScanArguments {
  const { values, positionals } = parsed(words);
  const [location, ...others] = positionals;
  if (location === undefined || others.length > 0) throw usageError('name one folder or git URL to scan');
  const format = SCAN_FORMATS.find((one) => one === (values.format ?? 'summary'));
  if (format === undefined) throw usageError(`--format is one of ${SCAN_FORMATS.join(', ')}`);
  const level = LEVELS.find((one) => one === (values.level ?? 'file'));
  if (level === undefined) throw usageError(`--level is one of ${LEVELS.join(', ')}`);
  if (format === 'arrow' && values.out === undefined) throw usageError('--format arrow writes files: name a folder with --out');
  const isJson = values.json === true;
  if (format === 'mermaid' && level === 'symbol') throw usageError('--format mermaid draws packages, directories or files: a diagram of symbols is too large');
  if (isJson && format !== 'summary' && format !== 'arrow') throw usageError(`--json prints the summary; it cannot be combined with --format ${format}`);
  const isWatching = values.watch === true;
  if (isWatching) checkWatching(location, values, format);
  const extensions = values.ext?.flatMap((list) => list.split(',')).map((one) => one.trim()).filter((one) => one !== '');
  return {
    location,
    ...(values.ref === undefined ? {} : { reference: values.ref }),
    ...(extensions === undefined ? {} : { fileExtensions: extensions.map((one) => (one.startsWith('.') ? one : `.${one}`)) }),
    include: values.include ?? [],
    exclude: values.exclude ?? [],
    ...(values.workers === undefined ? {} : { workers: wholeNumber(values.workers) }),
    ...(values.memory === undefined ? {} : { memory: bytesOf(values.memory) }),
    ...(values.out === undefined ? {} : { out: values.out }),
    format,
    level,
    isJson,
    isQuiet: values.quiet === true,
    isFull: values.full === true,
    isWatching,
  };
}

const OPTIONS = {
  ref: { type: 'string' },
  ext: { type: 'string', multiple: true },
  include: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  workers: { type: 'string' },
  memory: { type: 'string' },
  out: { type: 'string' },
  format: { type: 'string' },
  level: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  full: { type: 'boolean' },
  watch: { type: 'boolean' },
} as const;

function parsed(words: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function checkWatching(location: string, values: { readonly out?: string | undefined; readonly ref?: string | undefined }, format: ScanFormat): void {
  if (isUrlLike(location) || values.ref !== undefined) throw usageError('--watch follows a folder of this machine as it lies there, without --ref');
  if (values.out === undefined) throw usageError('--watch builds upon what it wrote: name a folder with --out');
  if (format !== 'summary') throw usageError('--watch prints a line for each scan; it cannot be combined with --format');
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > MOST_WORKERS) throw usageError(`--workers is a whole number from 1 to ${MOST_WORKERS}`);
  return number;
}

/** Reads `768m` or `2g`. */
function bytesOf(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,6})([mg])b?$/i.exec(text) ?? [];
  const megabytes = Number(digits) * (unit.toLowerCase() === 'g' ? 1024 : 1);
  if (megabytes < LEAST_MEMORY) throw usageError(`--memory is a size of at least ${LEAST_MEMORY}m, such as 768m or 2g`);
  return megabytes * MEGABYTE;
}
