import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { NamePart } from '../ours.js';
import { scanFolder } from '../ours.js';
import type { Naming } from './named-graph.js';
import { ourPairs, readNamedGraph, wantedPairs } from './named-graph.js';
import type { CaseResult } from './suite-score.js';

const CALL_GRAPH = 'callgraph.json';
/** Functions without a name: `main.<lambda1>`, `main.func.<arrow2>`. */
const NAMELESS = /\.<(?:lambda|arrow|anonymous|function)\d*>.*$/;
const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'record', 'enum']);

function moduleOf(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$|\.pyi?$/, '').replace(/(?:^|\/)__init__$/, '').replaceAll('/', '.');
}

/** `module.Class.method`, as PyCG and SWARM-CG's Python and JavaScript parts write it. */
export const DOTTED: Naming = {
  isOutside: (name) => /<builtin>|<\*\*/.test(name),
  callerOf: (name) => name.replace(NAMELESS, ''),
  nameOf: (file, parts) => [moduleOf(file), ...parts.filter(({ kind }) => kind !== 'namespace').map(({ name }) => name)].filter((part) => part !== '').join('.'),
};

/** `package.Outer$Inner:method(parameter types)`; the parameters are left out, so that overloads are one. */
export const JVM: Naming = {
  isOutside: (name) => /^(?:java|javax|sun|jdk)\./.test(name),
  callerOf: (name) => withoutParameters(name.replace(/\.<clinit>/, ':<clinit>')),
  nameOf: (_file, parts) => {
    const member = parts.find(({ kind }) => kind !== 'namespace' && !TYPES.has(kind));
    const types = named(parts, (kind) => TYPES.has(kind)).join('$');
    if (types === '' || member === undefined) return undefined;
    return `${[...named(parts, (kind) => kind === 'namespace'), types].join('.')}:${member.kind === 'constructor' ? '<init>' : member.name}`;
  },
};

function named(parts: readonly NamePart[], isWanted: (kind: string) => boolean): readonly string[] {
  return parts.filter(({ kind }) => isWanted(kind)).map(({ name }) => name);
}

function withoutParameters(name: string): string {
  return name.replace(/\(.*$/, '');
}

/** Folders that hold a call graph, below a folder. */
function casesIn(folder: string): readonly string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => path.basename(name) === CALL_GRAPH);
  return found.map((name) => path.dirname(name)).sort();
}

/**
 * Runs a suite of small programs with a `callgraph.json` each. Every case is scanned alone, as a repository of its own.
 */
export async function runNamedSuite(folder: string): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const name of casesIn(folder)) {
    const place = path.join(folder, name);
    const isJvm = readdirSync(place, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.java'));
    const naming = isJvm ? JVM : DOTTED;
    const { pairs, outside } = wantedPairs(readNamedGraph(readFileSync(path.join(place, CALL_GRAPH), 'utf8')), naming);
    const wanted = isJvm ? new Set([...pairs].map((pair) => pair.split(' -> ').map(withoutParameters).join(' -> '))) : pairs;
    const ours = ourPairs(await scanFolder({ folder: place, name, commit: 'tree-0', branch: 'folder', isModified: false }), naming);
    // A Java case lists the calls that it is about: others of ours are no mistakes.
    const callers = new Set([...wanted].map((pair) => pair.split(' -> ')[0]));
    results.push({ category: categoryOf(name), name, wanted, ours: isJvm ? new Set([...ours].filter((pair) => callers.has(pair.split(' -> ')[0]))) : ours, outside });
  }
  return results;
}

/** The folder that a case lies in. */
function categoryOf(name: string): string {
  const parts = name.split(path.sep);
  return parts.slice(0, -1).join('/') || name;
}

/** Where a suite's cases lie in a checkout of its repository. */
export function casesFolder(folder: string, ...inside: readonly string[]): string {
  const known = inside.map((name) => path.join(folder, name)).find((place) => existsSync(place));
  return known ?? folder;
}
