import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import { CheckoutError, openSource, type CheckoutPolicy, type Credential, type OpenSource } from '@pinata/checkout';
import { ScanError, scan, type ScanOptions, type ScanProgress } from '@pinata/core';
import { ProgressSchema, ScanFailedSchema, SourceOpenedSchema, type GitCredential, type Grant } from '@pinata/proto';
import { describeOutputs, finishedMessage } from './finished-message.js';
import { ResultBatches, skippedMessages } from './result-batches.js';
import type { NumberedBody, ResultPublisher } from './result-publisher.js';

/** How the process ends: what a pod's status says, when nobody heard the message. */
export const EXIT_CODES = { done: 0, crashed: 1, cannotSucceed: 2, cancelled: 3, storage: 4 } as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Full disks and quotas, as the system names them. */
const STORAGE_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** One attempt from its grant to its last acknowledged message. Never throws: the exit code says how it went. */
export async function runAttempt(grant: Grant, publisher: ResultPublisher, signal: AbortSignal): Promise<ExitCode> {
  let opened: OpenSource | undefined;
  try {
    opened = await checkout(grant, publisher, signal);
    await scanSource(grant, opened, publisher, signal);
    return EXIT_CODES.done;
  } catch (error) {
    const failure = failureOf(error, signal);
    await publisher.tell({ case: 'scanFailed', value: create(ScanFailedSchema, { code: failure.code, message: failure.message, isRetriable: failure.isRetriable }) }).catch(() => undefined);
    return failure.exitCode;
  } finally {
    await opened?.close().catch(() => undefined);
  }
}

async function checkout(grant: Grant, publisher: ResultPublisher, signal: AbortSignal): Promise<OpenSource> {
  const { source, configuration } = grant;
  if (source === undefined || source.location.case === undefined) throw new CheckoutError('failed', 'the grant names no source');
  const tell = progressTeller(publisher);
  tell({ phase: 'checkout', current: 0, total: 100, message: 'Opening the repository' });
  const policy: CheckoutPolicy = {
    allowsPrivateAddresses: source.isPrivateNetworkAllowed,
    allowsPlainTransport: source.isPlainTransportAllowed,
    allowsLocalPaths: source.isLocalPathAllowed,
    usesOwnSshIdentity: source.isOwnSshIdentityUsed,
  };
  const opened = await openSource({
    location: source.location.value,
    name: source.name,
    policy,
    signal,
    workFolder: path.join(grant.workFolder, 'source'),
    onProgress: ({ percent, message }) => tell({ phase: 'checkout', current: percent, total: 100, message }),
    ...(source.reference === '' ? {} : { reference: source.reference }),
    ...(source.credential === undefined ? {} : { credential: credentialOf(source.credential) }),
    ...(configuration === undefined ? {} : { limits: { bytes: Number(configuration.maximumCheckoutBytes), milliseconds: configuration.checkoutSeconds * 1000 } }),
  });
  // From here on nothing in this process needs the credential, and hostile files are about to be read.
  delete source.credential;
  const { branch, commit, isModified } = opened.source;
  await publisher.publish({ case: 'sourceOpened', value: create(SourceOpenedSchema, { branch, commit, isModified }) });
  return opened;
}

async function scanSource(grant: Grant, opened: OpenSource, publisher: ResultPublisher, signal: AbortSignal): Promise<void> {
  const batches = new ResultBatches();
  const send = async (messages: readonly NumberedBody[]): Promise<void> => {
    for (const message of messages) await publisher.publish(message);
  };
  const tell = progressTeller(publisher);
  const summary = await scan(opened.source, optionsOf(grant), { fileResult: (result) => send(batches.add(result)), progress: tell }, signal);
  await send(batches.flush());
  await send(skippedMessages(summary.skipped));
  tell({ phase: 'upload', current: 0, total: 100, message: 'Checking the results' });
  const outputs = await describeOutputs(grant.outputFolder);
  await publisher.publish({ case: 'scanFinished', value: finishedMessage(summary, outputs, publisher.nextSequence) });
  tell({ phase: 'store', current: 50, total: 100, message: 'Storing the results' });
  await publisher.drained();
}

function optionsOf(grant: Grant): ScanOptions {
  const { configuration, outputFolder } = grant;
  if (configuration === undefined) return { outputFolder };
  const { fileExtensions, include, exclude, workers, maximumFileBytes, maximumFiles } = configuration;
  return {
    outputFolder,
    ...(fileExtensions.length === 0 ? {} : { fileExtensions }),
    ...(include.length === 0 ? {} : { include }),
    ...(exclude.length === 0 ? {} : { exclude }),
    ...(workers === 0 ? {} : { workers }),
    limits: { ...(maximumFileBytes === 0 ? {} : { fileBytes: maximumFileBytes }), ...(maximumFiles === 0 ? {} : { files: maximumFiles }) },
  };
}

/** Progress is for people who watch: it is not waited for, and a lost piece is made good by the next. */
function progressTeller(publisher: ResultPublisher): (progress: ScanProgress | { phase: string; current: number; total: number; message: string }) => void {
  return ({ phase, current, total, message }) => {
    const value = create(ProgressSchema, { phase, current: whole(current), total: whole(total), message: message.slice(0, 500) });
    publisher.tell({ case: 'progress', value }).catch(() => undefined);
  };
}

function whole(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(0, Math.round(value)), 0xffff_ffff) : 0;
}

function credentialOf(credential: GitCredential): Credential {
  return credential.sshPrivateKey === '' ? { kind: 'password', username: credential.username, password: credential.secret } : { kind: 'sshKey', privateKey: credential.sshPrivateKey };
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly isRetriable: boolean;
  readonly exitCode: ExitCode;
}

function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { code: 'cancelled', message: 'The scan was cancelled.', isRetriable: false, exitCode: EXIT_CODES.cancelled };
  const storage = storageCode(error);
  if (storage !== undefined) return { code: 'storage', message: `The disk refused to write (${storage}). Make space in the data folder and in the folder for temporary files, then start the scan again.`, isRetriable: false, exitCode: EXIT_CODES.storage };
  if (error instanceof CheckoutError) return { code: error.code, message: sentence(error.message), isRetriable: false, exitCode: EXIT_CODES.cannotSucceed };
  if (error instanceof ScanError && error.code !== 'internal') return { code: error.code, message: sentence(error.message), isRetriable: false, exitCode: EXIT_CODES.cannotSucceed };
  // Its own words may quote source code: they go to the log of whoever runs this, not into the scan.
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return { code: 'crashed', message: 'The scanner met an error of its own. Start the scan again, and report it if that does not help: the log has the details.', isRetriable: true, exitCode: EXIT_CODES.crashed };
}

function storageCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    if ('code' in current && typeof current.code === 'string' && STORAGE_ERRORS.has(current.code)) return current.code;
  }
  return undefined;
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
