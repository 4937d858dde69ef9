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
    // `__all__ += […]`
    for (let row = 0; row < facts.expressions.rows; row++) {
      if (facts.expressions.get(row, EXPRESSION.kind) !== Expression.assign) continue;
      const target = facts.expressions.get(row, EXPRESSION.extra);
      const added = facts.expressions.get(row, EXPRESSION.operand);
      if (target < 0 || facts.expressions.get(target, EXPRESSION.name) !== list) continue;
      if (added < 0 || facts.expressions.get(added, EXPRESSION.kind) !== Expression.array) return undefined;
      this.addAll(facts, added, names);
    }
    return isWrittenOut ? names : undefined;
  }

  private addAll(facts: FileFacts, array: number, names: Set<string>): void {
    for (const { value } of this.parts.of(facts, array)) {
      if (facts.expressions.get(value, EXPRESSION.kind) === Expression.literal) names.add(facts.text(facts.expressions.get(value, EXPRESSION.extra)));
    }
  }
}
