import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import type { ProjectSource } from '../../link/language-linker.js';
import type { ExternalPackage, Outcome } from '../../link/outcome.js';
import { NearestAbove, folderOf } from '../../link/packages.js';
import { conventionOf } from './conventions.js';
import type { PackageJson } from './manifests.js';
import { CompilerConfigurations } from './tsconfig.js';
import type { CompilerPaths } from './tsconfig.js';
import { unbuiltCandidates } from './unbuilt.js';

/** Where a specifier leads. */
export type ModuleAnswer =
  | { readonly kind: 'path'; readonly path: string; readonly isInferred: boolean }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly subpath: string }
  | { readonly kind: 'unresolved'; readonly reason: Extract<Outcome, { kind: 'unresolved' }>['reason'] };

const CONDITIONS = ['types', 'import', 'require', 'node', 'default'];
const SOURCE_EXTENSIONS = ['.ts', '.tsx', '.d.ts', '.js', '.jsx', '.mts', '.d.mts', '.mjs', '.cts', '.d.cts', '.cjs', '.json', '.vue'];
const EXTENSION_ALIASES = {
  '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
  '.jsx': ['.tsx', '.d.ts', '.jsx'],
  '.mjs': ['.mts', '.d.mts', '.mjs'],
  '.cjs': ['.cts', '.d.cts', '.cjs'],
};
const CONFIGURATION_NAMES = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'];
const SPECIFIER_LENGTH = 1_024;
export const NODE_PLATFORM: ExternalPackage = { manager: 'platform', name: 'node' };

/** `@scope/name/sub/path` is the package `@scope/name` and the subpath `sub/path`. */
export function splitSpecifier(specifier: string): { readonly name: string; readonly subpath: string } {
  const parts = specifier.split('/');
  const count = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, count).join('/'), subpath: parts.slice(count).join('/') };
}

/** Whether one of a tsconfig's path patterns, each with at most one `*`, takes a specifier. */
function fitsPattern(specifier: string, configuration: CompilerPaths | undefined): boolean {
  for (const pattern of configuration?.paths.keys() ?? []) {
    const star = pattern.indexOf('*');
    if (star < 0 ? pattern === specifier : specifier.startsWith(pattern.slice(0, star)) && specifier.endsWith(pattern.slice(star + 1))) return true;
  }
  return false;
}

/**
 * Module resolution as a function of the listed files: workspace packages are linked into a scratch folder that is the
 * only place where packages are looked for, tsconfig files are read by us and handed over as plain path tables,
 * and an answer outside the list is none.
 */
export class ModuleResolver {
  private readonly scratch: string;
  private readonly root: string;
  private readonly workspaces = new Map<string, PackageJson>();
  private readonly manifests = new NearestAbove<PackageJson>();
  private readonly configurations = new NearestAbove<string>();
  private readonly compiler: CompilerConfigurations;
  private readonly resolvers = new Map<string, ResolverFactory>();
  private readonly answers = new Map<string, ModuleAnswer>();
  private readonly bareAnswers = new Map<string, { readonly answer: ModuleAnswer | undefined }>();
  private readonly unreadable: ReadonlySet<string>;

  constructor(
    private readonly source: ProjectSource,
    private readonly packages: readonly PackageJson[],
    unreadable: readonly string[],
  ) {
    this.root = realpathSync(source.root);
    this.unreadable = new Set(unreadable);
    this.compiler = new CompilerConfigurations(source);
    for (const entry of packages) {
      this.manifests.set(entry.manifest.folder, entry);
      const { name } = entry.manifest;
      if (!name.startsWith('./')) this.workspaces.set(name, entry);
    }
    for (const file of source.listed) {
      const name = file.slice(file.lastIndexOf('/') + 1);
      const rank = CONFIGURATION_NAMES.indexOf(name);
      if (rank < 0) continue;
      const known = this.configurations.at(folderOf(file));
      if (known === undefined || rank < CONFIGURATION_NAMES.indexOf(known.slice(known.lastIndexOf('/') + 1))) this.configurations.set(folderOf(file), file);
    }
    this.scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'pinata-resolve-')));
    this.linkWorkspaces();
  }

  close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** All that decides where a specifier leads, beside the list of paths. */
  settings(): string {
    const named = this.source.listed.filter((file) => CONFIGURATION_NAMES.includes(file.slice(file.lastIndexOf('/') + 1)));
    const compilers = [...named, ...named.flatMap((file) => this.compiler.of(file).references)].map((file) => {
      const { paths, ...others } = this.compiler.of(file);
      return [others, [...paths]];
    });
    return JSON.stringify([this.packages.map(({ manifest, content }) => [manifest.path, content]), [...this.unreadable], compilers]);
  }

  private linkWorkspaces(): void {
    const modules = path.join(this.scratch, 'node_modules');
    mkdirSync(modules, { recursive: true });
    for (const [name, { manifest }] of this.workspaces) {
      if (!/^(@[\w.-]+\/)?[\w.-]+$/.test(name) || name.split('/').some((part) => /^\.+$/.test(part))) continue;
      const place = path.join(modules, name);
      mkdirSync(path.dirname(place), { recursive: true });
      try {
        symlinkSync(path.join(this.root, manifest.folder), place, 'junction');
      } catch (error) {
        // A name that differs only in case is one place on some systems: the first package keeps it.
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
    }
  }

  /** @param folder the importing file's folder, repository-relative */
  resolve(folder: string, specifier: string): ModuleAnswer {
    const key = `${folder}\0${specifier}`;
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.find(folder, specifier);
    this.answers.set(key, answer);
    return answer;
  }

  private find(folder: string, specifier: string): ModuleAnswer {
    if (specifier === '' || specifier.length > SPECIFIER_LENGTH || specifier.includes('\0')) return { kind: 'unresolved', reason: 'moduleNotFound' };
    if (isBuiltin(specifier)) return { kind: 'external', package: NODE_PLATFORM, subpath: specifier.replace(/^node:/, '') };
    const bare = specifier.split(/[?#]/, 1)[0] ?? specifier;
    const isRelative = bare.startsWith('.') || bare.startsWith('/');
    const configuration = this.configurationOf(folder);
    const found = this.look(folder, bare === '' ? specifier : bare, configuration);
    if (found !== undefined) return found;
    if (isRelative) return { kind: 'unresolved', reason: this.isInUnreadable(folder) ? 'skippedFile' : 'moduleNotFound' };
    const { name, subpath } = splitSpecifier(bare);
    const workspace = this.workspaces.get(name);
    if (workspace !== undefined) {
      const candidate = unbuiltCandidates(workspace, subpath, this.compilerPathsOf(workspace.manifest.folder)).find((file) => this.source.listedSet.has(file));
      if (candidate !== undefined) return { kind: 'path', path: candidate, isInferred: true };
      return { kind: 'unresolved', reason: 'moduleNotFound' };
    }
    if (this.isDeclared(folder, name)) return { kind: 'external', package: { manager: 'npm', name }, subpath };
    const customary = this.customary(folder, bare);
    if (customary !== undefined) return customary;
    return { kind: 'unresolved', reason: 'undeclaredDependency' };
  }

  /**
   * Asks the resolver, where there is something to ask: a bare name is a workspace package, fits a path pattern or stands
   * below `baseUrl`, or it is none of ours. Its answer is the same for every folder of one configuration.
   */
  private look(folder: string, specifier: string, configuration: CompilerPaths | undefined): ModuleAnswer | undefined {
    if (/^[./#]/.test(specifier)) return this.ask(folder, specifier, configuration);
    const isOurs = configuration?.baseUrl !== undefined || this.workspaces.has(splitSpecifier(specifier).name) || fitsPattern(specifier, configuration);
    if (!isOurs) return undefined;
    const key = `${configuration?.file ?? ''}\0${specifier}`;
    const known = this.bareAnswers.get(key);
    if (known !== undefined) return known.answer;
    const answer = this.ask(folder, specifier, configuration);
    this.bareAnswers.set(key, { answer });
    return answer;
  }

  private ask(folder: string, specifier: string, configuration: CompilerPaths | undefined): ModuleAnswer | undefined {
    const result = this.resolverOf(configuration).sync(path.join(this.root, folder), specifier);
    if (result.path === undefined) return undefined;
    const relative = path.relative(this.root, result.path).split(path.sep).join('/');
    if (relative.startsWith('../') || path.isAbsolute(relative)) return { kind: 'unresolved', reason: 'outsideTree' };
    if (!this.source.listedSet.has(relative)) {
      // A workspace package that was built here: its output is no source, what it was built from may be listed.
      return this.workspaces.has(splitSpecifier(specifier).name) ? undefined : { kind: 'unresolved', reason: 'outsideTree' };
    }
    return { kind: 'path', path: relative, isInferred: false };
  }

  /** What a framework's own build adds to the compiler's paths. */
  private customary(folder: string, specifier: string): ModuleAnswer | undefined {
    const convention = conventionOf(specifier, (name) => this.isDeclared(folder, name));
    if (convention === undefined || 'package' in convention) return convention === undefined ? undefined : { kind: 'external', package: { manager: 'npm', name: convention.package }, subpath: specifier };
    for (const relative of convention.paths) {
      const place = path.posix.join(this.manifests.of(folder)?.manifest.folder ?? '', relative);
      const found = this.ask(folderOf(place), `./${place.slice(place.lastIndexOf('/') + 1)}`, undefined);
      if (found?.kind === 'path') return { ...found, isInferred: convention.isGuess };
    }
    return { kind: 'unresolved', reason: 'moduleNotFound' };
  }

  private isInUnreadable(folder: string): boolean {
    for (let at = folder; ; at = folderOf(at)) {
      if (this.unreadable.has(at)) return true;
      if (at === '') return false;
    }
  }

  private isDeclared(folder: string, name: string): boolean {
    const types = `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`;
    for (let at = folder; ; at = folderOf(at)) {
      const dependencies = this.manifests.at(at)?.manifest.dependencies;
      if (dependencies?.has(name) === true || dependencies?.has(types) === true) return true;
      if (at === '') return false;
    }
  }

  private compilerPathsOf(folder: string): CompilerPaths | undefined {
    const file = this.configurations.of(folder);
    return file === undefined ? undefined : this.compiler.of(file);
  }

  /** The nearest tsconfig; a solution file gives way to the first project it refers to that has path patterns. */
  private configurationOf(folder: string): CompilerPaths | undefined {
    const own = this.compilerPathsOf(folder);
    if (own === undefined || own.paths.size > 0) return own;
    const referenced = own.references.map((file) => this.compiler.of(file)).find(({ paths }) => paths.size > 0);
    return referenced ?? own;
  }

  private resolverOf(configuration: CompilerPaths | undefined): ResolverFactory {
    const key = configuration?.file ?? '';
    const known = this.resolvers.get(key);
    if (known !== undefined) return known;
    const resolver = new ResolverFactory({
      modules: [path.join(this.scratch, 'node_modules')],
      nodePath: false,
      extensions: SOURCE_EXTENSIONS,
      extensionAlias: EXTENSION_ALIASES,
      conditionNames: [...(configuration?.customConditions ?? []), ...CONDITIONS],
      mainFields: ['types', 'typings', 'module', 'main'],
      symlinks: true,
      ...(configuration === undefined ? {} : { tsconfig: { configFile: this.writeConfiguration(configuration) } }),
    });
    this.resolvers.set(key, resolver);
    return resolver;
  }

  /** A tsconfig that holds nothing but absolute paths inside the repository: the resolver reads no other. */
  private writeConfiguration(configuration: CompilerPaths): string {
    const absolute = (relative: string): string => path.join(this.root, relative);
    const paths: Record<string, string[]> = {};
    for (const [pattern, targets] of configuration.paths) {
      const insideTargets = targets.map((target) => path.join(this.root, configuration.pathsBase, target)).filter((target) => target.startsWith(this.root + path.sep));
      if (insideTargets.length > 0) paths[pattern] = insideTargets;
    }
    const file = path.join(this.scratch, `tsconfig-${this.resolvers.size}.json`);
    const compilerOptions = { ...(configuration.baseUrl === undefined ? {} : { baseUrl: absolute(configuration.baseUrl) }), paths };
    writeFileSync(file, JSON.stringify({ compilerOptions }));
    return file;
  }
}
