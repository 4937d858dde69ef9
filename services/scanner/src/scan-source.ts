import { create } from '@bufbuild/protobuf';
import { scan, type FactCache, type ScanOptions, type ScanProgress, type ScanSource } from '@pinata/core';
import { ProgressSchema, SourceOpenedSchema, type Grant, type OutputFile } from '@pinata/proto';
import { describeOutputs, finishedMessage } from './finished-message.js';
import { fetchPreviousPack } from './fetch-previous-pack.js';
import { ResultBatches, skippedMessages } from './result-batches.js';
import { ReusedBatches } from './reused-batches.js';
import type { NumberedBody, ResultPublisher } from './result-publisher.js';

/** The part of an attempt's memory that the engine may take: git, the stream and the uploads take some too. */
const SHARE_OF_MEMORY = 0.85;

/** Brings finished outputs to where they are kept; called once, before the attempt says that it is done. */
export type StoreOutputs = (outputs: readonly OutputFile[]) => Promise<void>;

/** What a scanner has beside its grant, by where it runs. */
export interface ScanHelp {
  readonly store?: StoreOutputs;
  /** The organization's, where it can be asked. */
  readonly factCache?: FactCache;
}

/** Scans an opened source and publishes all of it; resolves when everything numbered is acknowledged. */
export async function scanSource(grant: Grant, source: ScanSource, publisher: ResultPublisher, signal: AbortSignal, { store, factCache }: ScanHelp = {}): Promise<void> {
  const { branch, commit } = source;
  const isModified = await source.isModified;
  await publisher.publish({ case: 'sourceOpened', value: create(SourceOpenedSchema, { branch, commit, isModified }) });
  const batches = new ResultBatches();
  const reused = new ReusedBatches();
  const send = async (messages: readonly NumberedBody[]): Promise<void> => {
    for (const message of messages) await publisher.publish(message);
  };
  const tell = progressTeller(publisher);
  const previousFactPack = await fetchPreviousPack(grant.previousFactPack, grant.workFolder, signal);
  const options = { ...optionsOf(grant), ...(previousFactPack === undefined ? {} : { previousFactPack }), ...(factCache === undefined ? {} : { factCache }) };
  const summary = await scan(source, options, { fileResult: (result) => send((result.origin === 'parsed' ? batches : reused).add(result)), progress: tell }, signal);
  await send([...batches.flush(), ...reused.flush()]);
  await send(skippedMessages(summary.skipped));
  tell({ phase: 'upload', current: 0, total: 100, message: 'Checking the results' });
  const outputs = await describeOutputs(grant.outputFolder);
  await store?.(outputs);
  await publisher.publish({ case: 'scanFinished', value: finishedMessage(summary, outputs, publisher.nextSequence) });
  tell({ phase: 'store', current: 50, total: 100, message: 'Storing the results' });
  await publisher.drained();
}

function optionsOf(grant: Grant): ScanOptions {
  const { configuration, memoryBytes } = grant;
  const given = { outputFolder: grant.outputFolder, ...(memoryBytes === 0n ? {} : { memoryBytes: Number(memoryBytes) * SHARE_OF_MEMORY }) };
  if (configuration === undefined) return given;
  const { fileExtensions, include, exclude, workers, maximumFileBytes, maximumFiles } = configuration;
  return {
    ...given,
    ...(fileExtensions.length === 0 ? {} : { fileExtensions }),
    ...(include.length === 0 ? {} : { include }),
    ...(exclude.length === 0 ? {} : { exclude }),
    ...(workers === 0 ? {} : { workers }),
    limits: { ...(maximumFileBytes === 0 ? {} : { fileBytes: maximumFileBytes }), ...(maximumFiles === 0 ? {} : { files: maximumFiles }) },
  };
}

/** Progress is for people who watch: it is not waited for, and a lost piece is made good by the next. */
export function progressTeller(publisher: ResultPublisher): (progress: ScanProgress | { phase: string; current: number; total: number; message: string }) => void {
  return ({ phase, current, total, message }) => {
    const value = create(ProgressSchema, { phase, current: whole(current), total: whole(total), message: message.slice(0, 500) });
    publisher.tell({ case: 'progress', value }).catch(() => undefined);
  };
}

function whole(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(0, Math.round(value)), 0xffff_ffff) : 0;
}
