import { NODE_KINDS } from '../model.js';
import type { SourceRange } from '../model.js';
import { SnapshotError } from '../snapshot/snapshot-error.js';
import { BOUNDARY_VERSION } from './boundary.js';
import type { Boundary, BoundaryEnd, BoundaryNode, Entrance } from './boundary.js';

/** Entries of one list at most: more than any repository has. */
const MOST_ENTRIES = 1_000_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks a boundary that comes from elsewhere, and leaves out what it does not know.
 * @throws {SnapshotError} `corrupt` or `unsupportedVersion`
 */
export function parseBoundary(json: string): Boundary {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new SnapshotError('corrupt', 'boundary.json is no JSON', { cause: error });
  }
  const fields = fieldsOf(value);
  if (fields.formatVersion !== BOUNDARY_VERSION) throw new SnapshotError('unsupportedVersion', `this boundary has format ${String(fields.formatVersion)}, this version reads format ${BOUNDARY_VERSION}; scan again`);
  return {
    formatVersion: BOUNDARY_VERSION,
    routes: listOf(fields.routes).map((route) => ({ ...entranceOf(route), protocol: textOf(route.protocol), method: textOf(route.method), template: textOf(route.template) })),
    consumers: listOf(fields.consumers).map((consumer) => ({ ...entranceOf(consumer), protocol: textOf(consumer.protocol), subject: textOf(consumer.subject) })),
    requests: listOf(fields.requests).map((request) => ({
      key: textOf(request.key),
      protocol: textOf(request.protocol),
      method: textOf(request.method),
      template: textOf(request.template),
      ...hostOf(request),
      isTaken: request.isTaken === true,
      ...(request.forwards === undefined ? {} : { forwards: listOf(request.forwards).map((forward) => ({ template: textOf(forward.template), ...hostOf(forward) })) }),
      senders: listOf(request.senders).map(endOf),
    })),
    messages: listOf(fields.messages).map((message) => ({ key: textOf(message.key), protocol: textOf(message.protocol), subject: textOf(message.subject), senders: listOf(message.senders).map(endOf) })),
    ...(fields.proxies === undefined ? {} : { proxies: listOf(fields.proxies).map((proxy) => ({ ...(proxy.server === undefined ? {} : { server: textOf(proxy.server) }), from: textOf(proxy.from), to: textOf(proxy.to), ...hostOf(proxy) })) }),
  };
}

function hostOf({ host }: Fields): { readonly host?: string } {
  return host === undefined ? {} : { host: textOf(host) };
}

function entranceOf(fields: Fields): Entrance {
  return { trigger: nodeOf(fieldsOf(fields.trigger)), handlers: listOf(fields.handlers).map(endOf) };
}

function endOf(fields: Fields): BoundaryEnd {
  return { node: nodeOf(fieldsOf(fields.node)), ...placeOf(fields), confidence: Math.min(100, countOf(fields.confidence)) };
}

function nodeOf(fields: Fields): BoundaryNode {
  const kind = NODE_KINDS.find((one) => one === fields.kind);
  if (kind === undefined) throw new SnapshotError('corrupt', 'boundary.json names a kind of node that there is not');
  return { key: textOf(fields.key), kind, name: textOf(fields.name), ...placeOf(fields) };
}

function placeOf({ path, range }: Fields): { readonly path?: string; readonly range?: SourceRange } {
  return { ...(path === undefined ? {} : { path: textOf(path) }), ...(range === undefined ? {} : { range: rangeOf(fieldsOf(range)) }) };
}

function rangeOf(fields: Fields): SourceRange {
  return { startRow: countOf(fields.startRow), startColumn: countOf(fields.startColumn), endRow: countOf(fields.endRow), endColumn: countOf(fields.endColumn) };
}

function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value) || value.length > MOST_ENTRIES) throw new SnapshotError('corrupt', 'boundary.json lacks a list');
  return value.map(fieldsOf);
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SnapshotError('corrupt', 'boundary.json holds what is no object');
  return { ...value };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new SnapshotError('corrupt', 'boundary.json lacks a text');
  return value;
}

function countOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new SnapshotError('corrupt', 'boundary.json lacks a count');
  return value;
}
