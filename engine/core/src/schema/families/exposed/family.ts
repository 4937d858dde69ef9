import { EXPRESSION, Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';

const TABLES = /^(?:Table|IdTable|IntIdTable|LongIdTable|UUIDTable|UIntIdTable|ULongIdTable|CompositeIdTable)$/;
const IDS: Readonly<Record<string, string>> = namedValues({ IntIdTable: 'integer', LongIdTable: 'bigint', UUIDTable: 'uuid', UIntIdTable: 'integer', ULongIdTable: 'bigint' });
/** Names of bases, one of which a file has that declares a table or entity. */
const BASES = ['Table', ...Object.keys(IDS), 'IdTable', 'CompositeIdTable', 'IntEntityClass', 'LongEntityClass', 'UUIDEntityClass', 'EntityClass'];
const ENTITIES = /^(?:\w*EntityClass|\w*Entity)$/;
/** Functions that make a column, with PostgreSQL's names of their types. */
const TYPES: Readonly<Record<string, string>> = namedValues({ integer: 'integer', uinteger: 'integer', short: 'smallint', ushort: 'smallint', byte: 'smallint', ubyte: 'smallint', long: 'bigint', ulong: 'bigint', float: 'real', double: 'double precision', decimal: 'decimal', bool: 'boolean', char: 'char', varchar: 'varchar', text: 'text', mediumText: 'text', largeText: 'text', binary: 'bytea', blob: 'bytea', uuid: 'uuid', date: 'date', time: 'time', datetime: 'timestamp', timestamp: 'timestamp', timestampWithTimeZone: 'timestamptz', duration: 'bigint', json: 'json', jsonb: 'jsonb', array: 'array', enumeration: 'integer', enumerationByName: 'varchar', customEnumeration: 'enum', registerColumn: '' });
const REFERENCES = /^(?:reference|optReference)$/;

/** Tables of Exposed: objects that extend `Table` or a table with an `id`, and entities that stand for their rows. */
export const family: SchemaFamily = {
  id: 'exposed',
  languages: ['kotlin'],
  accesses: { writes: /^new$/ },
  isCandidate: (view) => view.file.role !== 'test' && BASES.some((name) => view.facts.indexOf(name) >= 0) && view.imports().some((name) => name.startsWith('org.jetbrains.exposed.')),
  read: (views, context) => {
    const classes = views.flatMap((view) => classesOf(view, context));
    return [...classes.flatMap((one) => tableOf(one, context)), ...classes.flatMap((one) => entityOf(one, context))];
  },
};

function tableOf(one: ClassView, context: SchemaContext): readonly TableFact[] {
  const bases = one.baseNames();
  if (one.kind !== 'class' || !isObject(one) || !bases.some((name) => TABLES.test(name))) return [];
  const name = tableName(one);
  const read = [one, ...one.bases()].flatMap((owner) => owner.members().flatMap((member) => columnOf(owner, member, context) ?? []));
  const ofId = bases.map((base) => IDS[base]).find((type) => type !== undefined);
  const hasId = ofId !== undefined && !read.some(({ column }) => column.name === 'id');
  const columns = [...(hasId ? [{ name: 'id', type: ofId, isNullable: false, isPrimaryKey: true, place: one.place }] : []), ...read.map(({ column }) => column)];
  const key = statedKey(one, read) ?? primaryKeyOf(columns);
  return [{
    kind: 'table', family: 'exposed', origin: 'model', name, model: one.key,
    columns: columns.map((column) => (key.includes(column.name) ? { ...column, isNullable: false } : column)),
    primaryKey: key, indexes: uniqueIndexesOf(columns), foreignKeys: read.flatMap(({ foreignKey }) => foreignKey ?? []), place: one.place,
  }];
}

/** A class that others may extend is no table. */
function isObject({ view, symbol }: ClassView): boolean {
  return /(?:^|\s)object\s/.test(view.facts.text(view.facts.symbols.get(symbol, SYMBOL.signature)));
}

/** `Table("users")`, or by the object's own name. */
function tableName(one: ClassView): string {
  const given = givenToBase(one);
  const stated = given < 0 ? undefined : one.view.text(one.view.argument(given, 0));
  return stated ?? one.name.replace(/(?<=.)Table$/, '');
}

/** What the base of a class is given, by its place between the class's name and its body; -1 for nothing. */
function givenToBase({ view, symbol }: ClassView): number {
  const { expressions, symbols } = view.facts;
  const { startRow, endRow } = view.symbolRange(symbol);
  for (let row = 0; row < expressions.rows; row++) {
    const at = expressions.get(row, EXPRESSION.row);
    if (view.kind(row) !== Expression.tuple || at < startRow || at > endRow) continue;
    // Of what stands in its body the classes there are.
    const isOfInner = Array.from({ length: symbols.rows - symbol - 1 }, (_, index) => symbol + 1 + index).some((inner) => symbols.get(inner, SYMBOL.parent) === symbol && symbols.get(inner, SYMBOL.kind) === Kind.class && at >= symbols.get(inner, SYMBOL.startRow) && at <= symbols.get(inner, SYMBOL.endRow));
    if (!isOfInner) return row;
  }
  return -1;
}

/** `override val primaryKey = PrimaryKey(order, line)`. */
function statedKey(one: ClassView, read: readonly ReadColumn[]): readonly string[] | undefined {
  const member = one.members().find(({ name }) => name === 'primaryKey');
  if (member === undefined || member.value < 0) return undefined;
  return one.view.arguments(member.value).flatMap(({ value, name }) => (name === undefined ? (read.find(({ property }) => property === one.view.name(value))?.column.name ?? []) : []));
}

interface ReadColumn {
  readonly property: string;
  readonly column: ColumnFact;
  readonly foreignKey: ForeignKeyFact | undefined;
}

function columnOf(one: ClassView, member: MemberView, context: SchemaContext): ReadColumn | undefined {
  const { view } = one;
  const links = member.value < 0 ? [] : view.chain(member.value).filter((link) => link.call >= 0);
  const [made] = links;
  if (made === undefined || (TYPES[made.name] === undefined && !REFERENCES.test(made.name))) return undefined;
  const find = (name: string): ChainLink | undefined => links.find((link) => link.name === name);
  const place = one.placeOf(member.symbol);
  const name = view.text(view.argument(made.call, 0)) ?? snakeCase(member.name);
  const target = REFERENCES.test(made.name) ? referenced(view, view.argument(made.call, 1)) : referencedBy(view, find('references'));
  const owner = target === undefined ? undefined : classOfSymbol(target.symbol, context);
  const length = view.text(view.argument(made.call, 1));
  const fallback = find('default');
  const stated = fallback === undefined ? undefined : view.text(view.argument(fallback.call, 0));
  const column: ColumnFact = {
    name,
    type: REFERENCES.test(made.name) ? typeOfKey(owner) : `${TYPES[made.name] ?? ''}${/^(?:varchar|char)$/.test(made.name) && length !== undefined ? `(${length})` : ''}`,
    isNullable: find('nullable') !== undefined || made.name === 'optReference',
    ...(stated === undefined ? {} : { default: stated }),
    ...(find('uniqueIndex') === undefined ? {} : { isUnique: true }),
    member: one.keyOf(member.symbol),
    place,
  };
  return { property: member.name, column, foreignKey: owner === undefined ? undefined : { columns: [name], target: { model: owner.key, ...(target?.column === undefined ? {} : { columns: [target.column] }) }, place } };
}

/** The type of what a reference points at: the key of its table. */
function typeOfKey(owner: ClassView | undefined): string {
  return owner?.baseNames().map((base) => IDS[base]).find((type) => type !== undefined) ?? 'integer';
}

interface Referenced {
  readonly symbol: number;
  readonly column?: string;
}

/** `reference("author", Users)`, `reference("author", Users.id)`. */
function referenced(view: FileView, row: number): Referenced | undefined {
  if (row < 0) return undefined;
  const symbol = view.symbolNamed(view.kind(row) === Expression.member ? view.operand(row) : row);
  return symbol < 0 ? undefined : { symbol };
}

function referencedBy(view: FileView, link: ChainLink | undefined): Referenced | undefined {
  const row = link === undefined ? -1 : view.argument(link.call, 0);
  return row < 0 || view.kind(row) !== Expression.member ? undefined : referenced(view, row);
}

/** `class User(id: EntityID<Int>) : IntEntity(id) { companion object : IntEntityClass<User>(Users) }`: a row of `Users`. */
function entityOf(one: ClassView, context: SchemaContext): readonly TableFact[] {
  if (one.kind !== 'class' || !one.baseNames().some((name) => ENTITIES.test(name))) return [];
  const { view } = one;
  const given = givenToBase(one);
  const table = (given < 0 ? [] : view.arguments(given)).flatMap(({ value }) => classOfSymbol(view.symbolNamed(value), context) ?? []).find((owner) => owner.baseNames().some((name) => TABLES.test(name)));
  if (table === undefined) return [];
  const parent = view.program.parentOf(view.program.canonical(view.file.firstSymbol + one.symbol));
  const name = tableName(table);
  return [one.key, ...(parent < 0 ? [] : [context.keyOf(parent)])].map((model): TableFact => ({ kind: 'table', family: 'exposed', origin: 'model', name, model, columns: [], isNameOnly: true, place: one.place }));
}
