import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create } from '@bufbuild/protobuf';
import { BalanceSchema, LanguageTotalSchema, OutputFileSchema, RoleTotalSchema, ScanFinishedSchema, SourceRangeSchema, UnresolvedExampleSchema, type Balance as BalanceMessage, type OutputFile, type ScanFinished } from '@pinata/proto';
import type { ScanSummary } from '@pinata/core';
import type { Balance } from '@pinata/graph';

/** Every file of the output folder with its size and digest, so that the gateway can tell what arrived whole. */
export async function describeOutputs(folder: string): Promise<OutputFile[]> {
  const outputs: OutputFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    const { size } = await stat(file);
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    outputs.push(create(OutputFileSchema, { name, bytes: BigInt(size), sha256: hash.digest('hex') }));
  }
  return outputs;
}

/** @param messageCount the message's own number: it is the attempt's last */
export function finishedMessage(summary: ScanSummary, outputs: OutputFile[], messageCount: number): ScanFinished {
  const skippedByReason: Record<string, number> = {};
  for (const { reason } of summary.skipped) skippedByReason[reason] = (skippedByReason[reason] ?? 0) + 1;
  const { files, filesWithErrors, isDigestComparable, graphDigest, shapeDigest } = summary;
  return create(ScanFinishedSchema, {
    messageCount: BigInt(messageCount),
    files, filesWithErrors, isDigestComparable, graphDigest, shapeDigest, outputs, skippedByReason,
    skippedFiles: summary.skipped.length,
    parsedFiles: summary.parsed,
    reusedFiles: summary.reused,
    relinkedFiles: summary.relinked,
    lines: BigInt(summary.lines),
    bytes: BigInt(summary.bytes),
    symbols: BigInt(summary.symbols),
    nodes: BigInt(summary.nodes),
    edges: BigInt(summary.edges),
    languages: summary.languages.map((total) => create(LanguageTotalSchema, { language: total.language, files: total.files, lines: BigInt(total.lines), bytes: BigInt(total.bytes) })),
    roles: summary.roles.map((total) => create(RoleTotalSchema, { role: total.role, files: total.files, lines: BigInt(total.lines), balance: balanceMessage(total.balance) })),
    balance: balanceMessage(summary.balance),
    unresolvedExamples: summary.unresolvedExamples.map((example) => create(UnresolvedExampleSchema, { reason: example.reason, path: example.path, text: example.text.slice(0, 300), range: create(SourceRangeSchema, example.range) })),
    milliseconds: Object.fromEntries(Object.entries(summary.milliseconds).map(([phase, time]) => [phase, time])),
    peakMemoryBytes: BigInt(Math.round(summary.peakMemoryBytes)),
  });
}

function balanceMessage(balance: Balance): BalanceMessage {
  return create(BalanceSchema, {
    captured: BigInt(balance.captured),
    resolved: BigInt(balance.resolved),
    external: BigInt(balance.external),
    unresolved: Object.fromEntries(Object.entries(balance.unresolved).map(([reason, count]) => [reason, BigInt(count)])),
  });
}
