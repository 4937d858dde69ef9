import { IMPORT, Import, LOCAL, SCOPE, SYMBOL, Scope } from '../../facts/schema.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, Evaluator, HooksAlone, LanguageHooks, LibraryCall, Purpose, Value } from '../../link/semantics/index.js';
import { isTypeKind, none, outside, unknown } from '../../link/semantics/index.js';
import { namedValues } from '../../named-values.js';
import { LIBRARY_MEMBERS } from './library-members.js';
import { classOf, entriesOf, givenByFunction, givenByMember } from './library-results.js';
import type { ModuleIndex } from './module-index.js';
import { ModuleNames } from './module-names.js';
import { Records } from './records.js';
import { BUILTIN_NAMES, PYTHON } from './standard-library.js';
import { TestFixtures } from './test-fixtures.js';

/** The evaluator that asks these hooks. */
type Evaluation = () => Evaluator;

const LISTS = new Set(['list', 'List', 'set', 'Set', 'frozenset', 'FrozenSet', 'deque', 'Deque', 'Sequence', 'MutableSequence', 'Collection', 'Iterable', 'Iterator', 'AbstractSet', 'MutableSet', 'Generator', 'AsyncIterable', 'AsyncIterator', 'AsyncGenerator', 'KeysView', 'ValuesView', 'QuerySet', 'Reversible', 'Container']);
const MAPPINGS = new Set(['dict', 'Dict', 'Mapping', 'MutableMapping', 'defaultdict', 'DefaultDict', 'OrderedDict', 'Counter', 'ChainMap', 'WeakValueDictionary']);
/** `Mapped` is how SQLAlchemy writes a column's type. */
const TRANSPARENT = new Set(['Optional', 'Annotated', 'ClassVar', 'Final', 'Required', 'NotRequired', 'ReadOnly', 'InitVar', 'Mapped', 'TypeGuard']);
const AWAITABLES = new Set(['Awaitable', 'Coroutine', 'Task', 'Future']);
const TYPE_VARIABLES = new Set(['typing.TypeVar()', 'typing_extensions.TypeVar()']);
const LITERALS: Readonly<Record<string, string>> = namedValues({ string: 'str', concatenated_string: 'str', binary_operator: 'str', integer: 'int', float: 'float', true: 'bool', false: 'bool', list: 'list', object: 'dict', callables: 'function', lambda: 'function' });
/** Methods of lists and mappings that give one of what they hold, or all of it. */
const ONE = new Set(['pop', 'popleft', 'get', 'setdefault', '__getitem__']);
const SAME = new Set(['copy', 'union', 'difference', 'intersection']);

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** What Python tells the shared semantics. */
export class PythonHooks implements LanguageHooks {
  readonly languageIds: ReadonlySet<string> = new Set(['python']);
  readonly anyTypes: ReadonlySet<string> = new Set(['typing.Any', 'typing_extensions.Any']);
  readonly hasImplicitReceiver = false;
  readonly seesTypeScopes = false;
  readonly ordersBases = true;
  readonly constructsByCall = true;
  readonly hasReceiverParameter = true;
  readonly receiverNames: ReadonlySet<string> = new Set(['self', 'cls', 'mcs', 'klass']);
  readonly sharesNames = true;
  readonly hasOverloads = false;
  /** Of a named tuple. */
  readonly copyNames: ReadonlySet<string> = new Set(['_replace']);
  readonly constructorNames: ReadonlySet<string> = new Set(['__init__']);
  readonly callMember = '__call__';
  readonly matchesByName = true;
  /** What decides how a file is understood, but for its facts and its look-ups, are the commands that its package makes of it. */
  readonly alone: HooksAlone = { begin: () => undefined, contextOf: ({ path, manifest }) => (manifest?.entryPoints?.get(path) ?? []).map(({ name, member }) => `${name}=${member}`).join('\n') };
  private readonly parts = new Parts();
  private readonly names: ModuleNames;
  private readonly fixtures: TestFixtures;
  private readonly records: Records;

  /** @param evaluation asks the evaluator, which is made with these hooks */
  constructor(
    private readonly program: LinkProgram,
    modules: ModuleIndex,
    private readonly evaluation: Evaluation,
  ) {
    this.names = new ModuleNames(program, modules, (module, name, purpose) => evaluation().members.ofModule(module, name, purpose));
    this.records = new Records(program, evaluation);
    this.fixtures = new TestFixtures(program, (file, module) => this.moduleFile(file, module));
  }

  importTarget(file: LinkFile, row: number): Entity {
    return this.names.entity(this.names.module(file, row));
  }

  imported(file: LinkFile, row: number, imported: string, purpose: Purpose): Entity {
    const answer = this.names.module(file, row);
    switch (file.facts.imports.get(row, IMPORT.kind)) {
      case Import.alias:
        return this.names.entity(answer);
      case Import.static: {
        // `import a.b` binds `a`.
        const [top = ''] = file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).split('.');
        return answer.kind === 'external' ? { kind: 'external', package: answer.package, path: top } : this.names.entity(this.names.named(file, top));
      }
      default:
        return this.names.member(answer, imported, purpose);
    }
  }

  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity {
    const member = this.inTypeBody(file, scope, name);
    if (member !== undefined) return member;
    const starred = this.names.starred(file, name, purpose);
    if (starred !== undefined) return starred;
    return BUILTIN_NAMES.has(name) ? { kind: 'external', package: PYTHON, path: name } : none('nameNotFound');
  }

  /** What stands in a class's body sees the names that the body has set before. */
  private inTypeBody(file: LinkFile, scope: number, name: string): Entity | undefined {
    const { scopes } = file.facts;
    if (scopes.get(scope, SCOPE.kind) !== Scope.type) return undefined;
    const owner = scopes.get(scope, SCOPE.owner);
    const members = owner < 0 ? undefined : this.program.membersOf(this.program.canonical(file.firstSymbol + owner)).get(name);
    return members === undefined ? undefined : { kind: 'symbols', symbols: members };
  }

  private moduleFile(file: LinkFile, module: string): LinkFile | undefined {
    const answer = this.names.named(file, module);
    return answer.kind === 'file' ? this.program.fileByPath.get(answer.path) : undefined;
  }

  parameter(file: LinkFile, local: number): Value | undefined {
    const fixture = this.fixtures.of(file, local);
    if (fixture === undefined) return this.pluginFixture(file, local);
    const { results } = this.evaluation();
    const given = results.returnOf(file, { kind: 'callables', symbols: [fixture], receiver: undefined });
    return given.kind === 'list' && this.fixtures.givesElement(fixture) ? given.element : given;
  }

  /** A fixture that pytest or one of its plugins brings along. */
  private pluginFixture(file: LinkFile, local: number): Value | undefined {
    const plugin = this.fixtures.pluginOf(file, local);
    const answer = plugin === undefined ? undefined : this.names.named(file, plugin);
    return answer?.kind === 'external' ? outside(answer.package, `fixture.${file.facts.text(file.facts.locals.get(local, LOCAL.name))}`) : undefined;
  }

  namespaceMember(_file: LinkFile, namespace: string, name: string): Entity {
    return this.names.inFolder(namespace, name);
  }

  moduleMember(module: LinkFile, name: string, purpose: Purpose): Entity {
    if (MODULE_ATTRIBUTES.has(name)) return { kind: 'external', package: PYTHON, path: `module.${name}` };
    return this.names.beyond(module, name, purpose) ?? none('memberNotFound');
  }

  everyMember(symbol: number, name: string): Value | undefined {
    // A name that holds a dictionary is no type: the entries are no members.
    if (!isTypeKind(this.program.cell(symbol, SYMBOL.kind))) return outside(PYTHON, `dict.${name}`);
    return /^__\w+__$/.test(name) || name === 'mro' ? outside(PYTHON, `object.${name}`) : undefined;
  }

  isLibraryMember(name: string): boolean {
    return LIBRARY_MEMBERS.has(name);
  }

  resultOf(receiver: Value, member: string): Value | undefined {
    if (receiver.kind === 'list') return ONE.has(member) ? receiver.element : SAME.has(member) ? receiver : undefined;
    if (receiver.kind !== 'external' || receiver.arguments.length !== 2 || !MAPPINGS.has(lastName(receiver.path))) return undefined;
    const [key, value] = receiver.arguments;
    if (key === undefined || value === undefined) return undefined;
    if (ONE.has(member)) return value;
    if (member === 'values') return { kind: 'list', element: value };
    if (member === 'keys') return { kind: 'list', element: key };
    if (member === 'items') return entriesOf(key, value);
    return SAME.has(member) ? receiver : undefined;
  }

  propertyOf(receiver: Value, member: string): Value | undefined {
    return member === '__class__' ? classOf(receiver) : this.records.propertyOf(receiver, member);
  }

  libraryCall(receiver: Value, name: string, call: LibraryCall): Value | undefined {
    return this.records.called(receiver, name, call) ?? givenByMember(receiver, name);
  }

  libraryFunction(path: string, call: LibraryCall): Value | undefined {
    return this.records.given(path, call) ?? givenByFunction(path, call);
  }

  isTypeVariable(path: string): boolean {
    return TYPE_VARIABLES.has(path);
  }

  statesParameters(path: string): boolean {
    return path === 'typing.Generic' || path === 'typing.Protocol' || path === 'typing_extensions.Protocol';
  }

  /** `TypeVar('T', bound=Shop)`. */
  boundOf(variable: number): Value | undefined {
    const file = this.program.fileOfSymbol(variable);
    const bound = this.parts.of(file.facts, this.program.cell(variable, SYMBOL.value)).find(({ name }) => name === 'bound');
    const value = bound === undefined ? undefined : this.evaluation().ofExpression(file, bound.value);
    return value?.kind === 'type' ? { kind: 'instance', symbol: value.symbol, arguments: [] } : value;
  }

  container(path: string): Container | undefined {
    const name = lastName(path);
    if (LISTS.has(name)) return 'list';
    if (TRANSPARENT.has(name)) return 'transparent';
    if (name === 'type' || name === 'Type') return 'type';
    return AWAITABLES.has(name) ? 'awaitable' : undefined;
  }

  literal(node: string): Value {
    const type = LITERALS[node];
    return type === undefined ? unknown('receiverUnknown') : outside(PYTHON, type);
  }
}

const MODULE_ATTRIBUTES = new Set(['__name__', '__file__', '__path__', '__doc__', '__dict__', '__package__', '__spec__', '__loader__', '__all__']);
