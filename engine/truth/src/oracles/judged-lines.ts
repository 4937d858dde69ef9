import { RELATIONS, SITE_KINDS } from '../verdict.js';
import type { Declared, Judged, Place, Verdict } from '../verdict.js';

/** A line that an oracle's program should not have printed. */
export class JudgedLineError extends Error {
  override name = 'JudgedLineError';
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what an oracle's program prints: JSON, a judged site a line. `site` is `[path, row, column]`, `verdict` is
 * `outside`, `unjudged`, `{"file": path}` or `{"declared": [[path, row, column, name], …]}`.
 * Rows are zero-based, columns UTF-16 units, paths relative to the repository with `/`.
 * @throws JudgedLineError that names the line
 */
export function readJudged(lines: Iterable<string>): Judged[] {
  const judged: Judged[] = [];
  let number = 0;
  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    try {
      judged.push(readLine(JSON.parse(line) as Fields));
    } catch (error) {
      throw new JudgedLineError(`line ${number} is no judged site: ${line.slice(0, 200)}`, { cause: error });
    }
  }
  return judged;
}

function readLine(fields: Fields): Judged {
  const { dispatch } = fields;
  return {
    site: readPlace(fields['site']),
    text: typeof fields['text'] === 'string' ? fields['text'] : '',
    kind: oneOf(SITE_KINDS, fields['kind']),
    relation: oneOf(RELATIONS, fields['relation']),
    verdict: readVerdict(fields['verdict']),
    ...(isFields(dispatch) && { dispatch: { possible: readTargets(dispatch['possible']), flowing: readTargets(dispatch['flowing']) } }),
  };
}

function readVerdict(value: unknown): Verdict {
  if (value === 'outside' || value === 'unjudged') return { kind: value };
  if (!isFields(value)) throw new TypeError('no verdict');
  if (typeof value['file'] === 'string') return { kind: 'file', path: value['file'] };
  const [first, ...others] = readTargets(value['declared']);
  if (first === undefined) throw new TypeError('no declaration');
  return { kind: 'declaration', targets: [first, ...others] };
}

function readTargets(value: unknown): readonly Declared[] {
  if (!Array.isArray(value)) throw new TypeError('no list of declarations');
  return value.map((entry: unknown) => {
    if (!Array.isArray(entry) || typeof entry[3] !== 'string') throw new TypeError('no declaration');
    return { place: readPlace(entry), name: entry[3] };
  });
}

function readPlace(value: unknown): Place {
  if (!Array.isArray(value)) throw new TypeError('no place');
  const [file, row, column] = value as readonly unknown[];
  if (typeof file !== 'string' || !isCount(row) || !isCount(column)) throw new TypeError('no place');
  return { path: file, row, column };
}

function oneOf<const Value extends string>(values: readonly Value[], value: unknown): Value {
  const found = values.find((known) => known === value);
  if (found === undefined) throw new TypeError(`none of ${values.join(', ')}`);
  return found;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
