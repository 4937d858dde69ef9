import { namedValues } from '../../../named-values.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, IndexFact, TableFact } from '../../model.js';
import { plural, singular, snakeCase } from '../../names.js';
import { edgesOf } from './edges.js';
import type { Added, Schema } from './edges.js';
import { callNamed, isMadeElsewhere, madeIn, statedTable, statementsIn, textOf } from './statements.js';
import type { Statement } from './statements.js';

const MARKS = ['ent.Schema', 'mixin.Schema'];
const TYPES: Readonly<Record<string, string>> = namedValues({ String: 'varchar', Text: 'text', Int: 'bigint', Int8: 'smallint', Int16: 'smallint', Int32: 'integer', Int64: 'bigint', Uint: 'bigint', Uint8: 'smallint', Uint16: 'integer', Uint32: 'bigint', Uint64: 'bigint', Float: 'double precision', Float32: 'real', Bool: 'boolean', Time: 'timestamptz', UUID: 'uuid', JSON: 'jsonb', Strings: 'jsonb', Ints: 'jsonb', Floats: 'jsonb', Any: 'jsonb', Enum: 'varchar', Bytes: 'bytea' });
/** Columns of the mixins that ent brings. */
const TIMES: Readonly<Record<string, readonly string[]>> = namedValues({ Time: ['create_time', 'update_time'], CreateTime: ['create_time'], UpdateTime: ['update_time'] });

/** Schemas of ent: structs whose methods give back fields, edges and indexes. */
export const family: SchemaFamily = {
  id: 'ent',
  languages: ['go'],
  isCandidate: (view) => view.file.role !== 'test' && MARKS.some((name) => view.facts.indexOf(name) >= 0),
  read: (views, context) => {
    const schemas = new Map<string, Schema>();
    const open = new Set<string>();
    for (const one of views.flatMap((view) => classesOf(view, context).filter(isSchema))) schemas.set(one.key, schemaOf(one, context, open));
    const added = edgesOf(schemas, context);
    for (const key of added.open) open.add(key);
    return [...[...schemas.values()].map((schema) => tableOf(schema, added, open.has(schema.one.key), context)), ...added.between];
  },
};

function isSchema(one: ClassView): boolean {
  return one.kind === 'struct' && (one.baseNames().includes('ent.Schema') || one.members().some(({ type }) => one.view.typeText(type) === 'ent.Schema'));
}

function schemaOf(one: ClassView, context: SchemaContext, open: Set<string>): Schema {
  const parts: ClassView[] = [];
  const times: string[] = [];
  for (const { name, one: part } of madeIn(one, 'Mixin', context)) {
    const known = TIMES[name.replace(/^.*\./, '')];
    if (part !== undefined) parts.push(part);
    else if (known !== undefined) times.push(...known);
    else open.add(one.key);
  }
  parts.push(one);
  if (parts.some((part) => ['Fields', 'Edges'].some((method) => isMadeElsewhere(part, method, context)))) open.add(one.key);
  const fields = parts.flatMap((part) => statementsIn(part, 'Fields', 'field', context));
  const stated = fields.flatMap((field) => {
    const column = columnOf(field);
    if (column === undefined) open.add(one.key);
    return column ?? [];
  });
  const ofTimes = times.map((name): ColumnFact => ({ name, type: 'timestamptz', isNullable: false, place: one.place }));
  const hasKey = stated.some(({ isPrimaryKey }) => isPrimaryKey === true);
  const key: ColumnFact = { name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, place: one.place };
  return { one, parts, table: statedTable(one, context) ?? plural(singular(snakeCase(one.name))), columns: [...(hasKey ? [] : [key]), ...ofTimes, ...stated] };
}

function columnOf(field: Statement): ColumnFact | undefined {
  const { view, first, place } = field;
  const name = view.text(view.argument(first.call, 0));
  if (name === undefined) return undefined;
  const type = callNamed(field, 'SchemaType') >= 0 ? undefined : TYPES[first.name];
  const isPrimaryKey = name === 'id';
  const values = first.name === 'Enum' ? valuesOf(field) : [];
  return {
    name: textOf(field, 'StorageKey') ?? name,
    ...(type === undefined ? {} : { type }),
    isNullable: !isPrimaryKey && callNamed(field, 'Optional') >= 0,
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(callNamed(field, 'Unique') >= 0 ? { isUnique: true } : {}),
    ...(values.length === 0 ? {} : { values }),
    place,
  };
}

function valuesOf(field: Statement): readonly string[] {
  const call = callNamed(field, 'Values');
  return call < 0 ? [] : field.view.arguments(call).flatMap(({ value }) => field.view.text(value) ?? []);
}

function tableOf({ one, parts, table, columns: own }: Schema, { columns, foreignKeys, relations }: Added, isPartial: boolean, context: SchemaContext): TableFact {
  const all = [...own, ...(columns.get(one.key) ?? [])];
  return {
    kind: 'table',
    family: 'ent',
    origin: 'model',
    name: table,
    model: one.key,
    columns: all,
    primaryKey: primaryKeyOf(all),
    indexes: parts.flatMap((part) => statementsIn(part, 'Indexes', 'index', context)).flatMap(indexOf),
    foreignKeys: foreignKeys.get(one.key) ?? [],
    relations: relations.get(one.key) ?? [],
    ...(isPartial ? { isPartial } : {}),
    place: one.place,
  };
}

/** `index.Fields("name", "city").Unique()`; the columns of edges are none of its names. */
function indexOf(statement: Statement): readonly IndexFact[] {
  const { view, first, more } = statement;
  if (first.name !== 'Fields' || more.some(({ name }) => name === 'Edges')) return [];
  const columns = view.arguments(first.call).flatMap(({ value }) => view.text(value) ?? []);
  return columns.length === 0 ? [] : [{ columns, ...(callNamed(statement, 'Unique') >= 0 ? { isUnique: true } : {}) }];
}
