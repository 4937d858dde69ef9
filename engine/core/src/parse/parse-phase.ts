import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import type { FactPackEntry, FileRole } from '@pinata/graph';
import type { DiscoveredFile } from '../discover/discover.js';
import { errorFactBytes } from '../facts/empty-facts.js';
import type { FileFacts } from '../facts/file-facts.js';
import type { Grammar } from '../languages/registry.js';
import type { FileResult, SkippedFile } from '../scan-api.js';
import type { CompiledGrammar } from './extractor.js';
import type { ParseAnswer } from './messages.js';
import { readQueryImage } from './query-image-file.js';
import type { LostFile, ParserPool } from './pool.js';

/** A file with its facts. */
export interface ParsedFile {
  readonly path: string;
  readonly grammar: Grammar;
  readonly role: FileRole;
  readonly hash: string;
  readonly bytes: number;
  readonly lines: number;
  readonly symbols: number;
  readonly references: number;
  readonly errors: number;
  readonly status: FileResult['status'];
  /** Encoded; of a file that a fact pack knows they are read when they are asked for. */
  readonly facts: Uint8Array;
  /** Their head, or all of them: enough for what they name. */
  readonly head: Uint8Array;
  /** The same, where they were decoded to be looked at. */
  readonly decoded?: FileFacts;
  /** Whether a thread read it now, or its facts were known. */
  readonly origin: FileResult['origin'];
  /** What a thread took to read it, where one did and lived. */
  readonly milliseconds?: number;
  /** What a fact pack says of its content, where it came from one. */
  readonly packed?: FactPackEntry;
}

/** A file that was not parsed because of what it holds; with the bytes' hash where it was read. */
export interface UnparsedFile extends SkippedFile {
  readonly hash?: string;
  readonly grammar: Grammar;
}

/** Two MiB of batches may wait for the sink before the parsers do. */
type Receive = (file: DiscoveredFile, result: ParsedFile | UnparsedFile) => void | Promise<void>;

/**
 * Reads files in the pool's threads.
 * @param receive gets each file once, in any order
 * @param keep makes of a file what is given back
 */
export async function parseDiscovered(pool: ParserPool, folder: string, files: readonly DiscoveredFile[], fileBytes: number, receive: Receive, keep: (file: ParsedFile) => ParsedFile, signal?: AbortSignal): Promise<readonly (ParsedFile | UnparsedFile)[]> {
  // Files of one grammar together, the most frequent first: a thread loads as few as it can, and the large one once.
  const grammars = byFrequency(files.map(({ grammar }) => grammar));
  const rank = new Map(grammars.map((grammar, index) => [grammar, index]));
  const requests = files
    .map((file, index) => ({ file: index, path: file.path, grammar: file.grammar.id, rank: rank.get(file.grammar) ?? 0, fileBytes: fileBytes * file.grammar.fileFactor, size: file.bytes }))
    .sort((a, b) => a.rank - b.rank || a.file - b.file);
  const results: (ParsedFile | UnparsedFile)[] = [];
  await pool.read({ grammars: grammars.map(compile), folder }, requests, async (answer) => {
    const file = files[answer.file];
    if (file === undefined) throw new Error(`a parser thread answered for file ${answer.file}, which nobody asked for`);
    const result = resultOf(folder, file, answer);
    results.push('reason' in result ? result : keep(result));
    await receive(file, result);
  }, signal);
  return results;
}

/** Each grammar once, the one of most files first. */
export function byFrequency(grammars: readonly Grammar[]): readonly Grammar[] {
  const counts = new Map<Grammar, number>();
  for (const grammar of grammars) counts.set(grammar, (counts.get(grammar) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || (a.id < b.id ? -1 : 1)).map(([grammar]) => grammar);
}

const compiled = new Map<Grammar, CompiledGrammar>();

/** A grammar as threads get it; compiled once in a process. */
export function compile(grammar: Grammar): CompiledGrammar {
  const known = compiled.get(grammar);
  if (known !== undefined) return known;
  const { id, wasmFile, reader, querySource, rules } = grammar;
  const module = wasmFile === undefined ? undefined : compileModule(mendedModule(readFileSync(wasmFile), grammar), grammar.staysUnoptimized);
  const fresh: CompiledGrammar = { id, folder: path.basename(grammar.folder), module, reader, querySource, queryImage: readQueryImage(grammar), rules };
  compiled.set(grammar, fresh);
  return fresh;
}

/** @throws Error where the module is another than the one that is mended */
function mendedModule(bytes: Buffer<ArrayBuffer>, { id, mends }: Grammar): Buffer<ArrayBuffer> {
  for (const { find, put, why } of mends) {
    const [wrong, right] = [Buffer.from(find, 'hex'), Buffer.from(put, 'hex')];
    const at = bytes.indexOf(wrong);
    if (at < 0 || bytes.indexOf(wrong, at + 1) >= 0) throw new Error(`the grammar ${id} is not the one that language.json mends (${why}): look whether it still has to be`);
    right.copy(bytes, at);
  }
  return bytes;
}

/** V8's ways to compile a function late, and to optimize one that runs often; a module keeps those that it was compiled with. */
const TIERING = ['wasm-lazy-compilation', 'wasm-tier-up', 'wasm-dynamic-tiering'];

function compileModule(bytes: Buffer<ArrayBuffer>, staysUnoptimized: boolean): WebAssembly.Module {
  if (!staysUnoptimized) return new WebAssembly.Module(bytes);
  for (const way of TIERING) v8.setFlagsFromString(`--no-${way}`);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const way of TIERING) v8.setFlagsFromString(`--${way}`);
  }
}

function resultOf(folder: string, file: DiscoveredFile, answer: ParseAnswer | LostFile): ParsedFile | UnparsedFile {
  const known = { path: file.path, grammar: file.grammar, role: file.role, origin: 'parsed' as const };
  switch (answer.kind) {
    case 'parsed': {
      const { hash, bytes, lines, symbols, references, errors, facts, milliseconds } = answer;
      return { ...known, hash, bytes, lines, symbols, references, errors, facts, head: facts, milliseconds, status: errors > 0 ? 'partial' : 'parsed' };
    }
    case 'skipped':
      return { path: file.path, grammar: file.grammar, reason: answer.reason, detail: answer.detail, ...(answer.hash === undefined ? {} : { hash: answer.hash }) };
    case 'failed': {
      const facts = errorFactBytes(answer.lines, 'crashed');
      return { ...known, hash: answer.hash, bytes: answer.bytes, lines: answer.lines, symbols: 0, references: 0, errors: 1, facts, head: facts, status: 'partial' };
    }
    case 'timedOut':
    case 'crashed': {
      // The thread took its answer along; the hash still names the bytes.
      const bytes = readFileSync(path.join(folder, file.path));
      const hash = createHash('sha256').update(bytes).digest('hex');
      const isTimedOut = answer.kind === 'timedOut';
      const facts = errorFactBytes(0, isTimedOut ? 'timedOut' : 'crashed');
      return { ...known, hash, bytes: bytes.length, lines: 0, symbols: 0, references: 0, errors: 1, facts, head: facts, status: isTimedOut ? 'timedOut' : 'partial' };
    }
  }
}
