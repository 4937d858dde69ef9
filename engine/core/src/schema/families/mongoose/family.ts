import { Expression, SYMBOL } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import type { ForeignKeyFact, TableFact } from '../../model.js';
import { classModels, fieldsOfClass } from './classes.js';
import { collectionOf } from './collection-name.js';
import { fieldsOf, optionsOf } from './fields.js';
import type { Fields } from './fields.js';

/** Documents refer to others without any constraint. */
const REFERENCE = { confidence: 90, rule: 'mongoose.reference' } as const;
const WRITES = /^find(?:One|ById)And(?:Update|Delete|Remove|Replace)$/;

/** A model as a call or a class makes it. */
export interface MadeModel {
  readonly name: string;
  /** Absent where the name tells it. */
  readonly collection: string | undefined;
  /** The model whose collection it shares. */
  readonly base?: string;
  readonly fields: Fields;
  /** Keys of what code names it by. */
  readonly keys: readonly string[];
  readonly place: NonNullable<TableFact['place']>;
}

/** Collections of MongoDB as Mongoose, NestJS' and Typegoose's classes declare them: fields are columns, and `ref` a key that nothing enforces. */
export const family: SchemaFamily = {
  id: 'mongoose',
  languages: ['typescript'],
  accesses: { hasCalledModels: true, writes: WRITES },
  isCandidate: (view) => view.file.role !== 'test' && ['mongoose', '@nestjs/mongoose', '@typegoose/typegoose'].some((name) => view.facts.indexOf(name) >= 0),
  read: (views, context) => {
    const models = [...views.flatMap((view) => view.calls().flatMap((call) => modelOf(view, call, context))), ...classModels(views, context)];
    const collections = new Map<string, string>();
    for (const { name, collection, base } of models) if (base === undefined && !collections.has(name)) collections.set(name, collection ?? collectionOf(name));
    for (const { name, base } of models) if (base !== undefined && !collections.has(name)) collections.set(name, collections.get(base) ?? collectionOf(base));
    return models.flatMap((model) => tablesOf(model, collections));
  },
};

function tablesOf({ name, fields, keys, place }: MadeModel, collections: ReadonlyMap<string, string>): readonly TableFact[] {
  const collection = collections.get(name) ?? collectionOf(name);
  const foreignKeys = fields.references.flatMap(({ column, model }): readonly ForeignKeyFact[] => {
    const table = collections.get(model);
    return table === undefined ? [] : [{ columns: [column], target: { table, columns: ['_id'] }, place, ...REFERENCE }];
  });
  const shared = { kind: 'table', family: 'mongoose', origin: 'model', name: collection, isMigratedElsewhere: true, place } as const;
  const whole: TableFact = { ...shared, modelName: name, columns: fields.columns, primaryKey: ['_id'], indexes: fields.columns.filter(({ isUnique }) => isUnique === true).map((column) => ({ columns: [column.name], isUnique: true })), foreignKeys };
  return [{ ...whole, ...(keys[0] === undefined ? {} : { model: keys[0] }) }, ...keys.slice(1).map((model): TableFact => ({ ...shared, model, columns: [], isNameOnly: true }))];
}

/** `mongoose.model('User', schema, 'people')`, `connection.model(…)`, and `Base.discriminator('Kind', schema)`. */
function modelOf(view: FileView, call: CallSite, context: SchemaContext): readonly MadeModel[] {
  const { expression } = call;
  const chain = view.chain(expression);
  const last = chain[chain.length - 1];
  if (view.kind(expression) !== Expression.call || last === undefined || (last.name !== 'model' && last.name !== 'discriminator')) return [];
  const name = view.text(view.argument(expression, 0)) ?? nameOfClass(view, view.argument(expression, 0));
  const given = view.argument(expression, 1);
  if (name === undefined || name.includes('{}') || given < 0) return [];
  const isDiscriminator = last.name === 'discriminator';
  const owner = chain[chain.length - 2];
  const isOf = isDiscriminator ? owner !== undefined && /^[A-Z]/.test(owner.name) : outsidePath(call.outcome)?.startsWith('npm:mongoose!') === true || (owner === undefined ? false : /mongoose|conn|^db$/i.test(owner.name));
  const schema = isOf ? schemaAt(view, given) : undefined;
  if (schema === undefined) return [];
  const fields = schema.kind === 'class' ? fieldsOfClass(schema.view, schema.row, context) : fieldsOf(schema.view, schema.row);
  const options = schema.kind === 'class' ? undefined : optionsOf(schema.view, schema.row);
  const symbol = symbolOf(view, expression);
  const collection = view.text(view.argument(expression, 2)) ?? options?.collection;
  return fields === undefined ? [] : [{ name, collection, ...(isDiscriminator && owner !== undefined ? { base: owner.name } : {}), fields, keys: symbol < 0 ? [] : [context.keyOf(view.program.canonical(view.file.firstSymbol + symbol))], place: { path: view.file.path, range: call.range } }];
}

/** The constant that holds a model, also where it takes one that is made already: `models.User || model('User', schema)`. */
function symbolOf(view: FileView, expression: number): number {
  const own = view.symbolSetTo(expression);
  if (own >= 0) return own;
  const name = view.text(view.argument(expression, 0));
  const { symbols } = view.facts;
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.parent) >= 0 || symbols.get(row, SYMBOL.value) < 0 || view.facts.text(symbols.get(row, SYMBOL.name)) !== name) continue;
    const at = view.symbolRange(row);
    const place = view.place(expression);
    if (place.startRow >= at.startRow && place.endRow <= at.endRow) return row;
  }
  return -1;
}

/** `User.name` of a class. */
function nameOfClass(view: FileView, row: number): string | undefined {
  return row >= 0 && view.kind(row) === Expression.member && view.name(row) === 'name' ? view.name(view.operand(row)) : undefined;
}

/** Where a schema is made: `new Schema({…})`, directly or by the constant that holds it, or `SchemaFactory.createForClass(User)`. */
function schemaAt(view: FileView, given: number): { readonly kind: 'schema' | 'class'; readonly view: FileView; readonly row: number } | undefined {
  const at = placed(view, given);
  if (at === undefined) return undefined;
  if (at.view.kind(at.row) === Expression.new && /(?:^|\.)\w*Schema$/.test(at.view.name(at.row))) return { kind: 'schema', ...at };
  return at.view.kind(at.row) === Expression.call && at.view.name(at.row) === 'createForClass' ? { kind: 'class', view: at.view, row: at.view.argument(at.row, 0) } : undefined;
}

/** What an expression is, or what the constant that it names was set to. */
export function placed(view: FileView, expression: number): { readonly view: FileView; readonly row: number } | undefined {
  if (expression < 0) return undefined;
  let row = expression;
  while (row >= 0 && (view.kind(row) === Expression.cast || view.kind(row) === Expression.same)) row = view.operand(row);
  if (view.kind(row) !== Expression.name && view.kind(row) !== Expression.member) return { view, row };
  const set = view.setting(row);
  if (set === undefined) return undefined;
  let value = set.row;
  while (value >= 0 && (set.view.kind(value) === Expression.cast || set.view.kind(value) === Expression.same)) value = set.view.operand(value);
  return { view: set.view, row: value };
}
