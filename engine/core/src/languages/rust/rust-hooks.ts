import { BINDING, Binding, IMPORT, IMPORT_BINDING, Import, Kind, SCOPE, SYMBOL } from '../../facts/schema.js';
import { GuardedMemo, noteCut } from '../../link/guarded-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, Evaluator, LanguageHooks, LibraryCall, Purpose, Value } from '../../link/semantics/index.js';
import { fits, none, outside } from '../../link/semantics/index.js';
import type { CargoPackage, CargoPackages } from './cargo.js';
import type { Module, ModuleTree } from './module-tree.js';
import { DERIVED_MEMBERS, PLATFORM_CRATES, PLATFORM_METHODS, PRELUDE, RUST, TRANSPARENT, UNWRAPPING } from './prelude.js';

/** Paths that are followed for one name: imports that lead to each other in circles are more than anybody can follow. */
const MOST_PATHS = 300;
const NO_TYPES: readonly Value[] = [];

/** The parts of a path, without the types that it is given. */
export function pathParts(written: string): string[] {
  let text = written;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(/(?:::)?\s*<(?![^<>]* as )[^<>]*>/g, '').replace(/^<([^<>]*) as [^<>]*>/, '$1');
  }
  return text.split('::').map((part) => part.trim());
}

function last(path: string): string {
  return path.slice(path.search(/\w*$/));
}

/** How Rust finds its names: a path begins at a module, a crate, or what `use` brings into scope. */
export class RustHooks implements LanguageHooks {
  readonly languageIds: ReadonlySet<string> = new Set(['rust']);
  readonly hasImplicitReceiver = false;
  readonly seesTypeScopes = false;
  readonly constructsByCall = true;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = false;
  readonly constructorNames: ReadonlySet<string> = new Set();
  readonly matchesByName = true;
  /** What paths lead to, by the number of the question: `pub use` may go in a circle, and ten imports of one name in very many. */
  private readonly paths = new GuardedMemo<Entity>(none('nameNotFound'), Number.POSITIVE_INFINITY, MOST_PATHS);
  private readonly questions = new Map<string, number>();
  /** Names that are being looked for in modules opened by `use a::*`. */
  private readonly open = new Set<string>();
  private readonly members = new Map<Module, ReadonlyMap<string, readonly number[]>>();
  private readonly globs = new Map<Module, readonly number[]>();

  constructor(
    private readonly program: LinkProgram,
    private readonly packages: CargoPackages,
    private readonly tree: ModuleTree,
    private readonly evaluator: () => Evaluator,
  ) {
    program.forgets({
      clear: () => {
        this.paths.clear();
        this.questions.clear();
      },
    });
  }

  importTarget(file: LinkFile, row: number): Entity {
    const { imports } = file.facts;
    if (imports.get(row, IMPORT.kind) === Import.equals) {
      const child = this.tree.fileOf(file, row);
      return child === undefined ? none('moduleNotFound') : { kind: 'module', file: child.index };
    }
    const parts = this.partsOf(file, row);
    const scope = imports.get(row, IMPORT.scope);
    for (const purpose of ['type', 'call', 'value'] as const) {
      const found = this.path(file, scope, parts, purpose, row);
      if (found.kind !== 'none') return found;
    }
    return this.path(file, scope, parts, 'value', row);
  }

  imported(file: LinkFile, row: number, _imported: string, purpose: Purpose): Entity {
    if (file.facts.imports.get(row, IMPORT.kind) === Import.equals) return this.importTarget(file, row);
    return this.path(file, file.facts.imports.get(row, IMPORT.scope), this.partsOf(file, row), purpose, row);
  }

  private partsOf(file: LinkFile, row: number): string[] {
    const parts = pathParts(file.facts.text(file.facts.imports.get(row, IMPORT.specifier))).filter((part) => part !== '');
    if (parts.length > 1 && parts[parts.length - 1] === 'self') parts.pop();
    return parts;
  }

  before(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    if (name.includes('::')) return this.path(file, scope, pathParts(name), purpose);
    if (name !== 'self' && name !== 'Self') return undefined;
    const type = this.typeAround(file, scope);
    if (type < 0) return none('receiverUnknown');
    return name === 'Self' ? { kind: 'symbols', symbols: [type] } : { kind: 'value', value: { kind: 'instance', symbol: type, arguments: NO_TYPES } };
  }

  /** The type whose method a scope is in, wherever its `impl` stands. */
  private typeAround(file: LinkFile, scope: number): number {
    const { scopes } = file.facts;
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = file.facts.symbols.get(row, SYMBOL.parent)) {
      const kind = file.facts.symbols.get(row, SYMBOL.kind);
      if (kind === Kind.struct || kind === Kind.enum || kind === Kind.interface) return this.program.canonical(file.firstSymbol + row);
      if (kind === Kind.method) return this.program.parentOf(this.program.canonical(file.firstSymbol + row));
    }
    return -1;
  }

  /** @param row the import whose path it is: what an import binds does not begin its own path */
  path(file: LinkFile, scope: number, parts: readonly string[], purpose: Purpose, row = -1): Entity {
    return this.paths.of(this.numberOf(`${file.index} ${scope} ${parts.join('::')} ${purpose} ${row}`), () => this.find(file, scope, parts, purpose, row));
  }

  private numberOf(question: string): number {
    const known = this.questions.get(question) ?? this.questions.size;
    this.questions.set(question, known);
    return known;
  }

  private find(file: LinkFile, scope: number, parts: readonly string[], purpose: Purpose, row: number): Entity {
    let [head = '', ...rest] = parts;
    const wanted = (left: readonly string[]): Purpose => (left.length === 0 ? purpose : 'type');
    let module: Module | undefined = this.tree.around(file, scope);
    while (head === 'super' || (head === 'self' && rest[0] === 'super')) {
      if (head === 'super') module = this.tree.parentOf(module);
      if (module === undefined) return none('moduleNotFound');
      [head = 'self', ...rest] = rest;
      if (head !== 'super' && head !== 'self') return this.follow(file, this.memberOf(module, head, wanted(rest)) ?? none('nameNotFound'), rest, purpose);
    }
    if (head === 'crate' || head === '$crate') module = this.tree.rootOf(module);
    const begin = head === 'crate' || head === '$crate' || head === 'self' ? this.entityOf(module) : this.head(file, scope, head, wanted(rest), row);
    return this.follow(file, begin, rest, purpose);
  }

  private follow(file: LinkFile, begin: Entity, rest: readonly string[], purpose: Purpose): Entity {
    let entity = begin;
    for (const [index, part] of rest.entries()) {
      if (entity.kind === 'none') return entity;
      const wanted = index === rest.length - 1 ? purpose : 'type';
      if (entity.kind === 'external') entity = { ...entity, path: `${entity.path}::${part}` };
      else {
        const module = this.moduleOf(entity);
        const found = module !== undefined ? (this.memberOf(module, part, wanted) ?? none('memberNotFound')) : this.evaluator().members.of(file, this.evaluator().ofEntity(entity), part, wanted);
        // A variant with fields is made like a type.
        entity = found.kind === 'none' && wanted === 'type' && module === undefined ? this.evaluator().members.of(file, this.evaluator().ofEntity(entity), part, 'value') : found;
      }
    }
    return entity;
  }

  /** The first name of a path: in scope, a crate, or, as before 2018, a module of the crate. */
  private head(file: LinkFile, scope: number, name: string, purpose: Purpose, row: number): Entity {
    if (name === '') return none('nameNotFound');
    const inScope = row < 0 ? this.evaluator().resolveText(file, scope, name, purpose) : this.besideImport(file, scope, name, purpose, row);
    if (inScope.kind !== 'none') return inScope;
    return this.crate(file, name) ?? this.memberOf(this.tree.rootOf(this.tree.around(file, scope)), name, purpose) ?? none(purpose === 'type' && row >= 0 ? 'undeclaredDependency' : 'nameNotFound');
  }

  private besideImport(file: LinkFile, scope: number, name: string, purpose: Purpose, row: number): Entity {
    const module = this.tree.around(file, scope);
    return this.memberOf(module, name, purpose, row) ?? none('nameNotFound');
  }

  private crate(file: LinkFile, name: string): Entity | undefined {
    if (PLATFORM_CRATES.has(name)) return { kind: 'external', package: RUST, path: name };
    const own = this.packages.of(file.path);
    if (own === undefined) return undefined;
    if (own.libraryName === name && own.library !== file.path) return this.library(own);
    const stated = own.crates.get(name);
    if (stated === undefined) return undefined;
    const beside = this.packages.named(stated);
    return (beside === undefined ? undefined : this.library(beside)) ?? { kind: 'external', package: { manager: 'cargo', name: stated }, path: name };
  }

  private library(package_: CargoPackage): Entity | undefined {
    const root = this.program.fileByPath.get(package_.library);
    return root === undefined ? undefined : { kind: 'module', file: root.index };
  }

  private entityOf(module: Module): Entity {
    return module.symbol < 0 ? { kind: 'module', file: module.file.index } : { kind: 'namespace', name: `${module.file.index}:${module.scope}`, symbol: module.symbol };
  }

  /** A name of a module: declared in it, or brought by `use`. @param besides an import that is not looked at */
  memberOf(module: Module, name: string, purpose: Purpose, besides = -1): Entity | undefined {
    const { file } = module;
    const declared = this.namesOf(module).get(name) ?? [];
    const symbols = declared.filter((row) => file.facts.bindings.get(row, BINDING.kind) === Binding.symbol).map((row) => this.program.canonical(file.firstSymbol + file.facts.bindings.get(row, BINDING.target)));
    const fitting = symbols.filter((symbol) => fits(this.program.cell(symbol, SYMBOL.kind), purpose));
    if (fitting.length > 0) return { kind: 'symbols', symbols: [...new Set(fitting)] };
    for (const row of declared) {
      if (file.facts.bindings.get(row, BINDING.kind) !== Binding.importBinding) continue;
      const import_ = file.facts.importBindings.get(file.facts.bindings.get(row, BINDING.target), IMPORT_BINDING.import);
      const found = import_ === besides ? undefined : this.imported(file, import_, name, purpose);
      if (found !== undefined && found.kind !== 'none') return found;
    }
    for (const row of this.wildcardsOf(module)) {
      const found = row === besides ? undefined : this.fromWildcard(file, row, name, purpose);
      if (found !== undefined) return found;
    }
    return symbols.length > 0 && purpose !== 'type' ? { kind: 'symbols', symbols } : undefined;
  }

  /** What `use a::*` brings of a name; what an outside crate brings cannot be known. */
  private fromWildcard(file: LinkFile, row: number, name: string, purpose: Purpose): Entity | undefined {
    const from = this.path(file, file.facts.imports.get(row, IMPORT.scope), this.partsOf(file, row), 'type', row);
    const module = this.moduleOf(from);
    if (module !== undefined) {
      const key = `* ${module.file.index} ${module.scope} ${name} ${purpose}`;
      if (this.open.has(key)) {
        noteCut();
        return undefined;
      }
      this.open.add(key);
      try {
        return this.memberOf(module, name, purpose);
      } finally {
        this.open.delete(key);
      }
    }
    const [type] = from.kind === 'symbols' ? from.symbols : [];
    if (type === undefined) return undefined;
    const variants = this.program.membersOf(type).get(name) ?? [];
    return variants.length > 0 ? { kind: 'symbols', symbols: variants } : undefined;
  }

  private moduleOf(entity: Entity): Module | undefined {
    if (entity.kind === 'module') {
      const file = this.program.files[entity.file];
      return file === undefined ? undefined : this.tree.at(file, 0);
    }
    if (entity.kind === 'namespace') return this.moduleNamed(entity.name);
    const [symbol] = entity.kind === 'symbols' ? entity.symbols : [];
    return symbol !== undefined && this.program.cell(symbol, SYMBOL.kind) === Kind.namespace ? this.tree.ofSymbol(symbol) : undefined;
  }

  private moduleNamed(id: string): Module | undefined {
    const [file = -1, scope = 0] = id.split(':').map(Number);
    const in_ = this.program.files[file];
    return in_ === undefined ? undefined : this.tree.at(in_, scope);
  }

  private namesOf(module: Module): ReadonlyMap<string, readonly number[]> {
    const known = this.members.get(module);
    if (known !== undefined) return known;
    const { facts } = module.file;
    const names = new Map<string, number[]>();
    for (let row = 0; row < facts.bindings.rows; row++) {
      if (facts.bindings.get(row, BINDING.scope) !== module.scope) continue;
      const written = facts.text(facts.bindings.get(row, BINDING.name));
      const name = written === 'self' ? this.selfName(module.file, row) : written;
      const same = names.get(name);
      if (same === undefined) names.set(name, [row]);
      else same.push(row);
    }
    this.members.set(module, names);
    return names;
  }

  /** `use a::b::{self}` binds b. */
  private selfName(file: LinkFile, binding: number): string {
    const { bindings, importBindings } = file.facts;
    if (bindings.get(binding, BINDING.kind) !== Binding.importBinding) return 'self';
    const parts = this.partsOf(file, importBindings.get(bindings.get(binding, BINDING.target), IMPORT_BINDING.import));
    return parts[parts.length - 1] ?? 'self';
  }

  private wildcardsOf(module: Module): readonly number[] {
    const known = this.globs.get(module);
    if (known !== undefined) return known;
    const { imports } = module.file.facts;
    const rows = Array.from({ length: imports.rows }, (_, row) => row).filter((row) => imports.get(row, IMPORT.kind) === Import.namespace && this.tree.around(module.file, imports.get(row, IMPORT.scope)) === module);
    this.globs.set(module, rows);
    return rows;
  }

  /** What the scopes of the file do not bind: other names of the module, then the prelude. */
  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity {
    if (name.includes('::')) return none('nameNotFound');
    const found = this.memberOf(this.tree.around(file, scope), name, purpose);
    if (found !== undefined) return found;
    const crate = this.crate(file, name);
    if (crate !== undefined && purpose === 'type') return crate;
    return PRELUDE.has(name) ? { kind: 'external', package: RUST, path: name } : (this.fromOutside(file, scope, name) ?? none('nameNotFound'));
  }

  /** A name that nothing of the repository has comes from the only outside crate whose names a module takes in as a whole. */
  private fromOutside(file: LinkFile, scope: number, name: string): Entity | undefined {
    const sources = this.wildcardsOf(this.tree.around(file, scope)).map((row) => this.path(file, file.facts.imports.get(row, IMPORT.scope), this.partsOf(file, row), 'type', row));
    const [only, ...more] = sources.filter((entity) => entity.kind === 'external');
    const isSure = only?.kind === 'external' && more.length === 0 && sources.every((entity) => entity.kind !== 'none');
    return isSure ? { ...only, path: `${only.path}::${name}` } : undefined;
  }

  namespaceMember(_file: LinkFile, namespace: string, name: string, purpose: Purpose): Entity {
    const module = this.moduleNamed(namespace);
    return (module === undefined ? undefined : this.memberOf(module, name, purpose)) ?? none('memberNotFound');
  }

  moduleMember(file: LinkFile, name: string, purpose: Purpose): Entity {
    const module = this.tree.at(file, 0);
    return (module === undefined ? undefined : this.memberOf(module, name, purpose)) ?? none('memberNotFound');
  }

  /** A copy of a container that lends its content is another one, not a copy of the content. */
  memberBefore(_file: LinkFile, receiver: Value, name: string): Entity | undefined {
    return receiver.kind === 'external' && TRANSPARENT.has(last(receiver.path)) && name === 'clone' ? { kind: 'value', value: receiver } : undefined;
  }

  everyMember(_symbol: number, name: string): Value | undefined {
    return DERIVED_MEMBERS.has(name) ? outside(RUST, name) : undefined;
  }

  objectMember(name: string): Value | undefined {
    return DERIVED_MEMBERS.has(name) ? outside(RUST, name) : undefined;
  }

  isLibraryMember(name: string): boolean {
    return PLATFORM_METHODS.has(name) || DERIVED_MEMBERS.has(name);
  }

  libraryCall(receiver: Value, name: string, _call: LibraryCall): Value | undefined {
    if (receiver.kind !== 'external' || !UNWRAPPING.has(name)) return undefined;
    const of = last(receiver.path);
    return of === 'Option' || of === 'Result' ? receiver.arguments[0] : undefined;
  }

  libraryElement(value: Extract<Value, { kind: 'external' }>): Value | undefined {
    const of = last(value.path);
    return of === 'Option' || of === 'Result' ? value.arguments[0] : undefined;
  }

  container(path: string): Container | undefined {
    const name = last(path);
    if (TRANSPARENT.has(name)) return 'transparent';
    return name === 'Vec' || name === 'VecDeque' || name === 'HashSet' || name === 'BTreeSet' ? 'list' : undefined;
  }

  literal(node: string, text: string): Value {
    if (node === 'list') return outside(RUST, 'Vec');
    if (node === 'lambda' || node === 'callables') return outside(RUST, 'Fn');
    return outside(RUST, node.includes('string') ? 'str' : node === 'type' ? text : node.startsWith('boolean') ? 'bool' : node.startsWith('char') ? 'char' : node.startsWith('float') ? 'f64' : 'i32');
  }
}
