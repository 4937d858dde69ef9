import { EXPRESSION, Expression, LOCAL, Local } from '../../facts/schema.js';
import type { Holding } from '../../link/language-linker.js';
import type { LinkFile } from '../../link/program.js';
import type { Value } from '../../link/semantics/index.js';
import { VALUE_TYPES, typeName } from './csharp-type.js';
import { isListed, libraryBase } from './library.js';
import type { Semantics } from './semantics.js';

const QUERY = 'IQueryable';
const COLLECTION = 'IEnumerable';
const HELD = new Set(['Nullable', 'Object']);
const DEPTH = 32;

/** Tells queries from what is held in memory, which has members of the same names. */
export class Holdings {
  constructor(private readonly semantics: Semantics) {}

  of(file: LinkFile, expression: number, depth = 0): Holding | undefined {
    const holding = expression < 0 ? undefined : this.ofValue(this.semantics.ofExpression(file, expression));
    return holding === 'memory' && !this.isRootHeld(file, expression, depth) ? undefined : holding;
  }

  private ofValue(value: Value): Holding | undefined {
    switch (value.kind) {
      case 'list':
        return 'memory';
      case 'external': {
        if (libraryBase(value, QUERY) !== undefined) return 'query';
        const isHeld = HELD.has(typeName(value.path)) || VALUE_TYPES.has(typeName(value.path)) || (isListed(value) && libraryBase(value, COLLECTION) !== undefined);
        return isHeld ? 'memory' : undefined;
      }
      case 'instance':
        if (this.semantics.parameters.asLibrary(value, QUERY) !== undefined) return 'query';
        // A context of a library, and a repository that is derived from one, ask a database by methods of the library.
        return this.semantics.members.hasExternalBase(value.symbol) ? undefined : 'memory';
      default:
        return undefined;
    }
  }

  /** What belongs to the element of a query, as its lambdas name it, is in the database. */
  private isRootHeld(file: LinkFile, expression: number, depth: number): boolean {
    const { expressions, locals } = file.facts;
    if (depth > DEPTH) return false;
    let root = expression;
    for (let kind = expressions.get(root, EXPRESSION.kind); kind !== Expression.name; kind = expressions.get(root, EXPRESSION.kind)) {
      root = expressions.get(root, EXPRESSION.operand);
      if (root < 0) return true;
    }
    const local = this.semantics.names.locals.of(file, expressions.get(root, EXPRESSION.scope), expressions.get(root, EXPRESSION.name));
    if (local === undefined) return true;
    const value = locals.get(local, LOCAL.value);
    switch (locals.get(local, LOCAL.kind)) {
      case Local.element:
        return value < 0 || this.of(file, value, depth + 1) === 'memory';
      case Local.parameter: {
        const { isLambda, call } = this.semantics.lambdas.placeOf(file, locals.get(local, LOCAL.scope));
        if (!isLambda) return true;
        const callee = call < 0 ? -1 : expressions.get(call, EXPRESSION.operand);
        return callee >= 0 && expressions.get(callee, EXPRESSION.kind) === Expression.member && this.of(file, expressions.get(callee, EXPRESSION.operand), depth + 1) === 'memory';
      }
      default:
        return true;
    }
  }
}
