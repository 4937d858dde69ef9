import { LOCAL, Local, SYMBOL } from '../../facts/schema.js';
import type { LinkProgram } from '../program.js';
import type { Evaluator } from './evaluator.js';
import type { Value } from './value.js';

/** Members of types that only comments state: their types are known, and there is nothing to point at. */
export class Documented {
  constructor(
    private readonly program: LinkProgram,
    private readonly evaluation: () => Evaluator,
  ) {}

  /** What a member gives that nothing declares. @param name of a method, with `()` */
  of(receiver: Value, name: string): Value | undefined {
    if (receiver.kind !== 'instance' && receiver.kind !== 'type') return undefined;
    const { members, scopes } = this.evaluation();
    const declared = name.replace('()', '');
    for (const type of [receiver.symbol, ...members.baseSymbols(receiver.symbol)]) {
      if (this.program.membersOf(type).has(declared)) return undefined;
      for (const site of this.program.sitesOf(type)) {
        const file = this.program.fileOfSymbol(site);
        const [local] = scopes.membersIn(file, this.program.cell(site, SYMBOL.ownScope), Local.documented, file.facts.indexOf(name));
        if (local === undefined) continue;
        const value = this.evaluation().ofType(file, file.facts.locals.get(local, LOCAL.type));
        return receiver.kind === 'instance' ? this.evaluation().substitute(value, receiver) : value;
      }
    }
    return undefined;
  }
}
