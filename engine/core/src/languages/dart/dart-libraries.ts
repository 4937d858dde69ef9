import path from 'node:path';
import { IMPORT, IMPORT_BINDING, Import } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import { folderOf } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Purpose } from '../../link/semantics/index.js';
import { none } from '../../link/semantics/index.js';
import type { GenericLanguage } from '../generic/generic-language.js';
import { NameSpaces } from '../generic/name-spaces.js';
import { DART, DART_NAMES } from './dart-library.js';

const UNKNOWN_PACKAGE: ExternalPackage = { manager: 'pub', name: 'unknown' };

/** Where a specifier leads: a library of the repository, or a package outside of it. */
type Place = { readonly library: LinkFile } | { readonly package: ExternalPackage; readonly path: string } | undefined;

/** How Dart finds its names: a file is a library, with its parts; an import brings all that another one has or gives on. */
export class DartLibraries implements GenericLanguage {
  readonly id = 'dart';
  readonly platform = DART_NAMES;
  readonly unknownPackage = UNKNOWN_PACKAGE;
  readonly constructsByCall = true;
  readonly hasImplicitReceiver = true;
  readonly selfNames: ReadonlySet<string> = new Set(['this']);
  readonly baseNames: ReadonlySet<string> = new Set();
  private readonly spaces: NameSpaces;
  private readonly packages: ReadonlyMap<string, PackageManifest>;
  private readonly prefixed = new Map<number, ReadonlySet<number>>();

  constructor(
    private readonly program: LinkProgram,
    manifests: readonly PackageManifest[],
  ) {
    this.packages = new Map(manifests.flatMap((manifest) => (manifest.statedName === undefined ? [] : [[manifest.statedName, manifest] as const])));
    this.spaces = new NameSpaces(program, this.id, (file) => this.libraryOf(file).path);
    program.forgets(this.prefixed);
  }

  /** The library that a file is a part of. */
  private libraryOf(file: LinkFile): LinkFile {
    for (const row of this.rows(file, Import.alias)) {
      const place = this.place(file, row);
      if (place !== undefined && 'library' in place) return place.library;
    }
    return file;
  }

  private *rows(file: LinkFile, kind: number): Generator<number> {
    const { imports } = file.facts;
    for (let row = 0; row < imports.rows; row++) if (imports.get(row, IMPORT.kind) === kind) yield row;
  }

  private place(file: LinkFile, row: number): Place {
    const uri = file.facts.text(file.facts.imports.get(row, IMPORT.specifier));
    if (uri.startsWith('dart:')) return { package: DART, path: uri.slice('dart:'.length) };
    const [, name, rest = ''] = /^package:([^/]+)\/(.*)$/.exec(uri) ?? [];
    if (name === undefined) return this.listed(path.posix.join(folderOf(file.path), uri));
    const manifest = this.packages.get(name);
    return manifest === undefined ? { package: { manager: 'pub', name }, path: rest.replace(/\.dart$/, '') } : this.listed(path.posix.join(manifest.folder, 'lib', rest));
  }

  private listed(file: string): Place {
    const library = this.program.fileByPath.get(file);
    return library === undefined ? undefined : { library };
  }

  importTarget(file: LinkFile, row: number): Entity {
    const place = this.place(file, row);
    if (place === undefined) return none(/\.(?:g|freezed|mocks|gr|pb\w*)\.dart$/.test(file.facts.text(file.facts.imports.get(row, IMPORT.specifier))) ? 'generatedTarget' : 'moduleNotFound');
    return 'library' in place ? { kind: 'module', file: place.library.index } : { kind: 'external', package: place.package, path: place.path };
  }

  /** A prefix stands for all that its library gives. */
  imported(file: LinkFile, row: number): Entity {
    const place = this.place(file, row);
    if (place === undefined) return none('moduleNotFound');
    return 'library' in place ? { kind: 'namespace', name: place.library.path } : { kind: 'external', package: place.package, path: '' };
  }

  free(file: LinkFile, _scope: number, name: string, purpose: Purpose): Entity | undefined {
    const library = this.libraryOf(file);
    const own = this.spaces.find(library.path, name, purpose);
    if (own !== undefined) return own;
    for (const row of this.rows(library, Import.static)) {
      const place = this.isPrefixed(library, row) ? undefined : this.place(library, row);
      const found = place !== undefined && 'library' in place ? this.given(place.library, name, purpose) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private isPrefixed(file: LinkFile, row: number): boolean {
    let known = this.prefixed.get(file.index);
    if (known === undefined) {
      const { importBindings } = file.facts;
      known = new Set(Array.from({ length: importBindings.rows }, (_, binding) => importBindings.get(binding, IMPORT_BINDING.import)));
      this.prefixed.set(file.index, known);
    }
    return known.has(row);
  }

  /** What a library declares or gives on under a name. */
  private given(library: LinkFile, name: string, purpose: Purpose): Entity | undefined {
    const seen = new Set([library]);
    for (const each of seen) {
      const found = this.spaces.find(each.path, name, purpose);
      if (found !== undefined) return found;
      for (const row of this.rows(each, Import.reexport)) {
        const place = this.place(each, row);
        if (place !== undefined && 'library' in place) seen.add(place.library);
      }
    }
    return undefined;
  }

  member(_file: LinkFile, space: string, name: string, purpose: Purpose): Entity | undefined {
    const library = this.program.fileByPath.get(space);
    return library === undefined ? undefined : this.given(library, name, purpose);
  }

  outsideOf(file: LinkFile): readonly ExternalPackage[] {
    const library = this.libraryOf(file);
    const owners = new Map<string, ExternalPackage>();
    for (const row of this.rows(library, Import.static)) {
      const place = this.isPrefixed(library, row) ? undefined : this.place(library, row);
      if (place !== undefined && 'package' in place) owners.set(place.package.name, place.package);
    }
    return [...owners.values()];
  }
}
