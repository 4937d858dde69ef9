import { IMPORT, IMPORT_BINDING, Import, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Purpose } from '../../link/semantics/index.js';
import { NameIndex, isTypeKind, none } from '../../link/semantics/index.js';
import type { GenericLanguage } from '../generic/generic-language.js';
import { joined } from '../generic/name-spaces.js';
import { ELIXIR, ELIXIR_NAMES, PLATFORM_MODULES } from './elixir-library.js';

const UNKNOWN_PACKAGE: ExternalPackage = { manager: 'hex', name: 'unknown' };

/** How Elixir finds its names: modules have full names that all files see, an alias shortens one, an import opens one. */
export class ElixirModules implements GenericLanguage {
  readonly id = 'elixir';
  readonly platform = ELIXIR_NAMES;
  readonly unknownPackage = UNKNOWN_PACKAGE;
  readonly constructsByCall = false;
  readonly hasImplicitReceiver = true;
  readonly selfNames: ReadonlySet<string> = new Set(['__MODULE__']);
  readonly baseNames: ReadonlySet<string> = new Set();
  private readonly modules = new NameIndex();
  private aliases: { readonly file: number; readonly rows: ReadonlyMap<string, readonly number[]> } | undefined;

  constructor(private readonly program: LinkProgram) {
    for (const file of program.files) if (file.languageId === this.id) this.readFile(file);
  }

  private readFile(file: LinkFile): void {
    const { symbols } = file.facts;
    const names = new Map<number, string>();
    for (let row = 0; row < symbols.rows; row++) {
      if (!isTypeKind(symbols.get(row, SYMBOL.kind))) continue;
      const full = joined(names.get(symbols.get(row, SYMBOL.parent)) ?? '', file.facts.text(symbols.get(row, SYMBOL.name)));
      names.set(row, full);
      this.modules.add(full, this.program.canonical(file.firstSymbol + row));
    }
  }

  /** A module by its full name; of several, such as those of tests, the first. */
  private module(full: string): Entity | undefined {
    const symbols = this.modules.get(full);
    return symbols.length === 0 ? undefined : { kind: 'symbols', symbols: symbols.slice(0, 1) };
  }

  private specifier(file: LinkFile, row: number): string {
    return file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).replaceAll(/\s+/g, '').replace('.{', '.').replace(/^Elixir\./, '');
  }

  importTarget(file: LinkFile, row: number): Entity {
    return this.named(file, file.facts.imports.get(row, IMPORT.scope), this.specifier(file, row), row);
  }

  imported(file: LinkFile, row: number): Entity {
    return this.importTarget(file, row);
  }

  /** A module as it is written: in full, in a module around, or by an alias of its first part. @param besides the alias whose own name this is */
  private named(file: LinkFile, scope: number, written: string, besides = -1): Entity {
    const full = this.fullName(file, scope, written, besides);
    return this.module(full) ?? this.inside(file, scope, written) ?? this.outside(file, full);
  }

  private fullName(file: LinkFile, scope: number, written: string, besides: number): string {
    const [head = '', ...rest] = written.split('.');
    const row = this.aliasesOf(file).get(head)?.find((alias) => alias !== besides);
    if (row !== undefined) return [this.specifier(file, row), ...rest].join('.');
    return written === '__MODULE__' || head === '__MODULE__' ? [this.around(file, scope), ...rest].join('.') : written;
  }

  /** Rows of a file's aliases by the name that they give, in order. Those of the last file are kept: files are linked one after the other. */
  private aliasesOf(file: LinkFile): ReadonlyMap<string, readonly number[]> {
    if (this.aliases?.file === file.index) return this.aliases.rows;
    const { imports, importBindings } = file.facts;
    const rows = new Map<string, number[]>();
    for (let binding = 0; binding < importBindings.rows; binding++) {
      const row = importBindings.get(binding, IMPORT_BINDING.import);
      if (imports.get(row, IMPORT.kind) !== Import.alias) continue;
      const name = file.facts.text(importBindings.get(binding, IMPORT_BINDING.local)).split('.').pop() ?? '';
      rows.set(name, [...(rows.get(name) ?? []), row]);
    }
    this.aliases = { file: file.index, rows };
    return rows;
  }

  private around(file: LinkFile, scope: number): string {
    const { scopes, symbols } = file.facts;
    const names: string[] = [];
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = symbols.get(row, SYMBOL.parent)) if (isTypeKind(symbols.get(row, SYMBOL.kind))) names.unshift(file.facts.text(symbols.get(row, SYMBOL.name)));
    return names.join('.');
  }

  /** A module that is declared in one around. */
  private inside(file: LinkFile, scope: number, written: string): Entity | undefined {
    for (let around = this.around(file, scope); around !== ''; around = around.slice(0, Math.max(0, around.lastIndexOf('.')))) {
      const found = this.module(`${around}.${written}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private outside(file: LinkFile, full: string): Entity {
    const [head = ''] = full.split('.');
    if (PLATFORM_MODULES.has(head)) return { kind: 'external', package: ELIXIR, path: full };
    const wanted = head.toLowerCase();
    const known = [...(file.manifest?.dependencies.keys() ?? [])].filter((name) => wanted.startsWith(name.replaceAll('_', '')) || name.replaceAll('_', '').startsWith(wanted)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    if (known[0] !== undefined) return { kind: 'external', package: { manager: 'hex', name: known[0] }, path: full };
    // A module whose first part the repository has is one of its own that is not there.
    return this.modules.has(head) ? none('nameNotFound') : { kind: 'external', package: UNKNOWN_PACKAGE, path: full };
  }

  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    if (/^[A-Z]/.test(name)) return this.named(file, scope, name);
    if (purpose === 'type') return undefined;
    return this.opened(file, name);
  }

  /** A function of a module that the file imports. */
  private opened(file: LinkFile, name: string): Entity | undefined {
    const { imports } = file.facts;
    for (let row = 0; row < imports.rows; row++) {
      const target = imports.get(row, IMPORT.kind) === Import.namespace ? this.importTarget(file, row) : undefined;
      const [module] = target?.kind === 'symbols' ? target.symbols : [];
      const found = module === undefined ? [] : (this.program.membersOf(module).get(name) ?? []);
      if (found.length > 0) return { kind: 'symbols', symbols: [...new Set(found.map((symbol) => this.program.canonical(symbol)))] };
    }
    return undefined;
  }

  member(): undefined {
    return undefined;
  }

  /** `use` and `import` of a library's module bring names that cannot be seen. */
  outsideOf(file: LinkFile): readonly ExternalPackage[] {
    const { imports } = file.facts;
    const owners = new Map<string, ExternalPackage>();
    for (let row = 0; row < imports.rows; row++) {
      const kind = imports.get(row, IMPORT.kind);
      const target = kind === Import.alias ? undefined : this.importTarget(file, row);
      if (target?.kind === 'external') owners.set(target.package.name, target.package);
    }
    return [...owners.values()];
  }
}
