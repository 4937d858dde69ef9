import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { fromBinary } from '@bufbuild/protobuf';
import type { FactCache, ScanSource } from '@pinata/core';
import { PodGrantSchema, type Grant, type NatsGrant } from '@pinata/proto';
import { EXIT_CODES, failureOf, type ExitCode } from '../attempt-failure.js';
import type { ResultPublisher } from '../result-publisher.js';
import { scanSource } from '../scan-source.js';
import { outputFolder, sourceRecord, type PodPaths } from './pod-paths.js';
import { leaveTerminationMessage } from './termination-message.js';
import { UploadError, uploadOutputs } from './upload-outputs.js';

/** A publisher with the connection that is its own, and what else it reaches. */
export interface OpenedPublisher {
  readonly publisher: ResultPublisher;
  /** The organization's. */
  readonly factCache: FactCache;
  /** Sends what passes by, and ends the connection. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
export type OpenPublisher = (nats: NatsGrant, scan: Grant, signal: AbortSignal) => Promise<OpenedPublisher>;

/** The scan container: reads what the checkout left, publishes into the queue, and uploads. It ends at the grant's end at the latest. */
export async function runScan(paths: PodPaths, openPublisher: OpenPublisher, signal: AbortSignal): Promise<ExitCode> {
  let opened: OpenedPublisher | undefined;
  try {
    const { scan, nats, upload, expiresAt, previousFactPackUrl } = fromBinary(PodGrantSchema, await readFile(paths.scanGrant));
    if (scan === undefined || nats === undefined || upload === undefined) throw new Error('the grant is not whole');
    const until = new Date(Number(expiresAt) * 1000);
    const source = JSON.parse(await readFile(sourceRecord(paths), 'utf8')) as ScanSource; // the checkout container wrote it
    scan.outputFolder = outputFolder(paths);
    scan.workFolder = paths.work;
    scan.previousFactPack = previousFactPackUrl;
    scan.memoryBytes = BigInt(containerMemory());
    opened = await openPublisher(nats, scan, signal);
    await scanSource(scan, source, opened.publisher, signal, { factCache: opened.factCache, store: (outputs) => uploadOutputs(scan.outputFolder, outputs, upload, until, signal) });
    await opened.flush();
    return EXIT_CODES.done;
  } catch (error) {
    const failure = error instanceof UploadError ? { code: 'storage', message: error.message, isRetriable: false, exitCode: EXIT_CODES.storage } : failureOf(error, signal);
    await leaveTerminationMessage(paths.terminationLog, failure);
    return failure.exitCode;
  } finally {
    await opened?.close().catch(() => undefined);
  }
}

/** Bytes that the container may have; 0 where nothing bounds it. */
function containerMemory(): number {
  const limit = process.constrainedMemory();
  return limit < os.totalmem() ? limit : 0;
}
