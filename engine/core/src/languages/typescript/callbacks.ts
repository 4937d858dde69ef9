import { EXPRESSION, Expression, LOCAL, SYMBOL } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';
import { LambdaPlaces } from '../../link/semantics/lambda-places.js';
import type { ValueType } from './entity.js';
import type { Types } from './types.js';

/** Methods of arrays that give an element to a function, by the place of its parameter. */
const GIVES_ELEMENT: ReadonlyMap<string, readonly number[]> = new Map(Object.entries({
  forEach: [0],
  map: [0],
  filter: [0],
  find: [0],
  findLast: [0],
  findIndex: [0],
  findLastIndex: [0],
  some: [0],
  every: [0],
  flatMap: [0],
  sort: [0, 1],
  toSorted: [0, 1],
  reduce: [1],
  reduceRight: [1],
}));

/** What a function is given that is written where it is an argument: by what the callee is known to give, or declares to. */
export class Callbacks {
  private readonly places = new LambdaPlaces();

  constructor(private readonly types: Types) {
    types.program.forgets(this.places);
  }

  /** @param local a parameter without a type and a default */
  parameter(file: LinkFile, local: number): ValueType | undefined {
    const scope = file.facts.locals.get(local, LOCAL.scope);
    const place = this.places.of(file, scope);
    if (place === undefined) return undefined;
    const { expressions } = file.facts;
    const position = this.types.parametersIn(file, scope).indexOf(local);
    const callee = expressions.get(place.call, EXPRESSION.operand);
    if (expressions.get(callee, EXPRESSION.kind) === Expression.member) {
      const receiver = this.types.settled(this.types.ofExpression(file, expressions.get(callee, EXPRESSION.operand)));
      const given = place.position === 0 ? ofPlatform(receiver, file.facts.text(expressions.get(callee, EXPRESSION.name)), position) : undefined;
      if (given !== undefined) return given;
    }
    return this.declared(this.types.ofExpression(file, callee), place.position, position);
  }

  /** What the declaration of a function says that it gives to the function in one of its parameters. */
  private declared(callee: ValueType, argument: number, position: number): ValueType | undefined {
    if (callee.kind !== 'declared') return undefined;
    const { program, generics } = this.types;
    const owner = program.fileOfSymbol(callee.symbol);
    const local = this.types.parametersIn(owner, program.cell(callee.symbol, SYMBOL.ownScope))[argument];
    const type = local === undefined ? -1 : owner.facts.locals.get(local, LOCAL.type);
    if (type < 0) return undefined;
    const given = this.types.parameterOf(this.types.ofType(owner, type), position);
    const placed = given === undefined ? undefined : generics.within(given, callee.within);
    return placed?.kind === 'parameter' ? undefined : placed;
  }
}

function ofPlatform(receiver: ValueType, name: string, position: number): ValueType | undefined {
  if (receiver.kind === 'array') return GIVES_ELEMENT.get(name)?.includes(position) === true ? receiver.element : undefined;
  if (receiver.kind === 'map' && name === 'forEach') return position === 0 ? receiver.value : position === 1 ? receiver.key : undefined;
  return receiver.kind === 'promise' && name === 'then' && position === 0 ? receiver.value : undefined;
}
