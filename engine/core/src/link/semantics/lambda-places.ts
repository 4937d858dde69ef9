import { ARGUMENT, EXPRESSION, Expression } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import type { LinkFile } from '../program.js';

/** Where a lambda is given to a call. */
export interface LambdaPlace {
  readonly call: number;
  readonly position: number;
}

/** Finds the call that a lambda is an argument of: its parameters have what the call gives them. */
export class LambdaPlaces {
  private readonly byFile = new Map<number, ReadonlyMap<number, LambdaPlace>>();

  /** @param kinds what is called: constructors only where the language asks what they take */
  constructor(private readonly kinds: readonly number[] = [Expression.call]) {}

  clear(): void {
    this.byFile.clear();
  }

  /** @param scope the lambda's own scope */
  of(file: LinkFile, scope: number): LambdaPlace | undefined {
    const { facts } = file;
    let places = this.byFile.get(file.index);
    if (places === undefined) {
      places = read(facts, this.kinds);
      this.byFile.set(file.index, places);
    }
    return places.get(scope);
  }
}

function read(facts: FileFacts, kinds: readonly number[]): ReadonlyMap<number, LambdaPlace> {
  const places = new Map<number, LambdaPlace>();
  const { expressions } = facts;
  for (let row = 0; row < facts.arguments.rows; row++) {
    const value = facts.arguments.get(row, ARGUMENT.value);
    const call = facts.arguments.get(row, ARGUMENT.expression);
    if (expressions.get(value, EXPRESSION.kind) !== Expression.lambda || !kinds.includes(expressions.get(call, EXPRESSION.kind))) continue;
    places.set(expressions.get(value, EXPRESSION.extra), { call, position: facts.arguments.get(row, ARGUMENT.position) });
  }
  return places;
}
