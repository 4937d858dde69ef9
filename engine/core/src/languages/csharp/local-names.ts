import { BINDING, Binding, LOCAL, Local, SCOPE } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';

/** What scopes of a file bind. */
interface Bound {
  /** Rows of locals by their names, and by the scopes that declare them: most names are of none. */
  readonly byName: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;
  /** Names of type parameters by their text. */
  readonly typeParameters: ReadonlyMap<string, number>;
}

/** Parameters, variables and type parameters that names have in scopes. */
export class LocalNames {
  private readonly bound = new Map<number, Bound>();

  constructor(program: LinkProgram) {
    program.forgets(this.bound);
  }

  /** The parameter or variable that a name has in a scope or around it. */
  of(file: LinkFile, scope: number, name: number): number | undefined {
    return this.find(file, scope, name, false);
  }

  typeParameter(file: LinkFile, scope: number, name: string): number | undefined {
    const index = this.boundIn(file).typeParameters.get(name);
    return index === undefined ? undefined : this.find(file, scope, index, true);
  }

  private find(file: LinkFile, scope: number, name: number, isTypeParameter: boolean): number | undefined {
    const byScope = this.boundIn(file).byName.get(name);
    if (byScope === undefined) return undefined;
    const { scopes, locals } = file.facts;
    for (let at = scope; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      const local = byScope.get(at)?.find((row) => (locals.get(row, LOCAL.kind) === Local.typeParameter) === isTypeParameter);
      if (local !== undefined) return local;
    }
    return undefined;
  }

  private boundIn({ facts, index }: LinkFile): Bound {
    let bound = this.bound.get(index);
    if (bound === undefined) {
      bound = read(facts);
      this.bound.set(index, bound);
    }
    return bound;
  }
}

function read(facts: FileFacts): Bound {
  const byName = new Map<number, Map<number, number[]>>();
  const typeParameters = new Map<string, number>();
  const { bindings, locals } = facts;
  for (let row = 0; row < bindings.rows; row++) {
    if (bindings.get(row, BINDING.kind) !== Binding.local) continue;
    const name = bindings.get(row, BINDING.name);
    const scope = bindings.get(row, BINDING.scope);
    const target = bindings.get(row, BINDING.target);
    if (locals.get(target, LOCAL.kind) === Local.typeParameter) typeParameters.set(facts.text(name), name);
    const byScope = byName.get(name);
    const rows = byScope?.get(scope);
    if (byScope === undefined) byName.set(name, new Map([[scope, [target]]]));
    else if (rows === undefined) byScope.set(scope, [target]);
    else rows.push(target);
  }
  return { byName, typeParameters };
}
