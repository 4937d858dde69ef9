import type { NamePart, OurEdge, OurEdges } from '../ours.js';

/** How a suite spells callers and callees. */
export interface Naming {
  /** Splits a spelled graph into pairs, `undefined` for a callee that lies outside. */
  readonly isOutside: (callee: string) => boolean;
  /** A caller as we can have it: what is called in a function without a name is its surroundings' doing. */
  readonly callerOf: (name: string) => string;
  /** What a symbol, or a file where there are no parts, is called. */
  readonly nameOf: (file: string, parts: readonly NamePart[]) => string | undefined;
}

export class SuiteFormatError extends Error {
  override name = 'SuiteFormatError';
}

/**
 * Reads a call graph as PyCG and SWARM-CG write it: an object of callers with their callees.
 * @throws SuiteFormatError for anything else
 */
export function readNamedGraph(text: string): ReadonlyMap<string, readonly string[]> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new SuiteFormatError('the call graph is no JSON', { cause: error });
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new SuiteFormatError('the call graph is no object of callers');
  return new Map(
    Object.entries(read).map(([caller, callees]: [string, unknown]) => {
      if (!Array.isArray(callees) || !callees.every((callee) => typeof callee === 'string')) throw new SuiteFormatError(`the callees of "${caller}" are no list of names`);
      return [caller, callees];
    }),
  );
}

/** The pairs that a suite wants, and how many lead outside. */
export function wantedPairs(graph: ReadonlyMap<string, readonly string[]>, naming: Naming): { readonly pairs: ReadonlySet<string>; readonly outside: number } {
  const pairs = new Set<string>();
  let outside = 0;
  for (const [caller, callees] of graph) {
    for (const callee of callees) {
      if (naming.isOutside(callee) || naming.isOutside(caller)) outside++;
      else pairs.add(pairOf(naming.callerOf(caller), callee));
    }
  }
  return { pairs, outside };
}

/** Our calls as such pairs. A construction is one of the constructor that it runs; a class without one runs nothing of its own. */
export function ourPairs(ours: OurEdges, naming: Naming): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const [key, edges] of ours.calls) {
    const file = key.replace(/:\d+:\d+$/, '');
    for (const edge of edges) {
      const caller = naming.nameOf(file, withoutVariables(edge.caller()));
      const parts = calleeParts(edge);
      const callee = parts === undefined ? undefined : naming.nameOf(edge.path, parts);
      if (caller !== undefined && callee !== undefined) pairs.add(pairOf(caller, callee));
    }
  }
  return pairs;
}

const VARIABLES: ReadonlySet<string> = new Set(['variable', 'constant', 'field', 'property', 'enumMember']);

/** What sets a variable is the doing of what the variable stands in. */
function withoutVariables(parts: readonly NamePart[]): readonly NamePart[] {
  let count = parts.length;
  while (count > 0 && VARIABLES.has(parts[count - 1]?.kind ?? '')) count--;
  return parts.slice(0, count);
}

function calleeParts(edge: OurEdge): readonly NamePart[] | undefined {
  const [target] = edge.callees();
  const last = target?.[target.length - 1];
  return edge.isConstruction && last?.kind !== 'constructor' ? edge.initializer() : target;
}

function pairOf(caller: string, callee: string): string {
  return `${caller} -> ${callee}`;
}
