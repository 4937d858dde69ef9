import type { Balance, FileRole, UnresolvedReason } from '@pinata/graph/model';
import { UNRESOLVED_REASONS } from '@pinata/graph/model';
import { printable } from '../text/printable.js';

/** What the text says; a scan's summary has this shape. */
export interface SummaryInput {
  readonly files: number;
  readonly skipped: readonly { readonly reason: string }[];
  /** Files, and folders with a `/`, that git does not know. */
  readonly untracked?: readonly string[];
  readonly lines: number;
  readonly languages: readonly { readonly language: string; readonly files: number; readonly lines: number }[];
  readonly roles: readonly { readonly role: FileRole; readonly files: number; readonly balance: Balance }[];
  readonly symbols: number;
  readonly nodes: number;
  readonly edges: number;
  readonly balance: Balance;
  /** Where models and migrations disagree, the first of `driftCount`. */
  readonly drifts?: readonly { readonly kind: string; readonly table: string; readonly column?: string; readonly detail?: string }[];
  readonly driftCount?: number;
  readonly filesWithErrors: number;
  readonly isDigestComparable: boolean;
  readonly graphDigest: string;
  readonly shapeDigest: string;
  readonly milliseconds: Readonly<Partial<Record<string, number>>>;
  readonly peakMemoryBytes: number;
}

export interface SummarySource {
  readonly name: string;
  readonly branch: string;
  readonly commit: string;
  readonly isModified: boolean;
}

/** A scan's summary as text of at most about 80 columns, ending in a line break. */
export function summaryText(source: SummarySource, summary: SummaryInput): string {
  const { balance, roles } = summary;
  const columns = roles.filter(({ files, balance: own }) => files > 0 || own.captured > 0);
  const ways: [string, (one: Balance) => number][] = [
    ['captured', (one) => one.captured],
    ['resolved', (one) => one.resolved],
    ['external', (one) => one.external],
    ['unresolved', unresolvedTotal],
    ...UNRESOLVED_REASONS.filter((reason) => (balance.unresolved[reason] ?? 0) > 0).map((reason): [string, (one: Balance) => number] => [`  ${reason}`, (one) => one.unresolved[reason] ?? 0]),
  ];
  const table = [
    ['references', 'all', ...columns.map(({ role }) => role)],
    ...ways.map(([name, of]) => [name, number(of(balance)), ...columns.map(({ balance: own }) => number(of(own)))]),
  ];
  const errors = summary.filesWithErrors === 0 ? '' : `, ${number(summary.filesWithErrors)} with syntax errors`;
  return [
    `${printable(source.name)}  ${printable(source.branch)}  ${source.commit.slice(0, 17)}${source.isModified ? ' (modified)' : ''}`,
    '',
    `files      ${number(summary.files)}${errors}${skippedText(summary)}`,
    ...untrackedLines(summary),
    `lines      ${number(summary.lines)}`,
    `languages  ${summary.languages.map(({ language, files }) => `${language} ${number(files)}`).join(', ')}`,
    `symbols    ${number(summary.symbols)}`,
    `graph      ${number(summary.nodes)} nodes, ${number(summary.edges)} edges`,
    '',
    ...tableLines(table),
    '',
    ...driftLines(summary),
    `graph digest  ${summary.graphDigest}${summary.isDigestComparable ? '' : '  (a file timed out: not comparable)'}`,
    `shape digest  ${summary.shapeDigest}`,
    `time          ${phases(summary.milliseconds)}`,
    `peak memory   ${Math.round(summary.peakMemoryBytes / 2 ** 20)} MB`,
    '',
  ].join('\n');
}

function untrackedLines({ untracked = [] }: SummaryInput): readonly string[] {
  const [first] = untracked;
  return first === undefined ? [] : [`untracked  ${number(untracked.length)}, not read before \`git add\`: ${printable(first)}${untracked.length > 1 ? ', …' : ''}`];
}

export function unresolvedTotal(balance: Balance): number {
  return Object.values(balance.unresolved).reduce((sum, count) => sum + count, 0);
}

/** Every reason that occurred, in the model's order. */
export function unresolvedByReason(balance: Balance): Partial<Record<UnresolvedReason, number>> {
  return Object.fromEntries(UNRESOLVED_REASONS.flatMap((reason) => ((balance.unresolved[reason] ?? 0) > 0 ? [[reason, balance.unresolved[reason]]] : [])));
}

const DRIFTS: Readonly<Record<string, string>> = { tableNotMigrated: 'no migration makes it', columnNotMigrated: 'no migration makes it', columnWithoutModel: 'no model has it', nullabilityDiffers: 'only one of them lets it be null', typeDiffers: 'the types differ' };
const MOST_DRIFTS = 10;

function driftLines({ drifts = [], driftCount = drifts.length }: SummaryInput): string[] {
  if (driftCount === 0) return [];
  const shown = drifts.slice(0, MOST_DRIFTS).map(({ kind, table, column, detail }) => `  ${printable(column === undefined ? table : `${table}.${column}`)}  ${DRIFTS[kind] ?? kind}${detail === undefined ? '' : ` (${printable(detail)})`}`);
  const more = driftCount - shown.length;
  return [`schema     models and migrations disagree in ${number(driftCount)} ${driftCount === 1 ? 'place' : 'places'}`, ...shown, ...(more > 0 ? [`  and ${number(more)} more; --json prints ${more + shown.length > drifts.length ? `the first ${number(drifts.length)}` : 'all'}`] : []), ''];
}

function skippedText({ skipped }: SummaryInput): string {
  if (skipped.length === 0) return '';
  const counts = Map.groupBy(skipped, ({ reason }) => reason);
  const parts = [...counts].map(([reason, list]): [string, number] => [reason, list.length]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return `\nskipped    ${number(skipped.length)}: ${parts.map(([reason, count]) => `${reason} ${number(count)}`).join(', ')}`;
}

/** First column to the left, numbers to the right. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2))).join('').trimEnd());
}

function phases(milliseconds: SummaryInput['milliseconds']): string {
  const named = Object.entries(milliseconds).filter(([phase]) => phase !== 'total').map(([phase, time]) => `${phase} ${seconds(time ?? 0)}`);
  const total = milliseconds.total;
  return `${total === undefined ? '' : `${seconds(total)}: `}${named.join(', ')}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** Groups of three by a comma; the machine's own language plays no part. */
/** A whole number with commas, the same on every machine. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
