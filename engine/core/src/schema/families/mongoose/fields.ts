import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { ColumnFact } from '../../model.js';

const TYPES: Readonly<Record<string, string>> = namedValues({ String: 'string', Number: 'number', Boolean: 'boolean', Date: 'date', Buffer: 'buffer', ObjectId: 'objectId', Mixed: 'mixed', Map: 'map', Decimal128: 'decimal', BigInt: 'bigint', UUID: 'uuid', Object: 'object', Array: 'mixed[]' });
const ID: ColumnFact = { name: '_id', type: 'objectId', isNullable: false, isPrimaryKey: true };
const DEPTH = 4;

/** Fields of a schema, and the models that they refer to. */
export interface Fields {
  readonly columns: readonly ColumnFact[];
  readonly references: readonly Reference[];
}

export interface Reference {
  /** The outermost field that holds it. */
  readonly column: string;
  readonly model: string;
}

/** `new Schema({ name: String, author: { type: ObjectId, ref: 'User' } }, { timestamps: true })`. @param schema the expression that makes it */
export function fieldsOf(view: FileView, schema: number): Fields | undefined {
  const at = view.argument(schema, 0);
  const object = at >= 0 && view.kind(at) === Expression.object ? { view, row: at } : at < 0 ? undefined : view.setting(at);
  if (object === undefined || object.view.kind(object.row) !== Expression.object) return undefined;
  const read = object.view.arguments(object.row).flatMap((part) => (part.name === undefined ? [] : [{ column: columnOf(object.view, part.name, part.value), models: modelsIn(object.view, part.value, 0) }]));
  return withOwn(read.map(({ column }) => column), read.flatMap(({ column, models }) => models.map((model) => ({ column: column.name, model }))), stampsOf(optionRow(view, schema, 'timestamps')));
}

/** The key that every document has, and times that Mongoose keeps. */
export function withOwn(columns: readonly ColumnFact[], references: readonly Reference[], stamps: readonly ColumnFact[]): Fields {
  const own = columns.map((column): ColumnFact => (column.name === '_id' ? { ...column, isPrimaryKey: true, isNullable: false } : column));
  return { columns: [...(own.some(({ name }) => name === '_id') ? [] : [ID]), ...own, ...stamps.filter((stamp) => !own.some(({ name }) => name === stamp.name))], references };
}

/** What the second argument of a schema says, also where a constant holds it. */
export function optionsOf(view: FileView, schema: number): { readonly collection: string | undefined } {
  const row = optionRow(view, schema, 'collection');
  return { collection: row === undefined ? undefined : row.view.text(row.row) };
}

interface Placed {
  readonly view: FileView;
  readonly row: number;
}

function optionRow(view: FileView, schema: number, key: string): Placed | undefined {
  const at = view.argument(schema, 1);
  const object = at >= 0 && view.kind(at) === Expression.object ? { view, row: at } : at < 0 ? undefined : view.setting(at);
  const row = object === undefined || object.view.kind(object.row) !== Expression.object ? -1 : object.view.argument(object.row, key);
  return object === undefined || row < 0 ? undefined : { view: object.view, row };
}

/** `timestamps: true`, or `{ createdAt: 'made', updatedAt: false }`. */
export function stampsOf(stated: Placed | undefined): readonly ColumnFact[] {
  if (stated === undefined) return [];
  const { view, row } = stated;
  const isObject = view.kind(row) === Expression.object;
  if (!isObject && view.text(row) !== 'true') return [];
  return ['createdAt', 'updatedAt'].flatMap((name): readonly ColumnFact[] => {
    const said = isObject ? view.text(view.argument(row, name)) : undefined;
    return said === 'false' ? [] : [{ name: said === undefined || said === 'true' ? name : said, type: 'date', isNullable: false }];
  });
}

/** One field: a type, a list of one, a schema, or an object with `type` that says more. */
export function columnOf(view: FileView, name: string, value: number, assumed?: string): ColumnFact {
  const isObject = value >= 0 && view.kind(value) === Expression.object;
  const stated = isObject ? view.argument(value, 'type') : -1;
  // `{ type: { type: String } }` is a field that is called so.
  const isDefinition = stated >= 0 && !(view.kind(stated) === Expression.object && view.argument(stated, 'type') >= 0);
  const option = (key: string): number => (isObject && (isDefinition || assumed !== undefined) ? view.argument(value, key) : -1);
  const text = (key: string): string | undefined => view.text(option(key));
  const required = option('required');
  // `required: [true, 'must be there']`
  const isRequired = required >= 0 && (view.text(required) === 'true' || view.texts(required)[0] === 'true');
  const type = stated >= 0 && isDefinition ? typeOf(view, stated, 0) : isObject && assumed !== undefined ? assumed : typeOf(view, value, 0);
  const values = option('enum') < 0 ? [] : view.texts(option('enum'));
  const fallback = text('default');
  return {
    name,
    type: type === '' ? (assumed ?? 'mixed') : type,
    isNullable: !isRequired,
    ...(isRequired ? {} : { isNullByDefault: true }),
    ...(text('unique') === 'true' ? { isUnique: true } : {}),
    ...(values.length === 0 ? {} : { values }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(value < 0 ? {} : { place: { path: view.file.path, range: view.place(value) } }),
  };
}

function typeOf(view: FileView, row: number, depth: number): string {
  if (row < 0 || depth > DEPTH) return '';
  const kind = view.kind(row);
  if (kind === Expression.array) return `${view.arguments(row).map((part) => (view.kind(part.value) === Expression.object && view.argument(part.value, 'type') >= 0 ? typeOf(view, view.argument(part.value, 'type'), depth + 1) : typeOf(view, part.value, depth + 1)))[0] || 'mixed'}[]`;
  if (kind === Expression.object || kind === Expression.new) return 'object';
  if (kind === Expression.literal) return TYPES[view.text(row) ?? ''] ?? (view.text(row) ?? '').toLowerCase();
  const name = view.name(row);
  if (TYPES[name] !== undefined || view.kind(row) !== Expression.name) return TYPES[name] ?? '';
  const set = view.setting(row);
  return /schema$/i.test(name) || (set !== undefined && set.view.kind(set.row) === Expression.new) ? 'object' : '';
}

/** Models that a field or what it holds refers to: `ref: 'User'`, `ref: () => User`, `ref: User.name`. */
export function modelsIn(view: FileView, row: number, depth: number): readonly string[] {
  if (row < 0 || depth > DEPTH || (view.kind(row) !== Expression.object && view.kind(row) !== Expression.array)) return [];
  return view.arguments(row).flatMap((part) => (part.name === 'ref' ? modelNamed(view, part.value) : modelsIn(view, part.value, depth + 1)));
}

function modelNamed(view: FileView, row: number): readonly string[] {
  const at = view.kind(row) === Expression.lambda ? view.returnedExpression(row) : row;
  const text = view.text(at);
  if (text !== undefined) return text.includes('{}') ? [] : [text];
  if (at < 0) return [];
  const name = view.kind(at) === Expression.member && view.name(at) === 'name' ? view.name(view.operand(at)) : view.name(at);
  return /^[A-Z]/.test(name) ? [name] : [];
}
