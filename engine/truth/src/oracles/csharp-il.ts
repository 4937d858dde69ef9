import type { NamePart, OurEdges } from '../ours.js';

/** What the IL of one method calls; names are `Type.Method`. */
export interface IlMethod {
  readonly caller: string;
  readonly inside: readonly string[];
  /** Structures of the assembly that are made without a constructor. */
  readonly made: readonly string[];
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
/** Callees of properties, events, indexers, operators, `using` and `foreach`, which a source seldom writes as calls. */
const WRITTEN_OTHERWISE = /\.(?:(?:get|set|add|remove|op)_\w+|Dispose|GetEnumerator|MoveNext)$/;
/** What runs when a type or an instance is made: initialisers of fields stand in it. */
const MADE = '.new';

/** @throws SyntaxError for a line that is no JSON, TypeError for one that is no method */
export function readIl(lines: Iterable<string>): readonly IlMethod[] {
  return [...lines].filter((line) => line !== '').map((line) => {
    const method = JSON.parse(line) as Partial<IlMethod> | null;
    if (typeof method?.caller !== 'string' || !Array.isArray(method.inside) || !Array.isArray(method.made) || !Array.isArray(method.outside)) throw new TypeError(`no method: ${line.slice(0, 200)}`);
    return { caller: method.caller, inside: method.inside, made: method.made, outside: method.outside };
  });
}

function callerOfIl(name: string): string {
  return name
    .replace(/\.(?:\.c?ctor|~)$/, MADE)
    .replace(/\.(?:get|set|add|remove)_(\w+)$/, '.$1')
    .replace(/\.op_\w+$/, '.operator');
}

function typesOf(parts: readonly NamePart[]): string[] {
  return parts.filter(({ kind }) => TYPES.has(kind)).map(({ name }) => name);
}

/** The methods, properties or makers of a type that what a symbol holds may have become: a property's initialiser is its maker's. */
function callersOfOurs(parts: readonly NamePart[]): readonly string[] {
  const types = typesOf(parts).join('.');
  const member = parts.find(({ kind }) => !TYPES.has(kind) && kind !== 'namespace');
  if (types === '') return [];
  if (member === undefined) return [`${types}${MADE}`];
  switch (member.kind) {
    case 'constructor':
    case 'field':
    case 'enumMember':
    case 'constant':
      return [`${types}${MADE}`];
    case 'property':
      return [`${types}.${member.name}`, `${types}${MADE}`];
    case 'indexer':
      return [`${types}.Item`];
    case 'operator':
      return [`${types}.operator`];
    default:
      return [`${types}.${member.name}`];
  }
}

/** A callee as the IL names it; undefined for what it has no call of. */
function calleeOfOurs(parts: readonly NamePart[], isConstruction: boolean): string | undefined {
  const types = typesOf(parts);
  if (types.length === 0) return undefined;
  // A delegate is made of a method, by a constructor that no source has.
  if (isConstruction) return parts.some(({ kind }) => kind === 'delegate') ? undefined : `${types.join('.')}..ctor`;
  const members = parts.filter(({ kind }) => !TYPES.has(kind) && kind !== 'namespace');
  const [member] = members;
  return members.length !== 1 || member === undefined || member.kind !== 'method' ? undefined : `${types.join('.')}.${member.name}`;
}

interface Stated {
  readonly callers: readonly string[];
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
      const callers = callersOfOurs(edge.caller());
      const [caller] = callers;
      const names = edge.callees().map((parts) => calleeOfOurs(parts, edge.isConstruction)).filter((name) => name !== undefined);
      const [first] = names;
      if (caller === undefined || first === undefined) unjudged++;
      else {
        const callees = byCaller.get(caller) ?? new Map<string, Stated>();
        byCaller.set(caller, callees);
        const known = callees.get(first);
        callees.set(first, { callers, names: [...(known?.names ?? []), ...names], isExact: edge.isExact || known?.isExact === true, rule: known?.rule ?? edge.rule });
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
  const theirs = new Map<string, { readonly inside: Set<string>; readonly made: Set<string>; readonly outside: Set<string> }>();
  for (const { caller, inside, made, outside } of methods) {
    const name = callerOfIl(caller);
    const known = theirs.get(name) ?? { inside: new Set(), made: new Set(), outside: new Set() };
    theirs.set(name, known);
    for (const callee of inside) known.inside.add(callee);
    for (const callee of made) known.made.add(callee);
    for (const callee of outside) known.outside.add(lastName(callee));
  }
  const { byCaller, unjudged } = stated(ours, isRead);
  const counts = { exact: 0, exactAgreed: 0, all: 0, allAgreed: 0, wanted: 0, found: 0, unjudged };
  const wrong: (IlPair & { readonly rule: string })[] = [];
  const missed: IlPair[] = [];
  const mine = new Map<string, Set<string>>();
  for (const [caller, callees] of byCaller) {
    for (const [callee, { callers, names, isExact, rule }] of callees) {
      for (const name of callers) mine.set(name, new Set([...(mine.get(name) ?? []), ...names]));
      const known = callers.map((name) => theirs.get(name)).filter((found) => found !== undefined);
      const isAgreed = known.some(({ inside, made }) => names.some((name) => inside.has(name) || made.has(name)));
      const isOutside = known.some(({ outside }) => names.some((name) => outside.has(lastName(name))));
      if (known.length === 0 || (!isAgreed && isOutside)) {
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
    for (const callee of inside) {
      if (WRITTEN_OTHERWISE.test(callee)) continue;
      counts.wanted++;
      if (mine.get(caller)?.has(callee) === true) counts.found++;
      else missed.push({ caller, callee });
    }
  }
  return { ...counts, wrong, missed };
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
