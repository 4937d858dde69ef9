import type { UnresolvedReason } from '@pinata/graph';
import type { ProjectSource } from '../../link/language-linker.js';
import type { ExternalPackage } from '../../link/outcome.js';
import { NearestAbove, folderOf } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import { distributionsOf, normalizedName } from './distributions.js';
import type { PythonLocks, PythonPackage } from './manifests.js';
import { PYTHON, STANDARD_MODULES } from './standard-library.js';

/** What an import's module is. `confidence` is below 100 where a search path had to be guessed. */
export type ModuleAnswer =
  | { readonly kind: 'file'; readonly path: string; readonly confidence: number }
  /** A folder without `__init__`, whose modules may lie in several places. */
  | { readonly kind: 'folder'; readonly folder: string; readonly confidence: number }
  /** Compiled code that lies beside its source. */
  | { readonly kind: 'asset'; readonly path: string }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly module: string }
  | { readonly kind: 'unresolved'; readonly reason: UnresolvedReason };

const SOURCES = ['.py', '.pyi', '.pyw'];
const COMPILED = ['.pyx', '.c', '.cpp', '.rs', '.so', '.pyd'];

/** Modules that a compiler of interface descriptions writes when the project is built. */
export function isGeneratedModule(name: string): boolean {
  return /_pb2(?:_grpc)?$/.test(name);
}

/** The folder in which modules of a package lie; undefined for what holds none. */
export function folderInside(module: ModuleAnswer): string | undefined {
  if (module.kind === 'folder') return module.folder;
  return module.kind === 'file' && /(?:^|\/)__init__\.pyi?$/.test(module.path) ? folderOf(module.path) : undefined;
}

/** A package of the same repository that no manifest asks for. */
const OTHER_PACKAGE = 80;
/** A module beside a script that is itself part of a package. */
const BESIDE = 75;
/** The only module of the list with such a path. */
const ONLY_SUCH = 60;

interface Located {
  readonly path: string;
  readonly isFolder: boolean;
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Finds modules in the list of files, as an interpreter would that has every package of the repository on its path. */
export class ModuleIndex {
  /** Folders that hold modules, at any depth. */
  private readonly folders = new Set<string>();
  /** Folders in which a top-level name of a module or regular package lies, for names that no root has. */
  private readonly places = new Map<string, string[]>();
  private readonly answers = new Map<string, ModuleAnswer>();
  private readonly baseRoots = new Map<string, string>();
  private readonly nearest = new NearestAbove<PackageManifest>();

  constructor(
    private readonly source: ProjectSource,
    private readonly packages: readonly PythonPackage[],
    private readonly locks: PythonLocks,
  ) {
    for (const { manifest } of packages) this.nearest.set(manifest.folder, manifest);
    for (const file of source.listed) {
      if (!SOURCES.some((extension) => file.endsWith(extension))) continue;
      const folder = folderOf(file);
      for (let at = folder; !this.folders.has(at); at = folderOf(at)) {
        this.folders.add(at);
        if (at === '') break;
      }
      const name = file.slice(folder === '' ? 0 : folder.length + 1, file.lastIndexOf('.'));
      if (name === '__init__') this.addPlace(folder.slice(folder.lastIndexOf('/') + 1), folderOf(folder));
      else this.addPlace(name, folder);
    }
  }

  private addPlace(name: string, folder: string): void {
    if (this.hasInit(folder)) return; // inside a package: never a top-level name
    const known = this.places.get(name);
    if (known === undefined) this.places.set(name, [folder]);
    else if (!known.includes(folder)) known.push(folder);
  }

  private hasInit(folder: string): boolean {
    return this.source.listedSet.has(join(folder, '__init__.py'));
  }

  /** @param folder of the file that asks @param module as written: dots in front count folders upwards */
  resolve(folder: string, module: string): ModuleAnswer {
    const key = `${folder}\0${module}`;
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const segments = module.slice(dots).split('.').filter((segment) => segment !== '');
    const answer = dots > 0 ? this.relative(folder, dots, segments) : this.absolute(folder, segments, this.nearest.of(folder));
    this.answers.set(key, answer);
    return answer;
  }

  private relative(folder: string, dots: number, segments: readonly string[]): ModuleAnswer {
    let base = folder;
    for (let level = 1; level < dots; level++) {
      if (base === '') return { kind: 'unresolved', reason: 'outsideTree' };
      base = folderOf(base);
    }
    return this.answer(this.locate(base, segments), 100) ?? this.compiled(base, segments) ?? this.missing(segments);
  }

  /** The module inside a package, file or folder: `name` of `from module import name`. */
  inside(module: ModuleAnswer, name: string): ModuleAnswer | undefined {
    const folder = folderInside(module);
    if (folder === undefined || (module.kind !== 'file' && module.kind !== 'folder')) return undefined;
    return this.answer(this.locate(folder, [name]), module.confidence) ?? this.compiled(folder, [name]);
  }

  private locate(base: string, segments: readonly string[]): Located | undefined {
    const path = segments.reduce(join, base);
    for (const file of [join(path, '__init__.py'), ...(segments.length === 0 ? [] : SOURCES.map((extension) => `${path}${extension}`)), join(path, '__init__.pyi')]) {
      if (this.source.listedSet.has(file)) return { path: file, isFolder: false };
    }
    return this.folders.has(path) ? { path, isFolder: true } : undefined;
  }

  private answer(located: Located | undefined, confidence: number): ModuleAnswer | undefined {
    if (located === undefined) return undefined;
    return located.isFolder ? { kind: 'folder', folder: located.path, confidence } : { kind: 'file', path: located.path, confidence };
  }

  private compiled(base: string, segments: readonly string[]): ModuleAnswer | undefined {
    const path = segments.reduce(join, base);
    const file = COMPILED.map((extension) => `${path}${extension}`).find((candidate) => this.source.listedSet.has(candidate));
    return file === undefined ? undefined : { kind: 'asset', path: file };
  }

  private missing(segments: readonly string[]): ModuleAnswer {
    return { kind: 'unresolved', reason: isGeneratedModule(segments[segments.length - 1] ?? '') ? 'generatedTarget' : 'moduleNotFound' };
  }

  /** The folder from which a file's own package is imported: the one above its topmost package. */
  private baseRoot(folder: string): string {
    const known = this.baseRoots.get(folder);
    if (known !== undefined) return known;
    let root = folder;
    for (let at = folder; at !== ''; at = folderOf(at)) if (this.hasInit(at)) root = folderOf(at);
    this.baseRoots.set(folder, root);
    return root;
  }

  private rootsOf(folder: string, manifest: PackageManifest | undefined): string[] {
    const base = this.baseRoot(folder);
    const roots = [base, ...(this.packages.find((candidate) => candidate.manifest === manifest)?.roots ?? [])];
    for (let at = base; at !== ''; at = folderOf(at)) roots.push(folderOf(at));
    return [...new Set(roots)];
  }

  private absolute(folder: string, segments: readonly string[], manifest: PackageManifest | undefined): ModuleAnswer {
    const [top = ''] = segments;
    const roots = this.rootsOf(folder, manifest);
    const found = this.search(roots, segments, false);
    if (found !== undefined) return { kind: 'file', path: found.path, confidence: 100 };
    const module = segments.join('.');
    if (STANDARD_MODULES.has(top)) return { kind: 'external', package: PYTHON, module };
    const others = this.packages.filter((candidate) => candidate.manifest !== manifest);
    for (const other of others) {
      const located = this.search(other.roots, segments, false);
      if (located !== undefined) return { kind: 'file', path: located.path, confidence: manifest?.dependencies.has(other.manifest.name) === true ? 100 : OTHER_PACKAGE };
    }
    const declared = this.declared(module, folder);
    if (declared !== undefined) return { kind: 'external', package: declared, module };
    return this.guessed(folder, roots, segments) ?? this.undeclared(module, folder, segments, roots);
  }

  private search(roots: readonly string[], segments: readonly string[], isFolder: boolean): Located | undefined {
    for (const root of roots) {
      const located = this.locate(root, segments);
      // A folder without `__init__` gives way to whatever else has the name; its regular modules do not.
      if (located !== undefined && located.isFolder === isFolder) return located;
    }
    return undefined;
  }

  private guessed(folder: string, roots: readonly string[], segments: readonly string[]): ModuleAnswer | undefined {
    const namespace = this.search(roots, segments, true);
    if (namespace !== undefined) return { kind: 'folder', folder: namespace.path, confidence: 100 };
    for (let at = folder; !roots.includes(at); at = folderOf(at)) {
      const beside = this.locate(at, segments);
      if (beside?.isFolder === false) return { kind: 'file', path: beside.path, confidence: BESIDE };
    }
    const places = (this.places.get(segments[0] ?? '') ?? []).flatMap((place) => this.locate(place, segments) ?? []).filter((located) => !located.isFolder);
    const [only] = places;
    if (only === undefined) return undefined;
    return places.length === 1 ? { kind: 'file', path: only.path, confidence: ONLY_SUCH } : { kind: 'unresolved', reason: 'ambiguous' };
  }

  /** The distribution that a manifest around the folder declares for a module; without any manifest there, any of the repository. */
  private declared(module: string, folder: string): ExternalPackage | undefined {
    const around = this.packages.filter(({ manifest }) => manifest.folder === '' || folder === manifest.folder || folder.startsWith(`${manifest.folder}/`));
    for (const group of [around, this.packages]) {
      const name = distributionsOf(module).find((candidate) => group.some(({ manifest }) => manifest.dependencies.has(candidate)));
      if (name !== undefined) return { manager: 'pypi', name };
    }
    return undefined;
  }

  /** What no manifest asks for may be what a dependency brings along. */
  private undeclared(module: string, folder: string, segments: readonly string[], roots: readonly string[]): ModuleAnswer {
    const locked = distributionsOf(module).find((candidate) => this.locks.versionOf(candidate, folder) !== undefined);
    if (locked !== undefined) return { kind: 'external', package: { manager: 'pypi', name: normalizedName(locked) }, module };
    if (isGeneratedModule(segments[segments.length - 1] ?? '')) return { kind: 'unresolved', reason: 'generatedTarget' };
    const isOwn = this.search(roots, segments.slice(0, 1), false) !== undefined;
    return { kind: 'unresolved', reason: isOwn ? 'moduleNotFound' : 'undeclaredDependency' };
  }
}
