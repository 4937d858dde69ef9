import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { FileRole, SkipReason, SymbolKind } from '@pinata/graph';

export type ScanFileStatus = 'parsed' | 'repaired' | 'partial' | 'timedOut';

/** One file that a scan read. A higher attempt overwrites a lower one's row; completion deletes what lower ones left. */
export const ScanFileEntity = defineEntity({
  name: 'ScanFile',
  tableName: 'scan_file',
  properties: {
    scanId: p.uuid().primary(),
    path: p.text().primary(),
    organizationId: p.uuid(),
    attempt: p.integer(),
    hash: p.text(),
    language: p.text(),
    role: p.text().$type<FileRole>(),
    status: p.text().$type<ScanFileStatus>(),
    bytes: p.float(),
    lines: p.integer(),
    symbols: p.integer(),
    references: p.integer().fieldName('reference_count'),
    errors: p.integer(),
    /** A symbol's key is this followed by its descriptor. */
    keyPrefix: p.text(),
    symbolSetId: p.uuid().nullable(),
  },
});
export type ScanFile = InferEntity<typeof ScanFileEntity>;

export const SkippedFileEntity = defineEntity({
  name: 'SkippedFile',
  tableName: 'skipped_file',
  properties: {
    scanId: p.uuid().primary(),
    path: p.text().primary(),
    organizationId: p.uuid(),
    attempt: p.integer(),
    reason: p.text().$type<SkipReason>(),
    detail: p.text().nullable(),
  },
});
export type SkippedFile = InferEntity<typeof SkippedFileEntity>;

/** The numbered messages of an attempt that are stored; what makes a redelivery harmless. */
export const ScanBatchEntity = defineEntity({
  name: 'ScanBatch',
  tableName: 'scan_batch',
  properties: {
    scanId: p.uuid().primary(),
    attempt: p.integer().primary(),
    sequence: p.integer().primary(),
    organizationId: p.uuid(),
  },
});
export type ScanBatch = InferEntity<typeof ScanBatchEntity>;

/** The symbols of one content: written once for an organization, however many scans and branches hold the file. */
export const SymbolSetEntity = defineEntity({
  name: 'SymbolSet',
  tableName: 'symbol_set',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    hash: p.text(),
    language: p.text(),
    fingerprint: p.text(),
  },
});
export type SymbolSet = InferEntity<typeof SymbolSetEntity>;

export const SymbolEntity = defineEntity({
  name: 'Symbol',
  tableName: 'symbol',
  properties: {
    setId: p.uuid().primary(),
    ordinal: p.integer().primary(),
    organizationId: p.uuid(),
    name: p.text(),
    kind: p.text().$type<SymbolKind>(),
    descriptor: p.text(),
    qualifiedName: p.text(),
    startRow: p.integer(),
    startColumn: p.integer(),
    endRow: p.integer(),
    endColumn: p.integer(),
  },
});
export type SymbolRow = InferEntity<typeof SymbolEntity>;
