import { EXPRESSION, Expression, SYMBOL } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile } from '../../link/program.js';

/** Names that a module lists in `__all__`, where all of its lists are written out. */
export class StarNames {
  private readonly parts = new Parts();
  private readonly known = new Map<number, ReadonlySet<string> | undefined>();

  /** Whether `from module import *` may bring a name along: what the module lists, else every name without an underscore in front. */
  allows(module: LinkFile, name: string): boolean {
    const listed = this.listed(module);
    return listed === undefined ? !name.startsWith('_') : listed.has(name);
  }

  private listed(module: LinkFile): ReadonlySet<string> | undefined {
    const { facts } = module;
    if (this.known.has(module.index)) return this.known.get(module.index);
    const names = this.read(facts);
    this.known.set(module.index, names);
    return names;
  }

  private read(facts: FileFacts): ReadonlySet<string> | undefined {
    const list = facts.indexOf('__all__');
    if (list < 0) return undefined;
    const names = new Set<string>();
    let isWrittenOut = false;
    for (let row = 0; row < facts.symbols.rows; row++) {
      if (facts.symbols.get(row, SYMBOL.name) !== list || facts.symbols.get(row, SYMBOL.parent) >= 0) continue;
      const value = facts.symbols.get(row, SYMBOL.value);
      if (value < 0 || facts.expressions.get(value, EXPRESSION.kind) !== Expression.array) return undefined;
      isWrittenOut = true;
      this.addAll(facts, value, names);
    }
    const added = this.addedTo(facts, list);
    if (added === undefined) return undefined;
    for (const name of added) names.add(name);
    return isWrittenOut ? names : undefined;
  }

  /** `__all__ += […]`, `__all__.extend([…])`, `__all__.append("name")`; undefined where something else is added. */
  private addedTo(facts: FileFacts, list: number): ReadonlySet<string> | undefined {
    const { expressions } = facts;
    const names = new Set<string>();
    const isList = (row: number): boolean => row >= 0 && expressions.get(row, EXPRESSION.name) === list && expressions.get(row, EXPRESSION.kind) === Expression.name;
    for (let row = 0; row < expressions.rows; row++) {
      const kind = expressions.get(row, EXPRESSION.kind);
      const operand = expressions.get(row, EXPRESSION.operand);
      if (kind === Expression.assign) {
        if (!isList(expressions.get(row, EXPRESSION.extra))) continue;
        if (operand < 0 || expressions.get(operand, EXPRESSION.kind) !== Expression.array) return undefined;
        this.addAll(facts, operand, names);
      } else if (kind === Expression.call && operand >= 0 && isList(expressions.get(operand, EXPRESSION.operand))) {
        const [given] = this.parts.of(facts, row);
        if (given === undefined || !this.addGiven(facts, given.value, names)) return undefined;
      }
    }
    return names;
  }

  private addGiven(facts: FileFacts, given: number, names: Set<string>): boolean {
    const kind = facts.expressions.get(given, EXPRESSION.kind);
    if (kind === Expression.literal) names.add(facts.text(facts.expressions.get(given, EXPRESSION.extra)));
    else if (kind === Expression.array) this.addAll(facts, given, names);
    return kind === Expression.literal || kind === Expression.array;
  }

  private addAll(facts: FileFacts, array: number, names: Set<string>): void {
    for (const { value } of this.parts.of(facts, array)) {
      if (facts.expressions.get(value, EXPRESSION.kind) === Expression.literal) names.add(facts.text(facts.expressions.get(value, EXPRESSION.extra)));
    }
  }
}
