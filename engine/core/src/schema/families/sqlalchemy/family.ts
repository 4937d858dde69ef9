import { Expression } from '../../../facts/schema.js';
import { classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { TYPES, foreignKeyOf } from './columns.js';
import { isTableModel, tableOfModel } from './sqlmodel.js';

const COLUMNS = new Set(['Column', 'mapped_column']);

/** Declarative models of SQLAlchemy: classes with `__tablename__`; and those of SQLModel that say that they are tables. */
export const family: SchemaFamily = {
  id: 'sqlalchemy',
  languages: ['python'],
  isCandidate: (view) => view.file.role !== 'test' && ['__tablename__', 'sqlmodel', 'SQLModel'].some((name) => view.facts.indexOf(name) >= 0),
  read: (views, context) => views.flatMap((view) => classesOf(view, context).flatMap((one) => (isTableModel(one) ? tableOfModel(one) : (tableOf(one) ?? [])))),
};

function tableOf(one: ClassView): TableFact | undefined {
  const named = one.members().find((member) => member.name === '__tablename__');
  const name = named === undefined ? undefined : one.view.text(named.value);
  if (name === undefined) return undefined;
  const parts = [...[...one.bases()].reverse(), one].flatMap((part) => part.members().map((member) => ({ part, member })));
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  for (const { part, member } of parts) {
    const isColumn = COLUMNS.has(part.view.name(member.value));
    if (!isColumn && !/^Mapped\b/.test(part.view.typeText(member.type))) continue;
    if (!isColumn && member.value >= 0) continue;
    const column = columnOf(part, member);
    if (column === undefined) continue;
    columns.push(column);
    const key = foreignKeyOf(part.view, member.value);
    if (key !== undefined) foreignKeys.push({ columns: [column.name], target: key, place: part.placeOf(member.symbol) });
  }
  return { kind: 'table', family: 'sqlalchemy', origin: 'model', name, model: one.key, columns, primaryKey: primaryKeyOf(columns), indexes: uniqueIndexesOf(columns), foreignKeys, place: one.place };
}

function columnOf(one: ClassView, member: MemberView): ColumnFact | undefined {
  const { view } = one;
  const text = (name: string): string | undefined => view.text(view.argument(member.value, name));
  const parts = member.value < 0 ? [] : view.arguments(member.value).filter((part) => part.name === undefined);
  const [first] = parts;
  const stated = first === undefined ? undefined : view.text(first.value);
  const typed = parts.map((part) => ({ name: view.name(part.value), row: part.value })).find((part) => TYPES[part.name] !== undefined);
  const written = view.typeArguments(member.type)[0] ?? -1;
  const isOptional = view.isOptional(written) || /^Optional\b|\|\s*None/.test(view.typeText(written));
  const inner = isOptional ? (view.typeArguments(written)[0] ?? written) : written;
  // A relationship names a model and has no column.
  if (typed === undefined && member.value < 0 && TYPES[view.typeText(inner)] === undefined) return undefined;
  const length = typed !== undefined && view.kind(typed.row) === Expression.call ? view.text(view.argument(typed.row, 0)) : undefined;
  const base = typed === undefined ? TYPES[view.typeText(inner)] : TYPES[typed.name];
  const isPrimaryKey = text('primary_key') === 'True';
  const nullable = text('nullable');
  const fallback = text('server_default');
  return {
    name: stated ?? member.name,
    ...(base === undefined ? {} : { type: length === undefined ? base : `${base}(${length})` }),
    isNullable: !isPrimaryKey && (nullable === undefined ? (written >= 0 ? isOptional : true) : nullable === 'True'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(text('unique') === 'True' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}
