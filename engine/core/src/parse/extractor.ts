import { Language, Parser, Query } from 'web-tree-sitter';
import { encodeFacts } from '../facts/encode.js';
import { FactsBuilder } from '../facts/file-facts.js';
import { FactError } from '../facts/schema.js';
import { assemble } from './assemble.js';
import type { ExtractionRules } from './assembly.js';
import { CaptureRules, collectItems } from './items.js';
import { MATCH_LIMIT, PARSE_CALLBACKS, QUERY_CALLBACKS, bracketDepth, countLines } from './limits.js';

/** A grammar as a worker gets it: compiled once, in the main thread. */
export interface CompiledGrammar {
  readonly id: string;
  readonly module: WebAssembly.Module;
  readonly querySource: string;
  readonly rules: ExtractionRules;
}

export interface ExtractedFile {
  readonly facts: Uint8Array<ArrayBuffer>;
  readonly lines: number;
  readonly symbols: number;
  readonly references: number;
  readonly errors: number;
}

interface LoadedGrammar {
  readonly parser: Parser;
  readonly query: Query;
  readonly captures: CaptureRules;
  readonly rules: ExtractionRules;
}

/** Tree-sitter's memory, 64 KiB pages: 32 MiB at first, 256 MiB at most. */
const FIRST_PAGES = 512;
const MOST_PAGES = 4_096;

/** Reads source text into facts. One per thread; it must be thrown away after it has thrown. */
export class Extractor {
  private readonly loaded = new Map<string, LoadedGrammar>();
  private readonly builder = new FactsBuilder();

  private constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly nesting: number,
    private readonly grammars: ReadonlyMap<string, CompiledGrammar>,
  ) {}

  static async create(nesting: number, grammars: readonly CompiledGrammar[]): Promise<Extractor> {
    const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES });
    await Parser.init({ wasmMemory: memory });
    return new Extractor(memory, nesting, new Map(grammars.map((grammar) => [grammar.id, grammar])));
  }

  get memoryBytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** Queries take long to compile, so a grammar is loaded when the first file asks for it. */
  private load(id: string): LoadedGrammar {
    const known = this.loaded.get(id);
    if (known !== undefined) return known;
    const grammar = this.grammars.get(id);
    if (grammar === undefined) throw new Error(`the grammar ${id} is not there`);
    const language = Language.loadSync(grammar.module);
    const parser = new Parser();
    parser.setLanguage(language);
    const query = new Query(language, grammar.querySource);
    const loaded: LoadedGrammar = { parser, query, captures: new CaptureRules(query), rules: grammar.rules };
    this.loaded.set(id, loaded);
    return loaded;
  }

  /** Facts of a text: the same for the same text and grammar on every machine. */
  extract(grammarId: string, source: string): ExtractedFile {
    const grammar = this.load(grammarId);
    const { builder } = this;
    builder.clear();
    builder.lines = countLines(source);
    if (bracketDepth(source, this.nesting) > this.nesting) this.addWholeFileError('nesting');
    else this.read(grammar, source);
    const { errors, symbols, references } = builder.tables;
    return { facts: encodeFacts(builder), lines: builder.lines, symbols: symbols.rows, references: references.rows, errors: errors.rows };
  }

  private read(grammar: LoadedGrammar, source: string): void {
    let calls = 0;
    const tree = grammar.parser.parse(source, null, { progressCallback: () => ++calls > PARSE_CALLBACKS });
    if (tree === null) {
      grammar.parser.reset();
      this.addWholeFileError('oversized');
      return;
    }
    try {
      calls = 0;
      const matches = grammar.query.matches(tree.rootNode, { matchLimit: MATCH_LIMIT, progressCallback: () => ++calls > QUERY_CALLBACKS });
      assemble(collectItems(grammar.captures, matches), source, grammar.rules, this.builder);
      if (grammar.query.didExceedMatchLimit() || calls > QUERY_CALLBACKS) this.addWholeFileError('matchLimit');
    } finally {
      tree.delete();
    }
  }

  private addWholeFileError(kind: keyof typeof FactError): void {
    this.builder.tables.errors.add(FactError[kind], 0, 0, this.builder.lines, 0);
  }
}
