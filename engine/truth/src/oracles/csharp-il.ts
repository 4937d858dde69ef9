import type { NamePart, OurEdges } from '../ours.js';

/** What the IL of one method calls; names are `Type.Method`. */
export interface IlMethod {
  readonly caller: string;
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}

export interface IlPair {
  readonly caller: string;
  readonly callee: string;
}

export interface IlComparison {
  /** Pairs of caller and callee that we state and the IL can judge, and those that it has. */
  readonly exact: number;
  readonly exactAgreed: number;
  readonly all: number;
  readonly allAgreed: number;
  /** Pairs of the IL that a source states by a call, and those that we have. */
  readonly wanted: number;
  readonly found: number;
  /** Pairs of ours that the IL cannot judge: callers it has not, local functions, delegates, constructors' own chains, overrides of a library's member. */
  readonly unjudged: number;
  readonly wrong: readonly (IlPair & { readonly rule: string })[];
  readonly missed: readonly IlPair[];
}

const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'record', 'enum']);
const BODIES: ReadonlySet<string> = new Set(['method', 'constructor', 'operator', 'function']);
/** Callees of properties, events, indexers and operators, which a source does not write as calls. */
const WRITTEN_OTHERWISE = /\.(?:(?:get|set|add|remove|op)_\w+)$/;
/** What runs when a type or an instance is made: initialisers of fields stand in it. */
const MADE = '.new';

/** @throws SyntaxError for a line that is no JSON, TypeError for one that is no method */
export function readIl(lines: Iterable<string>): readonly IlMethod[] {
  return [...lines].filter((line) => line !== '').map((line) => {
    const method = JSON.parse(line) as Partial<IlMethod> | null;
    if (typeof method?.caller !== 'string' || !Array.isArray(method.inside) || !Array.isArray(method.outside)) throw new TypeError(`no method: ${line.slice(0, 200)}`);
    return { caller: method.caller, inside: method.inside, outside: method.outside };
  });
}

function callerOfIl(name: string): string {
  return name.replace(/\.(?:\.c?ctor)$/, MADE).replace(/\.(?:get|set|add|remove)_(\w+)$/, '.$1');
}

function typesOf(parts: readonly NamePart[]): string[] {
  return parts.filter(({ kind }) => TYPES.has(kind)).map(({ name }) => name);
}

/** The method, property or maker of a type that a symbol belongs to. */
function callerOfOurs(parts: readonly NamePart[]): string | undefined {
  const types = typesOf(parts);
  const member = parts.find(({ kind }) => !TYPES.has(kind) && kind !== 'namespace');
  if (types.length === 0) return undefined;
  const isMade = member === undefined || member.kind === 'constructor' || member.kind === 'field' || member.kind === 'enumMember' || member.kind === 'constant';
  return `${types.join('.')}${isMade ? MADE : `.${member.name === 'this[]' ? 'Item' : member.name}`}`;
}

/** A callee as the IL names it; undefined for what it has no call of. */
function calleeOfOurs(parts: readonly NamePart[], isConstruction: boolean): string | undefined {
  const types = typesOf(parts);
  if (types.length === 0) return undefined;
  if (isConstruction) return `${types.join('.')}..ctor`;
  const members = parts.filter(({ kind }) => !TYPES.has(kind) && kind !== 'namespace');
  const [member] = members;
  return members.length !== 1 || member === undefined || member.kind !== 'method' ? undefined : `${types.join('.')}.${member.name}`;
}

interface Stated {
  readonly names: readonly string[];
  readonly isExact: boolean;
  readonly rule: string;
}

/** Our edges of the files by caller; `undefined` names are not judged. */
function stated(ours: OurEdges, isRead: (file: string) => boolean): { readonly byCaller: Map<string, Map<string, Stated>>; readonly unjudged: number } {
  const byCaller = new Map<string, Map<string, Stated>>();
  let unjudged = 0;
  for (const [key, edges] of ours.calls) {
    if (!isRead(key.replace(/:\d+:\d+$/, ''))) continue;
    for (const edge of edges) {
      const caller = callerOfOurs(edge.caller());
      const names = edge.callees().map((parts) => calleeOfOurs(parts, edge.isConstruction)).filter((name) => name !== undefined);
      const [first] = names;
      if (caller === undefined || first === undefined) unjudged++;
      else {
        const callees = byCaller.get(caller) ?? new Map<string, Stated>();
        byCaller.set(caller, callees);
        const known = callees.get(first);
        callees.set(first, { names: [...(known?.names ?? []), ...names], isExact: edge.isExact || known?.isExact === true, rule: known?.rule ?? edge.rule });
      }
    }
  }
  return { byCaller, unjudged };
}

/**
 * Holds pairs of caller and callee by their names against an assembly's IL. Overloads are one, and so are a type's
 * constructors and the initialisers of its fields. A call of an override is one of the member that it first declares.
 */
export function compareIl(ours: OurEdges, methods: readonly IlMethod[], isRead: (file: string) => boolean): IlComparison {
  const theirs = new Map<string, { readonly inside: Set<string>; readonly outside: Set<string> }>();
  for (const { caller, inside, outside } of methods) {
    const name = callerOfIl(caller);
    const known = theirs.get(name) ?? { inside: new Set(), outside: new Set() };
    theirs.set(name, known);
    for (const callee of inside) known.inside.add(callee);
    for (const callee of outside) known.outside.add(lastName(callee));
  }
  const { byCaller, unjudged } = stated(ours, isRead);
  const counts = { exact: 0, exactAgreed: 0, all: 0, allAgreed: 0, wanted: 0, found: 0, unjudged };
  const wrong: (IlPair & { readonly rule: string })[] = [];
  const missed: IlPair[] = [];
  for (const [caller, callees] of byCaller) {
    const known = theirs.get(caller);
    for (const [callee, { names, isExact, rule }] of callees) {
      const isAgreed = known !== undefined && names.some((name) => known.inside.has(name));
      if (known === undefined || (!isAgreed && names.some((name) => known.outside.has(lastName(name))))) {
        counts.unjudged++;
        continue;
      }
      counts.all++;
      if (isAgreed) counts.allAgreed++;
      if (isExact) counts.exact++;
      if (isExact && isAgreed) counts.exactAgreed++;
      if (!isAgreed) wrong.push({ caller, callee, rule });
    }
  }
  for (const [caller, { inside }] of theirs) {
    const mine = new Set([...(byCaller.get(caller)?.values() ?? [])].flatMap(({ names }) => names));
    for (const callee of inside) {
      if (WRITTEN_OTHERWISE.test(callee)) continue;
      counts.wanted++;
      if (mine.has(callee)) counts.found++;
      else missed.push({ caller, callee });
    }
  }
  return { ...counts, wrong, missed };
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
