import type { UnresolvedReason } from '@pinata/graph';
import { IMPORT, IMPORT_BINDING, Import, SYMBOL } from '../../facts/schema.js';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, HooksAlone, LanguageHooks, Purpose, Value } from '../../link/semantics/index.js';
import { fits, none, outside } from '../../link/semantics/index.js';
import { GO_BUILTINS, customaryNames } from './go-builtins.js';
import { GO } from './go-modules.js';
import type { GoModules, ImportedPackage } from './go-modules.js';
import type { GoPackage, GoPackages } from './go-packages.js';

/** How Go finds its names: packages are folders, and a name that begins with a capital is seen from outside. */
export class GoHooks implements LanguageHooks {
  readonly languageIds: ReadonlySet<string> = new Set(['go']);
  readonly hasImplicitReceiver = false;
  readonly seesTypeScopes = true;
  readonly constructsByCall = true;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = false;
  readonly constructorNames: ReadonlySet<string> = new Set();
  readonly matchesByName = false;
  readonly alone: HooksAlone;
  private readonly noteLeftOut: (folder: string) => void;
  private readonly noteImport: (key: string) => void;
  private skippedFolders: ReadonlyMap<string, UnresolvedReason> | undefined;
  /** Names that the imports of a file bring, apart from those that it states itself. */
  private readonly importNames = new Map<number, ReadonlyMap<string, number>>();

  constructor(
    private readonly program: LinkProgram,
    private readonly modules: GoModules,
    private readonly packages: GoPackages,
  ) {
    program.forgets(this.importNames);
    this.noteLeftOut = program.lookups.open('go left out', (folder) => this.leftOutOf().get(folder) ?? '');
    this.noteImport = program.lookups.open('go import', (key) => {
      const [manifest, importPath = ''] = key.split('\0');
      return JSON.stringify(modules.find(importPath, modules.manifests.find(({ path }) => path === manifest)));
    });
    this.alone = { begin: () => this.importNames.clear(), contextOf: () => '' };
  }

  importTarget(file: LinkFile, row: number): Entity {
    const importPath = file.facts.text(file.facts.imports.get(row, IMPORT.specifier));
    if (importPath === 'C') return { kind: 'external', package: GO, path: 'cgo' };
    const found = this.find(importPath, file);
    if (found.kind === 'external') return { kind: 'external', package: found.package, path: importPath };
    const package_ = this.packages.inFolder(found.folder);
    if (package_ === undefined) return none(this.leftOut(found.folder) ?? 'moduleNotFound');
    return { kind: 'namespace', name: package_.id, ...(package_.symbol < 0 ? {} : { symbol: package_.symbol }) };
  }

  private find(importPath: string, { manifest }: LinkFile): ImportedPackage {
    this.noteImport(`${manifest?.path ?? ''}\0${importPath}`);
    return this.modules.find(importPath, manifest);
  }

  imported(file: LinkFile, row: number): Entity {
    return this.importTarget(file, row);
  }

  free(file: LinkFile, _scope: number, name: string, purpose: Purpose): Entity {
    const own = this.packages.of(file);
    const declared = own === undefined ? undefined : this.member(own, name, purpose);
    if (declared !== undefined) return declared;
    const imported = this.importsOf(file).get(name);
    if (imported !== undefined) return this.importTarget(file, imported);
    return this.fromDotImports(file, name, purpose) ?? (GO_BUILTINS.has(name) ? { kind: 'external', package: GO, path: name } : none('nameNotFound'));
  }

  private member(package_: GoPackage, name: string, purpose: Purpose): Entity | undefined {
    const symbols = this.packages.membersNamed(package_, name);
    const fitting = symbols.filter((symbol) => fits(this.program.cell(symbol, SYMBOL.kind), purpose));
    const found = fitting.length > 0 || purpose === 'type' ? fitting : symbols;
    return found.length > 0 ? { kind: 'symbols', symbols: found } : undefined;
  }

  private importsOf(file: LinkFile): ReadonlyMap<string, number> {
    const known = this.importNames.get(file.index);
    if (known !== undefined) return known;
    const names = new Map<string, number>();
    const { importBindings } = file.facts;
    // An import under another name does not bring the package's own.
    const renamed = new Set(Array.from({ length: importBindings.rows }, (_, binding) => importBindings.get(binding, IMPORT_BINDING.import)));
    for (const { row, kind, path } of this.packages.importsOf(file)) {
      if (kind === Import.namespace || renamed.has(row)) continue;
      const found = this.find(path, file);
      const package_ = found.kind === 'folder' ? this.packages.inFolder(found.folder) : undefined;
      for (const name of package_ === undefined ? customaryNames(path) : [package_.name]) if (!names.has(name)) names.set(name, row);
    }
    this.importNames.set(file.index, names);
    return names;
  }

  private fromDotImports(file: LinkFile, name: string, purpose: Purpose): Entity | undefined {
    if (GO_BUILTINS.has(name)) return undefined;
    let beyond: Entity | undefined;
    for (const { row, kind } of this.packages.importsOf(file)) {
      if (kind !== Import.namespace) continue;
      const target = this.importTarget(file, row);
      if (target.kind === 'external' && /^\p{Lu}/u.test(name)) beyond ??= { ...target, path: `${target.path}.${name}` };
      const package_ = target.kind === 'namespace' ? this.packages.byId(target.name) : undefined;
      const found = package_ === undefined ? undefined : this.member(package_, name, purpose);
      if (found !== undefined) return found;
    }
    return beyond;
  }

  namespaceMember(_file: LinkFile, namespace: string, name: string, purpose: Purpose): Entity {
    const package_ = this.packages.byId(namespace);
    if (package_ === undefined) return none('memberNotFound');
    return this.member(package_, name, purpose) ?? none(this.leftOut(package_.folder) ?? 'memberNotFound');
  }

  /** Why files of a folder were not read, if any were not. */
  private leftOut(folder: string): UnresolvedReason | undefined {
    this.noteLeftOut(folder);
    return this.leftOutOf().get(folder);
  }

  private leftOutOf(): ReadonlyMap<string, UnresolvedReason> {
    if (this.skippedFolders === undefined) {
      const folders = new Map<string, UnresolvedReason>();
      for (const [path, reason] of this.program.skipped) if (path.endsWith('.go')) folders.set(folderOf(path), reason === 'generated' ? 'generatedTarget' : 'skippedFile');
      this.skippedFolders = folders;
    }
    return this.skippedFolders;
  }

  container(): Container | undefined {
    return undefined;
  }

  literal(node: string, text: string): Value {
    if (node === 'list' || node === 'lambda' || node === 'callables' || node === 'object') return outside(GO, node === 'list' || node === 'object' ? 'slice' : 'func');
    return outside(GO, node.includes('string') ? 'string' : node === 'type' ? text : node === 'true' || node === 'false' ? 'bool' : node === 'nil' ? 'nil' : node.includes('float') ? 'float64' : 'int');
  }
}
