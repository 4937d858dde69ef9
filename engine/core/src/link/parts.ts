import { ARGUMENT } from '../facts/schema.js';
import type { FileFacts } from '../facts/file-facts.js';

/** Elements of an array literal that are told apart. */
export const MOST_PLACES = 8;

/** An argument, entry or element: its name where it has one, and the row of its expression. */
export interface PartRow {
  readonly position: number;
  readonly name: string | undefined;
  readonly value: number;
}

const NOTHING: readonly PartRow[] = [];

/** The parts of a file's expressions, listed once. */
export class Parts {
  private readonly ofFacts = new WeakMap<FileFacts, ReadonlyMap<number, readonly PartRow[]>>();

  /** @param expression a row of a call, object or array */
  of(facts: FileFacts, expression: number): readonly PartRow[] {
    let parts = this.ofFacts.get(facts);
    if (parts === undefined) {
      parts = read(facts);
      this.ofFacts.set(facts, parts);
    }
    return parts.get(expression) ?? NOTHING;
  }
}

function read(facts: FileFacts): ReadonlyMap<number, readonly PartRow[]> {
  const parts = new Map<number, PartRow[]>();
  const table = facts.arguments;
  for (let row = 0; row < table.rows; row++) {
    const expression = table.get(row, ARGUMENT.expression);
    const name = table.get(row, ARGUMENT.name);
    const part: PartRow = { position: table.get(row, ARGUMENT.position), name: name < 0 ? undefined : facts.text(name), value: table.get(row, ARGUMENT.value) };
    const list = parts.get(expression);
    if (list === undefined) parts.set(expression, [part]);
    else list.push(part);
  }
  return parts;
}
