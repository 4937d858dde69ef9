import { LOCAL, SCOPE, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import { DEEPEST_TYPE, alternativesOf, typeArgumentsOf, typesWithin } from '../../facts/type-arguments.js';
import { DepthLimit, noteCut } from '../guarded-memo.js';
import type { LinkFile } from '../program.js';
import type { Evaluator } from './evaluator.js';
import { isTypeKind } from './scopes.js';
import type { Entity, Value } from './value.js';
import { memberPath, none, outside, unknown } from './value.js';

/** Evaluates written types. */
export class TypeReferences {
  /** Types whose variables are being asked for. */
  private readonly open = new Set<string>();
  private readonly limit = new DepthLimit<Value>(unknown('receiverUnknown'), DEEPEST_TYPE);

  constructor(private readonly evaluator: Evaluator) {}

  ofType(file: LinkFile, row: number): Value {
    if (row < 0) return unknown('receiverUnknown');
    return this.limit.of(() => this.read(file, row));
  }

  private read(file: LinkFile, row: number): Value {
    const { types } = file.facts;
    const qualifier = types.get(row, TYPE.qualifier);
    const children = typesWithin(file.facts, row);
    switch (types.get(row, TYPE.kind)) {
      case Type.named:
        return this.ofNamed(file, row, children);
      case Type.generic:
        return qualifier < 0 ? unknown('unsupported') : this.ofNamed(file, qualifier, children);
      case Type.array: {
        const element = this.ofType(file, qualifier >= 0 ? qualifier : (children[0] ?? -1));
        // `int[][]` is one node in Java's grammar.
        const isNested = element.kind !== 'list' && /\[\s*\]\s*\[\s*\]$/.test(file.facts.text(types.get(row, TYPE.name)));
        return { kind: 'list', element: isNested ? { kind: 'list', element, holder: '[]' } : element, holder: '[]' };
      }
      case Type.tuple:
        return { kind: 'list', element: this.ofType(file, children[0] ?? -1), parts: children.map((child) => this.ofType(file, child)) };
      case Type.optional:
        return this.ofType(file, qualifier >= 0 ? qualifier : (children[0] ?? -1));
      case Type.union:
      case Type.intersection: {
        const parts = alternativesOf(file.facts, row).map((child) => this.ofType(file, child)).filter((part) => part.kind !== 'unknown');
        const [only] = parts;
        return only === undefined ? unknown('receiverUnknown') : parts.length === 1 ? only : { kind: 'union', parts };
      }
      case Type.predefined:
      case Type.literal:
        return this.evaluator.hooks.literal('type', file.facts.text(types.get(row, TYPE.name)));
      case Type.this: {
        const around = this.evaluator.scopes.typeAround(file, types.get(row, TYPE.scope));
        return around < 0 ? unknown('receiverUnknown') : { kind: 'instance', symbol: around, arguments: [] };
      }
      default:
        return unknown('receiverUnknown');
    }
  }

  private ofNamed(file: LinkFile, row: number, children: readonly number[]): Value {
    const given = children.map((child) => this.ofType(file, child));
    const entity = this.entityOf(file, row);
    switch (entity.kind) {
      case 'symbols': {
        const [symbol] = entity.symbols;
        if (symbol !== undefined && !isTypeKind(this.evaluator.program.cell(symbol, SYMBOL.kind))) return this.ofVariable(file, row, entity, given);
        return symbol === undefined ? unknown('nameNotFound') : entity.symbols.length > 1 ? unknown('ambiguous') : { kind: 'instance', symbol, arguments: given };
      }
      case 'external': {
        if (this.evaluator.hooks.anyTypes?.has(entity.path) === true) return unknown('dynamic');
        const container = this.evaluator.hooks.container(entity.path);
        const last = given[given.length - 1];
        if (container === 'list' && last !== undefined && given.length === 1) return { kind: 'list', element: last, holder: entity.path };
        if (container === 'transparent' && last !== undefined) return last;
        if (container === 'type' && last?.kind === 'instance') return { kind: 'type', symbol: last.symbol };
        return outside(entity.package, entity.path, given);
      }
      case 'locals':
      case 'value':
        return this.ofVariable(file, row, entity, given);
      case 'none':
        return unknown(entity.reason);
      default:
        return unknown('receiverUnknown');
    }
  }

  /** A variable that holds a type stands for it. */
  private ofVariable(file: LinkFile, row: number, entity: Entity, given: readonly Value[]): Value {
    const key = `${file.index} ${row}`;
    // A parameter may be annotated with its own name: `def send(send: send)`.
    if (this.open.has(key)) {
      noteCut();
      return unknown('receiverUnknown');
    }
    this.open.add(key);
    const value = this.evaluator.ofEntity(entity);
    this.open.delete(key);
    const [symbol] = entity.kind === 'symbols' ? entity.symbols : [];
    if (symbol !== undefined && value.kind === 'external' && this.evaluator.hooks.isTypeVariable?.(value.path) === true) return { kind: 'typeParameter', file: this.evaluator.program.fileOfSymbol(symbol).index, local: -1, variable: symbol };
    return value.kind === 'type' ? { kind: 'instance', symbol: value.symbol, arguments: given } : value;
  }

  childrenOf(file: LinkFile, row: number): readonly number[] {
    return typeArgumentsOf(file.facts, row);
  }

  /** What a type's name stands for; of `A.B`, B is looked up in A. */
  entityOf(file: LinkFile, row: number): Entity {
    const { types } = file.facts;
    const qualifier = types.get(row, TYPE.qualifier);
    if (types.get(row, TYPE.kind) === Type.generic) return qualifier < 0 ? none('unsupported') : this.entityOf(file, qualifier);
    const written = file.facts.text(types.get(row, TYPE.name));
    const scope = types.get(row, TYPE.scope);
    const before = this.evaluator.hooks.before?.(file, scope, written, 'type');
    if (before !== undefined) return before;
    const separator = /::|\\|\./.exec(written)?.[0];
    if (separator === undefined) return this.evaluator.resolve(file, scope, types.get(row, TYPE.name), 'type');
    return this.ofPath(file, row, written.split(separator).map((part) => part.trim()), written);
  }

  private ofPath(file: LinkFile, row: number, parts: readonly string[], written: string): Entity {
    const { evaluator } = this;
    const scope = file.facts.types.get(row, TYPE.scope);
    const [head = '', ...rest] = parts;
    let entity = head === '' ? none('nameNotFound') : evaluator.resolveText(file, scope, head, 'type');
    if (entity.kind === 'locals') entity = this.outsideOfAnnotated(file, row, head, entity.locals) ?? entity;
    // A name with its namespace, where the first part alone is nothing.
    if (entity.kind === 'none') return evaluator.hooks.free(file, scope, written, 'type');
    const key = `${file.index} ${row} path`;
    // Two parameters may be annotated with one another.
    if (this.open.has(key)) {
      noteCut();
      return none('receiverUnknown');
    }
    this.open.add(key);
    const found = this.below(file, entity, rest);
    this.open.delete(key);
    return found;
  }

  /** `def at(datetime: datetime.datetime)`: the annotation of a parameter means what its name is around the function. */
  private outsideOfAnnotated(file: LinkFile, row: number, name: string, annotated: readonly number[]): Entity | undefined {
    const { locals, scopes } = file.facts;
    const own = annotated.find((local) => this.isWithin(file, row, locals.get(local, LOCAL.type)));
    return own === undefined ? undefined : this.evaluator.resolveText(file, scopes.get(locals.get(own, LOCAL.scope), SCOPE.parent), name, 'type');
  }

  private isWithin(file: LinkFile, row: number, type: number): boolean {
    const seen = new Set<number>();
    const waiting = [type];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === row || (next >= 0 && file.facts.types.get(next, TYPE.qualifier) === row)) return true;
      if (next < 0 || seen.has(next)) continue;
      seen.add(next);
      waiting.push(...this.childrenOf(file, next));
    }
    return false;
  }

  private below(file: LinkFile, head: Entity, rest: readonly string[]): Entity {
    const { evaluator } = this;
    let entity = head;
    for (const part of rest) {
      if (entity.kind === 'external') entity = { ...entity, path: memberPath(entity.path, part) };
      else entity = evaluator.members.of(file, evaluator.ofEntity(entity), part, 'type');
      if (entity.kind === 'none') return entity;
    }
    return entity;
  }
}
