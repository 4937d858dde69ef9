import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DiscoveredFile } from '../discover/discover.js';

/** Its name, beside the fact pack. */
const STATUSES = 'statuses.json';
const FORMAT_VERSION = 1;
/** Times of files are as coarse as two seconds: what changed so shortly before it was looked at may change again unseen. */
const SETTLED_MILLISECONDS = 2_500;

type Row = readonly [path: string, hash: string, bytes: number, modified: number, changed: number, inode: number, device: number];

/** What was seen of a file before it was read, and the SHA-256 of what was read then. */
export interface SeenFile {
  readonly file: DiscoveredFile;
  readonly hash: string;
}

/**
 * Hashes of files whose status is still what an earlier scan saw: the same bytes, times, inode and device, as git takes a
 * file for unchanged. The time of a change is the system's own, which no program sets.
 */
export class FileStatuses {
  private readonly rows: ReadonlyMap<string, Row>;

  private constructor(rows: readonly Row[]) {
    this.rows = new Map(rows.map((row) => [row[0], row]));
  }

  /** What lies beside a fact pack; nothing where it is missing or is none of ours. */
  static beside(factPack: string): FileStatuses {
    try {
      return new FileStatuses(rowsOf(JSON.parse(readFileSync(path.join(path.dirname(factPack), STATUSES), 'utf8'))));
    } catch {
      return new FileStatuses([]);
    }
  }

  /** SHA-256 of a file that nobody changed; undefined for any other. */
  hashOf({ path: name, bytes, status }: DiscoveredFile): string | undefined {
    const row = this.rows.get(name);
    if (row === undefined) return undefined;
    const [, hash, size, modified, changed, inode, device] = row;
    return size === bytes && modified === status.modified && changed === status.changed && inode === status.inode && device === status.device ? hash : undefined;
  }
}

/**
 * Writes what was seen of files, but for those that were changed shortly before.
 * @param seenAt milliseconds since 1970 at which the first of them was looked at
 * @throws what the file system throws
 */
export function writeStatuses(folder: string, files: Iterable<SeenFile>, seenAt: number): void {
  const rows: Row[] = [];
  for (const { file: { path: name, bytes, status }, hash } of files) {
    if (Math.max(status.modified, status.changed) + SETTLED_MILLISECONDS < seenAt) rows.push([name, hash, bytes, status.modified, status.changed, status.inode, status.device]);
  }
  writeFileSync(path.join(folder, STATUSES), JSON.stringify({ version: FORMAT_VERSION, rows }));
}

function rowsOf(value: unknown): readonly Row[] {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== FORMAT_VERSION || !('rows' in value) || !Array.isArray(value.rows)) return [];
  return value.rows.filter(isRow);
}

function isRow(value: unknown): value is Row {
  return Array.isArray(value) && value.length === 7 && typeof value[0] === 'string' && typeof value[1] === 'string' && /^[0-9a-f]{64}$/.test(value[1]) && value.slice(2).every((one) => typeof one === 'number');
}
