import type { ComparedSchema } from './database-schema.js';

/** How many were found, wanted, and both. */
export interface SchemaScore {
  /** What the scan declares. */
  readonly ours: number;
  /** What the oracle has. */
  readonly theirs: number;
  readonly both: number;
}

/** Share of the columns in both for which the two say the same; columns of which one says nothing count as different. */
export interface Agreement {
  readonly same: number;
  readonly compared: number;
}

export interface SchemaComparison {
  readonly tables: SchemaScore;
  readonly columns: SchemaScore;
  readonly primaryKeys: SchemaScore;
  readonly foreignKeys: SchemaScore;
  readonly nullability: Agreement;
  readonly types: Agreement;
  /** One line each. */
  readonly disagreements: readonly string[];
}

/** Precision, recall and their harmonic mean; undefined where there is nothing to divide by. */
export function f1Of({ ours, theirs, both }: SchemaScore): { readonly precision: number | undefined; readonly recall: number | undefined; readonly f1: number | undefined } {
  return {
    precision: ours === 0 ? undefined : both / ours,
    recall: theirs === 0 ? undefined : both / theirs,
    f1: ours + theirs === 0 ? undefined : (2 * both) / (ours + theirs),
  };
}

/** Holds what a scan declares against what a database or a snapshot has. */
export function compareSchemas(ours: ComparedSchema, theirs: ComparedSchema): SchemaComparison {
  const disagreements: string[] = [];
  const score = (kind: string, mine: ReadonlySet<string>, others: ReadonlySet<string>): SchemaScore => {
    const both = [...mine].filter((name) => others.has(name));
    for (const name of [...others].sort()) if (!mine.has(name)) disagreements.push(`${kind} missed: ${name}`);
    for (const name of [...mine].sort()) if (!others.has(name)) disagreements.push(`${kind} not there: ${name}`);
    return { ours: mine.size, theirs: others.size, both: both.length };
  };
  const tables = score('table', new Set(ours.tables.keys()), new Set(theirs.tables.keys()));
  const columns = score('column', columnsOf(ours), columnsOf(theirs));
  const primaryKeys = score('primary key', primaryKeysOf(ours), primaryKeysOf(theirs));
  const foreignKeys = score('foreign key', ours.foreignKeys, theirs.foreignKeys);
  let [compared, sameNull, sameType] = [0, 0, 0];
  for (const [table, { columns: mine }] of ours.tables) {
    for (const [name, column] of mine) {
      const other = theirs.tables.get(table)?.columns.get(name);
      if (other === undefined) continue;
      compared++;
      if (column.isNullable === other.isNullable) sameNull++;
      else disagreements.push(`nullability: ${table}.${name} ours ${nullWord(column.isNullable)}, theirs ${nullWord(other.isNullable)}`);
      if (column.type === other.type) sameType++;
      else disagreements.push(`type: ${table}.${name} ours ${column.type ?? 'not said'}, theirs ${other.type ?? 'not said'}`);
    }
  }
  return { tables, columns, primaryKeys, foreignKeys, nullability: { same: sameNull, compared }, types: { same: sameType, compared }, disagreements };
}

function nullWord(isNullable: boolean | undefined): string {
  return isNullable === undefined ? 'not said' : isNullable ? 'null' : 'not null';
}

function columnsOf(schema: ComparedSchema): ReadonlySet<string> {
  return new Set([...schema.tables].flatMap(([table, { columns }]) => [...columns.keys()].map((column) => `${table}.${column}`)));
}

function primaryKeysOf(schema: ComparedSchema): ReadonlySet<string> {
  return new Set([...schema.tables].flatMap(([table, { primaryKey }]) => (primaryKey.length === 0 ? [] : [`${table} (${[...primaryKey].sort().join(', ')})`])));
}
