import { Language, Parser, Query } from 'web-tree-sitter';
import type { Tree } from 'web-tree-sitter';
import { encodeFacts } from '../facts/encode.js';
import { FactsBuilder } from '../facts/file-facts.js';
import { FactError } from '../facts/schema.js';
import { loadReader } from '../languages/load-reader.js';
import type { LanguageReader } from '../languages/load-reader.js';
import type { ReaderUse } from '../languages/registry.js';
import { assemble } from './assemble.js';
import type { ExtractionRules } from './assembly.js';
import { CaptureRules, collectItems, inOrder } from './items.js';
import type { Item } from './items.js';
import { queryOfImage } from './query-image.js';
import type { QueryImage } from './query-image.js';
import { errorLength, repairedSource } from './repair.js';
import { SyntaxTree } from './syntax-tree.js';
import { openTreeSitter } from './tree-sitter-module.js';
import type { TreeSitterModule } from './tree-sitter-module.js';
import { MATCH_LIMIT, PARSE_CALLBACKS, QUERY_CALLBACKS, UNNAMED_CHILDREN, bracketDepth, countLines } from './limits.js';
import { hasManyUnnamed } from './unnamed-children.js';

/** A grammar as a worker gets it: compiled once, in the main thread. */
export interface CompiledGrammar {
  readonly id: string;
  /** Name of its language's folder. */
  readonly folder: string;
  /** Absent where the language's own reader makes the facts. */
  readonly module: WebAssembly.Module | undefined;
  readonly reader: ReaderUse | undefined;
  readonly querySource: string;
  /** The query compiled, where the build left an image of it. */
  readonly queryImage: QueryImage | undefined;
  readonly rules: ExtractionRules;
}

export interface ExtractedFile {
  readonly facts: Uint8Array<ArrayBuffer>;
  readonly lines: number;
  readonly symbols: number;
  readonly references: number;
  readonly errors: number;
}

/** A query with what its captures say. */
interface LoadedQuery {
  readonly query: Query;
  readonly captures: CaptureRules;
}

interface LoadedGrammar extends LoadedQuery {
  readonly parser: Parser;
  readonly language: Language;
  readonly rules: ExtractionRules;
  /** Compiled at the first tree that has errors. */
  errors?: LoadedQuery;
}

/** What could not be read: the same in all grammars, and asked of trees with errors alone, since tree-sitter tries it at each node. */
const ERRORS = '(ERROR) @error.syntax (MISSING) @error.missing';

function loadedQuery(query: Query): LoadedQuery {
  return { query, captures: new CaptureRules(query) };
}

/** Reads source text into facts. One per thread; it must be thrown away after it has thrown. */
export class Extractor {
  private readonly loaded = new Map<string, LoadedGrammar>();
  private readonly grammars = new Map<string, CompiledGrammar>();
  private readonly readers = new Map<string, LanguageReader>();
  private readonly builder = new FactsBuilder();

  private constructor(
    private readonly module: TreeSitterModule,
    private readonly nesting: number,
  ) {}

  static async create(nesting: number): Promise<Extractor> {
    return new Extractor(await openTreeSitter(), nesting);
  }

  /** The grammars that files may ask for; each is loaded at its first file, readers now. */
  async use(grammars: readonly CompiledGrammar[]): Promise<void> {
    for (const grammar of grammars) {
      if (this.grammars.has(grammar.id)) continue;
      this.grammars.set(grammar.id, grammar);
      if (grammar.reader !== undefined) this.readers.set(grammar.id, await loadReader(grammar.folder));
    }
  }

  get memoryBytes(): number {
    return this.module.HEAP32.buffer.byteLength;
  }

  /** Loads a grammar with its query, which may have to be compiled; otherwise the first file that asks for it does. */
  load(id: string): LoadedGrammar | undefined {
    const known = this.loaded.get(id);
    if (known !== undefined) return known;
    const grammar = this.grammars.get(id);
    if (grammar === undefined) throw new Error(`the grammar ${id} is not there`);
    if (grammar.module === undefined) return undefined;
    const language = Language.loadSync(grammar.module);
    const parser = new Parser();
    parser.setLanguage(language);
    const { querySource, queryImage } = grammar;
    const query = queryImage === undefined ? new Query(language, querySource) : queryOfImage(this.module, language, querySource, queryImage);
    const loaded: LoadedGrammar = { ...loadedQuery(query), parser, language, rules: grammar.rules };
    this.loaded.set(id, loaded);
    return loaded;
  }

  /** Facts of a text: the same for the same text and grammar on every machine. */
  extract(grammarId: string, source: string): ExtractedFile {
    const grammar = this.load(grammarId);
    const reader = this.readers.get(grammarId);
    const { builder } = this;
    builder.clear();
    builder.lines = countLines(source);
    const text = reader?.text?.(source) ?? source;
    if (bracketDepth(text, this.nesting) > this.nesting) this.addWholeFileError('nesting');
    else if (grammar !== undefined) {
      this.read(grammar, text);
      reader?.more?.(source, builder);
    } else reader?.facts?.(source, builder);
    const { errors, symbols, references } = builder.tables;
    return { facts: encodeFacts(builder), lines: builder.lines, symbols: symbols.rows, references: references.rows, errors: errors.rows };
  }

  private parse({ parser }: LoadedGrammar, source: string): Tree | undefined {
    let calls = 0;
    const tree = parser.parse(source, null, { progressCallback: () => ++calls > PARSE_CALLBACKS });
    if (tree === null) parser.reset();
    return tree ?? undefined;
  }

  /** The tree of a source; where it has errors, of the repaired source, if that has fewer. */
  private bestTree(grammar: LoadedGrammar, written: string): Tree | undefined {
    const source = repairedSource(written, grammar.rules.misread ?? []) ?? written;
    const tree = this.parse(grammar, source);
    if (tree === undefined || !tree.rootNode.hasError) return tree;
    const repaired = repairedSource(source, grammar.rules.repairs ?? []);
    const other = repaired === undefined ? undefined : this.parse(grammar, repaired);
    if (other === undefined) return tree;
    const isBetter = errorLength(other) < errorLength(tree);
    (isBetter ? tree : other).delete();
    return isBetter ? other : tree;
  }

  private read(grammar: LoadedGrammar, source: string): void {
    const tree = this.bestTree(grammar, source);
    if (tree === undefined) {
      this.addWholeFileError('oversized');
      return;
    }
    if (hasManyUnnamed(tree, source.length, UNNAMED_CHILDREN)) {
      tree.delete();
      this.addWholeFileError('matchLimit');
      return;
    }
    const syntax = new SyntaxTree(this.module, tree, grammar.language, source);
    try {
      const found = this.ask(grammar, syntax);
      const errors = tree.rootNode.hasError ? this.ask(this.errorsOf(grammar), syntax).items : [];
      assemble(errors.length === 0 ? found.items : inOrder([...found.items, ...errors]), syntax, grammar.rules, this.builder);
      if (found.isCutShort) this.addWholeFileError('matchLimit');
    } finally {
      syntax.delete();
    }
  }

  private ask({ query, captures }: LoadedQuery, syntax: SyntaxTree): { readonly items: Item[]; readonly isCutShort: boolean } {
    let calls = 0;
    const isTooMuch = (): boolean => ++calls > QUERY_CALLBACKS;
    const { items, didExceedLimit } = syntax.matches(query, MATCH_LIMIT, isTooMuch, (found) => ({ items: collectItems(captures, found, syntax), didExceedLimit: found.didExceedLimit }));
    return { items, isCutShort: didExceedLimit || calls > QUERY_CALLBACKS };
  }

  private errorsOf(grammar: LoadedGrammar): LoadedQuery {
    grammar.errors ??= loadedQuery(new Query(grammar.language, ERRORS));
    return grammar.errors;
  }

  private addWholeFileError(kind: keyof typeof FactError): void {
    this.builder.tables.errors.add(FactError[kind], 0, 0, this.builder.lines, 0);
  }
}
