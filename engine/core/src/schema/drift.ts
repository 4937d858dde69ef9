import type { SchemaDrift } from '../scan-api.js';
import { typesDiffer } from './column-types.js';
import type { ColumnFact } from './model.js';

/** What models, or migrations, say of a table. */
export interface TableSide {
  /** By name in lower case. */
  readonly columns: ReadonlyMap<string, ColumnFact>;
  /** There may be more columns, of which nothing is known. */
  readonly isPartial: boolean;
}

export interface SidedTable {
  readonly name: string;
  readonly schema: string | undefined;
  readonly sides: { readonly model?: TableSide; readonly migration?: TableSide };
}

/**
 * Where models and migrations disagree; nothing where a repository has one of them alone.
 * @param isOpen whether there was something before the migrations, which may have made any table that they do not
 */
export function driftsOf(tables: readonly SidedTable[], isOpen: boolean): readonly SchemaDrift[] {
  const hasBoth = tables.some((table) => table.sides.model !== undefined) && tables.some((table) => table.sides.migration !== undefined);
  if (!hasBoth) return [];
  return tables.flatMap(({ name, schema, sides: { model, migration } }): readonly SchemaDrift[] => {
    const table = schema === undefined ? name : `${schema}.${name}`;
    if (model === undefined) return [];
    if (migration === undefined) return isOpen ? [] : [{ kind: 'tableNotMigrated', table }];
    const drifts: SchemaDrift[] = [];
    for (const [id, column] of model.columns) {
      const migrated = migration.columns.get(id);
      if (migrated === undefined) drifts.push({ kind: 'columnNotMigrated', table, column: column.name });
      else drifts.push(...columnDrifts(column, migrated).map((drift) => ({ ...drift, table, column: column.name })));
    }
    if (!model.isPartial) for (const [id, column] of migration.columns) if (!model.columns.has(id)) drifts.push({ kind: 'columnWithoutModel', table, column: column.name });
    return drifts;
  });
}

function columnDrifts(model: ColumnFact, migrated: ColumnFact): readonly Pick<SchemaDrift, 'kind' | 'detail'>[] {
  const drifts: Pick<SchemaDrift, 'kind' | 'detail'>[] = [];
  if (model.type !== undefined && migrated.type !== undefined && typesDiffer(model.type, migrated.type)) drifts.push({ kind: 'typeDiffers', detail: sideBySide(model.type, migrated.type) });
  if (model.isNullable !== undefined && migrated.isNullable !== undefined && model.isNullable !== migrated.isNullable && !(model.isNullByDefault === true && model.isNullable)) drifts.push({ kind: 'nullabilityDiffers', detail: sideBySide(nullText(model.isNullable), nullText(migrated.isNullable)) });
  return drifts;
}

function nullText(isNullable: boolean): string {
  return isNullable ? 'null' : 'not null';
}

function sideBySide(model: string, migrations: string): string {
  return `model: ${model}, migrations: ${migrations}`;
}
