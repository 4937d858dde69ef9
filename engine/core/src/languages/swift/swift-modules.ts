import { IMPORT } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import { NearestAbove, folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Purpose } from '../../link/semantics/index.js';
import type { GenericLanguage } from '../generic/generic-language.js';
import { NameSpaces } from '../generic/name-spaces.js';
import type { SwiftPackages } from './package-swift.js';
import { PLATFORM_MODULES, SWIFT, SWIFT_NAMES } from './swift-library.js';

const UNKNOWN_PACKAGE: ExternalPackage = { manager: 'swift', name: 'unknown' };

/** How Swift finds its names: a file sees those of its module, and of the modules that it imports. */
export class SwiftModules implements GenericLanguage {
  readonly id = 'swift';
  readonly platform = SWIFT_NAMES;
  readonly unknownPackage = UNKNOWN_PACKAGE;
  readonly constructsByCall = true;
  readonly hasImplicitReceiver = true;
  readonly constructorNames: ReadonlySet<string> = new Set(['init']);
  readonly selfNames: ReadonlySet<string> = new Set(['self', 'Self']);
  readonly baseNames: ReadonlySet<string> = new Set();
  private readonly spaces: NameSpaces;
  private readonly nearest = new NearestAbove<string>();
  private readonly folders = new Map<string, string>();
  private readonly outside = new Map<number, readonly ExternalPackage[]>();

  constructor(
    program: LinkProgram,
    private readonly packages: SwiftPackages,
  ) {
    for (const { name, folder } of packages.targets) {
      this.nearest.set(folder, name);
      if (!this.folders.has(name)) this.folders.set(name, folder);
    }
    this.spaces = new NameSpaces(program, this.id, (file) => this.moduleOf(file));
    program.forgets(this.outside);
  }

  /** The target that a file is of; an application without a package is one module. */
  private moduleOf(file: LinkFile): string {
    return this.nearest.of(folderOf(file.path)) ?? '';
  }

  private moduleNamed(file: LinkFile, row: number): string {
    return (file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).split('.', 1)[0] ?? '').trim();
  }

  importTarget(file: LinkFile, row: number): Entity {
    const [module = '', name] = file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).split('.').map((part) => part.trim());
    const folder = this.folders.get(module);
    if (folder === undefined) return { kind: 'external', package: this.ownerOf(module), path: name === undefined ? module : `${module}.${name}` };
    return (name === undefined ? undefined : this.spaces.find(module, name, 'value')) ?? { kind: 'namespace', name: module, path: folder };
  }

  imported(file: LinkFile, row: number): Entity {
    return this.importTarget(file, row);
  }

  private ownerOf(module: string): ExternalPackage {
    const stated = this.packages.products.get(module) ?? this.packages.manifests.flatMap(({ dependencies }) => [...dependencies.keys()]).find((name) => name.replaceAll('-', '').toLowerCase() === module.toLowerCase());
    return stated !== undefined ? { manager: 'swift', name: stated } : PLATFORM_MODULES.has(module) ? SWIFT : UNKNOWN_PACKAGE;
  }

  free(file: LinkFile, _scope: number, name: string, purpose: Purpose): Entity | undefined {
    for (const module of [this.moduleOf(file), ...this.imports(file)]) {
      const found = this.spaces.find(module, name, purpose);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private imports(file: LinkFile): readonly string[] {
    return Array.from({ length: file.facts.imports.rows }, (_, row) => this.moduleNamed(file, row));
  }

  member(_file: LinkFile, space: string, name: string, purpose: Purpose): Entity | undefined {
    return this.spaces.find(space, name, purpose);
  }

  outsideOf(file: LinkFile): readonly ExternalPackage[] {
    let known = this.outside.get(file.index);
    if (known === undefined) {
      const owners = new Map(this.imports(file).filter((module) => !this.folders.has(module)).map((module) => [this.ownerOf(module).name, this.ownerOf(module)]));
      known = [...owners.values()];
      this.outside.set(file.index, known);
    }
    return known;
  }
}
