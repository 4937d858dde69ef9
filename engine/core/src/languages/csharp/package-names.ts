import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile } from '../../link/program.js';
import { DOTNET, UNKNOWN_PACKAGE } from './csharp-type.js';
import type { CSharpProject } from './project-files.js';
import type { TypeIndex } from './type-index.js';
import type { TypeName } from './type-names.js';

const PLATFORM_NAMESPACES = /^(?:System|Microsoft\.(?:Win32|CSharp|VisualBasic|Extensions|AspNetCore|JSInterop|Net|Data\.SqlClient))(?:\.|$)/;

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

/** Tells which package a name belongs to that the repository does not declare. */
export class PackageNames {
  /** Packages by namespace, for each project. */
  private readonly known = new Map<CSharpProject | undefined, Map<string, ExternalPackage>>();
  private readonly packageNames = new Map<CSharpProject | undefined, ReadonlySet<string>>();
  /** By file. */
  private readonly usedIn = new Map<number, ExternalPackage>();

  constructor(private readonly index: TypeIndex) {
    index.program.forgets(this.usedIn);
  }

  /** A name that the repository does not declare: the package of the namespaces it may come from. */
  external(file: LinkFile, name: string): Extract<TypeName, { kind: 'external' }> {
    const namespace = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : undefined;
    if (namespace !== undefined) return { kind: 'external', package: this.packageOf(file, namespace), path: name };
    return { kind: 'external', package: PLATFORM_TYPES.has(name) ? DOTNET : this.ofUsings(file), path: name };
  }

  /** The package that whatever the usings bring in may come from: the platform where they name no other. */
  private ofUsings(file: LinkFile): ExternalPackage {
    const { namespaces } = this.index.usings(file); // whoever is told notes what it was read from
    const known = this.usedIn.get(file.index);
    if (known !== undefined) return known;
    const candidates = new Map<string, ExternalPackage>();
    for (const using of namespaces) {
      if (this.index.hasNamespace(using)) continue;
      const owner = this.packageOf(file, using);
      candidates.set(`${owner.manager} ${owner.name}`, owner);
    }
    const [only, ...more] = [...candidates.values()].filter((owner) => owner.manager !== 'platform');
    const found = only === undefined ? DOTNET : more.length === 0 && candidates.size === 1 ? only : UNKNOWN_PACKAGE;
    this.usedIn.set(file.index, found);
    return found;
  }

  /** The longest declared package that a namespace begins with, else the platform or unknown. */
  packageOf(file: LinkFile, namespace: string): ExternalPackage {
    const project = this.index.projects.of(file.path);
    let known = this.known.get(project);
    if (known === undefined) {
      known = new Map();
      this.known.set(project, known);
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
