import { f1Of } from './compare-schema.js';
import type { Agreement, SchemaComparison, SchemaScore } from './compare-schema.js';

const WIDTH = 24;

/** The heading of the lines that `comparisonLine` gives. */
export const COMPARISON_HEADING = `${''.padEnd(WIDTH)}  ${['tables', 'columns', 'primary keys', 'foreign keys'].map((kind) => kind.padEnd(28)).join('')}null    type\n${''.padEnd(WIDTH)}  ${'P      R      F1     of     '.repeat(4)}same    same`;

/** One line of figures: precision, recall, F1 and how many there are, of each kind; shares of columns that agree. */
export function comparisonLine(name: string, { tables, columns, primaryKeys, foreignKeys, nullability, types }: SchemaComparison): string {
  return `${name.padEnd(WIDTH)}  ${[tables, columns, primaryKeys, foreignKeys].map(scoreText).join('')}${share(nullability)}   ${share(types)}`;
}

function scoreText(score: SchemaScore): string {
  const { precision, recall, f1 } = f1Of(score);
  return `${[precision, recall, f1].map(figure).join(' ')} ${String(score.theirs).padEnd(7)}`;
}

function figure(value: number | undefined): string {
  return value === undefined ? '–     ' : value.toFixed(4);
}

function share({ same, compared }: Agreement): string {
  return compared === 0 ? '–     ' : (same / compared).toFixed(4);
}
