import { SnapshotError } from './snapshot-error.js';

/** Raised when a reader of the version before would misread the files. */
export const SNAPSHOT_FORMAT_VERSION = 1;

/** What the repository takes from others and asks of them: a small file of its own, so that nobody opens a graph for it. */
export const BOUNDARY_FILE = 'boundary.json';

export interface SnapshotFile {
  /** Relative to the folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** `manifest.json`: what a snapshot is of, and the size and checksum of its other files. */
export interface SnapshotManifest {
  readonly formatVersion: number;
  readonly name: string;
  readonly commit: string;
  readonly branch: string;
  /** Whether the work tree differed from the commit. */
  readonly isModified: boolean;
  readonly counts: { readonly nodes: number; readonly edges: number };
  readonly graphDigest: string;
  readonly shapeDigest: string;
  readonly files: readonly SnapshotFile[];
  /** What the scanner says of the scan; opaque here. */
  readonly summary: unknown;
}

const SAFE_NAME = /^(?:picture\/)?[a-z0-9][a-z0-9.-]{0,80}$/;

/**
 * Checks a manifest that comes from elsewhere.
 * @throws {SnapshotError} `corrupt` or `unsupportedVersion`
 */
export function parseManifest(json: string): SnapshotManifest {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new SnapshotError('corrupt', 'manifest.json is no JSON', { cause: error });
  }
  const manifest = asRecord(value, 'manifest.json');
  if (manifest.formatVersion !== SNAPSHOT_FORMAT_VERSION) {
    throw new SnapshotError('unsupportedVersion', `this snapshot has format ${String(manifest.formatVersion)}, this version reads format ${SNAPSHOT_FORMAT_VERSION}; scan again`);
  }
  const counts = asRecord(manifest.counts, 'counts');
  const { files } = manifest;
  if (!Array.isArray(files) || files.length > 100_000) throw new SnapshotError('corrupt', 'files is no list');
  return {
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    name: asText(manifest.name, 'name'),
    commit: asText(manifest.commit, 'commit'),
    branch: asText(manifest.branch, 'branch'),
    isModified: manifest.isModified === true,
    counts: { nodes: asCount(counts.nodes, 'counts.nodes'), edges: asCount(counts.edges, 'counts.edges') },
    graphDigest: asDigest(manifest.graphDigest, 'graphDigest'),
    shapeDigest: asDigest(manifest.shapeDigest, 'shapeDigest'),
    files: files.map(asFile),
    summary: manifest.summary,
  };
}

function asFile(value: unknown): SnapshotFile {
  const file = asRecord(value, 'a file');
  const name = asText(file.name, "a file's name");
  if (!SAFE_NAME.test(name)) throw new SnapshotError('corrupt', 'a file has a name that no snapshot uses');
  return { name, bytes: asCount(file.bytes, name), sha256: asDigest(file.sha256, name) };
}

function asRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SnapshotError('corrupt', `${what} is no object`);
  // An object's members are unknown values by name.
  return value as Record<string, unknown>;
}

function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new SnapshotError('corrupt', `${what} is no text`);
  return value;
}

function asCount(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new SnapshotError('corrupt', `${what} is no count`);
  return value;
}

function asDigest(value: unknown, what: string): string {
  const text = asText(value, what);
  if (!/^[0-9a-f]{64}$/.test(text)) throw new SnapshotError('corrupt', `${what} is no SHA-256`);
  return text;
}
