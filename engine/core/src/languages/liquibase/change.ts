import { XMLParser } from 'fast-xml-parser';
import { parseDocument } from 'yaml';
import { isRecord } from '../../link/packages.js';

/** A part of a changelog in any of its formats: what XML has as attributes and elements, the others as values and maps. */
export interface Change {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
  readonly children: readonly Change[];
  /** Text of an element, such as a statement. */
  readonly text: string;
}

const MOST_PARTS = 50_000;
const DEPTH = 16;
const NODES = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', processEntities: true, parseTagValue: false, parseAttributeValue: false, trimValues: true });

/** The parts of a changelog, in order; empty for other files. */
export function changelogOf(source: string): readonly Change[] {
  if (!source.includes('databaseChangeLog')) return [];
  const first = source.trimStart().charAt(0);
  let left = MOST_PARTS;
  const count = (): boolean => left-- > 0;
  try {
    if (first === '<') return fromXml(NODES.parse(source), count, 0).find((one) => one.name === 'databaseChangeLog')?.children ?? [];
    const parsed: unknown = first === '{' || first === '[' ? JSON.parse(source) : parseDocument(source, { uniqueKeys: false }).toJS({ maxAliasCount: 100 });
    return isRecord(parsed) ? fromValue('databaseChangeLog', parsed.databaseChangeLog, count, 0).children : [];
  } catch {
    return [];
  }
}

function fromXml(nodes: unknown, count: () => boolean, depth: number): readonly Change[] {
  if (!Array.isArray(nodes) || depth > DEPTH) return [];
  return nodes.filter(isRecord).flatMap((node): readonly Change[] => {
    const tag = Object.keys(node).find((key) => key !== ':@');
    if (tag === undefined || tag.startsWith('?') || tag === '#text' || !count()) return [];
    const inner = node[tag];
    const given = node[':@'];
    const values: Record<string, string> = Object.create(null) as Record<string, string>;
    if (isRecord(given)) for (const [key, value] of Object.entries(given)) if (typeof value === 'string') values[key] = value;
    const text = Array.isArray(inner) ? inner.filter(isRecord).map((part) => (typeof part['#text'] === 'string' ? part['#text'] : '')).join('') : '';
    return [{ name: tag.slice(tag.indexOf(':') + 1), values, children: fromXml(inner, count, depth + 1), text }];
  });
}

function fromValue(name: string, value: unknown, count: () => boolean, depth: number): Change {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  const children: Change[] = [];
  const addPart = (key: string, part: unknown): void => {
    if (!count() || depth > DEPTH) return;
    if (typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean') values[key] = String(part);
    else if (Array.isArray(part)) for (const one of part) addMembers(key, one);
    else if (isRecord(part)) children.push(fromValue(key, part, count, depth + 1));
  };
  // A list has maps of one entry: `- column: { … }`.
  const addMembers = (key: string, one: unknown): void => {
    if (isRecord(one)) for (const [inner, part] of Object.entries(one)) children.push(fromValue(inner, part, count, depth + 1));
    else addPart(key, one);
  };
  if (Array.isArray(value)) for (const one of value) addMembers(name, one);
  else if (isRecord(value)) for (const [key, part] of Object.entries(value)) addPart(key, part);
  return { name, values, children, text: typeof value === 'string' ? value : '' };
}
