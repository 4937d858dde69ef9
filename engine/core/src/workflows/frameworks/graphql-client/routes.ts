import { ARGUMENT, EXPRESSION, Expression, SYMBOL } from '../../../facts/schema.js';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import { beginsAsDocument, readDocument } from '../../../languages/graphql/document.js';
import type { RootType } from '../../../languages/graphql/document.js';
import type { PackageManifest } from '../../../link/packages.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { DocumentSite, DocumentUse, FieldTypeSite, Site } from '../../sites.js';
import { typeAround } from '../../values.js';

/** How sure it is that a text which is a whole operation is sent. */
const BY_SHAPE = 90;
/** The same of what a client's tag or call is given. */
const BY_TAG = 100;
/** How sure it is that generated code runs the operation that it is named after. */
const BY_NAME = 80;
const DEPTH = 4;
/** More texts and uses than a person writes into one file. */
const MOST_SITES = 1_000;
/** Tags and functions of clients that take a document. */
const TAG = /^(?:gql|graphql|gqlV2)$/;
/** Packages and imports of clients, of servers too. */
const CLIENT = /graphql|gql|apollo|urql|relay|villus|gatsby|amplify/i;
/** Entries of options that hold a document. */
const ENTRIES: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription', 'document']);
const KINDS: Readonly<Record<string, RootType>> = { Query: 'Query', Mutation: 'Mutation', Subscription: 'Subscription' };
/** `useUsersQuery`, as GraphQL Code Generator names hooks of React, Vue and urql. */
const HOOK = /^use(\w+?)(?:Lazy|Suspense)?(Query|Mutation|Subscription)$/;
const SDK_TYPE = /^(?:Sdk|ReturnType<.*getSdk.*>)$/;
const GENERATED_DOCUMENT = /^(\w+)Document$/;
/** Services of Apollo Angular, and what has their document run. */
const SERVICE = /^(\w+)GQL$/;
const SERVICE_CALLS: ReadonlySet<string> = new Set(['fetch', 'watch', 'mutate', 'subscribe']);
/** Files whose clients generators write functions for. */
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;
/** Types that have no fields, and more fields than a person writes into one file. */
const SCALARS: ReadonlySet<string> = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);
const MOST_FIELDS = 20_000;
const DOCUMENT_FILE = /\.(?:graphql|gql|graphqls)$/;

/** Documents of GraphQL in code and in files, and where code has them run. */
export const routes: FrameworkRoutes = {
  files: /./,
  read: (view, maker, marks) => new ClientFile(view, maker, marks).read(),
};

class ClientFile {
  /** Symbols of the file by the expression that they were first set to. */
  private readonly symbols = new Map<number, number>();

  constructor(
    private readonly view: FileView,
    private readonly maker: SiteMaker,
    private readonly marks: CallMarks,
  ) {}

  read(): readonly Site[] {
    const { symbols } = this.view.facts;
    for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.value) >= 0) this.symbols.set(symbols.get(row, SYMBOL.value), row);
    const documents = this.documents().slice(0, MOST_SITES);
    return DOCUMENT_FILE.test(this.view.file.path) ? [...documents, ...fieldTypes(this.view)] : [...documents, ...this.uses(documents.length > 0).slice(0, MOST_SITES)];
  }

  private documents(): readonly DocumentSite[] {
    const { expressions } = this.view.facts;
    const found: DocumentSite[] = [];
    for (let row = 0; row < expressions.rows; row++) {
      if (this.view.kind(row) !== Expression.literal) continue;
      const text = expressions.get(row, EXPRESSION.extra);
      const document = text < 0 ? undefined : this.documentAt(row, this.view.facts.text(text));
      if (document !== undefined) found.push(document);
    }
    return found;
  }

  private documentAt(literal: number, text: string): DocumentSite | undefined {
    const { view, maker } = this;
    if (!text.includes('{')) return undefined;
    const call = view.callAround(literal);
    const isTagged = call >= 0 && view.kind(call) === Expression.call && TAG.test(view.name(call));
    if (!isTagged && !beginsAsDocument(text)) return undefined;
    const definitions = readDocument(text);
    if (definitions.length === 0) return undefined;
    const holder = this.symbols.get(literal) ?? (isTagged ? this.symbols.get(call) : undefined);
    const range = view.place(isTagged ? call : literal);
    const symbol = holder ?? view.symbolAround(literal);
    return {
      kind: 'document',
      framework: 'graphql-client',
      rule: 'graphql.document',
      holders: holder === undefined ? [] : this.holdersOf(holder),
      definitions,
      source: symbol < 0 ? undefined : maker.keyOf(view.file.firstSymbol + symbol),
      range,
      marks: holder === undefined ? this.marks.at(range.startRow, range.startColumn, symbol) : 0,
      confidence: isTagged || DOCUMENT_FILE.test(view.file.path) ? BY_TAG : BY_SHAPE,
    };
  }

  /** The symbol that holds a document, the file of documents that it stands in, and the service whose document it is. */
  private holdersOf(symbol: number): readonly string[] {
    const { view, maker } = this;
    const own = maker.keyOf(view.file.firstSymbol + symbol);
    if (DOCUMENT_FILE.test(view.file.path)) return [own, fileKey(view.file.path)];
    const type = view.facts.text(view.facts.symbols.get(symbol, SYMBOL.name)) === 'document' ? typeAround(view, symbol) : -1;
    return type < 0 ? [own] : [own, maker.keyOf(view.file.firstSymbol + type)];
  }

  private uses(hasDocuments: boolean): readonly DocumentUse[] {
    const isClient = usesClient(this.view);
    const isGenerated = isClient && SCRIPT.test(this.view.file.path);
    return [...(isClient || hasDocuments ? this.usesByName(isGenerated) : []), ...(isGenerated ? this.usesOfGenerated() : [])];
  }

  /** Names of documents among what calls are given, and in options. */
  private usesByName(isGenerated: boolean): readonly DocumentUse[] {
    const { view } = this;
    const { arguments: parts } = view.facts;
    const found: DocumentUse[] = [];
    for (let part = 0; part < parts.rows; part++) {
      const value = parts.get(part, ARGUMENT.value);
      const kind = view.kind(value);
      if (kind !== Expression.name && kind !== Expression.member) continue;
      const around = parts.get(part, ARGUMENT.expression);
      const key = parts.get(part, ARGUMENT.name);
      const isGiven = key >= 0 ? ENTRIES.has(view.facts.text(key)) : view.kind(around) === Expression.call || view.kind(around) === Expression.new;
      if (!isGiven) continue;
      const holder = this.documentNamed(value);
      if (holder !== undefined) found.push({ ...this.useAt(value, BY_TAG), rule: 'graphql.use', holder });
      else if (isGenerated) {
        const operation = GENERATED_DOCUMENT.exec(view.name(value))?.[1];
        if (operation !== undefined && view.symbolNamed(value) < 0) found.push({ ...this.useAt(value, BY_NAME), rule: 'graphql.generated', operation });
      }
    }
    return found;
  }

  /** Key of what holds the document that an expression names. */
  private documentNamed(expression: number): string | undefined {
    const { view, maker } = this;
    const outcome = view.linker.named(view.file, expression);
    const [target] = outcome.kind === 'resolved' ? outcome.targets : [];
    if (target === undefined) return undefined;
    if (target.kind === 'symbol') {
      const file = view.program.fileOfSymbol(target.symbol);
      return DOCUMENT_FILE.test(file.path) || holdsDocument(view.viewOf(file), view.program.cell(target.symbol, SYMBOL.value)) ? maker.keyOf(target.symbol) : undefined;
    }
    const path = target.kind === 'path' ? target.path : target.kind === 'file' ? view.program.files[target.file]?.path : undefined;
    return path !== undefined && DOCUMENT_FILE.test(path) ? fileKey(path) : undefined;
  }

  private usesOfGenerated(): readonly DocumentUse[] {
    const { view, maker } = this;
    return view.calls().flatMap(({ expression, outcome }): readonly DocumentUse[] => {
      if (outcome.kind === 'resolved') return [];
      const [, operation, kind = ''] = HOOK.exec(view.name(expression)) ?? [];
      if (operation !== undefined) return [{ ...this.useAt(expression, BY_NAME), rule: 'graphql.generated', operation, root: KINDS[kind] }];
      if (this.isOfSdk(expression)) return [{ ...this.useAt(expression, BY_NAME), rule: 'graphql.generated', operation: view.name(expression) }];
      if (!SERVICE_CALLS.has(view.name(expression))) return [];
      const chain = view.chain(expression);
      const service = view.declaredType(chain[chain.length - 2]?.expression ?? -1);
      if (service === undefined || service.view !== view.file || service.type < 0) return [];
      const named = view.linker.namedType(view.file, service.type);
      const [target] = named.kind === 'resolved' ? named.targets : [];
      if (target?.kind === 'symbol') return [{ ...this.useAt(expression, BY_TAG), rule: 'graphql.use', holder: maker.keyOf(target.symbol) }];
      const name = SERVICE.exec(view.typeText(service.type))?.[1];
      return name === undefined ? [] : [{ ...this.useAt(expression, BY_NAME), rule: 'graphql.generated', operation: name }];
    });
  }

  /** `sdk.users()` of `const sdk = getSdk(client)`, maybe of another file, or where the type says so: the-guild.dev/graphql/codegen/plugins/typescript/typescript-generic-sdk. */
  private isOfSdk(call: number): boolean {
    const { view } = this;
    const receiver = view.kind(view.operand(call)) === Expression.member ? view.operand(view.operand(call)) : -1;
    if (receiver < 0) return false;
    const type = view.declaredType(receiver);
    if (type !== undefined && type.type >= 0 && SDK_TYPE.test(view.viewOf(type.view).typeText(type.type))) return true;
    const symbol = view.symbolNamed(receiver);
    const owner = symbol < 0 ? view : view.viewOf(view.program.fileOfSymbol(symbol));
    let made = view.kind(receiver) === Expression.call ? receiver : owner === view ? view.initialiser(receiver) : view.program.cell(symbol, SYMBOL.value);
    for (let depth = 0; depth < DEPTH && (owner.kind(made) === Expression.same || owner.kind(made) === Expression.cast || owner.kind(made) === Expression.await); depth++) made = owner.operand(made);
    return owner.kind(made) === Expression.call && owner.name(made) === 'getSdk';
  }

  private useAt(expression: number, confidence: number): Omit<DocumentUse, 'rule'> {
    const { view, maker } = this;
    const range = view.place(expression);
    return { kind: 'documentUse', framework: 'graphql-client', holder: undefined, operation: undefined, root: undefined, source: maker.keyAround(view, expression), range, marks: this.marks.at(range.startRow, range.startColumn, view.symbolAround(expression)), confidence };
  }
}

const clients = new WeakMap<PackageManifest, boolean>();

/** Whether a file or the package that it belongs to has to do with GraphQL: in others no name is looked up. */
function usesClient(view: FileView): boolean {
  const { manifest } = view.file;
  if (view.imports().some((name) => CLIENT.test(name))) return true;
  if (manifest === undefined) return false;
  const known = clients.get(manifest);
  if (known !== undefined) return known;
  const fresh = [...manifest.dependencies.keys()].some((name) => CLIENT.test(name));
  clients.set(manifest, fresh);
  return fresh;
}

/** Whether a symbol's value is a document. @param value in the symbol's own file */
function holdsDocument(view: FileView, value: number): boolean {
  let at = value;
  for (let depth = 0; depth < DEPTH && (view.kind(at) === Expression.same || view.kind(at) === Expression.cast); depth++) at = view.operand(at);
  if (view.kind(at) === Expression.call) return TAG.test(view.name(at));
  const text = view.kind(at) === Expression.literal ? view.facts.expressions.get(at, EXPRESSION.extra) : -1;
  return text >= 0 && beginsAsDocument(view.facts.text(text));
}

/** Fields of a schema's types that give other types. */
function fieldTypes({ facts }: FileView): readonly FieldTypeSite[] {
  const { symbols, expressions } = facts;
  const found: FieldTypeSite[] = [];
  for (let row = 0; row < symbols.rows && found.length < MOST_FIELDS; row++) {
    const parent = symbols.get(row, SYMBOL.parent);
    const value = symbols.get(row, SYMBOL.value);
    const gives = parent < 0 || value < 0 ? undefined : typeGiven(facts.text(expressions.get(value, EXPRESSION.extra)));
    if (gives !== undefined && !SCALARS.has(gives)) found.push({ kind: 'fieldType', type: facts.text(symbols.get(parent, SYMBOL.name)), field: facts.text(symbols.get(row, SYMBOL.name)), gives });
  }
  return found;
}

/** `Order` of `orders(first: Int): [Order!]! @auth`. */
function typeGiven(field: string): string | undefined {
  const bare = field.replaceAll(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, ' ').replace(/\([^()]*\)/, ' ');
  return /^\s*\w+\s*:\s*[[\s]*(\w+)/.exec(bare)?.[1];
}
