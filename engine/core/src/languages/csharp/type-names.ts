import { BINDING, Binding, Kind, LOCAL, Local, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { DOTNET, UNKNOWN_PACKAGE } from './csharp-type.js';
import type { CSharpProject } from './project-files.js';
import type { TypeIndex } from './type-index.js';

/** What a type's name stands for. */
export type TypeName =
  | { readonly kind: 'types'; readonly symbols: readonly number[] }
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'typeParameter'; readonly local: number }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string }
  | { readonly kind: 'none' };

const PLATFORM_NAMESPACES = /^(?:System|Microsoft\.(?:Win32|CSharp|VisualBasic|Extensions|AspNetCore|JSInterop|Net|Data\.SqlClient))(?:\.|$)/;
/** A name with nothing about it that is not part of it. */
const PLAIN_NAME = /^[\w.]+$/;
const CONTEXT_DEPTH = 64;

/** What stands around a place in a file. */
interface Surroundings {
  /** Types, innermost first. */
  readonly types: readonly number[];
  /** Full name of the namespace, '' for the global one. */
  readonly namespace: string;
}

const NOWHERE: Surroundings = { types: [], namespace: '' };

/** Resolves type names as C# does: type parameters, nested types, namespaces from the inside out, usings, aliases. */
export class TypeNames {
  private readonly program: LinkProgram;
  private readonly answers = new Map<string, TypeName>();
  private readonly bindings = new Map<number, ReadonlyMap<number, readonly number[]>>();
  /** Packages by namespace, for each project. */
  private readonly packages = new Map<CSharpProject | undefined, Map<string, ExternalPackage>>();
  private readonly packageNames = new Map<CSharpProject | undefined, ReadonlySet<string>>();
  /** By the innermost symbol. */
  private readonly surroundings = new Map<number, Surroundings>();
  /** Namespaces that a file's usings open, by the file and the namespace around. */
  private readonly opened = new Map<string, readonly string[]>();
  /** Bases of a type, asked for when a nested type may be inherited. */
  basesOf: (symbol: number) => readonly number[] = () => [];

  constructor(private readonly index: TypeIndex) {
    this.program = index.program;
    this.program.forgets(this.answers, this.bindings, this.surroundings, this.opened);
  }

  forgetAnswers(): void {
    this.answers.clear();
  }

  /** Symbol rows around a scope, innermost first. */
  contextOf(file: LinkFile, scope: number): number[] {
    const { symbols, scopes } = file.facts;
    const found: number[] = [];
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0 && found.length < CONTEXT_DEPTH; row = symbols.get(row, SYMBOL.parent)) found.push(row);
    return found;
  }

  private surroundingsOf(file: LinkFile, scope: number): Surroundings {
    const innermost = scope < 0 ? -1 : file.facts.scopes.get(scope, SCOPE.symbol);
    if (innermost < 0) return NOWHERE;
    const known = this.surroundings.get(file.firstSymbol + innermost);
    if (known !== undefined) return known;
    const { symbols } = file.facts;
    const context = this.contextOf(file, scope);
    const canonical = (row: number): number => this.program.canonical(file.firstSymbol + row);
    const namespace = context.find((row) => symbols.get(row, SYMBOL.kind) === Kind.namespace);
    const found: Surroundings = {
      types: context.filter((row) => isType(symbols.get(row, SYMBOL.kind))).map(canonical),
      namespace: namespace === undefined ? '' : this.index.fullName(canonical(namespace)),
    };
    this.surroundings.set(file.firstSymbol + innermost, found);
    return found;
  }

  /** Full name of the namespace around a scope, '' for the global one. */
  namespaceOf(file: LinkFile, scope: number): string {
    return this.surroundingsOf(file, scope).namespace;
  }

  /** Types around a scope, innermost first. */
  typesAround(file: LinkFile, scope: number): readonly number[] {
    return this.surroundingsOf(file, scope).types;
  }

  /** Parameters, variables and type parameters that a name has in a scope or around it. */
  localOf(file: LinkFile, scope: number, name: number, isTypeParameter: boolean): number | undefined {
    let map = this.bindings.get(file.index);
    const { bindings, scopes, locals } = file.facts;
    if (map === undefined) {
      const built = new Map<number, number[]>();
      for (let row = 0; row < bindings.rows; row++) {
        if (bindings.get(row, BINDING.kind) !== Binding.local) continue;
        const key = bindings.get(row, BINDING.scope) * 0x10_0000 + bindings.get(row, BINDING.name);
        const rows = built.get(key);
        const target = bindings.get(row, BINDING.target);
        if (rows === undefined) built.set(key, [target]);
        else rows.push(target);
      }
      map = built;
      this.bindings.set(file.index, map);
    }
    for (let at = scope; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      const local = map.get(at * 0x10_0000 + name)?.find((row) => (locals.get(row, LOCAL.kind) === Local.typeParameter) === isTypeParameter);
      if (local !== undefined) return local;
    }
    return undefined;
  }

  /** @param written as in the source, type arguments included: `A.B.C<int>` */
  resolve(file: LinkFile, scope: number, written: string, arity: number): TypeName {
    const name = PLAIN_NAME.test(written) ? written : written.replaceAll(/\s+/g, '').replace(/<.*$/s, '').replace(/^global::/, '').replace(/\?$/, '');
    if (!name.includes('.')) {
      const index = file.facts.indexOf(name);
      const parameter = index < 0 ? undefined : this.localOf(file, scope, index, true);
      if (parameter !== undefined) return { kind: 'typeParameter', local: parameter };
    }
    const [around] = this.typesAround(file, scope);
    const key = `${file.index} ${around ?? this.namespaceOf(file, scope)} ${name} ${arity}`;
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.find(file, scope, name, arity);
    this.answers.set(key, answer);
    return answer;
  }

  private find(file: LinkFile, scope: number, name: string, arity: number): TypeName {
    const [head = name, ...rest] = name.split('.');
    const suffix = arity > 0 ? `\`${arity}` : '';
    const direct = this.findSimple(file, scope, head, rest.length === 0 ? suffix : '');
    if (rest.length === 0) return direct.kind === 'none' ? this.attribute(file, scope, head) : direct;
    if (direct.kind === 'types') return this.nested(direct.symbols, rest, suffix);
    if (direct.kind === 'external') return { ...direct, path: `${direct.path}.${rest.join('.')}` };
    const spelled = direct.kind === 'namespace' ? this.spelled(rest, suffix, (one) => this.index.typesNamed(`${direct.name}.${one}`, file)) : [];
    const qualified = spelled.length > 0 ? spelled : this.spelled([head, ...rest], suffix, (one) => this.inNamespaces(file, this.namespaceOf(file, scope), one));
    return qualified.length > 0 ? { kind: 'types', symbols: qualified } : this.external(file, scope, name);
  }

  /** A type that names spell out, or one inside a type that the first of them spell out. */
  private spelled(names: readonly string[], suffix: string, typesNamed: (name: string) => readonly number[]): readonly number[] {
    const found = typesNamed(`${names.join('.')}${suffix}`);
    if (found.length > 0) return found;
    for (let split = names.length - 1; split > 0; split--) {
      const outer = typesNamed(names.slice(0, split).join('.'));
      if (outer.length === 0) continue;
      const nested = this.nested(outer, names.slice(split), suffix);
      if (nested.kind === 'types') return nested.symbols;
    }
    return [];
  }

  private nested(symbols: readonly number[], names: readonly string[], suffix: string): TypeName {
    let found = symbols;
    names.forEach((name, at) => {
      const wanted = `${name}${at === names.length - 1 ? suffix : ''}`;
      found = found.flatMap((symbol) => this.nestedTypes(symbol, wanted));
    });
    return found.length > 0 ? { kind: 'types', symbols: [...new Set(found)] } : { kind: 'none' };
  }

  private nestedTypes(symbol: number, wanted: string): number[] {
    const [name = wanted, arity = '0'] = wanted.split('`');
    const owners = this.index.ownersOf(wanted);
    if (owners.size === 0) return [];
    for (const owner of [symbol, ...this.basesOf(symbol)]) {
      if (!owners.has(this.index.fullName(owner))) continue;
      const types = (this.program.membersOf(owner).get(name) ?? []).filter((member) => isType(this.program.cell(member, SYMBOL.kind)) && this.program.cell(member, SYMBOL.typeParameters) === Number(arity));
      if (types.length > 0) return types.map((type) => this.program.canonical(type));
    }
    return [];
  }

  private findSimple(file: LinkFile, scope: number, name: string, suffix: string): TypeName {
    // Most names are of libraries: what no file declares is sought in no type and no namespace.
    const owners = this.index.ownersOf(`${name}${suffix}`);
    const isDeclared = owners.size > 0;
    for (const type of isDeclared ? this.typesAround(file, scope) : []) {
      const nested = this.nestedTypes(type, `${name}${suffix}`);
      if (nested.length > 0) return { kind: 'types', symbols: nested };
    }
    const usings = this.index.usings(file);
    const inside = isDeclared ? this.inNamespaces(file, this.namespaceOf(file, scope), `${name}${suffix}`) : [];
    if (inside.length > 0) return { kind: 'types', symbols: inside };
    const alias = usings.aliases.get(name);
    if (alias !== undefined) return this.aliased(file, scope, alias);
    const imported = new Set<number>();
    for (const namespace of isDeclared ? this.openedNamespaces(file, scope, usings.namespaces) : []) {
      if (!owners.has(namespace)) continue;
      for (const symbol of this.index.typesNamed(`${namespace}.${name}${suffix}`, file)) imported.add(symbol);
    }
    for (const type of isDeclared ? usings.statics : []) {
      for (const owner of this.index.typesNamed(type.replace(/<.*$/, ''), file)) for (const nested of this.nestedTypes(owner, `${name}${suffix}`)) imported.add(nested);
    }
    if (imported.size > 0) return { kind: 'types', symbols: [...imported] };
    const namespace = this.namespaceNamed(file, scope, name);
    if (namespace !== undefined) return { kind: 'namespace', name: namespace };
    return { kind: 'none' };
  }

  private aliased(file: LinkFile, scope: number, target: string): TypeName {
    const arity = target.includes('<') ? target.slice(target.indexOf('<')).split(',').length : 0;
    const name = target.replace(/<.*$/, '');
    const found = this.index.typesNamed(`${name}${arity > 0 ? `\`${arity}` : ''}`, file);
    if (found.length > 0) return { kind: 'types', symbols: found };
    if (this.index.hasNamespace(name)) return { kind: 'namespace', name };
    return this.external(file, scope, name);
  }

  /** What the usings name, as far as the repository declares types there; `using Models;` inside `namespace Shop` may mean Shop.Models. */
  private openedNamespaces(file: LinkFile, scope: number, namespaces: readonly string[]): readonly string[] {
    const own = this.namespaceOf(file, scope);
    const key = `${file.index} ${own}`;
    const known = this.opened.get(key);
    if (known !== undefined) return known;
    const relative = own === '' ? [] : namespaces.map((namespace) => `${own}.${namespace}`).filter((namespace) => this.index.hasNamespace(namespace));
    const found = [...namespaces, ...relative].filter((namespace) => this.index.declaresTypes(namespace));
    this.opened.set(key, found);
    return found;
  }

  private inNamespaces(file: LinkFile, innermost: string, name: string): readonly number[] {
    for (let namespace = innermost; ; namespace = namespace.slice(0, Math.max(0, namespace.lastIndexOf('.')))) {
      const found = this.index.typesNamed(namespace === '' ? name : `${namespace}.${name}`, file);
      if (found.length > 0) return found;
      if (namespace === '') return [];
    }
  }

  /** The namespace that a name means inside the namespaces around it, or undefined. */
  namespaceNamed(file: LinkFile, scope: number, name: string): string | undefined {
    for (let namespace = this.namespaceOf(file, scope); ; namespace = namespace.slice(0, Math.max(0, namespace.lastIndexOf('.')))) {
      const full = namespace === '' ? name : `${namespace}.${name}`;
      if (this.index.hasNamespace(full)) return full;
      if (namespace === '') return undefined;
    }
  }

  /** `[Route]` is RouteAttribute. */
  private attribute(file: LinkFile, scope: number, name: string): TypeName {
    if (!name.endsWith('Attribute') && (this.index.ownersOf(`${name}Attribute`).size > 0 || this.index.usings(file).aliases.has(`${name}Attribute`))) {
      const found = this.findSimple(file, scope, `${name}Attribute`, '');
      if (found.kind === 'types') return found;
    }
    return this.external(file, scope, name);
  }

  /** A name that the repository does not declare: the package of the namespaces it may come from. */
  private external(file: LinkFile, scope: number, name: string): TypeName {
    const namespace = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : undefined;
    if (namespace !== undefined) return { kind: 'external', package: this.packageOf(file, namespace), path: name };
    const candidates = new Map<string, ExternalPackage>();
    for (const using of this.index.usings(file).namespaces) {
      if (this.index.hasNamespace(using)) continue;
      const owner = this.packageOf(file, using);
      candidates.set(`${owner.manager} ${owner.name}`, owner);
    }
    const packages = [...candidates.values()].filter((owner) => owner.manager !== 'platform');
    const [only] = packages;
    if (PLATFORM_TYPES.has(name) || only === undefined) return { kind: 'external', package: DOTNET, path: name };
    return { kind: 'external', package: packages.length === 1 && candidates.size === 1 ? only : UNKNOWN_PACKAGE, path: name };
  }

  /** The longest declared package that a namespace begins with, else the platform or unknown. */
  packageOf(file: LinkFile, namespace: string): ExternalPackage {
    const project = this.index.projects.of(file.path);
    let known = this.packages.get(project);
    if (known === undefined) {
      known = new Map();
      this.packages.set(project, known);
    }
    let owner = known.get(namespace);
    if (owner === undefined) {
      owner = this.findPackage(project, namespace);
      known.set(namespace, owner);
    }
    return owner;
  }

  private findPackage(project: CSharpProject | undefined, namespace: string): ExternalPackage {
    let names = this.packageNames.get(project);
    if (names === undefined) {
      names = new Set(project === undefined ? [] : [...this.index.projects.visible(project)].flatMap(({ manifest }) => [...manifest.dependencies.keys()]));
      this.packageNames.set(project, names);
    }
    for (let prefix = namespace; prefix !== ''; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('.')))) {
      if (names.has(prefix)) return { manager: 'nuget', name: prefix };
    }
    return PLATFORM_NAMESPACES.test(namespace) ? DOTNET : UNKNOWN_PACKAGE;
  }
}

/** Types that nearly every file uses; listed so that one unknown package among the usings does not claim them. */
const PLATFORM_TYPES = new Set([
  'Action', 'Activator', 'ArgumentException', 'ArgumentNullException', 'ArgumentOutOfRangeException', 'Array', 'ArraySegment', 'Attribute', 'BitConverter', 'Boolean', 'Buffer', 'Byte', 'CancellationToken',
  'CancellationTokenSource', 'Char', 'CollectionExtensions', 'Comparison', 'ConcurrentDictionary', 'Console', 'Convert', 'CultureInfo', 'DateOnly', 'DateTime', 'DateTimeKind', 'DateTimeOffset', 'Decimal', 'Delegate',
  'Dictionary', 'Directory', 'DirectoryInfo', 'Double', 'Encoding', 'Enum', 'Enumerable', 'Environment', 'EqualityComparer', 'EventArgs', 'EventHandler', 'Exception', 'File', 'FileAccess', 'FileInfo', 'FileMode',
  'FileShare', 'FileStream', 'Func', 'GC', 'Guid', 'HashSet', 'HttpClient', 'IAsyncDisposable', 'IAsyncEnumerable', 'ICollection', 'IComparable', 'IComparer', 'IDictionary', 'IDisposable', 'IEnumerable', 'IEnumerator',
  'IEqualityComparer', 'IEquatable', 'IFormatProvider', 'IList', 'IOException', 'IPAddress', 'IQueryable', 'IReadOnlyCollection', 'IReadOnlyDictionary', 'IReadOnlyList', 'IReadOnlySet', 'ISet', 'Int16', 'Int32', 'Int64',
  'Interlocked', 'InvalidOperationException', 'KeyValuePair', 'Lazy', 'LinkedList', 'List', 'Lock', 'Math', 'MathF', 'Memory', 'MemoryStream', 'Monitor', 'NotImplementedException', 'NotSupportedException', 'Nullable',
  'Object', 'ObjectDisposedException', 'Obsolete', 'OperationCanceledException', 'Parallel', 'Path', 'Predicate', 'Process', 'Queue', 'Random', 'ReadOnlyMemory', 'ReadOnlySpan', 'Regex', 'RegexOptions', 'SemaphoreSlim',
  'Single', 'SortedDictionary', 'Span', 'Stack', 'Stopwatch', 'Stream', 'StreamReader', 'StreamWriter', 'String', 'StringBuilder', 'StringComparer', 'StringComparison', 'StringSplitOptions', 'Task', 'TaskCompletionSource',
  'Thread', 'TimeSpan', 'Timer', 'Tuple', 'Type', 'UInt16', 'UInt32', 'UInt64', 'UnauthorizedAccessException', 'Uri', 'ValueTask', 'Version', 'Volatile', 'nameof',
]);

export function isType(kind: number): boolean {
  return kind === Kind.class || kind === Kind.struct || kind === Kind.record || kind === Kind.interface || kind === Kind.enum || kind === Kind.delegate;
}
