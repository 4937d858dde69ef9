import { EXPRESSION, Expression, LOCAL, Local } from '../../facts/schema.js';
import type { Holding } from '../../link/language-linker.js';
import type { LinkFile } from '../../link/program.js';
import type { Value } from '../../link/semantics/index.js';
import { VALUE_TYPES, typeName } from './csharp-type.js';
import type { External } from './csharp-type.js';
import { isListed, libraryBase } from './library.js';
import type { Semantics } from './semantics.js';

const QUERY = 'IQueryable';
const COLLECTION = 'IEnumerable';
const HELD = new Set(['Nullable', 'Object']);
const DEPTH = 32;

/** Tells queries from what is held in memory, which has members of the same names. */
export class Holdings {
  /** Of types of libraries, by the number of their type arguments and their paths; null where it is not known. */
  private readonly library: (Map<string, Holding | null> | undefined)[] = [];

  constructor(private readonly semantics: Semantics) {}

  of(file: LinkFile, expression: number, depth = 0): Holding | undefined {
    const holding = expression < 0 ? undefined : this.ofValue(this.semantics.ofExpression(file, expression));
    return holding === 'memory' && !this.isRootHeld(file, expression, depth) ? undefined : holding;
  }

  private ofValue(value: Value): Holding | undefined {
    switch (value.kind) {
      case 'list':
        return 'memory';
      case 'external':
        return this.ofLibrary(value);
      case 'instance':
        // A context of a library, and a repository that is derived from one, ask a database by methods of the library.
        if (!this.semantics.members.hasExternalBase(value.symbol)) return 'memory';
        return this.semantics.parameters.asLibrary(value, QUERY) === undefined ? undefined : 'query';
      default:
        return undefined;
    }
  }

  private ofLibrary(value: External): Holding | undefined {
    const known = this.library[value.arguments.length]?.get(value.path);
    if (known !== undefined) return known ?? undefined; // null is an answer, too
    const name = typeName(value.path);
    const isHeld = HELD.has(name) || VALUE_TYPES.has(name) || (isListed(value) && libraryBase(value, COLLECTION) !== undefined);
    const holding = libraryBase(value, QUERY) !== undefined ? 'query' : isHeld ? 'memory' : undefined;
    (this.library[value.arguments.length] ??= new Map()).set(value.path, holding ?? null);
    return holding;
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
