import { IMPORT, Kind, LOCAL, Local, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import { noteCut } from '../../link/guarded-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Evaluator, Purpose, Value } from '../../link/semantics/index.js';
import { none } from '../../link/semantics/index.js';
import type { GenericLanguage } from '../generic/generic-language.js';
import { NameSpaces, joined } from '../generic/name-spaces.js';
import type { PackageOwners } from '../jvm/package-owner.js';
import { UNKNOWN_LIBRARY } from '../jvm/package-owner.js';
import { SCALA, SCALA_NAMES } from './scala-library.js';

/** How Scala finds its names: packages and objects hold them, imports name them by path, and a wildcard opens all of one. */
export class ScalaModules implements GenericLanguage {
  readonly id = 'scala';
  readonly platform = SCALA_NAMES;
  readonly unknownPackage = UNKNOWN_LIBRARY;
  readonly constructsByCall = true;
  readonly hasImplicitReceiver = true;
  readonly selfNames: ReadonlySet<string> = new Set(['this']);
  readonly baseNames: ReadonlySet<string> = new Set(['super']);
  private readonly spaces: NameSpaces;
  private readonly packages = new Map<number, readonly string[]>();
  private readonly selfTypes = new Map<number, readonly number[]>();
  private readonly openedBy = new Map<number, readonly string[]>();
  private readonly outsideBy = new Map<number, readonly ExternalPackage[]>();
  /** Look-ups that are under way: imports may name each other. */
  private readonly open = new Set<string>();

  constructor(
    private readonly program: LinkProgram,
    private readonly owners: PackageOwners,
  ) {
    this.spaces = new NameSpaces(program, this.id, () => '');
    program.forgets(this.packages, this.openedBy, this.outsideBy);
  }

  /** The packages around a place, the innermost first; a clause `package a.b` opens a.b alone. */
  private packagesAt(file: LinkFile, scope: number): readonly string[] {
    const { scopes, symbols } = file.facts;
    const found: string[] = [];
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = symbols.get(row, SYMBOL.parent)) {
      const name = symbols.get(row, SYMBOL.kind) === Kind.namespace ? this.spaces.fullName(file.firstSymbol + row) : undefined;
      if (name !== undefined) found.push(name);
    }
    return [...found, ''];
  }

  /** Types and objects around a place, whose names are seen in it, by full name. */
  private packagesOf(file: LinkFile): readonly string[] {
    let known = this.packages.get(file.index);
    if (known === undefined) {
      const last = file.facts.imports.rows > 0 ? file.facts.imports.get(0, IMPORT.scope) : 0;
      known = this.packagesAt(file, last);
      this.packages.set(file.index, known);
    }
    return known;
  }

  /** What an import names before its last part, and that part: `*` for a wildcard. */
  private parts(file: LinkFile, row: number): { readonly head: string; readonly last: string } {
    const text = file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).replaceAll(/\s+/g, '').replace(/^_root_\./, '').split(',', 1)[0] ?? '';
    const brace = text.indexOf('{');
    if (brace >= 0) return { head: text.slice(0, brace).replace(/\.$/, ''), last: '{' };
    const dot = text.lastIndexOf('.');
    const last = text.slice(dot + 1).replace(/as\w+$/, (suffix) => (/\bas\b/.test(file.facts.text(file.facts.imports.get(row, IMPORT.specifier))) ? '' : suffix));
    return { head: dot < 0 ? '' : text.slice(0, dot), last: last === '_' ? '*' : last };
  }

  importTarget(file: LinkFile, row: number): Entity {
    const { head, last } = this.parts(file, row);
    return last === '*' || last === '{' ? this.space(file, head) : this.named(file, head, last, 'value');
  }

  imported(file: LinkFile, row: number, name: string, purpose: Purpose): Entity {
    const { head, last } = this.parts(file, row);
    return this.named(file, head, name === '=' ? last : name, purpose);
  }

  /** A package, or a type whose names are opened. */
  private space(file: LinkFile, path: string): Entity {
    for (const around of this.packagesOf(file)) {
      const full = joined(around, path);
      if (!this.spaces.has(full)) continue;
      const dot = full.lastIndexOf('.');
      const symbol = this.spaces.namespaceSymbol(full, file);
      if (symbol >= 0) return { kind: 'namespace', name: full, symbol };
      const type = this.spaces.find(full.slice(0, Math.max(0, dot)), full.slice(dot + 1), 'type');
      if (type !== undefined) return type;
    }
    return this.beyond(file, path) ?? this.outside(file, path);
  }

  private named(file: LinkFile, head: string, name: string, purpose: Purpose): Entity {
    for (const around of this.packagesOf(file)) {
      const space = joined(around, head);
      const found = this.spaces.find(space, name, purpose) ?? (purpose === 'value' ? this.spaces.find(space, name, 'type') : undefined);
      if (found !== undefined) return found;
      const inner = joined(space, name);
      if (this.spaces.namespaceSymbol(inner, file) >= 0) return { kind: 'namespace', name: inner, symbol: this.spaces.namespaceSymbol(inner, file) };
    }
    if (head !== '' && this.packagesOf(file).some((around) => this.spaces.has(joined(around, head)))) return none('nameNotFound');
    return this.beyond(file, head, name, purpose) ?? this.outside(file, joined(head, name));
  }

  /** A path whose first part another import brings. */
  private beyond(file: LinkFile, head: string, name?: string, purpose: Purpose = 'type'): Entity | undefined {
    const [first = '', ...rest] = head.split('.');
    const key = `${file.index} ${head} ${name ?? ''} ${purpose}`;
    if (first === '') return undefined;
    if (this.open.has(key)) {
      noteCut();
      return undefined;
    }
    this.open.add(key);
    try {
      for (const space of this.opened(file)) {
        const full = [space, first, ...rest].join('.');
        if (!this.spaces.has(full)) continue;
        const dot = full.lastIndexOf('.');
        return name === undefined ? this.spaces.find(full.slice(0, dot), full.slice(dot + 1), 'type') : this.spaces.find(full, name, purpose);
      }
      return undefined;
    } finally {
      this.open.delete(key);
    }
  }

  private outside(file: LinkFile, path: string): Entity {
    return { kind: 'external', package: this.ownerOf(file, path), path };
  }

  private ownerOf(file: LinkFile, path: string): ExternalPackage {
    return /^scala(?:\.|$)/.test(path) ? SCALA : this.owners.of(path, file.manifest);
  }

  /** Full names of the repository's packages and objects that a file opens by a wildcard. */
  private opened(file: LinkFile): readonly string[] {
    let known = this.openedBy.get(file.index);
    if (known === undefined) {
      known = this.wildcards(file).flatMap((path) => this.packagesOf(file).map((around) => joined(around, path)).filter((full) => this.spaces.has(full)).slice(0, 1));
      this.openedBy.set(file.index, known);
    }
    return known;
  }

  private wildcards(file: LinkFile): readonly string[] {
    const { imports } = file.facts;
    const heads: string[] = [];
    for (let row = 0; row < imports.rows; row++) {
      const { head, last } = this.parts(file, row);
      if (last === '*' || (last === '{' && /[{,]\s*[*_]\s*[,}]/.test(file.facts.text(imports.get(row, IMPORT.specifier))))) heads.push(head);
    }
    return heads;
  }

  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    const packages = this.packagesAt(file, scope);
    for (const space of [...packages, ...packages.map((each) => joined(each, 'package')), ...this.opened(file)]) {
      const found = this.spaces.find(space, name, purpose);
      if (found !== undefined) return found;
    }
    // A package is a name where a path begins.
    const inner = packages.map((space) => joined(space, name)).find((full) => this.spaces.namespaceSymbol(full, file) >= 0);
    if (inner !== undefined && purpose !== 'call') return { kind: 'namespace', name: inner, symbol: this.spaces.namespaceSymbol(inner, file) };
    return /^(?:java|javax|scala)$/.test(name) ? this.outside(file, name) : undefined;
  }

  member(file: LinkFile, space: string, name: string, purpose: Purpose): Entity | undefined {
    const inner = joined(space, name);
    const symbol = this.spaces.namespaceSymbol(inner, file);
    return this.spaces.find(space, name, purpose) ?? (symbol < 0 ? undefined : { kind: 'namespace', name: inner, symbol });
  }

  outsideOf(file: LinkFile): readonly ExternalPackage[] {
    let known = this.outsideBy.get(file.index);
    if (known === undefined) {
      known = this.outsideWildcards(file);
      this.outsideBy.set(file.index, known);
    }
    return known;
  }

  /** `self: Store with Logging =>`: the types of a variable that stands in the body of the type itself. */
  selfTypesOf(type: number, evaluator: Evaluator): readonly number[] {
    const known = this.selfTypes.get(type);
    if (known !== undefined) return known;
    this.selfTypes.set(type, []); // what names in the types themselves find
    const found = this.readSelfTypes(type, evaluator);
    this.selfTypes.set(type, found);
    return found;
  }

  private readSelfTypes(type: number, evaluator: Evaluator): readonly number[] {
    const file = this.program.fileOfSymbol(type);
    const scope = this.program.cell(type, SYMBOL.ownScope);
    if (file.languageId !== this.id || scope < 0) return [];
    const { locals } = file.facts;
    return evaluator.scopes.localsIn(file, scope).filter((local) => locals.get(local, LOCAL.kind) === Local.variable && locals.get(local, LOCAL.type) >= 0).flatMap((local) => typesIn(evaluator.ofType(file, locals.get(local, LOCAL.type))));
  }

  private outsideWildcards(file: LinkFile): readonly ExternalPackage[] {
    const outside = this.wildcards(file).filter((path) => !this.packagesOf(file).some((around) => this.spaces.has(joined(around, path))));
    const owners = new Map(outside.map((path) => [`${this.ownerOf(file, path).manager} ${this.ownerOf(file, path).name}`, this.ownerOf(file, path)]));
    return [...owners.values()];
  }
}

function typesIn(value: Value): readonly number[] {
  return value.kind === 'instance' ? [value.symbol] : value.kind === 'union' ? value.parts.flatMap(typesIn) : [];
}
