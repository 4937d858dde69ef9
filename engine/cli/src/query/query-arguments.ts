import { parseArgs } from 'node:util';
import { DIRECTIONS, EDGE_KINDS, RELATIONS, ROLL_UP_LEVELS } from '@pinata/graph';
import type { Direction, EdgeKind, Relation, RollUpLevel } from '@pinata/graph';
import { usageError } from '../exit-codes.js';

export type Question =
  | { readonly kind: Relation | 'impact' | 'workflow' | 'table'; readonly node: string }
  | { readonly kind: 'path'; readonly from: string; readonly to: string }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'overview' | 'cycles' | 'workflows' | 'tables' | 'drifts' };

export interface QueryArguments {
  readonly snapshot: string;
  readonly question: Question;
  readonly edgeKinds?: readonly EdgeKind[];
  readonly depth?: number;
  readonly limit: number;
  readonly direction: Direction;
  readonly level: RollUpLevel;
  readonly isJson: boolean;
  /** Snapshot folders of other repositories that a workflow is joined with. */
  readonly others: readonly string[];
}

const QUESTIONS = [...RELATIONS, 'path', 'impact', 'overview', 'cycles', 'search', 'workflows', 'workflow', 'tables', 'table', 'drifts'] as const;
const WITHOUT_NODE: ReadonlySet<string> = new Set(['overview', 'cycles', 'workflows', 'tables', 'drifts']);
const DEFAULT_LIMIT = 50;
const OPTIONS = {
  kind: { type: 'string', multiple: true },
  depth: { type: 'string' },
  limit: { type: 'string' },
  direction: { type: 'string' },
  level: { type: 'string' },
  with: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

/** @throws {CommandError} with the usage exit code */
export function parseQueryArguments(words: readonly string[]): QueryArguments {
  const { values, positionals } = parsed(words);
  const [snapshot, name, ...rest] = positionals;
  if (snapshot === undefined || name === undefined) throw usageError('name a snapshot folder and a question');
  const direction = DIRECTIONS.find((one) => one === (values.direction ?? 'outgoing'));
  if (direction === undefined) throw usageError(`--direction is one of ${DIRECTIONS.join(', ')}`);
  const level = ROLL_UP_LEVELS.find((one) => one === (values.level ?? 'file'));
  if (level === undefined) throw usageError(`--level is one of ${ROLL_UP_LEVELS.join(', ')}`);
  const others = values.with ?? [];
  if (others.length > 0 && name !== 'workflow') throw usageError('--with is for the question "workflow" alone');
  return {
    snapshot,
    others,
    question: question(name, rest),
    ...(values.kind === undefined ? {} : { edgeKinds: values.kind.flatMap((list) => list.split(',')).map(edgeKind) }),
    ...(values.depth === undefined ? {} : { depth: wholeNumber('--depth', values.depth, 0) }),
    limit: values.limit === undefined ? DEFAULT_LIMIT : wholeNumber('--limit', values.limit, 1),
    direction,
    level,
    isJson: values.json === true,
  };
}

function question(name: string, rest: readonly string[]): Question {
  const kind = QUESTIONS.find((one) => one === name);
  if (kind === undefined) throw usageError(`"${name}" is no question; ask one of ${QUESTIONS.join(', ')}`);
  const [first, second] = rest;
  const expected = kind === 'path' ? 2 : WITHOUT_NODE.has(kind) ? 0 : 1;
  if (rest.length !== expected) throw usageError(kind === 'path' ? 'path needs two nodes' : expected === 0 ? `${kind} takes no node` : `${kind} needs one ${kind === 'search' ? 'text' : 'node'}`);
  if (kind === 'path') return { kind, from: first ?? '', to: second ?? '' };
  if (kind === 'overview' || kind === 'cycles' || kind === 'workflows' || kind === 'tables' || kind === 'drifts') return { kind };
  if (kind === 'search') return { kind, text: first ?? '' };
  return { kind, node: first ?? '' };
}

function parsed(words: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function edgeKind(name: string): EdgeKind {
  const kind = EDGE_KINDS.find((one) => one === name.trim());
  if (kind === undefined) throw usageError(`"${name}" is no kind of edge; --kind is one of ${EDGE_KINDS.join(', ')}`);
  return kind;
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least) throw usageError(`${option} is a whole number from ${least}`);
  return number;
}
