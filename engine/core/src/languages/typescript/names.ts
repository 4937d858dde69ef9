import { BINDING, Binding, EXPORT, EXPRESSION, Export, Expression, IMPORT, IMPORT_BINDING, Import, Kind, LOCAL, Local, SCOPE, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { folderOf } from '../../link/packages.js';
import { Parts } from '../../link/parts.js';
import { compilerName, isComponent, isDocument, storeOf } from './components.js';
import type { Entity, Meaning } from './entity.js';
import { none } from './entity.js';
import { ExportAnswers } from './export-answers.js';
import { globalOwner } from './global-names.js';
import type { ModuleAnswer, ModuleResolver } from './module-resolver.js';

const TYPE_MEANING = new Set<number>([Kind.class, Kind.interface, Kind.enum, Kind.typeAlias, Kind.namespace]);
const VALUE_MEANING = new Set<number>([Kind.class, Kind.enum, Kind.namespace, Kind.function, Kind.variable, Kind.constant, Kind.method, Kind.property, Kind.accessor, Kind.field]);
/** Brackets around brackets; facts that were made up may go round. */
const MOST_BRACKETS = 64;
const RE_EXPORT_DEPTH = 64;

interface ExportTable {
  readonly symbols: ReadonlyMap<string, readonly number[]>;
  readonly rows: ReadonlyMap<string, number>;
  readonly stars: readonly number[];
  readonly assigned: number;
}

/** Resolves names: scopes, imports, re-export chains, globals. Answers depend on facts and module resolution alone. */
export class Names {
  private readonly scopeBindings = new Map<number, ReadonlyMap<number, readonly number[]>>();
  private readonly exportTables = new Map<number, ExportTable>();
  private readonly exportAnswers: ExportAnswers;
  private readonly moduleAnswers = new Map<number, ModuleAnswer[]>();
  private readonly globals: ReadonlyMap<string, number>;
  private readonly parts = new Parts();
  /** What a name is that no scope around it binds, where that is no global: in a template. */
  beyondScopes: (file: LinkFile, scope: number, name: string) => Entity | undefined = () => undefined;

  constructor(
    private readonly program: LinkProgram,
    private readonly modules: ModuleResolver,
  ) {
    this.globals = this.readGlobals();
    this.exportAnswers = new ExportAnswers(program);
    program.forgets(this.scopeBindings, this.exportTables, this.moduleAnswers);
  }

  /** Forgets what was concluded on the way; tables of single files stay. */
  forgetAnswers(): void {
    this.exportAnswers.begin();
  }

  module(file: LinkFile, importRow: number): ModuleAnswer {
    const { facts } = file; // asked for each time: whoever asks reads the file
    let answers = this.moduleAnswers.get(file.index);
    if (answers === undefined) this.moduleAnswers.set(file.index, (answers = []));
    const specifier = facts.imports.get(importRow, IMPORT.specifier);
    return (answers[importRow] ??= specifier < 0 ? { kind: 'unresolved', reason: 'dynamic' } : this.modules.resolve(folderOf(file.path), facts.text(specifier)));
  }

  /** A module as an entity: the file, the asset, or the package. */
  moduleEntity(answer: ModuleAnswer): Entity {
    if (answer.kind === 'external') return { kind: 'external', package: answer.package, path: answer.subpath };
    if (answer.kind === 'unresolved') return none(answer.reason);
    const target = this.program.fileByPath.get(answer.path);
    if (target !== undefined) return { kind: 'module', file: target.index, isInferred: answer.isInferred };
    const reason = this.program.skipped.get(answer.path);
    if (reason === 'generated') return none('generatedTarget');
    if (reason !== undefined && reason !== 'unsupportedLanguage' && reason !== 'excluded') return none('skippedFile');
    return { kind: 'asset', path: answer.path };
  }

  /** The entity a name has in a scope of a file, or around it, or globally. */
  resolve(file: LinkFile, scope: number, name: number, meaning: Meaning, text?: string): Entity {
    const found = this.bound(file, scope, name, meaning);
    if (found !== undefined) return found;
    const written = text ?? file.facts.text(name);
    const beyond = meaning === 'value' ? this.beyondScopes(file, scope, written) : undefined;
    if (beyond !== undefined) return beyond;
    const store = storeOf(file.path, written);
    return compilerName(file.path, written) ?? (store === undefined ? undefined : this.bound(file, scope, file.facts.indexOf(store), meaning)) ?? this.global(written);
  }

  /** What the scopes of a file bind a name to. */
  private bound(file: LinkFile, scope: number, name: number, meaning: Meaning): Entity | undefined {
    const bindings = this.bindingsOf(file);
    const { scopes } = file.facts;
    for (let at = name < 0 ? -1 : scope; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      const rows = bindings.get(at * 0x10_0000 + name);
      const row = rows === undefined ? undefined : this.choose(file, rows, meaning);
      if (row !== undefined) return this.bindingEntity(file, row, meaning);
    }
    return undefined;
  }

  /** Like `resolve`, for a name that is part of a longer one. */
  resolveText(file: LinkFile, scope: number, name: string, meaning: Meaning): Entity {
    return this.resolve(file, scope, file.facts.indexOf(name), meaning, name);
  }

  private global(name: string): Entity {
    const symbol = this.globals.get(name);
    if (symbol !== undefined) return { kind: 'symbol', symbol };
    const owner = globalOwner(name);
    return owner === undefined ? none('nameNotFound') : { kind: 'external', package: owner, path: name };
  }

  private readGlobals(): ReadonlyMap<string, number> {
    const globals = new Map<string, number>();
    for (const file of this.program.files) {
      if (file.languageId !== 'typescript') continue;
      for (const { name, row } of globalsOf(file)) if (!globals.has(name)) globals.set(name, this.program.canonical(file.firstSymbol + row));
    }
    return globals;
  }

  private bindingsOf(file: LinkFile): ReadonlyMap<number, readonly number[]> {
    const known = this.scopeBindings.get(file.index);
    if (known !== undefined) return known;
    const map = new Map<number, number[]>();
    const { bindings } = file.facts;
    for (let row = 0; row < bindings.rows; row++) {
      const key = bindings.get(row, BINDING.scope) * 0x10_0000 + bindings.get(row, BINDING.name);
      const rows = map.get(key);
      if (rows === undefined) map.set(key, [row]);
      else rows.push(row);
    }
    this.scopeBindings.set(file.index, map);
    return map;
  }

  private choose(file: LinkFile, rows: readonly number[], meaning: Meaning): number | undefined {
    const { bindings, symbols, locals } = file.facts;
    const allowed = meaning === 'type' ? TYPE_MEANING : VALUE_MEANING;
    return rows.find((row) => {
      const kind = bindings.get(row, BINDING.kind);
      const target = bindings.get(row, BINDING.target);
      if (kind === Binding.importBinding) return true;
      if (kind === Binding.local) return (locals.get(target, LOCAL.kind) === Local.typeParameter) === (meaning === 'type');
      return allowed.has(symbols.get(target, SYMBOL.kind));
    });
  }

  private bindingEntity(file: LinkFile, row: number, meaning: Meaning): Entity {
    const { bindings } = file.facts;
    const target = bindings.get(row, BINDING.target);
    const kind = bindings.get(row, BINDING.kind);
    if (kind === Binding.symbol) return { kind: 'symbol', symbol: this.program.canonical(file.firstSymbol + target) };
    if (kind === Binding.local) return { kind: 'local', file: file.index, local: target };
    return this.importEntity(file, target, meaning);
  }

  private importEntity(file: LinkFile, binding: number, meaning: Meaning): Entity {
    const { importBindings, imports } = file.facts;
    const row = importBindings.get(binding, IMPORT_BINDING.import);
    const imported = file.facts.text(importBindings.get(binding, IMPORT_BINDING.imported));
    const answer = this.module(file, row);
    const module = this.moduleEntity(answer);
    if (module.kind === 'external') return { ...module, path: memberPath(module.path, imported) };
    if (module.kind !== 'module' || imported === '*') return module;
    const isEquals = imports.get(row, IMPORT.kind) === Import.equals;
    const exported = this.exportOf(module.file, isEquals ? 'export=' : imported, meaning);
    if (exported.kind === 'none' && (isEquals || imported === 'default')) {
      // `import x from` a CommonJS module gives the module itself.
      return imported === 'default' && !this.hasAssignment(module.file) && !this.isCommonJs(module.file) ? exported : module;
    }
    return module.isInferred === true ? { ...exported, isInferred: true } : exported; // the spread keeps the entity's kind
  }

  private isCommonJs(file: number): boolean {
    return /\.[cm]?jsx?$/.test(this.program.files[file]?.path ?? '');
  }

  private hasAssignment(file: number): boolean {
    return this.exportTable(file).assigned >= 0;
  }

  /** What a file gives out under a name; follows re-exports, and ends in cycles of them. */
  exportOf(file: number, name: string, meaning: Meaning, depth = 0): Entity {
    if (depth > RE_EXPORT_DEPTH) return none('nameNotFound');
    return this.exportAnswers.of(`${file} ${meaning} ${name}`, () => this.findExport(file, name, meaning, depth));
  }

  private findExport(fileIndex: number, name: string, meaning: Meaning, depth: number): Entity {
    const file = this.program.files[fileIndex];
    if (file === undefined) return none('moduleNotFound');
    const table = this.exportTable(fileIndex);
    const symbols = table.symbols.get(name);
    if (symbols !== undefined) {
      const allowed = meaning === 'type' ? TYPE_MEANING : VALUE_MEANING;
      const symbol = symbols.find((id) => allowed.has(this.program.cell(id, SYMBOL.kind))) ?? symbols[0];
      if (symbol !== undefined) return { kind: 'symbol', symbol };
    }
    const row = table.rows.get(name);
    if (row !== undefined) return this.exportRowEntity(file, row, meaning, depth);
    // Entries of an object that is given out as a whole are those of the module.
    if (table.assigned >= 0 && (name === 'default' || name === 'export=')) return this.isPlainObject(file, bareExpression(file, table.assigned)) ? { kind: 'module', file: fileIndex } : this.expressionEntity(file, table.assigned, meaning);
    const entry = table.assigned < 0 ? undefined : this.assignedEntry(file, table.assigned, name, meaning, depth);
    if (entry !== undefined) return entry;
    if (name === 'default') return isComponent(file.path) || isDocument(file.path) ? { kind: 'module', file: fileIndex } : none('nameNotFound');
    let outside: Entity | undefined;
    // Where a re-exported module cannot be read, that is why the name is not found.
    let lost: Extract<Entity, { kind: 'none' }>['reason'] = 'nameNotFound';
    for (const star of table.stars) {
      const module = this.moduleEntity(this.module(file, star));
      if (module.kind === 'external') outside ??= { ...module, path: memberPath(module.path, name), isInferred: true };
      if (module.kind === 'none') lost = module.reason;
      if (module.kind !== 'module') continue;
      const found = this.exportOf(module.file, name, meaning, depth + 1);
      if (found.kind !== 'none') return found;
      if (found.reason !== 'nameNotFound') lost = found.reason;
    }
    return outside ?? none(lost);
  }

  private assignedEntry(file: LinkFile, assigned: number, name: string, meaning: Meaning, depth: number): Entity | undefined {
    const row = bareExpression(file, assigned);
    return this.isPlainObject(file, row) ? this.entryOf(file, row, name, meaning, depth) : undefined;
  }

  private exportRowEntity(file: LinkFile, row: number, meaning: Meaning, depth: number): Entity {
    const { exports } = file.facts;
    const kind = exports.get(row, EXPORT.kind);
    if (kind === Export.from || kind === Export.namespaceFrom) {
      const module = this.moduleEntity(this.module(file, exports.get(row, EXPORT.import)));
      if (kind === Export.namespaceFrom) return module;
      const local = file.facts.text(exports.get(row, EXPORT.local));
      if (module.kind === 'external') return { ...module, path: memberPath(module.path, local) };
      return module.kind === 'module' ? this.exportOf(module.file, local, meaning, depth + 1) : module;
    }
    const expression = exports.get(row, EXPORT.expression);
    if (expression >= 0) return this.expressionEntity(file, expression, meaning);
    const local = exports.get(row, EXPORT.local);
    return local < 0 ? none('nameNotFound') : this.resolve(file, exports.get(row, EXPORT.scope), local, meaning);
  }

  /** What an expression names or declares; what only evaluating tells stays an expression. */
  private expressionEntity(file: LinkFile, expression: number, meaning: Meaning): Entity {
    const { expressions, scopes, imports } = file.facts;
    const row = bareExpression(file, expression);
    const extra = expressions.get(row, EXPRESSION.extra);
    const symbol = (of: number): Entity | undefined => (of < 0 ? undefined : { kind: 'symbol', symbol: this.program.canonical(file.firstSymbol + of) });
    let found: Entity | undefined;
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), meaning);
      case Expression.lambda:
        found = symbol(scopes.get(extra, SCOPE.owner));
        break;
      case Expression.class:
      case Expression.object:
        found = symbol(extra);
        break;
      case Expression.import:
        if (imports.get(extra, IMPORT.kind) === Import.require) found = this.moduleEntity(this.module(file, extra));
    }
    return found ?? { kind: 'expression', file: file.index, expression: row };
  }

  /** What a file gives out as its whole export, unless that is an object whose entries are exports. */
  assignedEntity(fileIndex: number): Entity | undefined {
    const file = this.program.files[fileIndex];
    const { assigned } = this.exportTable(fileIndex);
    if (file === undefined || assigned < 0) return undefined;
    const entity = this.expressionEntity(file, assigned, 'value');
    return entity.kind === 'expression' && this.isPlainObject(file, entity.expression) ? undefined : entity;
  }

  private isPlainObject({ facts }: LinkFile, row: number): boolean {
    return facts.expressions.get(row, EXPRESSION.kind) === Expression.object && facts.expressions.get(row, EXPRESSION.extra) < 0;
  }

  /** An entry of an object literal; also of a module that is spread in it. */
  entryOf(file: LinkFile, object: number, name: string, meaning: Meaning, depth = 0): Entity | undefined {
    const { expressions } = file.facts;
    this.program.reads.note(file.index);
    let spread: Entity | undefined;
    for (const part of this.parts.of(file.facts, object)) {
      if (part.value < 0 || (part.name !== undefined && part.name !== name)) continue;
      // A name without a key is its own; of what else has none all entries are taken.
      const isName = expressions.get(part.value, EXPRESSION.kind) === Expression.name;
      if (part.name === undefined && isName && file.facts.text(expressions.get(part.value, EXPRESSION.name)) !== name) continue;
      const entity = this.expressionEntity(file, part.value, meaning);
      if (part.name !== undefined || isName) return entity;
      const found = entity.kind === 'module' ? this.exportOf(entity.file, name, meaning, depth + 1) : undefined;
      if (found !== undefined && found.kind !== 'none') spread = found;
    }
    return spread;
  }

  private exportTable(fileIndex: number): ExportTable {
    this.program.reads.note(fileIndex);
    const known = this.exportTables.get(fileIndex);
    if (known !== undefined) return known;
    const symbols = new Map<string, number[]>();
    const rows = new Map<string, number>();
    const stars: number[] = [];
    let assigned = -1;
    const file = this.program.files[fileIndex];
    if (file !== undefined) {
      const { facts } = file;
      for (let row = 0; row < facts.symbols.rows; row++) {
        const flags = facts.symbols.get(row, SYMBOL.flags);
        if ((flags & SymbolFlag.exported) === 0 || facts.symbols.get(row, SYMBOL.parent) >= 0) continue;
        const name = (flags & SymbolFlag.default) === 0 ? facts.text(facts.symbols.get(row, SYMBOL.name)) : 'default';
        const id = this.program.canonical(file.firstSymbol + row);
        const same = symbols.get(name);
        if (same === undefined) symbols.set(name, [id]);
        else if (!same.includes(id)) same.push(id);
      }
      for (let row = 0; row < facts.exports.rows; row++) {
        const kind = facts.exports.get(row, EXPORT.kind);
        if (kind === Export.allFrom) stars.push(facts.exports.get(row, EXPORT.import));
        else if (kind === Export.assign) assigned = facts.exports.get(row, EXPORT.expression);
        else {
          const name = kind === Export.default ? 'default' : facts.text(facts.exports.get(row, EXPORT.exported));
          if (!rows.has(name)) rows.set(name, row);
        }
      }
    }
    const table: ExportTable = { symbols, rows, stars, assigned };
    this.exportTables.set(fileIndex, table);
    return table;
  }

  /** What a module gives out beside what is its whole export: `module.exports = f; module.exports.g = …`. */
  besideAssigned(symbol: number, name: string): Entity | undefined {
    const file = this.program.fileOfSymbol(symbol).index;
    const assigned = this.assignedEntity(file);
    if (assigned?.kind !== 'symbol' || assigned.symbol !== symbol) return undefined;
    const found = this.exportOf(file, name, 'value');
    return found.kind === 'none' ? undefined : found;
  }
}

/** The expression in brackets, assignments and the like. */
export function bareExpression({ facts }: LinkFile, expression: number): number {
  const { expressions } = facts;
  let row = expression;
  for (let step = 0; step < MOST_BRACKETS; step++) {
    const inner = row >= 0 && expressions.get(row, EXPRESSION.kind) === Expression.same ? expressions.get(row, EXPRESSION.operand) : -1;
    if (inner < 0) return row;
    row = inner;
  }
  return row;
}

/** Top-level names of scripts (files without imports and exports) and of `declare global`, with their rows. */
export function globalsOf({ path, facts }: Pick<LinkFile, 'path' | 'facts'>): readonly { readonly name: string; readonly row: number }[] {
  const { symbols } = facts;
  const found: { readonly name: string; readonly row: number }[] = [];
  let isModule = isComponent(path) || hasModuleSyntax(facts);
  for (let row = 0; row < symbols.rows && !isModule; row++) {
    const flags = symbols.get(row, SYMBOL.flags);
    isModule = (flags & SymbolFlag.exported) !== 0 && (flags & SymbolFlag.ambient) === 0;
  }
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.parent) >= 0 || symbols.get(row, SYMBOL.scope) !== 0) continue;
    const isAmbient = (symbols.get(row, SYMBOL.flags) & SymbolFlag.ambient) !== 0;
    if (!isModule || (isAmbient && path.endsWith('.d.ts'))) found.push({ name: facts.text(symbols.get(row, SYMBOL.name)), row });
  }
  return found;
}

/** Whether a file imports or exports itself: what stands in a `declare module` is another module's. */
function hasModuleSyntax({ imports, exports }: LinkFile['facts']): boolean {
  for (let row = 0; row < imports.rows; row++) {
    const kind = imports.get(row, IMPORT.kind);
    // What a comment imports makes no module.
    if (kind !== Import.typeImport && (kind !== Import.static || imports.get(row, IMPORT.scope) === 0)) return true;
  }
  for (let row = 0; row < exports.rows; row++) if (exports.get(row, EXPORT.scope) === 0) return true;
  return false;
}

/** `a.b` for member `b` of `a`; the module itself has the empty path. */
export function memberPath(path: string, member: string): string {
  if (member === '*' || member === 'default' || member === '=') return path;
  return path === '' ? member : `${path}.${member}`;
}
