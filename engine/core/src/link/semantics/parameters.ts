import { LOCAL, SCOPE, SYMBOL, Scope } from '../../facts/schema.js';
import type { LinkFile } from '../program.js';
import type { Evaluator } from './evaluator.js';
import { isTypeKind } from './scopes.js';
import type { Value } from './value.js';
import { unknown } from './value.js';

/** Parameters whose types are not written. */
export class Parameters {
  constructor(private readonly evaluator: Evaluator) {}

  /** A parameter without a type: the receiver, or what a call gives to the lambda around it. */
  of(file: LinkFile, local: number): Value {
    const { locals, scopes, symbols } = file.facts;
    const scope = locals.get(local, LOCAL.scope);
    const owner = scopes.get(scope, SCOPE.owner);
    const { hooks, lambdas, program, results } = this.evaluator;
    const { receiverNames, hasReceiverParameter } = hooks;
    const number = this.number(file, scope, local);
    const mayReceive = hasReceiverParameter && receiverNames?.has(file.facts.text(locals.get(local, LOCAL.name))) !== false;
    if (mayReceive && owner >= 0 && number === 0) {
      const parent = symbols.get(owner, SYMBOL.parent);
      if (parent >= 0 && isTypeKind(symbols.get(parent, SYMBOL.kind)) && scopes.get(scope, SCOPE.kind) === Scope.function) {
        const type = program.canonical(file.firstSymbol + parent);
        return program.hasFlag(file.firstSymbol + owner, 'static') ? { kind: 'type', symbol: type } : { kind: 'instance', symbol: type, arguments: [] };
      }
    }
    const wanted = lambdas.parameter(file, scope, number);
    if (wanted !== undefined && wanted.kind !== 'unknown' && wanted.kind !== 'typeParameter') return wanted;
    const place = lambdas.place(file, scope);
    if (place === undefined) return unknown('higherOrder');
    return results.lambdaParameter(file, place, number);
  }

  /** The place of a parameter among those of its scope, from 0. */
  private number(file: LinkFile, scope: number, local: number): number {
    return this.evaluator.scopes.parametersIn(file, scope).indexOf(local);
  }
}
