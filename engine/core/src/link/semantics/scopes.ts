import { BINDING, Binding, IMPORT_BINDING, LOCAL, Local, SCOPE, SYMBOL, Scope, Kind } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../program.js';
import type { LanguageHooks } from './language-hooks.js';
import { ScopeLocals } from './scope-locals.js';
import type { Entity, Purpose } from './value.js';
import { none } from './value.js';

const TYPES = new Set<number>([Kind.class, Kind.interface, Kind.struct, Kind.record, Kind.enum, Kind.typeAlias, Kind.delegate, Kind.namespace]);
const CALLABLE = new Set<number>([Kind.function, Kind.method, Kind.constructor, Kind.class, Kind.struct, Kind.record, Kind.enum, Kind.delegate]);
const WIDEST_NAME = 0x10_0000;
const MEMBER_LOCALS = new Set<number>([Local.typeParameter, Local.alias, Local.documented]);
const NOTHING: readonly number[] = [];

export function isTypeKind(kind: number): boolean {
  return TYPES.has(kind) && kind !== Kind.namespace;
}

export function fits(kind: number, purpose: Purpose): boolean {
  return purpose === 'value' || (purpose === 'type' ? TYPES : CALLABLE).has(kind);
}

/** Names as a file's scopes bind them. */
export class Scopes {
  private readonly tables = new Map<number, ReadonlyMap<number, readonly number[]>>();
  private readonly locals: ScopeLocals;
  private readonly members = new Map<number, ReadonlyMap<string, readonly number[]>>();

  constructor(
    private readonly program: LinkProgram,
    private readonly hooks: LanguageHooks,
  ) {
    this.locals = new ScopeLocals(program);
    program.forgets(this.tables, this.members);
  }

  /** What one scope binds a name to, or undefined. @param name its index among the file's strings */
  at(file: LinkFile, scope: number, name: number, purpose: Purpose): Entity | undefined {
    const rows = this.tableOf(file).get(scope * WIDEST_NAME + name);
    if (rows === undefined) return undefined;
    const { bindings, symbols, locals } = file.facts;
    const found: number[] = [];
    const other: number[] = [];
    const variables: number[] = [];
    const isShared = this.hooks.sharesNames === true;
    const imported: number[] = [];
    for (const row of rows) {
      const target = bindings.get(row, BINDING.target);
      const kind = bindings.get(row, BINDING.kind);
      if (kind === Binding.importBinding) imported.push(target);
      else if (kind === Binding.local) {
        const isWanted = purpose !== 'call' || this.hooks.separatesCalls?.(file) !== true;
        if (isWanted && (isShared || (locals.get(target, LOCAL.kind) === Local.typeParameter) === (purpose === 'type'))) variables.push(target);
      } else {
        const list = fits(symbols.get(target, SYMBOL.kind), purpose) ? found : other;
        const symbol = this.program.canonical(file.firstSymbol + target);
        if (!list.includes(symbol)) list.push(symbol);
      }
    }
    if (found.length > 0) return { kind: 'symbols', symbols: found };
    if (variables.length > 0) return { kind: 'locals', file: file.index, locals: variables };
    if (imported.length > 0) return this.imported(file, imported, purpose);
    return other.length > 0 && (isShared || purpose !== 'type') ? { kind: 'symbols', symbols: other } : undefined;
  }

  /** Of imports that bind one name, such as those of a `try` and its handler, the first that is found. */
  private imported(file: LinkFile, rows: readonly number[], purpose: Purpose): Entity {
    const { importBindings } = file.facts;
    let first: Entity | undefined;
    for (const row of rows) {
      const entity = this.hooks.imported(file, importBindings.get(row, IMPORT_BINDING.import), file.facts.text(importBindings.get(row, IMPORT_BINDING.imported)), purpose);
      if (entity.kind !== 'none') return entity;
      first ??= entity;
    }
    return first ?? none('nameNotFound');
  }

  /** Whether names that a scope binds are not seen from the functions in it: a type's own, where its members are not in scope. */
  isHidden(file: LinkFile, scope: number): boolean {
    return !this.hooks.seesTypeScopes && file.facts.scopes.get(scope, SCOPE.kind) === Scope.type;
  }

  /** The type parameter of a name that a type's scope declares: functions in it see no other of its names. @param name its index among the file's strings */
  typeParameterIn(file: LinkFile, scope: number, name: number): Entity | undefined {
    const found = this.membersIn(file, scope, Local.typeParameter, name);
    return found.length === 0 ? undefined : { kind: 'locals', file: file.index, locals: found };
  }

  /** What a type's scope holds by a name that is bound in no scope: an alias, a member that a comment states. @param name its index among the file's strings */
  membersIn(file: LinkFile, scope: number, kind: number, name: number): readonly number[] {
    this.program.reads.note(file.index);
    let table = this.members.get(file.index);
    if (table === undefined) {
      const found = new Map<string, number[]>();
      const { locals } = file.facts;
      for (let row = 0; row < locals.rows; row++) {
        if (!MEMBER_LOCALS.has(locals.get(row, LOCAL.kind))) continue;
        const key = `${locals.get(row, LOCAL.scope)} ${locals.get(row, LOCAL.kind)} ${locals.get(row, LOCAL.name)}`;
        const rows = found.get(key);
        if (rows === undefined) found.set(key, [row]);
        else rows.push(row);
      }
      table = found;
      this.members.set(file.index, table);
    }
    return table.size === 0 || name < 0 ? NOTHING : (table.get(`${scope} ${kind} ${name}`) ?? NOTHING);
  }

  /** The type that a scope is the body of, or -1. */
  typeAt(file: LinkFile, scope: number): number {
    const { scopes } = file.facts;
    if (scopes.get(scope, SCOPE.kind) !== Scope.type) return -1;
    const owner = scopes.get(scope, SCOPE.owner);
    return owner < 0 ? -1 : this.program.canonical(file.firstSymbol + owner);
  }

  /** The innermost type around a scope, or -1. */
  typeAround(file: LinkFile, scope: number): number {
    const { scopes, symbols } = file.facts;
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = symbols.get(row, SYMBOL.parent)) {
      if (isTypeKind(symbols.get(row, SYMBOL.kind))) return this.program.canonical(file.firstSymbol + row);
    }
    return -1;
  }

  /** Parameters, variables and type parameters that a scope declares, in order. */
  localsIn(file: LinkFile, scope: number): readonly number[] {
    return this.locals.localsIn(file, scope);
  }

  /** Parameters that a scope declares, in order. */
  parametersIn(file: LinkFile, scope: number): readonly number[] {
    return this.locals.parametersIn(file, scope);
  }

  private tableOf(file: LinkFile): ReadonlyMap<number, readonly number[]> {
    const known = this.tables.get(file.index);
    this.program.reads.note(file.index);
    if (known !== undefined) return known;
    const table = new Map<number, number[]>();
    const { bindings } = file.facts;
    for (let row = 0; row < bindings.rows; row++) {
      const key = bindings.get(row, BINDING.scope) * WIDEST_NAME + bindings.get(row, BINDING.name);
      const rows = table.get(key);
      if (rows === undefined) table.set(key, [row]);
      else rows.push(row);
    }
    this.tables.set(file.index, table);
    return table;
  }
}
