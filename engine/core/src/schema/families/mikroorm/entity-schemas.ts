import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { enumValues } from '../../enum-values.js';
import type { SchemaContext } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';

/** Types as options and builders (`p.integer()`) call them, in PostgreSQL. */
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'varchar', number: 'integer', integer: 'integer', int: 'integer', boolean: 'boolean', Date: 'timestamptz', datetime: 'timestamptz', float: 'real', double: 'double precision', decimal: 'numeric', bigint: 'bigint', smallint: 'smallint', tinyint: 'smallint', uuid: 'uuid', text: 'text', json: 'jsonb', date: 'date', time: 'time', blob: 'bytea', interval: 'interval', character: 'char', enum: 'enum' });
const OWNING = new Set(['m:1', 'manyToOne', 'MANY_TO_ONE']);
const ONE_TO_ONE = new Set(['1:1', 'oneToOne', 'ONE_TO_ONE']);
const WITHOUT_COLUMN = new Set(['1:m', 'm:n', 'oneToMany', 'manyToMany', 'ONE_TO_MANY', 'MANY_TO_MANY', 'embedded']);

/** What is said of one property, in either form. */
interface Property {
  readonly kind: string;
  readonly entity: number;
  text(key: string): string | undefined;
  row(key: string): number;
}

/** `new EntitySchema({ name, tableName, properties })` and `defineEntity({ name, properties: { id: p.integer().primary() } })`. */
export function entitySchemas(view: FileView, context: SchemaContext): readonly TableFact[] {
  return view.calls().flatMap((call): readonly TableFact[] => {
    const name = view.name(call.expression);
    const isSchema = view.kind(call.expression) === Expression.new ? name === 'EntitySchema' : name === 'defineEntity';
    const options = isSchema ? view.argument(call.expression, 0) : -1;
    const table = options < 0 ? undefined : tableOf(view, call, options, context);
    return table === undefined ? [] : [table];
  });
}

function tableOf(view: FileView, call: CallSite, options: number, context: SchemaContext): TableFact | undefined {
  const option = (key: string): number => view.argument(options, key);
  const given = option('properties');
  const properties = view.kind(given) === Expression.lambda ? view.callExpression(view.returnedExpression(given)) : given;
  const ofClass = option('class') < 0 ? -1 : view.symbolNamed(option('class'));
  const entity = view.text(option('name')) ?? (ofClass < 0 ? undefined : context.program.nameOf(ofClass));
  if (entity === undefined || properties < 0 || view.text(option('abstract')) === 'true') return undefined;
  const place = { path: view.file.path, range: call.range };
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  for (const { name, value } of view.arguments(properties)) {
    if (name === undefined) continue;
    const property = propertyOf(view, value);
    if (WITHOUT_COLUMN.has(property.kind) || property.text('persist') === 'false' || property.row('formula') >= 0) continue;
    const isOneToOne = ONE_TO_ONE.has(property.kind);
    if (isOneToOne && property.row('mappedBy') >= 0) continue;
    const isRelation = isOneToOne || OWNING.has(property.kind);
    const column = columnOf(view, name, property, isRelation, context);
    columns.push({ ...column, ...(isOneToOne ? { isUnique: true } : {}), place });
    const target = isRelation ? targetOf(view, property.entity) : -1;
    if (target >= 0) foreignKeys.push({ columns: [column.name], target: { model: context.keyOf(target) }, place });
  }
  const schema = view.text(option('schema'));
  const constant = view.symbolSetTo(call.expression);
  const model = ofClass >= 0 ? ofClass : constant < 0 ? -1 : view.program.canonical(view.file.firstSymbol + constant);
  return { kind: 'table', family: 'mikroorm', origin: 'model', name: view.text(option('tableName')) ?? snakeCase(entity), ...(schema === undefined ? {} : { schema }), model: model < 0 ? `mikroorm entity ${entity}` : context.keyOf(model), modelName: entity, columns, primaryKey: primaryKeyOf(columns), indexes: uniqueIndexesOf(columns), foreignKeys, place };
}

/** `{ type: 'string', nullable: true }`, or `p.string().nullable()`, also behind a function. */
function propertyOf(view: FileView, row: number): Property {
  if (view.kind(row) === Expression.object) {
    const at = (key: string): number => view.argument(row, key);
    const enumeration = at('enum') >= 0 || at('items') >= 0;
    return { kind: view.text(at('kind')) ?? view.text(at('reference')) ?? view.text(at('type')) ?? (enumeration ? 'enum' : view.name(at('type'))), entity: at('entity'), text: (key) => view.text(at(key)), row: at };
  }
  const made = view.kind(row) === Expression.lambda ? view.returnedExpression(row) : row;
  const links = view.chain(made).filter(({ call }) => call >= 0);
  const [first] = links;
  const at = (key: string): number => {
    const link = links.find(({ name }) => name === key);
    return link === undefined ? -1 : view.argument(link.call, 0) < 0 ? link.call : view.argument(link.call, 0);
  };
  const text = (key: string): string | undefined => (links.some(({ name, call }) => name === key && view.argument(call, 0) < 0) ? 'true' : view.text(at(key)));
  const given = first === undefined ? -1 : view.argument(first.call, 0);
  return { kind: first?.name ?? '', entity: given, text, row: (key) => (key === 'items' && first?.name === 'enum' ? given : at(key)) };
}

function columnOf(view: FileView, name: string, property: Property, isRelation: boolean, context: SchemaContext): ColumnFact {
  const { kind } = property;
  const isPrimaryKey = property.text('primary') === 'true';
  const length = property.text('length');
  const base = TYPES[kind] ?? kind;
  const type = isRelation ? undefined : (property.text('columnType') ?? (length === undefined || base !== 'varchar' ? base : `${base}(${length})`));
  const values = base === 'enum' ? enumValues(view, property.row('items'), context) : [];
  const fallback = property.text('defaultRaw') ?? property.text('default');
  return {
    name: property.text('fieldName') ?? property.text('joinColumn') ?? `${snakeCase(name)}${isRelation ? '_id' : ''}`,
    ...(type === undefined || type === '' ? {} : { type }),
    isNullable: !isPrimaryKey && property.text('nullable') === 'true',
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(property.text('unique') === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values.length === 0 ? {} : { values }),
  };
}

/** The class or constant that `() => Author`, `Author` or `'Author'` names, or -1. */
function targetOf(view: FileView, row: number): number {
  if (row < 0) return -1;
  const text = view.kind(row) === Expression.literal ? view.text(row) : undefined;
  if (text !== undefined) return view.typeNamed(text);
  const symbol = view.symbolNamed(view.kind(row) === Expression.lambda ? view.returnedExpression(row) : row);
  return symbol < 0 ? -1 : view.program.canonical(symbol);
}
