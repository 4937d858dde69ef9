import { SYMBOL_KINDS } from '@pinata/graph';
import { decodeFacts } from './facts/encode.js';
import { SYMBOL } from './facts/schema.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { FileResult, SearchSymbol } from './scan-api.js';

/** A file's result; its symbols are made when somebody asks for them. */
export function searchResult(file: { readonly path: string }, parsed: ParsedFile, keyPrefix: string): FileResult {
  let symbols: readonly SearchSymbol[] | undefined;
  return {
    path: file.path,
    hash: parsed.hash,
    language: parsed.grammar.language,
    role: parsed.role,
    bytes: parsed.bytes,
    lines: parsed.lines,
    referenceCount: parsed.references,
    errorCount: parsed.errors,
    status: parsed.status,
    keyPrefix,
    get symbolCount() {
      return parsed.packed?.symbolCount ?? this.symbols.length;
    },
    origin: parsed.origin,
    ...(parsed.milliseconds === undefined ? {} : { parseMilliseconds: parsed.milliseconds }),
    extractorFingerprint: parsed.grammar.fingerprint,
    get facts() {
      return parsed.facts;
    },
    get symbols() {
      symbols ??= readSymbols(parsed);
      return symbols;
    },
  };
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
