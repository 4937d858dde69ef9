import type { LinkFile } from '../program.js';
import type { Evaluator } from './evaluator.js';
import type { Entity, Purpose } from './value.js';

/** Which of several members of one name are meant, where a type's own members are apart from those of its instances. */
export class Sides {
  constructor(private readonly evaluator: Evaluator) {}

  /** What a name means that a scope or type around an expression binds; undefined where a call can mean none of it. */
  seen(file: LinkFile, scope: number, entity: Entity | undefined, purpose: Purpose): Entity | undefined {
    const { scopes } = this.evaluator;
    if (entity?.kind !== 'symbols') return entity;
    const symbols = purpose === 'call' ? this.called(entity.symbols) : entity.symbols;
    if (symbols.length < 2) return symbols.length === entity.symbols.length ? entity : symbols.length === 0 ? undefined : { ...entity, symbols };
    const type = scopes.typeAround(file, scope);
    return this.chosen({ ...entity, symbols }, type >= 0 && this.evaluator.self(type, file, scope).kind === 'type');
  }

  /** Those that a call may mean. */
  called(symbols: readonly number[]): readonly number[] {
    const { hooks } = this.evaluator;
    return hooks.isCalled === undefined ? symbols : symbols.filter((symbol) => hooks.isCalled?.(symbol) === true);
  }

  /** Members of the side that is asked, where there are some on both. What takes a mixin in may do so for either. */
  chosen(entity: Entity, isStatic: boolean): Entity {
    if (entity.kind !== 'symbols' || entity.rule === 'mixin' || entity.symbols.length < 2 || this.evaluator.hooks.separatesStatic !== true) return entity;
    const symbols = entity.symbols.filter((symbol) => this.evaluator.program.hasFlag(symbol, 'static') === isStatic);
    return symbols.length === 0 ? entity : { ...entity, symbols };
  }
}
