import { EXPRESSION, Expression, Heritage, IMPORT, Import, Kind, LOCAL, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import { noteCut } from '../../link/guarded-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, Evaluator, HooksAlone, LanguageHooks, LibraryCall, Purpose, Value } from '../../link/semantics/index.js';
import { Mixins, isTypeKind, memberPath, none, outside, unknown } from '../../link/semantics/index.js';
import { namedValues } from '../../named-values.js';
import { camelized, constantOfPath } from './constant-index.js';
import type { ConstantIndex } from './constant-index.js';
import { CORE_CONSTANTS, CORE_METHODS, MODULE_METHODS, RUBY } from './core-names.js';
import type { GemOwners } from './gem-owners.js';
import { LIBRARY_MEMBERS } from './library-members.js';
import { ModuleMethods } from './module-methods.js';
import { Delegations } from './delegations.js';
import { Records } from './records.js';
import type { RequiredFiles } from './required-files.js';

const LITERALS: Readonly<Record<string, string>> = namedValues({ string: 'String', chained_string: 'String', binary: 'String', bare_string: 'String', subshell: 'String', simple_symbol: 'Symbol', delimited_symbol: 'Symbol', bare_symbol: 'Symbol', integer: 'Integer', float: 'Float', true: 'TrueClass', false: 'FalseClass', regex: 'Regexp', range: 'Range', list: 'Array', object: 'Hash', callables: 'Method', lambda: 'Proc' });
const SAME = new Set(['tap', 'dup', 'clone', 'freeze', 'itself', 'reload', 'presence', 'decorate', 'lock!', 'becomes']);
/** Methods that give a block what they are called on. */
const YIELDS_ITSELF = new Set(['tap', 'then', 'yield_self']);
/** What an array gives of its elements: one, or again many. */
const OF_LIST = new Set(['first', 'last', 'find', 'detect', 'sample', 'min_by', 'max_by', 'min', 'max', 'pop', 'shift', 'at', 'fetch', 'dig', 'delete', 'delete_at']);
const SAME_LIST = new Set(['select', 'filter', 'reject', 'sort', 'sort_by', 'reverse', 'compact', 'uniq', 'take', 'drop', 'take_while', 'drop_while', 'shuffle', 'rotate', 'to_a', 'each', 'each_with_index', 'push', 'append', 'concat', 'compact_blank', 'without', 'flatten', 'lazy']);
/** What gives as many as there are, each as a block makes it. */
const MAPS = new Set(['map', 'collect', 'filter_map']);
/** Names of a block's parameters that it does not declare. */
const IMPLICIT_PARAMETERS = /^(?:it|_[1-9])$/;
/** The only method of a module, or of a script, that has a name: modules are often taken in by configuration. */
const MIXED_IN = 60;
/** Methods that Rails makes of routes. */
const ROUTE_HELPER = /_(?:path|url)$/;
const DEPTH = 8;

/** What Ruby tells the shared semantics. */
export class RubyHooks implements LanguageHooks {
  readonly languageIds: ReadonlySet<string> = new Set(['ruby']);
  readonly hasImplicitReceiver = true;
  readonly seesTypeScopes = true;
  readonly hidesOuterMembers = true;
  readonly ordersBases = true;
  readonly baseOrder: readonly number[] = [Heritage.prepends, Heritage.implements, Heritage.extends];
  readonly lastMixinFirst = true;
  readonly sharesNames = true;
  readonly constructsByCall = false;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = false;
  readonly constructorNames: ReadonlySet<string> = new Set(['initialize']);
  readonly factoryNames: ReadonlySet<string> = new Set(['new']);
  readonly callMember = 'call';
  readonly superIsMethod = true;
  readonly readsByCall = true;
  readonly matchesByName = true;
  readonly separatesStatic = true;
  readonly alone: HooksAlone;
  private readonly records: Records;
  private readonly mixins: Mixins;
  private readonly modules: ModuleMethods;
  private readonly delegations: Delegations;
  /** By type; it follows from names, paths and lock files alone. */
  private readonly reopenedTypes = new Map<number, { readonly owner: ExternalPackage | undefined }>();

  /** @param evaluation gives the evaluator, which is made with these hooks */
  constructor(
    private readonly program: LinkProgram,
    private readonly constants: ConstantIndex,
    private readonly owners: GemOwners,
    private readonly required: RequiredFiles,
    private readonly evaluation: () => Evaluator,
  ) {
    this.records = new Records(program, evaluation, (name, around) => this.classNamed(name, around));
    this.modules = new ModuleMethods(program);
    this.delegations = new Delegations(program);
    this.mixins = new Mixins(program, evaluation, 'module ');
    this.alone = { begin: () => this.mixins.begin(), contextOf: (file) => owners.describe(file.path, file.manifest) };
  }

  importTarget(file: LinkFile, row: number): Entity {
    const specifier = file.facts.imports.get(row, IMPORT.specifier);
    if (specifier < 0) return none('dynamic');
    const written = file.facts.text(specifier);
    return file.facts.imports.get(row, IMPORT.kind) === Import.dynamic ? this.required.relative(file, written) : this.required.feature(file, written);
  }

  imported(): Entity {
    return none('unsupported'); // imports bind no names
  }

  /** Constants are looked up in the modules around, wherever these are declared. */
  before(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    return purpose !== 'call' && /^(?:::)?\p{Lu}/u.test(name) ? this.constant(file, scope, name) : undefined;
  }

  private constant(file: LinkFile, scope: number, name: string): Entity {
    if (name.startsWith('::')) return this.full(file, name.slice(2));
    const around = this.typesAround(file, scope);
    for (const type of around) {
      const found = this.within(file, `${this.constants.fullName(type)}::${name}`);
      if (found !== undefined) return found;
    }
    const [innermost] = around;
    for (const base of innermost === undefined ? [] : this.evaluation().members.baseSymbols(innermost)) {
      const found = this.within(file, `${this.constants.fullName(base)}::${name}`);
      if (found !== undefined) return found;
    }
    return this.full(file, name);
  }

  /** Types around a scope, the innermost first. */
  private typesAround({ facts, firstSymbol }: LinkFile, scope: number): readonly number[] {
    const found: number[] = [];
    for (let row = scope < 0 ? -1 : facts.scopes.get(scope, SCOPE.symbol); row >= 0; row = facts.symbols.get(row, SYMBOL.parent)) if (isTypeKind(facts.symbols.get(row, SYMBOL.kind))) found.push(this.program.canonical(firstSymbol + row));
    return found;
  }

  /** A constant of the repository by its full name: declared, or where the autoloader expects it. */
  private within(file: LinkFile, full: string): Entity | undefined {
    const symbols = this.constants.named(full, file);
    if (symbols.length > 0) return { kind: 'symbols', symbols };
    const inherited = this.inherited(file, full);
    if (inherited !== undefined) return inherited;
    const path = this.constants.pathOf(full);
    const target = path === undefined ? undefined : this.program.fileAt(path);
    if (target !== undefined) return { kind: 'module', file: target.index };
    const folder = this.constants.folderOf(full);
    return folder === undefined ? undefined : { kind: 'namespace', name: full, path: folder };
  }

  /** `Child::LIMIT` where a base of the child declares it. */
  private inherited(file: LinkFile, full: string): Entity | undefined {
    const end = full.lastIndexOf('::');
    const [owner] = end < 0 ? [] : this.constants.named(full.slice(0, end), file);
    if (owner === undefined || !isTypeKind(this.program.cell(owner, SYMBOL.kind))) return undefined;
    if (this.depth > DEPTH) {
      noteCut();
      return undefined;
    }
    this.depth++;
    const bases = this.evaluation().members.baseSymbols(owner);
    this.depth--;
    for (const base of bases) {
      const symbols = this.constants.named(`${this.constants.fullName(base)}::${full.slice(end + 2)}`, file);
      if (symbols.length > 0) return { kind: 'symbols', symbols };
    }
    return undefined;
  }

  private depth = 0;

  private full(file: LinkFile, name: string): Entity {
    const found = this.within(file, name);
    if (found !== undefined) return found;
    const [top = ''] = name.split('::');
    const isOwn = name !== top && this.constants.named(top, file).length > 0;
    const gem = this.owners.ofConstant(name, file.path, file.manifest);
    if (gem !== undefined && (!isOwn || gem.name !== file.manifest?.name)) return { kind: 'external', package: gem, path: name };
    return CORE_CONSTANTS.has(top) ? { kind: 'external', package: RUBY, path: name } : none('nameNotFound');
  }

  private classNamed(name: string, around: number): number | undefined {
    const file = this.program.fileOfSymbol(around);
    const entity = this.constant(file, this.program.cell(around, SYMBOL.ownScope), name);
    return entity.kind === 'symbols' ? entity.symbols[0] : undefined;
  }

  free(file: LinkFile, scope: number, name: string): Entity {
    if (name.startsWith('@')) return this.field(file, scope, name.replace(/^@+/, ''));
    if (name.startsWith('$')) return none('dynamic');
    const type = this.evaluation().scopes.typeAround(file, scope);
    if (type >= 0 && name === 'new') return this.modules.isModule(type) ? none('receiverUnknown') : { kind: 'symbols', symbols: [type] };
    const delegated = type < 0 ? undefined : this.delegated(file, type, name);
    if (delegated !== undefined) return delegated;
    if (CORE_METHODS.has(name) || (MODULE_METHODS.has(name) && this.isInTypeBody(file, scope))) return { kind: 'external', package: RUBY, path: `Kernel.${name}` };
    const word = this.owners.ofName(name, file.path, file.manifest);
    if (word !== undefined) return { kind: 'external', package: word, path: name };
    const mixedIn = type < 0 || file.role === 'test' || this.modules.isModule(type) ? this.modules.only(file, name) : undefined;
    if (mixedIn !== undefined && !LIBRARY_MEMBERS.has(name)) return { kind: 'symbols', symbols: [mixedIn], confidence: MIXED_IN, rule: 'module' };
    const given = type < 0 ? this.givenSelf(file, scope, name) : undefined;
    if (given !== undefined) return given;
    const owner = this.owners.ofName(undefined, file.path, file.manifest);
    if (owner !== undefined) return { kind: 'external', package: owner, path: name };
    if (ROUTE_HELPER.test(name) && this.owners.has('actionpack', file.path, file.manifest)) return none('generatedTarget');
    return none(IMPLICIT_PARAMETERS.test(name) ? 'higherOrder' : 'nameNotFound');
  }

  /** A field of the type around, or of its bases; methods of its name are something else. */
  private field(file: LinkFile, scope: number, name: string): Entity {
    const type = this.evaluation().scopes.typeAround(file, scope);
    return type < 0 ? none('receiverUnknown') : this.fieldOf(type, name);
  }

  private fieldOf(type: number, name: string): Entity {
    const { members } = this.evaluation();
    for (const owner of [type, ...members.baseSymbols(type)]) {
      const fields = (this.program.membersOf(owner).get(name) ?? []).filter((id) => [Kind.field, Kind.property].some((kind) => kind === this.program.cell(id, SYMBOL.kind)));
      if (fields.length > 0) return { kind: 'symbols', symbols: fields };
    }
    return none('receiverUnknown');
  }

  private isInTypeBody({ facts }: LinkFile, scope: number): boolean {
    const row = scope < 0 ? -1 : facts.scopes.get(scope, SCOPE.symbol);
    return row < 0 || isTypeKind(facts.symbols.get(row, SYMBOL.kind)) || facts.symbols.get(row, SYMBOL.kind) === Kind.property || facts.symbols.get(row, SYMBOL.kind) === Kind.constant;
  }

  /** A library that is given a block outside of any class may run it as a part of itself: its own words are called there. */
  private givenSelf(file: LinkFile, scope: number, name: string, depth = 0): Entity | undefined {
    const { scopes, expressions } = file.facts;
    for (let at = scope; at >= 0 && depth < DEPTH; at = scopes.get(at, SCOPE.parent)) {
      const place = this.evaluation().lambdas.place(file, at);
      if (place === undefined) continue;
      const callee = this.evaluation().entityOf(file, expressions.get(place.call, EXPRESSION.operand), 'call');
      if (callee.kind === 'external' && callee.package.manager !== 'platform') return { kind: 'external', package: callee.package, path: memberPath(`${callee.path}()`, name) };
    }
    return undefined;
  }

  namespaceMember(file: LinkFile, namespace: string, name: string): Entity {
    return this.within(file, `${namespace}::${name}`) ?? none('memberNotFound');
  }

  /** What a class has of another object: its members are told by name where that object is not known. */
  extension(file: LinkFile, receiver: Value, name: string): readonly number[] {
    const found = receiver.kind === 'instance' ? this.delegated(file, receiver.symbol, name) : undefined;
    return found?.kind === 'symbols' ? found.symbols : [];
  }

  private delegated(file: LinkFile, type: number, name: string): Entity | undefined {
    if (this.depth > DEPTH) {
      noteCut();
      return undefined;
    }
    const { members } = this.evaluation();
    this.depth++;
    try {
      for (const owner of [type, ...members.baseSymbols(type)]) {
        const delegation = this.delegations.of(owner, name);
        if (delegation === undefined) continue;
        const found = members.of(file, this.holder(file, owner, delegation.to), delegation.member, 'call');
        return found.kind === 'symbols' || found.kind === 'external' ? found : undefined;
      }
    } finally {
      this.depth--;
    }
    return undefined;
  }

  /** What a class delegates to: an association, what a method gives back, or what a field holds. */
  private holder(file: LinkFile, type: number, name: string): Value {
    const own: Extract<Value, { kind: 'instance' }> = { kind: 'instance', symbol: type, arguments: [] };
    if (name === 'class') return { kind: 'type', symbol: type };
    const record = this.records.resultOf(own, name);
    if (record !== undefined) return record;
    const { members, results } = this.evaluation();
    const found = this.evaluation().ofEntity(name.startsWith('@') ? this.fieldOf(type, name.replace(/^@+/, '')) : members.inType(file, own, name, 'call'));
    const value = found.kind === 'callables' ? results.returnOf(file, found, own) : found;
    if (value.kind !== 'unknown' || name.startsWith('@')) return value;
    const named = this.classNamed(camelized(name), type);
    return named === undefined || this.modules.isModule(named) ? value : { kind: 'instance', symbol: named, arguments: [] };
  }

  /** A module is completed by the classes that take it in; a query has the scopes and methods of its model. */
  memberBefore(file: LinkFile, receiver: Value, name: string, purpose: Purpose): Entity | undefined {
    const scope = this.records.scopeOf(receiver, name);
    return scope === undefined ? this.mixins.completed(file, receiver, name, purpose) : { kind: 'symbols', symbols: [scope], receiver: this.records.modelOf(receiver), rule: 'scope' };
  }

  everyMember(symbol: number, name: string): Value | undefined {
    const inherited = this.mixins.outsideMember(symbol, name);
    if (inherited !== undefined) return inherited;
    if (!isTypeKind(this.program.cell(symbol, SYMBOL.kind))) return outside(RUBY, `Hash.${name}`);
    const reopened = this.reopened(symbol);
    if (reopened !== undefined) return outside(reopened, `${this.constants.fullName(symbol)}.${name}`);
    return CORE_METHODS.has(name) || MODULE_METHODS.has(name) ? outside(RUBY, `Object.${name}`) : undefined;
  }

  /** The library whose class or module a file of the repository only opens again. */
  private reopened(symbol: number): ExternalPackage | undefined {
    const known = this.reopenedTypes.get(symbol);
    if (known !== undefined) return known.owner;
    const owner = this.ownerOfReopened(symbol);
    this.reopenedTypes.set(symbol, { owner });
    return owner;
  }

  private ownerOfReopened(symbol: number): ExternalPackage | undefined {
    const full = this.constants.fullName(symbol);
    if (CORE_CONSTANTS.has(full)) return RUBY;
    const file = this.program.fileOfSymbol(symbol);
    const gem = constantOfPath(file.path) === full ? undefined : this.owners.ofConstant(full, file.path, file.manifest);
    return gem === undefined || gem.name === file.manifest?.name ? undefined : gem;
  }

  /** What a library gives to a block is the library's. */
  parameter(file: LinkFile, local: number): Value | undefined {
    const { locals, expressions } = file.facts;
    const { lambdas, scopes, results } = this.evaluation();
    const scope = locals.get(local, LOCAL.scope);
    const place = lambdas.place(file, scope);
    if (place === undefined) return undefined;
    const position = scopes.parametersIn(file, scope).indexOf(local);
    const given = results.lambdaParameter(file, place, position);
    if (given.kind !== 'unknown') return given;
    const operand = expressions.get(place.call, EXPRESSION.operand);
    if (position === 0 && YIELDS_ITSELF.has(file.facts.text(expressions.get(operand, EXPRESSION.name)))) {
      const itself = this.evaluation().ofExpression(file, expressions.get(operand, EXPRESSION.operand));
      if (itself.kind !== 'unknown') return itself;
    }
    const callee = this.evaluation().entityOf(file, expressions.get(place.call, EXPRESSION.operand), 'call');
    if (callee.kind !== 'external') return undefined;
    // `new` gives the object itself.
    if (callee.path.endsWith('.new')) return outside(callee.package, callee.path.slice(0, -'.new'.length));
    return callee.package.manager === 'platform' ? undefined : outside(callee.package, `${callee.path}(){}`);
  }

  /** Fields are not called: a method or an attribute reads them. */
  isCalled(symbol: number): boolean {
    return this.program.sitesOf(symbol).some((site) => this.program.cell(site, SYMBOL.kind) !== Kind.field);
  }

  /** `site` and `@site` are a Site, where the modules around know one, or the repository only one. */
  typeByName(file: LinkFile, expression: number): number | undefined {
    const { expressions } = file.facts;
    const callee = expressions.get(expression, EXPRESSION.kind) === Expression.call ? expressions.get(expression, EXPRESSION.operand) : expression;
    if (callee < 0 || expressions.get(callee, EXPRESSION.kind) !== Expression.name) return undefined;
    const name = file.facts.text(expressions.get(callee, EXPRESSION.name)).replace(/^@+/, '');
    if (!/^[a-z][a-z0-9_]*$/.test(name)) return undefined;
    const entity = this.constant(file, expressions.get(expression, EXPRESSION.scope), camelized(name));
    const type = entity.kind === 'symbols' ? entity.symbols[0] : entity.kind === 'none' ? this.constants.only(camelized(name)) : undefined;
    return type !== undefined && this.program.cell(type, SYMBOL.kind) === Kind.class && !this.modules.isModule(type) ? type : undefined;
  }

  isLibraryMember(name: string): boolean {
    return LIBRARY_MEMBERS.has(name);
  }

  resultOf(receiver: Value, member: string): Value | undefined {
    if (member === 'class' && receiver.kind === 'instance') return { kind: 'type', symbol: receiver.symbol };
    if (SAME.has(member) && (receiver.kind === 'instance' || receiver.kind === 'list')) return receiver;
    if (receiver.kind === 'list') return OF_LIST.has(member) ? receiver.element : SAME_LIST.has(member) ? receiver : undefined;
    return this.records.resultOf(receiver, member);
  }

  /** A list of what a block gives back. */
  libraryCall(receiver: Value, name: string, call: LibraryCall): Value | undefined {
    const isMany = receiver.kind === 'list' || (receiver.kind === 'external' && receiver.arguments.length === 1);
    if (!isMany || (!MAPS.has(name) && name !== 'flat_map')) return undefined;
    const given = call.returned(call.argument(0));
    if (given.kind === 'unknown') return undefined;
    return name === 'flat_map' && given.kind === 'list' ? given : { kind: 'list', element: given };
  }

  container(): Container | undefined {
    return undefined; // no types are written
  }

  literal(node: string): Value {
    const type = LITERALS[node];
    return type === undefined ? unknown('receiverUnknown') : outside(RUBY, type);
  }
}
