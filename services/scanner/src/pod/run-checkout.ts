import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { CheckoutGrantSchema } from '@pinata/proto';
import { EXIT_CODES, failureOf, type ExitCode } from '../attempt-failure.js';
import { openGrantedSource } from '../open-granted-source.js';
import { outputFolder, sourceRecord, type PodPaths } from './pod-paths.js';
import { leaveTerminationMessage } from './termination-message.js';

/**
 * The checkout container: clones below the shared folder, and leaves beside the clone what the scan container must know of it.
 * It alone is given the git credential, and reads no file of the repository.
 */
export async function runCheckout(paths: PodPaths, signal: AbortSignal): Promise<ExitCode> {
  try {
    const { scan, credential } = fromBinary(CheckoutGrantSchema, await readFile(paths.checkoutGrant));
    if (scan?.source === undefined) throw new Error('the grant names no source');
    scan.workFolder = paths.work;
    if (credential !== undefined) scan.source.credential = credential;
    const { source } = await openGrantedSource(scan, () => undefined, signal);
    await mkdir(outputFolder(paths), { recursive: true });
    await writeFile(sourceRecord(paths), JSON.stringify({ ...source, isModified: await source.isModified }));
    return EXIT_CODES.done;
  } catch (error) {
    const failure = failureOf(error, signal);
    await leaveTerminationMessage(paths.terminationLog, failure);
    return failure.exitCode;
  }
}
