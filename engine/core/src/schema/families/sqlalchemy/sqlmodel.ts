import { SYMBOL } from '../../../facts/schema.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { TYPES, foreignKeyOf, statedColumn, targetOf, typeOf } from './columns.js';

const IS_TABLE = /\btable\s*=\s*True\b/;

/** `class User(UserBase, table=True)`: models of data alone do not say it. */
export function isTableModel(one: ClassView): boolean {
  return IS_TABLE.test(one.view.facts.text(one.view.facts.symbols.get(one.symbol, SYMBOL.signature))) && one.baseNames().includes('SQLModel');
}

/** A table of SQLModel: its annotated fields and those of its bases, under the name of the class in lower case. */
export function tableOfModel(one: ClassView): TableFact {
  const named = one.members().find((member) => member.name === '__tablename__');
  const name = (named === undefined ? undefined : one.view.text(named.value)) ?? one.name.toLowerCase();
  const fields = new Map([...[...one.bases()].reverse(), one].flatMap((part) => part.members().map((member) => [member.name, { part, member }] as const)));
  const found = [...fields.values()].flatMap(({ part, member }) => fieldOf(part, member) ?? []);
  const columns = found.map(({ column }) => column);
  return {
    kind: 'table',
    family: 'sqlalchemy',
    origin: 'model',
    name,
    model: one.key,
    columns,
    primaryKey: primaryKeyOf(columns),
    indexes: found.flatMap(({ column, isIndexed }) => (column.isUnique === true ? [{ columns: [column.name], isUnique: true }] : isIndexed ? [{ columns: [column.name] }] : [])),
    foreignKeys: found.flatMap(({ foreignKey }) => foreignKey ?? []),
    place: one.place,
  };
}

interface FieldColumn {
  readonly column: ColumnFact;
  readonly foreignKey: ForeignKeyFact | undefined;
  readonly isIndexed: boolean;
}

function fieldOf(one: ClassView, member: MemberView): FieldColumn | undefined {
  const { view } = one;
  const isField = view.name(member.value) === 'Field';
  // What has no annotation is no field; of what is no column a relationship is made.
  if (member.type < 0 || member.name.startsWith('_') || view.name(member.value) === 'Relationship') return undefined;
  const outer = view.typeText(member.type);
  if (/(?:^|\.)(?:ClassVar|PrivateAttr)\b/.test(outer) || member.name === 'model_config') return undefined;
  const argument = (name: string): number => (isField ? view.argument(member.value, name) : -1);
  const text = (name: string): string | undefined => view.text(argument(name));
  const place = one.placeOf(member.symbol);
  const key = one.keyOf(member.symbol);
  const own = argument('sa_column');
  if (own >= 0) {
    const stated = statedColumn(view, own, place, member.name);
    return stated === undefined ? undefined : { column: { ...stated.column, member: key }, foreignKey: stated.foreignKey, isIndexed: view.text(view.argument(own, 'index')) === 'True' };
  }
  const isOptional = view.isOptional(member.type) || /^(?:\w+\.)?Optional\b/.test(outer);
  const inner = isOptional ? (view.typeArguments(member.type)[0] ?? member.type) : member.type;
  const type = typeOf(view, argument('sa_type')) ?? writtenType(one, inner);
  const length = text('max_length');
  const isPrimaryKey = text('primary_key') === 'True';
  const nullable = text('nullable');
  const target = targetOf(text('foreign_key')) ?? foreignKeyOf(view, argument('sa_column_args'));
  return {
    column: {
      name: member.name,
      ...(type === '' ? {} : { type: type === 'varchar' && length !== undefined ? `varchar(${length})` : type }),
      isNullable: !isPrimaryKey && (nullable === undefined ? isOptional : nullable === 'True'),
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(text('unique') === 'True' ? { isUnique: true } : {}),
      member: key,
      place,
    },
    foreignKey: target === undefined ? undefined : { columns: [member.name], target, place },
    isIndexed: text('index') === 'True',
  };
}

/** A type of Python as the database's; types of pydantic that are texts, and others as they are written. */
function writtenType(one: ClassView, type: number): string {
  const written = one.view.typeText(type);
  const name = written.slice(written.lastIndexOf('.') + 1);
  if (one.classOf(type)?.kind === 'enum') return 'enum';
  return /^(?:EmailStr|NameEmail)$/.test(name) ? 'varchar' : (TYPES[name] ?? written);
}
