import { FILE_ROLES, SKIP_REASONS } from '../model.js';
import { BLOB_ALIGNMENT, FACT_PACK_HEADER_BYTES, FactPackError, LARGEST_PART } from './fact-pack.js';
import type { BlobPlace, FactPackEntry, FactPackIndex, FactPackSkip } from './fact-pack.js';

const STATUSES: readonly unknown[] = ['parsed', 'repaired', 'partial', 'timedOut'];
const MOST_BLOBS = 16;

/**
 * Checks an index that may hold anything.
 * @param end where the blobs end
 * @throws {FactPackError} `corrupt`
 */
export function parseFactPackIndex(json: string, end: number): FactPackIndex {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new FactPackError('corrupt', 'the index is no JSON', { cause: error });
  }
  if (!isRecord(value) || typeof value.settings !== 'string') throw new FactPackError('corrupt', 'the index lacks its settings');
  const { files, skips, parts } = value;
  if (!Array.isArray(files) || !files.every((file) => isEntry(file, end))) throw new FactPackError('corrupt', 'the index names a file that lacks something');
  if (!Array.isArray(skips) || !skips.every(isSkip)) throw new FactPackError('corrupt', 'the index names a skipped file that lacks something');
  if (!arePlaces(parts, end)) throw new FactPackError('corrupt', 'a part lies outside the pack');
  return { settings: value.settings, files, skips, parts };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isPlace(value: unknown, end: number): value is BlobPlace {
  if (!Array.isArray(value) || value.length !== 3 || !value.every(isCount)) return false;
  const [at, bytes] = value as [number, number, number]; // three counts, as just seen
  return at >= FACT_PACK_HEADER_BYTES && at % BLOB_ALIGNMENT === 0 && bytes <= LARGEST_PART && at + bytes <= end;
}

function arePlaces(value: unknown, end: number): value is Record<string, BlobPlace> {
  if (!isRecord(value)) return false;
  const places = Object.values(value);
  return places.length <= MOST_BLOBS && places.every((place) => isPlace(place, end));
}

function isEntry(value: unknown, end: number): value is FactPackEntry {
  if (!isRecord(value)) return false;
  const texts = [value.path, value.hash, value.language, value.keyPrefix, value.extractorFingerprint];
  const counts = [value.bytes, value.lines, value.symbolCount, value.referenceCount, value.errorCount];
  return (
    texts.every((text) => typeof text === 'string') &&
    counts.every(isCount) &&
    FILE_ROLES.some((role) => role === value.role) &&
    STATUSES.includes(value.status) &&
    typeof value.isReusable === 'boolean' &&
    arePlaces(value.blobs, end) &&
    'facts' in value.blobs &&
    'symbols' in value.blobs
  );
}

function isSkip(value: unknown): value is FactPackSkip {
  return isRecord(value) && typeof value.hash === 'string' && typeof value.extractorFingerprint === 'string' && typeof value.detail === 'string' && SKIP_REASONS.some((reason) => reason === value.reason);
}
