import { SYMBOL_KINDS } from '@pinata/graph';
import { decodeFacts } from './facts/encode.js';
import { SYMBOL } from './facts/schema.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { FileResult, SearchSymbol } from './scan-api.js';

/** A file's result; its symbols are made when somebody asks for them. */
export function searchResult(file: { readonly path: string }, parsed: ParsedFile, keyPrefix: string): FileResult {
  return new SearchResult(file.path, parsed, keyPrefix);
}

class SearchResult implements FileResult {
  readonly hash: string;
  readonly language: string;
  readonly role: FileResult['role'];
  readonly bytes: number;
  readonly lines: number;
  readonly referenceCount: number;
  readonly errorCount: number;
  readonly status: FileResult['status'];
  readonly origin: FileResult['origin'];
  readonly parseMilliseconds?: number;
  readonly extractorFingerprint: string;
  private made: readonly SearchSymbol[] | undefined;

  constructor(
    readonly path: string,
    private readonly parsed: ParsedFile,
    readonly keyPrefix: string,
  ) {
    this.hash = parsed.hash;
    this.language = parsed.grammar.language;
    this.role = parsed.role;
    this.bytes = parsed.bytes;
    this.lines = parsed.lines;
    this.referenceCount = parsed.references;
    this.errorCount = parsed.errors;
    this.status = parsed.status;
    this.origin = parsed.origin;
    if (parsed.milliseconds !== undefined) this.parseMilliseconds = parsed.milliseconds;
    this.extractorFingerprint = parsed.grammar.fingerprint;
  }

  get symbolCount(): number {
    return this.parsed.packed?.symbolCount ?? this.symbols.length;
  }

  get facts(): Uint8Array {
    return this.parsed.facts;
  }

  get symbols(): readonly SearchSymbol[] {
    this.made ??= readSymbols(this.parsed);
    return this.made;
  }
}

function readSymbols(parsed: ParsedFile): readonly SearchSymbol[] {
  const facts = parsed.decoded ?? decodeFacts(parsed.facts);
  const { symbols } = facts;
  const descriptors: string[] = [];
  const qualified: string[] = [];
  const seen = new Set<string>();
  const found: SearchSymbol[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const parent = symbols.get(row, SYMBOL.parent);
    const name = facts.text(symbols.get(row, SYMBOL.name));
    const descriptor = `${descriptors[parent] ?? ''}${facts.text(symbols.get(row, SYMBOL.descriptor))}`;
    const qualifiedName = parent < 0 ? name : `${qualified[parent] ?? ''}.${name}`;
    descriptors[row] = descriptor;
    qualified[row] = qualifiedName;
    // Overloads and merged declarations are one symbol.
    if (seen.has(descriptor)) continue;
    seen.add(descriptor);
    const range = { startRow: symbols.get(row, SYMBOL.startRow), startColumn: symbols.get(row, SYMBOL.startColumn), endRow: symbols.get(row, SYMBOL.endRow), endColumn: symbols.get(row, SYMBOL.endColumn) };
    found.push({ name, kind: SYMBOL_KINDS[symbols.get(row, SYMBOL.kind)] ?? 'variable', descriptor, qualifiedName, range });
  }
  return found;
}
