import { EXPRESSION, Expression, Heritage, IMPORT, Import, Kind, LOCAL, SCOPE, SYMBOL } from '../../facts/schema.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, Evaluator, HooksAlone, LanguageHooks, LibraryCall, Purpose, Value } from '../../link/semantics/index.js';
import { Documented, Mixins, isTypeKind, none, outside, unknown } from '../../link/semantics/index.js';
import { namedValues } from '../../named-values.js';
import { BUILTIN_CLASSES, PHP } from './builtin-classes.js';
import { BUILTIN_FUNCTIONS } from './builtin-functions.js';
import type { ClassIndex } from './class-index.js';
import { aliasedClass } from './helper-functions.js';
import type { IncludedFiles } from './included-files.js';
import { LIBRARY_MEMBERS } from './library-members.js';
import { madeByFunction, madeByMethod } from './made-objects.js';
import { Models } from './models.js';
import type { VendorNamespaces } from './vendor-namespaces.js';

const LITERALS: Readonly<Record<string, string>> = namedValues({ string: 'string', binary_expression: 'string', encapsed_string: 'string', heredoc: 'string', nowdoc: 'string', integer: 'int', float: 'float', boolean: 'bool', list: 'array', callables: 'Closure', lambda: 'Closure' });
const SELF = new Set(['self', 'static', 'parent']);
/** The name of a class, in comments. */
const CLASS_STRING = 'class-string';
const OTHER_PACKAGE = 80;
const first = (position: number): number => (position === 0 ? 0 : -1);
const both = (position: number): number => (position < 2 ? 0 : -1);
/** Functions that give a lambda elements of an array: where that stands among the arguments, for each parameter of the lambda. */
const GIVES_ELEMENTS: Readonly<Record<string, (position: number) => number>> = namedValues({
  array_map: (position: number) => position + 1, array_filter: first, array_walk: first, array_any: first, array_all: first, array_find: first, array_find_key: first, usort: both, uasort: both,
  array_reduce: (position: number) => (position === 1 ? 0 : -1),
});
/** Methods that the language gives every enumeration. */
const ENUM_MEMBERS = new Set(['cases', 'from', 'tryFrom', 'name', 'value']);

/** What PHP tells the shared semantics. */
export class PhpHooks implements LanguageHooks {
  readonly languageIds: ReadonlySet<string> = new Set(['php']);
  readonly hasImplicitReceiver = false;
  readonly seesTypeScopes = false;
  readonly ordersBases = true;
  /** Traits come before the class that is extended. */
  readonly baseOrder: readonly number[] = [Heritage.base, Heritage.extends, Heritage.implements];
  readonly renamesMembers = true;
  readonly catchAlls = { instance: '__call', type: '__callStatic' };
  readonly constructsByCall = false;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = false;
  readonly promotesParameters = true;
  readonly constructorNames: ReadonlySet<string> = new Set(['__construct']);
  readonly callMember = '__invoke';
  readonly matchesByName = true;
  readonly alone: HooksAlone;
  private readonly models: Models;
  private readonly parts = new Parts();
  private readonly traits: Mixins;
  private readonly interfaces: Mixins;
  private readonly documented: Documented;

  /** @param evaluation gives the evaluator, which is made with these hooks */
  constructor(
    private readonly program: LinkProgram,
    private readonly classes: ClassIndex,
    private readonly vendors: VendorNamespaces,
    private readonly included: IncludedFiles,
    private readonly evaluation: () => Evaluator,
  ) {
    this.models = new Models(program, evaluation);
    this.documented = new Documented(program, evaluation);
    this.traits = new Mixins(program, evaluation, 'trait ');
    this.interfaces = new Mixins(program, evaluation, 'interface ', Kind.interface);
    this.alone = { begin: () => this.prepare(), contextOf: ({ manifest }) => vendors.describe(manifest) };
  }

  private prepare(): void {
    this.traits.begin();
    this.interfaces.begin();
  }

  /** What a function of PHP gives to a lambda: elements of the array that it is given. */
  parameter(file: LinkFile, local: number): Value | undefined {
    const { locals, expressions } = file.facts;
    const { lambdas, scopes, results } = this.evaluation();
    const scope = locals.get(local, LOCAL.scope);
    const place = lambdas.place(file, scope);
    if (place === undefined) return undefined;
    const callee = expressions.get(place.call, EXPRESSION.operand);
    const given = expressions.get(callee, EXPRESSION.kind) === Expression.name ? GIVES_ELEMENTS[file.facts.text(expressions.get(callee, EXPRESSION.name)).replace(/^\\/, '').toLowerCase()] : undefined;
    const position = scopes.parametersIn(file, scope).indexOf(local);
    const array = given?.(position) ?? -1;
    const value = this.parts.of(file.facts, place.call).find((part) => part.position === array)?.value;
    return value === undefined ? undefined : results.elementOf(this.evaluation().ofExpression(file, value));
  }

  importTarget(file: LinkFile, row: number): Entity {
    const specifier = file.facts.text(file.facts.imports.get(row, IMPORT.specifier));
    if (file.facts.imports.get(row, IMPORT.kind) === Import.require) return this.included.of(file, specifier);
    return this.full(file, specifier.replace(/^\\/, ''), 'value');
  }

  imported(file: LinkFile, row: number, _imported: string, purpose: Purpose): Entity {
    return this.full(file, file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).replace(/^\\/, ''), purpose);
  }

  /** What a full name stands for. */
  private full(file: LinkFile, name: string, purpose: Purpose): Entity {
    const symbols = this.classes.named(name, purpose, file.manifest);
    const [first] = symbols;
    if (first !== undefined) return { kind: 'symbols', symbols, ...this.confidence(file, first) };
    const namespace = this.classes.namespace(name);
    if (namespace !== undefined) return { kind: 'namespace', name, symbol: namespace };
    if (BUILTIN_CLASSES.has(name) || (purpose !== 'type' && BUILTIN_FUNCTIONS.has(name.toLowerCase()))) return { kind: 'external', package: PHP, path: name };
    // A name of one of the repository's own namespaces is missing; any other needs a package.
    if (this.classes.isNamespace(name.slice(0, Math.max(0, name.lastIndexOf('\\'))))) return none('nameNotFound');
    const vendor = this.vendors.of(name, file.manifest);
    if (vendor !== undefined) return { kind: 'external', package: vendor, path: aliasedClass(vendor.name, name) };
    return none(name.includes('\\') && !this.classes.isNamespace(name.slice(0, name.indexOf('\\'))) ? 'undeclaredDependency' : 'nameNotFound');
  }

  /** A class of another package of the repository that the file's does not ask for. */
  private confidence(file: LinkFile, symbol: number): { readonly confidence?: number } {
    const { manifest } = this.program.fileOfSymbol(symbol);
    if (manifest === file.manifest || manifest === undefined || file.manifest === undefined || file.manifest.dependencies.has(manifest.name)) return {};
    return { confidence: OTHER_PACKAGE };
  }

  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity {
    if (name.startsWith('$') && purpose === 'type') return this.evaluation().resolveText(file, scope, name, 'value');
    if (name.startsWith('$')) return SUPERGLOBALS.has(name) ? { kind: 'external', package: PHP, path: name } : none('receiverUnknown');
    if (name === CLASS_STRING) return { kind: 'external', package: PHP, path: name };
    if (SELF.has(name)) return this.self(file, scope, name);
    if (name.startsWith('\\')) return this.full(file, name.slice(1), purpose);
    const own = this.namespaceOf(file, scope);
    if (name.startsWith('namespace\\')) return this.full(file, within(own, name.slice('namespace\\'.length)), purpose);
    const separator = name.indexOf('\\');
    if (separator > 0) return this.qualified(file, scope, own, name, separator, purpose);
    const [first, ...more] = this.classes.named(within(own, name), purpose, file.manifest);
    if (first !== undefined) return { kind: 'symbols', symbols: [first, ...more], ...this.confidence(file, first) };
    // Functions and constants of the global namespace are found from every other one; classes are not.
    const global = purpose === 'type' && own !== '' ? none('nameNotFound') : this.full(file, name, purpose);
    return global.kind === 'none' ? none('nameNotFound') : global;
  }

  /** `A\B`: A may be what an import binds, else it is a namespace inside the file's own. */
  private qualified(file: LinkFile, scope: number, own: string, name: string, separator: number, purpose: Purpose): Entity {
    const evaluator = this.evaluation();
    const head = evaluator.resolveText(file, scope, name.slice(0, separator), 'value');
    const rest = name.slice(separator + 1);
    if (head.kind === 'namespace') return this.full(file, `${head.name}\\${rest}`, purpose);
    if (head.kind === 'external' && head.package.manager !== 'platform') return { ...head, path: `${head.path}\\${rest}` };
    return this.full(file, within(own, name), purpose);
  }

  /** A class may have the name of a namespace: of `Cart\Item`, Cart is the namespace. */
  before(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    const separator = name.indexOf('\\');
    if (purpose !== 'type' || separator < 1) return undefined;
    const head = this.evaluation().resolveText(file, scope, name.slice(0, separator), 'type');
    const [twin] = head.kind === 'symbols' ? head.symbols : [];
    if (twin === undefined) return undefined;
    const symbols = this.classes.named(`${this.classes.fullName(twin)}${name.slice(separator)}`, purpose, file.manifest);
    const [first] = symbols;
    return first === undefined ? undefined : { kind: 'symbols', symbols, ...this.confidence(file, first) };
  }

  private self(file: LinkFile, scope: number, name: string): Entity {
    const evaluator = this.evaluation();
    const around = evaluator.scopes.typeAround(file, scope);
    if (around < 0) return none('nameNotFound');
    if (name !== 'parent') return { kind: 'symbols', symbols: [around] };
    const [base] = evaluator.members.superBasesOf(around);
    if (base?.kind === 'external') return { kind: 'external', package: base.package, path: base.path };
    return base?.kind === 'instance' ? { kind: 'symbols', symbols: [base.symbol] } : none('nameNotFound');
  }

  private namespaceOf(file: LinkFile, scope: number): string {
    const { scopes, symbols } = file.facts;
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = symbols.get(row, SYMBOL.parent)) {
      if (symbols.get(row, SYMBOL.kind) === Kind.namespace) return this.classes.fullName(file.firstSymbol + row);
    }
    return '';
  }

  namespaceMember(file: LinkFile, namespace: string, name: string, purpose: Purpose): Entity {
    return this.full(file, within(namespace, name), purpose);
  }

  /** A trait is completed by the classes that use it; a query has the scopes of its model. */
  memberBefore(file: LinkFile, receiver: Value, name: string, purpose: Purpose): Entity | undefined {
    const scope = this.models.scopeOf(receiver, name);
    return scope === undefined ? this.traits.completed(file, receiver, name, purpose) : { kind: 'symbols', symbols: [scope], rule: 'scope' };
  }

  implemented(file: LinkFile, receiver: Value, name: string): Entity | undefined {
    const found = this.interfaces.completed(file, receiver, name, 'call');
    return found?.kind === 'symbols' ? { ...found, rule: 'implemented' } : undefined;
  }

  everyMember(symbol: number, name: string): Value | undefined {
    const inherited = this.traits.outsideMember(symbol, name);
    if (inherited !== undefined) return inherited;
    const kind = this.program.cell(symbol, SYMBOL.kind);
    if (!isTypeKind(kind)) return outside(PHP, `array.${name}`);
    return kind === Kind.enum && ENUM_MEMBERS.has(name) ? outside(PHP, `UnitEnum.${name}`) : undefined;
  }

  isLibraryMember(name: string): boolean {
    return LIBRARY_MEMBERS.has(name);
  }

  resultOf(receiver: Value, member: string): Value | undefined {
    return this.models.resultOf(receiver, member) ?? this.documented.of(receiver, `${member}()`);
  }

  libraryCall(receiver: Value, name: string, call: LibraryCall): Value | undefined {
    return madeByMethod(receiver, this.libraryOf(receiver), name, call);
  }

  private libraryOf(receiver: Value): Value | undefined {
    if (receiver.kind !== 'instance') return receiver;
    const { members } = this.evaluation();
    return [receiver.symbol, ...members.baseSymbols(receiver.symbol)].flatMap((type) => members.basesOf(type)).find((base) => base.kind === 'external');
  }

  libraryFunction(path: string, call: LibraryCall): Value | undefined {
    return madeByFunction(path, call);
  }

  propertyOf(receiver: Value, member: string): Value | undefined {
    return this.models.propertyOf(receiver, member) ?? this.documented.of(receiver, member);
  }

  container(path: string): Container | undefined {
    if (path === CLASS_STRING) return 'type';
    return undefined; // what a library's type holds stays its argument: the type's own members are the library's
  }

  literal(node: string, text: string): Value {
    if (node === 'type') return text === 'mixed' || text === 'object' || text === 'null' ? unknown('receiverUnknown') : outside(PHP, text);
    const type = LITERALS[node];
    return type === undefined ? unknown('receiverUnknown') : outside(PHP, type);
  }
}

const SUPERGLOBALS = new Set(['$_GET', '$_POST', '$_SERVER', '$_COOKIE', '$_FILES', '$_ENV', '$_REQUEST', '$_SESSION', '$GLOBALS', '$argv', '$argc']);

function within(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}\\${name}`;
}
