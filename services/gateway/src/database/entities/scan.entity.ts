import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { ScanConfiguration } from './git-repository.entity.js';
import type { StoredSummary } from './scan-summary.js';

export const SCAN_STATUSES = ['QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type ScanStatus = (typeof SCAN_STATUSES)[number];

export const ATTEMPT_STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'LOST', 'CANCELLED'] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** One scan. This row is the truth about it: every change of `status` is one conditional UPDATE, and a terminal state stays. */
export const ScanEntity = defineEntity({
  name: 'Scan',
  tableName: 'scan',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    repositoryId: p.uuid(),
    number: p.integer(),
    status: p.text().$type<ScanStatus>(),
    /** What was asked for; null is the default branch. */
    reference: p.text().nullable(),
    branch: p.text().nullable(),
    /** Named so because `commit` is a word of SQL. */
    commitId: p.text().nullable(),
    isModified: p.boolean(),
    configuration: p.json<ScanConfiguration>(),
    requestedBy: p.uuid().nullable(),
    clientKey: p.text().nullable(),
    /** 0 until the first attempt starts. */
    attempt: p.integer(),
    filesScanned: p.integer(),
    failureCode: p.text().nullable(),
    failureMessage: p.text().nullable(),
    summary: p.json<StoredSummary>().nullable(),
    storedBytes: p.float(),
    createdAt: p.datetime(),
    startedAt: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
  },
});
export type Scan = InferEntity<typeof ScanEntity>;

export const ScanAttemptEntity = defineEntity({
  name: 'ScanAttempt',
  tableName: 'scan_attempt',
  properties: {
    scanId: p.uuid().primary(),
    number: p.integer().primary(),
    organizationId: p.uuid(),
    status: p.text().$type<AttemptStatus>(),
    failureCode: p.text().nullable(),
    failureMessage: p.text().nullable(),
    peakMemoryBytes: p.float().nullable(),
    /** What ScanFinished said, until all that it counts is stored. */
    finished: p.json<StoredSummary>().nullable(),
    /** How many numbered messages the attempt sent; null until ScanFinished. */
    messageCount: p.integer().nullable(),
    startedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
  },
});
export type ScanAttempt = InferEntity<typeof ScanAttemptEntity>;
