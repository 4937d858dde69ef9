import { create } from '@bufbuild/protobuf';
import type { OpenSource } from '@pinata/checkout';
import type { FactCache } from '@pinata/core';
import { ScanFailedSchema, type Grant } from '@pinata/proto';
import { EXIT_CODES, failureOf, type ExitCode } from './attempt-failure.js';
import { openGrantedSource } from './open-granted-source.js';
import type { ResultPublisher } from './result-publisher.js';
import { progressTeller, scanSource } from './scan-source.js';

/** One attempt from its grant to its last acknowledged message, in one process. Never throws: the exit code says how it went. */
export async function runAttempt(grant: Grant, publisher: ResultPublisher, signal: AbortSignal, factCache?: FactCache): Promise<ExitCode> {
  let opened: OpenSource | undefined;
  try {
    const tell = progressTeller(publisher);
    tell({ phase: 'checkout', current: 0, total: 100, message: 'Opening the repository' });
    opened = await openGrantedSource(grant, ({ percent, message }) => tell({ phase: 'checkout', current: percent, total: 100, message }), signal);
    // From here on nothing in this process needs the credential, and hostile files are about to be read.
    delete grant.source?.credential;
    await scanSource(grant, opened.source, publisher, signal, { ...(factCache === undefined ? {} : { factCache }) });
    return EXIT_CODES.done;
  } catch (error) {
    const failure = failureOf(error, signal);
    await publisher.tell({ case: 'scanFailed', value: create(ScanFailedSchema, { code: failure.code, message: failure.message, isRetriable: failure.isRetriable }) }).catch(() => undefined);
    return failure.exitCode;
  } finally {
    await opened?.close().catch(() => undefined);
  }
}
