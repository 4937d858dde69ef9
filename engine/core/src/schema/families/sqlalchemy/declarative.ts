import { isInRange } from '@pinata/graph';
import { EXPRESSION, Expression, SYMBOL } from '../../../facts/schema.js';
import { onlySymbolOf, symbolOf } from '../../../link/outcome.js';
import type { FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import { classOfType } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { TYPES, foreignKeyOf, serverDefault, statedName, typeOf } from './columns.js';
import { schemaOfMetadata } from './metadata.js';
import { relationsOf } from './relationships.js';
import { argumentsOf } from './table-arguments.js';

const COLUMNS = new Set(['Column', 'mapped_column']);
/** What models of Flask-SQLAlchemy are derived from. */
const FLASK_MODEL = /^pypi:flask[-_]sqlalchemy!.*\bModel$/i;
const NESTED = 8;
/** Names of mixins of libraries, by custom. */
const FOREIGN_MIXIN = /Mixin$|^SQLAlchemyBase/;

/** The table of a declarative model; of a model without a name of its own the columns that it adds to its base's. */
export function tablesOfModel(one: ClassView, context: SchemaContext): readonly TableFact[] {
  const name = tableName(one);
  const owner = name === undefined ? mappedBase(one) : one;
  if (owner === undefined) return [];
  const parts = partsOf(one);
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const indexed: string[] = [];
  for (const { part, member } of parts.flatMap((part) => [...part.members(), ...declaredColumns(part)].map((member) => ({ part, member })))) {
    const read = columnOf(part, member, context);
    if (read === undefined) continue;
    // What shares its base's table may be absent in the rows of other classes.
    const column = owner === one ? read.column : { ...read.column, isNullable: read.isStated ? read.column.isNullable === true : true };
    // What a class declares itself stands for what a mixin declares under the name.
    const known = columns.findIndex(({ name }) => name === column.name);
    if (known >= 0) columns[known] = column;
    else columns.push(column);
    if (read.isIndexed) indexed.push(read.column.name);
    if (read.target !== undefined) foreignKeys.push({ columns: [read.column.name], target: read.target, place: part.placeOf(member.symbol) });
  }
  if (owner !== one) {
    // A column that its base has too is the base's: `use_existing_column`.
    const known = new Set(partsOf(owner).flatMap((part) => part.members().flatMap((member) => columnOf(part, member, context)?.column.name ?? [])));
    const own = columns.filter(({ name: column }) => !known.has(column));
    const named = tableName(owner);
    const { schema } = tableArguments(owner);
    // Who asks for the class asks for the table.
    const alias: readonly TableFact[] = named === undefined ? [] : [{ kind: 'table', family: 'sqlalchemy', origin: 'model', name: named, ...(schema === undefined ? {} : { schema }), model: one.key, columns: [], isNameOnly: true, place: one.place }];
    return own.length === 0 ? alias : [{ kind: 'table', family: 'sqlalchemy', origin: 'model', model: owner.key, columns: own, foreignKeys: foreignKeys.filter((key) => !key.columns.some((column) => known.has(column))) }, ...alias];
  }
  const { schema, primaryKey, ...more } = tableArguments(one);
  const keys = primaryKey ?? primaryKeyOf(columns);
  return [
    {
      kind: 'table',
      family: 'sqlalchemy',
      origin: 'model',
      ...(name === undefined ? {} : { name }),
      ...(schema === undefined ? {} : { schema }),
      model: one.key,
      columns: columns.map((column) => (keys.includes(column.name) ? { ...column, isNullable: false } : column)),
      ...(hasForeignMixin(parts) ? { isNameOnly: true } : {}),
      primaryKey: keys,
      indexes: [...uniqueIndexesOf(columns), ...indexed.map((column) => ({ columns: [column] })), ...more.indexes],
      foreignKeys: [...foreignKeys, ...more.foreignKeys],
      relations: relationsOf(parts),
      place: one.place,
    },
  ];
}

/** The schema that `metadata = MetaData(schema="app")` gives all tables of a base. */
function metadataSchema(one: ClassView): string | undefined {
  const member = one.members().find(({ name }) => name === 'metadata');
  return member === undefined ? undefined : schemaOfMetadata(one.view, member.value);
}

/** Whether a library's mixin may give columns that nothing here tells: `class Token(Base, OAuth2TokenMixin)`. */
function hasForeignMixin(parts: readonly ClassView[]): boolean {
  return parts.some(({ view, symbol }) => view.heritageOf(symbol).map((row) => view.base(row)).some(({ outcome, name }) => outcome.kind !== 'resolved' && FOREIGN_MIXIN.test(name)));
}

/** `@declared_attr def project_id(cls): return Column(…)`: columns that a mixin makes for each class. */
function declaredColumns(part: ClassView): readonly MemberView[] {
  return part.members('method', 'function').filter(({ decorations }) => decorations.some((site) => part.view.chain(site.expression).some((link) => link.name === 'declared_attr') || site.name === 'declared_attr')).flatMap((member) => {
    const returned = part.view.returnedIn(part.view.facts.symbols.get(member.symbol, SYMBOL.ownScope));
    const value = returned.find((row) => row >= 0 && COLUMNS.has(part.view.name(row)));
    return value === undefined ? [] : [{ ...member, type: -1, value }];
  });
}

/** What `__table_args__` of the class or of a mixin states; the schema may be that of the metadata. */
function tableArguments(one: ClassView): ReturnType<typeof argumentsOf> {
  const stated = partsOf(one).map((part) => ({ part, member: part.members().find((member) => member.name === '__table_args__') })).find(({ member }) => member !== undefined);
  const given = argumentsOf(stated?.part.view ?? one.view, stated?.member?.value ?? -1, one.place);
  const schema = given.schema ?? [one, ...one.bases()].map(metadataSchema).find((found) => found !== undefined);
  return { ...given, ...(schema === undefined ? {} : { schema }) };
}

/** Bases that are no models of their own give their columns to what derives from them. */
function partsOf(one: ClassView, depth = 0): readonly ClassView[] {
  const mixins = depth > NESTED ? [] : one.directBases().filter((base) => tableName(base) === undefined && mappedBase(base) === undefined);
  return [...mixins.flatMap((base) => partsOf(base, depth + 1)), one];
}

/** `__tablename__` of the class or of a mixin: a text, or a method that gives the class's name; else what Flask-SQLAlchemy calls it. */
function tableName(one: ClassView): string | undefined {
  const stated = one.members().find((member) => member.name === '__tablename__');
  const isOfFlask = isFlaskModel(one);
  // Without a key of its own it shares its base's table, whatever it is called.
  if (isOfFlask && !hasKey(one) && one.bases().some((base) => isFlaskModel(base) && hasKey(base))) return undefined;
  const text = stated === undefined ? undefined : one.view.text(stated.value);
  if (stated !== undefined) return text === 'None' ? undefined : text;
  // A model of a model without a name of its own shares the other's table.
  for (const base of one.directBases()) {
    const named = namingMethod(base);
    if (named !== undefined) return named === 'lower' ? one.name.toLowerCase() : named === 'snake' ? snakeCase(one.name) : one.name;
  }
  return isOfFlask && hasKey(one) ? snakeCase(one.name) : undefined;
}

/** `class Order(db.Model)`: https://flask-sqlalchemy.readthedocs.io/en/stable/models/ */
function isFlaskModel(one: ClassView): boolean {
  return [one, ...one.bases()].some(({ view, symbol }) => view.heritageOf(symbol).some((row) => FLASK_MODEL.test(outsidePath(view.base(row).outcome) ?? '')));
}

/** Whether a class, or a base of it that has no table, declares a column of a primary key. */
function hasKey(one: ClassView): boolean {
  return !isAbstract(one) && [one, ...one.directBases().filter((base) => isAbstract(base) || !isFlaskModel(base))].some((part) => part.members().some(({ value }) => isKeyColumn(part.view, value)));
}

function isAbstract(one: ClassView): boolean {
  return one.members().some(({ name, value }) => name === '__abstract__' && one.view.text(value) === 'True');
}

function isKeyColumn(view: FileView, value: number): boolean {
  return COLUMNS.has(view.name(value)) && view.text(view.argument(value, 'primary_key')) === 'True';
}

/** What a mixin's `__tablename__` makes of the name of the class. */
function namingMethod(one: ClassView): 'lower' | 'same' | 'snake' | undefined {
  const { symbols } = one.view.facts;
  const wanted = one.view.facts.indexOf('__tablename__');
  for (let row = one.symbol + 1; wanted >= 0 && row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.name) !== wanted || !one.isAround(row)) continue;
    for (const returned of one.view.returnedIn(symbols.get(row, SYMBOL.ownScope))) {
      const names = one.view.chain(returned).map((link) => link.name).join('.');
      if (/^cls\.__name__\.lower$/.test(names)) return 'lower';
      if (names === 'cls.__name__') return 'same';
      if (givesSnakeCase(one.view, returned)) return 'snake';
    }
  }
  return undefined;
}

/** `to_snake_case(cls.__name__)`: by the function's name, or by what it looks for in the name and what it puts in. */
function givesSnakeCase(view: FileView, call: number): boolean {
  if (view.kind(call) !== Expression.call || view.chain(view.argument(call, 0)).map((link) => link.name).join('.') !== 'cls.__name__') return false;
  if (/snake|underscore/i.test(view.name(call))) return true;
  const target = onlySymbolOf(view.callOf(call)?.outcome);
  if (target < 0) return false;
  const owner = view.viewOf(view.program.fileOfSymbol(target));
  const scope = view.program.cell(target, SYMBOL.ownScope);
  const { expressions } = owner.facts;
  const texts: string[] = [];
  for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.literal && expressions.get(row, EXPRESSION.scope) === scope) texts.push(owner.text(row) ?? '');
  return texts.some((text) => text.includes('[A-Z]')) && texts.some((text) => /^(?:_|\\1_\\2|_\\1)$/.test(text));
}

function mappedBase(one: ClassView): ClassView | undefined {
  return one.bases().find((base) => tableName(base) !== undefined);
}

interface ReadColumn {
  readonly column: ColumnFact;
  readonly target: ForeignKeyFact['target'] | undefined;
  /** Whether it says itself if it may be null. */
  readonly isStated: boolean;
  /** Whether it has an index that is not unique. */
  readonly isIndexed: boolean;
}

/** What `Mapped[…]` and `mapped_column(…)` together say. */
function columnOf(one: ClassView, member: MemberView, context: SchemaContext): ReadColumn | undefined {
  const { view } = one;
  const value = view.name(member.value) === 'column_property' ? view.argument(member.value, 0) : member.value;
  const isColumn = COLUMNS.has(view.name(value));
  const isMapped = /^(?:\w+\.)?Mapped\b/.test(view.typeText(member.type));
  if (!isColumn && (!isMapped || value >= 0)) return undefined;
  const written = isMapped ? writtenType(view, view.typeArguments(member.type)[0] ?? -1, context) : undefined;
  // A relationship names a model and has no column.
  if (!isColumn && written?.type === undefined && written?.call === undefined) return undefined;
  const calls = [...(isColumn ? [{ view, call: value }] : []), ...(written?.call === undefined ? [] : [written.call])];
  const text = (name: string): string | undefined => calls.map(({ view: at, call }) => at.text(at.argument(call, name))).find((value) => value !== undefined);
  const typed = calls.map(({ view: at, call }) => statedType(at, call)).find((type) => type !== undefined);
  const type = typed?.type ?? written?.type;
  const values = typed === undefined ? written?.values : typed.values;
  const name = isColumn ? (statedName(view, value) ?? text('name')) : undefined;
  const isPrimaryKey = text('primary_key') === 'True';
  const nullable = text('nullable');
  const fallback = calls.map(({ view: at, call }) => serverDefault(at, at.argument(call, 'server_default'))).find((value) => value !== undefined);
  const target = calls.map(({ view: at, call }) => foreignKeyOf(at, call, context)).find((value) => value !== undefined);
  return {
    column: {
      name: name ?? member.name,
      ...(type === undefined ? {} : { type }),
      ...(values === undefined || values.length === 0 ? {} : { values }),
      isNullable: !isPrimaryKey && (nullable === undefined ? (written?.isOptional ?? true) : nullable === 'True'),
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(text('unique') === 'True' ? { isUnique: true } : {}),
      ...(fallback === undefined ? {} : { default: fallback }),
      member: one.keyOf(member.symbol),
      place: one.placeOf(member.symbol),
    },
    target,
    isStated: nullable !== undefined,
    isIndexed: text('index') === 'True' && text('unique') !== 'True',
  };
}

/** The type among a column's arguments. */
function statedType(view: FileView, call: number): { readonly type: string; readonly values?: readonly string[] } | undefined {
  for (const part of view.arguments(call)) {
    if (part.name !== undefined && part.name !== 'type_') continue;
    const name = view.name(part.value);
    if (TYPES[name] === undefined && name !== 'ARRAY') continue;
    const type = typeOf(view, part.value);
    const values = name === 'Enum' ? view.arguments(part.value).flatMap((one) => (one.name === undefined ? (view.text(one.value) ?? []) : [])) : [];
    if (type !== undefined) return { type, ...(values.length === 0 ? {} : { values }) };
  }
  return undefined;
}

/** What stands in `Mapped[…]`: a type of Python, an enumeration, a name for an annotated one. */
function writtenType(view: FileView, type: number, context: SchemaContext, depth = 0): { readonly type: string | undefined; readonly isOptional: boolean; readonly values?: readonly string[]; readonly call?: { readonly view: FileView; readonly call: number } } {
  if (type < 0 || depth > NESTED) return { type: undefined, isOptional: false };
  const text = view.typeText(type);
  if (view.isOptional(type) || /^(?:\w+\.)?Optional\b|\|\s*None/.test(text)) return { ...writtenType(view, view.typeArguments(type)[0] ?? -1, context, depth + 1), isOptional: true };
  const name = text.replace(/<.*$/s, '').replace(/^.*\./s, '');
  if (name === 'Annotated') return writtenType(view, view.typeArguments(type)[0] ?? -1, context, depth + 1);
  const known = TYPES[name];
  if (known !== undefined) return { type: known, isOptional: false };
  const declared = classOfType(view, type, context);
  // The names of its members are kept, not what they stand for.
  if (declared?.baseNames().some((base) => /^(?:\w*Enum|Flag)$/.test(base)) === true) return { type: 'enum', isOptional: false, values: declared.members('enumMember', 'field', 'constant', 'variable', 'property').flatMap(({ name: value }) => (value.startsWith('_') ? [] : [value])) };
  const symbol = symbolOf(view.linker.namedType(view.file, type));
  const file = symbol < 0 ? undefined : context.program.fileOfSymbol(symbol);
  const alias = file === undefined ? -1 : file.facts.symbols.get(symbol - file.firstSymbol, SYMBOL.type);
  if (file === undefined || alias < 0) return { type: undefined, isOptional: false };
  const there = context.viewOf(file);
  const call = annotatedCall(there, symbol - file.firstSymbol);
  return { ...writtenType(there, alias, context, depth + 1), ...(call < 0 ? {} : { call: { view: there, call } }) };
}

/** `mapped_column(…)` in `Annotated[int, mapped_column(primary_key=True)]`, or -1. @param symbol a row of the file's symbols */
function annotatedCall(view: FileView, symbol: number): number {
  const declaration = view.symbolRange(symbol);
  return view.calls().find(({ expression, range }) => view.kind(expression) === Expression.call && COLUMNS.has(view.name(expression)) && isInRange(range.startRow, range.startColumn, declaration))?.expression ?? -1;
}
