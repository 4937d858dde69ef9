import { typesFit } from './column-types.js';
import type { ColumnFact, ForeignKeyFact } from './model.js';
import { comparableName, snakeCase } from './names.js';
import type { Table } from './reconcile.js';

const BY_NAME = { confidence: 70, rule: 'schema.keyByName' } as const;
const MOST_WORDS = 4;
/** `customer_id`, `customerId`, `CustomerID`. */
const NAMED_KEY = /^(.*[a-z0-9])(?:_id|_ID|Id|ID)$/;
/** Upper case all through: `CUSTOMER_ID`. */
const UPPER_KEY = /^([A-Z0-9_]*[A-Z0-9])_ID$/;

/**
 * Adds to tables the relations that columns' names alone tell: `orders.customer_id` beside the one table `customers` whose
 * key is of such a type. Columns of declared keys, and what names a row of any table (`owner_type` beside `owner_id`), are left.
 * Keys that a rule concluded of columns which no table has are taken away.
 */
export function inferKeys(tables: readonly Table[]): void {
  const byName = new Map<string, Table[]>();
  for (const table of tables) {
    const name = comparableName(table.name);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [table]);
    else known.push(table);
  }
  for (const table of tables) {
    const stated = table.foreignKeys.filter((key) => key.confidence === undefined || key.columns.every((column) => table.columns.has(column.toLowerCase())));
    const taken = new Set(stated.flatMap(({ columns }) => columns.map((column) => column.toLowerCase())));
    const inferred = [...table.columns].flatMap(([id, column]) => (taken.has(id) ? [] : (keyOf(table, column, byName) ?? [])));
    table.foreignKeys = [...stated, ...inferred];
  }
}

function keyOf(table: Table, column: ColumnFact, byName: ReadonlyMap<string, readonly Table[]>): ForeignKeyFact | undefined {
  const stem = (NAMED_KEY.exec(column.name) ?? UPPER_KEY.exec(column.name))?.[1];
  if (stem === undefined || table.columns.has(`${stem}_type`.toLowerCase()) || table.columns.has(`${stem}type`.toLowerCase())) return undefined;
  const named = byName.get(comparableName(stem)) ?? [];
  // A table's own number is no reference.
  if (named.includes(table) || hasNamesake(table, stem, byName)) return undefined;
  const beside = named.filter(({ schema }) => schema === table.schema);
  const candidates = beside.length > 0 ? beside : named;
  const [target] = candidates;
  const [key] = target?.primaryKey ?? [];
  if (target === undefined || key === undefined || candidates.length > 1 || target.primaryKey.length > 1) return undefined;
  const referred = target.columns.get(key.toLowerCase());
  if (!/id$/i.test(key) || referred === undefined || !typesFit(column.type ?? '', referred.type ?? '')) return undefined;
  return { columns: [column.name], target: { table: target.key, columns: [key] }, ...BY_NAME };
}

/** Whether a table of the same group may be meant as well: `oauth_clients` by `client_id` of `oauth_codes`. */
function hasNamesake(table: Table, stem: string, byName: ReadonlyMap<string, readonly Table[]>): boolean {
  const words = snakeCase(table.name).split('_');
  const wanted = comparableName(stem);
  return words.slice(0, MOST_WORDS).some((_, index) => index < words.length - 1 && byName.has(`${words.slice(0, index + 1).join('')}${wanted}`));
}
