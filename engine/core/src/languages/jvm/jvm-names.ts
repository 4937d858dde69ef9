import { IMPORT, Import, ImportFlag, Kind, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile } from '../../link/program.js';
import type { Entity, Purpose } from '../../link/semantics/index.js';
import { none } from '../../link/semantics/index.js';
import { customaryPackages } from './customary-types.js';
import type { JvmIndex } from './jvm-index.js';
import { UNKNOWN_LIBRARY } from './package-owner.js';
import type { PackageOwners } from './package-owner.js';

const NAMESPACE_DEPTH = 16;

/** What a file imports as a whole: packages, and types whose static members it sees. */
export interface Wildcards {
  readonly packages: readonly string[];
  readonly statics: readonly string[];
}

/** Looks full names up: `com.acme.Order.Item`, `com.acme.OrdersKt`, `java.util`. */
export class JvmNames {
  private readonly wildcards = new Map<number, Wildcards>();
  private readonly singles = new Map<number, ReadonlySet<string>>();
  private readonly packageNames = new Map<number, string>();

  constructor(
    readonly index: JvmIndex,
    readonly owners: PackageOwners,
    /** A member of a type, its bases included. */
    private readonly memberOf: (file: LinkFile, type: number, name: string, purpose: Purpose) => Entity,
  ) {
    index.program.forgets(this.wildcards, this.singles, this.packageNames);
  }

  /** Forgets what depends on more than one file. */
  forgetAnswers(): void {
    this.wildcards.clear();
  }

  /** The package that a file is in, '' where it names none. */
  packageOf(file: LinkFile): string {
    const { symbols } = file.facts;
    const known = this.packageNames.get(file.index);
    if (known !== undefined) return known;
    const parts: string[] = [];
    for (let row = 0; row < Math.min(symbols.rows, NAMESPACE_DEPTH) && symbols.get(row, SYMBOL.kind) === Kind.namespace; row++) parts.push(file.facts.text(symbols.get(row, SYMBOL.name)));
    const name = parts.join('.');
    this.packageNames.set(file.index, name);
    return name;
  }

  wildcardsOf(file: LinkFile): Wildcards {
    const { imports } = file.facts;
    const known = this.wildcards.get(file.index);
    if (known !== undefined) return known;
    const packages: string[] = [];
    const statics: string[] = [];
    for (let row = 0; row < imports.rows; row++) {
      if (imports.get(row, IMPORT.kind) !== Import.namespace) continue;
      const name = this.specifier(file, row);
      const isType = (imports.get(row, IMPORT.flags) & ImportFlag.static) !== 0 || this.index.typesNamed(name, file).length > 0;
      (isType ? statics : packages).push(name);
    }
    const found = { packages, statics };
    this.wildcards.set(file.index, found);
    return found;
  }

  /** Full names of what a file imports one by one. */
  imports(file: LinkFile): ReadonlySet<string> {
    const { imports } = file.facts;
    const known = this.singles.get(file.index);
    if (known !== undefined) return known;
    const names = new Set<string>();
    for (let row = 0; row < imports.rows; row++) if (imports.get(row, IMPORT.kind) !== Import.namespace) names.add(this.specifier(file, row));
    this.singles.set(file.index, names);
    return names;
  }

  specifier(file: LinkFile, row: number): string {
    return file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).replaceAll(/[\s`]+/g, '');
  }

  /** What a full name stands for; what the repository does not declare is external or not found. */
  qualified(file: LinkFile, name: string, purpose: Purpose): Entity {
    return this.declared(file, name, purpose) ?? this.beyond(file, name);
  }

  /** What the repository declares under a full name. */
  declared(file: LinkFile, name: string, purpose: Purpose): Entity | undefined {
    const { index } = this;
    if (purpose !== 'type') {
      const members = index.topLevelNamed(name, file);
      if (members.length > 0) return { kind: 'symbols', symbols: members };
    }
    const types = index.typesNamed(name, file);
    if (types.length > 0) return { kind: 'symbols', symbols: types };
    if (index.hasPackage(name)) {
      const symbol = index.packageSymbol(name, file);
      return { kind: 'namespace', name, ...(symbol === undefined ? {} : { symbol }) };
    }
    const facade = index.facadeFile(name);
    if (facade !== undefined) return { kind: 'module', file: facade.index };
    const dot = name.lastIndexOf('.');
    if (dot < 0) return undefined;
    const owner = this.declared(file, name.slice(0, dot), 'type');
    const member = name.slice(dot + 1);
    if (owner?.kind === 'module') {
      const members = index.facadeMembers(name.slice(0, dot), member);
      return members.length > 0 ? { kind: 'symbols', symbols: members } : undefined;
    }
    const [type] = owner?.kind === 'symbols' ? owner.symbols : [];
    if (type === undefined) return undefined;
    const found = this.memberOf(file, type, member, purpose);
    return found.kind === 'none' ? undefined : found;
  }

  /** A full name of another repository's or the platform's: its artifact; a package of this repository has no such name. */
  private beyond(file: LinkFile, name: string): Entity {
    const owner = this.owners.of(name, file.manifest);
    const leftOut = this.index.leftOut(name);
    if (leftOut !== undefined) return none(leftOut);
    if (owner !== UNKNOWN_LIBRARY) return { kind: 'external', package: owner, path: name };
    const dot = name.lastIndexOf('.');
    return dot > 0 && this.index.declaresTypesIn(name.slice(0, dot)) ? none('nameNotFound') : { kind: 'external', package: owner, path: name };
  }

  /** The one library that a name without a package can come from, by the file's wildcard imports; undefined where there is none. */
  fromWildcards(file: LinkFile, name: string): Entity | undefined {
    const outside = this.wildcardsOf(file).packages.filter((package_) => !this.index.hasPackage(package_));
    const customary = customaryPackages(outside, name);
    return this.only(file, customary.length > 0 ? customary : outside, name);
  }

  fromStaticWildcards(file: LinkFile, name: string): Entity | undefined {
    const outside = this.wildcardsOf(file).statics.filter((type) => this.declared(file, type, 'type') === undefined);
    return this.only(file, outside, name);
  }

  private only(file: LinkFile, containers: readonly string[], name: string): Entity | undefined {
    const owners = new Map<string, ExternalPackage>();
    for (const container of containers) {
      const owner = this.owners.of(container, file.manifest);
      owners.set(owner.name, owner);
    }
    const [only, ...more] = [...owners.values()].filter((owner) => owner.manager !== 'platform' || owners.size === 1);
    const [first] = containers;
    if (only === undefined || first === undefined) return undefined;
    return more.length === 0 ? { kind: 'external', package: only, path: containers.length === 1 ? `${first}.${name}` : name } : { kind: 'external', package: UNKNOWN_LIBRARY, path: name };
  }

  /** Members of a name in the packages and types that a file imports as a whole, as far as the repository declares them. */
  imported(file: LinkFile, name: string, purpose: Purpose): Entity | undefined {
    const { packages, statics } = this.wildcardsOf(file);
    for (const package_ of packages) {
      const found = this.inPackage(file, package_, name, purpose);
      if (found !== undefined) return found;
    }
    for (const type of statics) {
      const owner = this.declared(file, type, 'type');
      const [symbol] = owner?.kind === 'symbols' ? owner.symbols : [];
      const found = symbol === undefined ? undefined : this.memberOf(file, symbol, name, purpose);
      if (found?.kind === 'symbols') return found;
    }
    return undefined;
  }

  /** A type, function or property that stands directly in a package. */
  inPackage(file: LinkFile, package_: string, name: string, purpose: Purpose): Entity | undefined {
    const full = package_ === '' ? name : `${package_}.${name}`;
    const members = purpose === 'type' ? [] : this.index.topLevelNamed(full, file);
    const symbols = members.length > 0 ? members : this.index.typesNamed(full, file);
    return symbols.length > 0 ? { kind: 'symbols', symbols } : undefined;
  }
}
