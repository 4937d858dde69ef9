import { readFile } from 'node:fs/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import type { ScanSource } from '@pinata/core';
import { PodGrantSchema, type NatsGrant } from '@pinata/proto';
import { JetStreamResultPublisher } from '../adapters/jetstream/jetstream-result-publisher.js';
import { EXIT_CODES, failureOf, type ExitCode } from '../attempt-failure.js';
import { scanSource } from '../scan-source.js';
import { outputFolder, sourceRecord, type PodPaths } from './pod-paths.js';
import { leaveTerminationMessage } from './termination-message.js';
import { UploadError, uploadOutputs } from './upload-outputs.js';

const CONNECT_MILLISECONDS = 10_000;

/** The scan container: reads what the checkout left, publishes into the queue, and uploads. It ends at the grant's end at the latest. */
export async function runScan(paths: PodPaths, signal: AbortSignal): Promise<ExitCode> {
  let connection: NatsConnection | undefined;
  try {
    const { scan, nats, upload, expiresAt } = fromBinary(PodGrantSchema, await readFile(paths.scanGrant));
    if (scan === undefined || nats === undefined || upload === undefined) throw new Error('the grant is not whole');
    const until = new Date(Number(expiresAt) * 1000);
    const source = JSON.parse(await readFile(sourceRecord(paths), 'utf8')) as ScanSource; // the checkout container wrote it
    scan.outputFolder = outputFolder(paths);
    scan.workFolder = paths.work;
    connection = await connectTo(nats);
    const publisher = new JetStreamResultPublisher(connection, scan, signal);
    await scanSource(scan, source, publisher, signal, (outputs) => uploadOutputs(scan.outputFolder, outputs, upload, until, signal));
    await connection.drain();
    return EXIT_CODES.done;
  } catch (error) {
    const failure = error instanceof UploadError ? { code: 'storage', message: error.message, isRetriable: false, exitCode: EXIT_CODES.storage } : failureOf(error, signal);
    await leaveTerminationMessage(paths.terminationLog, failure);
    return failure.exitCode;
  } finally {
    await connection?.close().catch(() => undefined);
  }
}

/** Goes on trying: a queue that restarts is no reason to end, only the deadline is. */
function connectTo({ servers, credentials, inboxPrefix, certificateAuthority }: NatsGrant): Promise<NatsConnection> {
  return connect({
    servers,
    inboxPrefix,
    name: 'scanner',
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    timeout: CONNECT_MILLISECONDS,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    ...(credentials === '' ? {} : { authenticator: credsAuthenticator(new TextEncoder().encode(credentials)) }),
    ...(certificateAuthority === '' ? {} : { tls: { ca: certificateAuthority } }),
  });
}
