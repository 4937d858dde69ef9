import { Expression } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, IndexFact, SchemaFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { isInUp } from '../../up-migration.js';
import { associationsOf } from './associations.js';
import type { ReadModel } from './associations.js';
import { attributesOf, classNamed } from './attributes.js';
import { decoratedModels } from './decorated.js';
import { operationsOf } from './migrations.js';
import { pluralOf, stampsOf } from './naming.js';

/** Models of Sequelize, defined, initialised or decorated, and its migrations. */
export const family: SchemaFamily = {
  id: 'sequelize',
  languages: ['typescript'],
  accesses: { hasCalledModels: true, asksItself: /^(?:find(?:All|One|ByPk|OrCreate|OrBuild|AndCountAll|CreateFind)|bulkCreate|upsert|scope|unscoped|save|update|destroy|reload|restore|increment|decrement)$/ },
  isCandidate: (view) => view.file.role !== 'test' && ['DataTypes', 'Sequelize', 'queryInterface', 'sequelize', 'sequelize-typescript', '@sequelize/core/decorators-legacy'].some((name) => view.facts.indexOf(name) >= 0),
  read: (views, context) => {
    const defaults = views.flatMap((view) => defaultsIn(view))[0];
    const models = views.flatMap((view) => view.calls().flatMap((call) => modelOf(view, call, defaults, context)));
    const facts = views.flatMap((view) => view.calls().flatMap((call): readonly SchemaFact[] => (isInUp(view, call) ? operationsOf(view, call, context) : [])));
    return [...models.map(({ fact }) => fact), ...associationsOf(views, models, context), ...decoratedModels(views, context), ...facts];
  },
};

/** An object somewhere in the repository. */
interface Options {
  readonly view: FileView;
  readonly row: number;
}

/** `new Sequelize(url, { define: { underscored: true } })`: options of every model that does not say otherwise. */
function defaultsIn(view: FileView): readonly Options[] {
  return view.calls().flatMap((call) => {
    if (view.kind(call.expression) !== Expression.new || view.name(call.expression) !== 'Sequelize') return [];
    const row = view.arguments(call.expression).map((part) => (view.kind(part.value) === Expression.object ? view.argument(part.value, 'define') : -1)).find((value) => value >= 0);
    return row === undefined ? [] : [{ view, row }];
  });
}

function modelOf(view: FileView, call: CallSite, defaults: Options | undefined, context: SchemaContext): readonly ReadModel[] {
  const chain = view.chain(call.expression);
  const last = chain[chain.length - 1];
  const before = chain[chain.length - 2];
  if (before === undefined || (last?.name !== 'define' && last?.name !== 'init')) return [];
  const isDefinition = last.name === 'define';
  const attributes = view.argument(call.expression, isDefinition ? 1 : 0);
  const options = view.argument(call.expression, isDefinition ? 2 : 1);
  if (view.kind(attributes) !== Expression.object) return [];
  const stated = isDefinition ? view.text(view.argument(call.expression, 0)) : (option(view, options, 'modelName', undefined) ?? classNamed(view, before.expression, context));
  const isOf = isDefinition ? /sequelize|^db$|connection/i.test(before.name) : options >= 0 && view.arguments(options).some((part) => part.name === 'sequelize' || (part.name === undefined && view.name(part.value) === 'sequelize'));
  if (stated === undefined || !isOf) return [];
  const given = (name: string): string | undefined => option(view, options, name, defaults);
  const isUnderscored = given('underscored') === 'true';
  const nameOf = (attribute: string): string => (isUnderscored ? snakeCase(attribute) : attribute);
  const { columns, indexes, foreignKeys } = attributesOf(view, attributes, nameOf, context);
  if (columns.length === 0) return [];
  const place = { path: view.file.path, range: call.range };
  const model = isDefinition ? definedSymbol(view, call.expression) : view.symbolNamed(before.expression);
  const schema = given('schema');
  const name = option(view, options, 'tableName', undefined) ?? (given('freezeTableName') === 'true' ? stated : nameOf(pluralOf(stated)));
  const hasKey = columns.some((column) => column.isPrimaryKey === true);
  const id: ColumnFact = { name: 'id', type: 'integer', isNullable: false, isPrimaryKey: true, place };
  const all = [...(hasKey || columns.some((column) => column.name === 'id') ? [] : [id]), ...columns];
  const stamps = stampsOf(given, nameOf).filter((stamp) => !all.some((column) => column.name === stamp.name));
  const primaryKey = primaryKeyOf(all);
  const fact: TableFact = { kind: 'table', family: 'sequelize', origin: 'model', name, ...(schema === undefined ? {} : { schema }), model: model < 0 ? `sequelize model ${stated}` : context.keyOf(model), modelName: stated, columns: [...all, ...stamps.map((stamp) => ({ ...stamp, place }))], primaryKey, indexes: [...indexes, ...statedIndexes(view, options)], foreignKeys, place };
  return [{ fact, name: stated, hasOwnKey: hasKey, isUnderscored, hasStamps: given('timestamps') !== 'false' }];
}

function option(view: FileView, options: number, name: string, defaults: Options | undefined): string | undefined {
  const own = options < 0 ? -1 : view.argument(options, name);
  if (own >= 0) return view.text(own);
  return defaults === undefined ? undefined : defaults.view.text(defaults.view.argument(defaults.row, name));
}

/** `indexes: [{ unique: true, fields: ['email'] }]`. */
function statedIndexes(view: FileView, options: number): readonly IndexFact[] {
  const list = options < 0 ? -1 : view.argument(options, 'indexes');
  return (list < 0 ? [] : view.arguments(list)).flatMap(({ value }): readonly IndexFact[] => {
    const fields = view.argument(value, 'fields');
    const columns = fields < 0 ? [] : view.arguments(fields).map((part) => view.text(part.value));
    const texts = columns.filter((column) => column !== undefined);
    return texts.length === 0 || texts.length < columns.length ? [] : [{ columns: texts, isUnique: view.text(view.argument(value, 'unique')) === 'true' }];
  });
}

/** The constant that holds what a call defines. */
function definedSymbol(view: FileView, call: number): number {
  const row = view.symbolSetTo(call);
  return row < 0 ? -1 : view.program.canonical(view.file.firstSymbol + row);
}

