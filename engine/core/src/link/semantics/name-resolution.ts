import { Kind, LOCAL, SCOPE, SYMBOL, Scope } from '../../facts/schema.js';
import type { LinkFile } from '../program.js';
import type { Evaluator } from './evaluator.js';
import { Nesting } from './nesting.js';
import type { Entity, OutsideEntity, Purpose, Value } from './value.js';

const CALLABLES: ReadonlySet<number> = new Set([Kind.method, Kind.function, Kind.constructor]);

/** What names mean where they stand: bound by a scope, a member of what is around, or beyond the file. */
export class NameResolution {
  private readonly nesting = new Nesting();

  constructor(private readonly evaluator: Evaluator) {
    evaluator.program.forgets(this.nesting);
  }

  /**
   * The entity that a name has in a scope, around it, or beyond the file.
   * @param name its index among the file's strings
   * @param expression where it stands: a variable is not yet there in what it is set to
   */
  resolve(file: LinkFile, scope: number, name: number, purpose: Purpose, expression: number): Entity {
    const { hooks, members, scopes: bindings, sides } = this.evaluator;
    const text = file.facts.text(name);
    const before = hooks.before?.(file, scope, text, purpose);
    if (before !== undefined) return before;
    let beyond: OutsideEntity | undefined;
    let isInsideFunction = false;
    let isOutsideType = false;
    const { scopes } = file.facts;
    for (let at = scope; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      const isType = purpose === 'call' && hooks.hidesOuterMembers === true && scopes.get(at, SCOPE.kind) === Scope.type;
      if (isType && isOutsideType) continue;
      isOutsideType ||= isType;
      if (isInsideFunction && bindings.isHidden(file, at)) {
        const parameter = purpose === 'type' || hooks.sharesNames === true ? bindings.typeParameterIn(file, at, name) : undefined;
        if (parameter !== undefined) return parameter;
        continue;
      }
      // Parameters of a type's own constructor are not seen in its methods: its members are.
      const member = isInsideFunction && purpose !== 'type' ? this.memberAt(file, at, text, purpose, scope) : undefined;
      if (member !== undefined) return member.kind === 'symbols' && beyond !== undefined ? { ...member, beyond } : member;
      isInsideFunction ||= scopes.get(at, SCOPE.kind) === Scope.function;
      const bound = sides.seen(file, scope, bindings.at(file, at, name, purpose), purpose);
      if (bound !== undefined && !this.isOwnValue(file, bound, expression)) return bound;
      if (!hooks.hasImplicitReceiver) continue;
      const receiver = purpose === 'type' ? undefined : this.evaluator.receiverAt(file, at);
      const extended = receiver === undefined ? undefined : members.of(file, receiver, text, purpose);
      if (extended?.kind === 'symbols') return this.withAround(file, at, text, extended, purpose);
      if (extended?.kind === 'external') beyond ??= extended;
      const inherited = this.memberAt(file, at, text, purpose, scope);
      if (inherited !== undefined) return inherited;
    }
    const free = hooks.free(file, scope, text, purpose);
    if (free.kind !== 'none' || !hooks.hasImplicitReceiver) return free;
    // A member of what an extension or a lambda is called on, which lies outside the repository.
    if (beyond !== undefined) return beyond;
    // An inherited member of a base that lies outside the repository.
    const type = bindings.typeAround(file, scope);
    const inherited = type < 0 || purpose === 'type' ? free : members.of(file, { kind: 'instance', symbol: type, arguments: [] }, text, purpose);
    return inherited.kind === 'none' && inherited.reason === 'memberNotFound' ? free : inherited;
  }

  /** A member of a receiver, beside those of the types around, which a call may mean that gives it other arguments. */
  private withAround(file: LinkFile, scope: number, name: string, entity: Extract<Entity, { kind: 'symbols' }>, purpose: Purpose): Entity {
    const { scopes } = file.facts;
    for (let at = purpose === 'call' ? scope : -1; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      const member = this.memberAt(file, at, name, purpose, scope);
      if (member?.kind === 'symbols') return { ...entity, around: member.symbols };
    }
    return entity;
  }

  /** What a name is in the type that a scope is the body of. */
  private memberAt(file: LinkFile, scope: number, name: string, purpose: Purpose, from: number): Entity | undefined {
    const { hooks, members, program, scopes, sides } = this.evaluator;
    const type = hooks.hasImplicitReceiver ? scopes.typeAt(file, scope) : -1;
    if (type < 0 || program.cell(type, SYMBOL.kind) === Kind.typeAlias) return undefined;
    const instance: Value = { kind: 'instance', symbol: type, arguments: [] };
    const receiver = purpose === 'call' && hooks.separatesStatic === true ? this.evaluator.self(type, file, from) : instance;
    const member = purpose === 'type' ? members.inType(file, instance, name, purpose) : members.of(file, receiver, name, purpose);
    if (member.kind !== 'symbols') return undefined;
    // Where a method and a variable may share a name, a method does not hide a variable that stands farther out.
    const isOther = purpose === 'value' && hooks.separatesCalls?.(file) === true && member.symbols.every((symbol) => CALLABLES.has(program.cell(symbol, SYMBOL.kind)));
    return isOther ? undefined : sides.seen(file, from, member, purpose);
  }

  /** Whether an expression is part of the only value that variables are set to. */
  private isOwnValue(file: LinkFile, bound: Entity, expression: number): boolean {
    if (bound.kind !== 'locals' || expression < 0) return false;
    const { locals } = file.facts;
    return bound.locals.every((local) => locals.get(local, LOCAL.value) >= 0 && this.nesting.isWithin(file, expression, locals.get(local, LOCAL.value)));
  }
}
