import { Expression } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, Place, TableFact } from '../../model.js';
import { plural, snakeCase } from '../../names.js';

/** A model and what its associations need to know of it. */
export interface ReadModel {
  readonly fact: TableFact;
  readonly name: string;
  /** Whether it says its key itself. */
  readonly hasOwnKey: boolean;
  readonly isUnderscored: boolean;
  readonly hasStamps: boolean;
}

const KINDS = /^(?:belongsTo|hasOne|hasMany|belongsToMany)$/;

/** Columns, keys and tables that associations of models add: `User.hasMany(Post)`. */
export function associationsOf(views: readonly FileView[], models: readonly ReadModel[], context: SchemaContext): readonly TableFact[] {
  const byKey = new Map(models.flatMap((model) => (model.fact.model === undefined ? [] : [[model.fact.model, model] as const])));
  const byName = new Map(models.map((model) => [model.name, model] as const));
  const found = views.flatMap((view) =>
    view.calls().flatMap((call): readonly TableFact[] => {
      const chain = view.chain(call.expression);
      const [owner, last] = chain.slice(-2);
      if (owner === undefined || last === undefined || chain.length < 2 || !KINDS.test(last.name)) return [];
      // A model by its constant, or by its name where an object holds all of them.
      const find = (expression: number): ReadModel | undefined => {
        const symbol = view.symbolNamed(expression);
        return (symbol < 0 ? undefined : byKey.get(context.keyOf(symbol))) ?? byName.get(view.name(expression));
      };
      const source = owner.name === 'this' ? modelAround(view, call, byKey, context) : find(owner.expression);
      const target = find(view.argument(call.expression, 0));
      if (source === undefined || target === undefined) return [];
      const place: Place = { path: view.file.path, range: call.range };
      const options = new AssociationOptions(view, view.argument(call.expression, 1));
      const relation: TableFact = { kind: 'table', family: 'sequelize', origin: 'model', ...(source.fact.model === undefined ? {} : { model: source.fact.model }), columns: [], relations: [{ name: options.alias ?? (/Many$/.test(last.name) ? plural(target.name) : target.name), target: targetOf(target) }] };
      if (last.name === 'belongsToMany') return [relation, ...between(source, target, options, find, place)];
      return [relation, ...(last.name === 'belongsTo' ? keyOf(source, target, options, options.alias ?? target.name, place) : keyOf(target, source, options, source.name, place))];
    }),
  );
  // Both sides may say it: that a key must be there is said once.
  const required = new Set(found.flatMap(({ model, columns }) => columns.filter(({ isNullable }) => isNullable === false).map(({ name }) => `${model ?? ''} ${name}`)));
  return found.map((fact) => ({ ...fact, columns: fact.columns.map((column) => (required.has(`${fact.model ?? ''} ${column.name}`) ? { ...column, isNullable: false } : column)) }));
}

/** `this` in a static method of the model. */
function modelAround(view: FileView, { owner }: CallSite, models: ReadonlyMap<string, ReadModel>, context: SchemaContext): ReadModel | undefined {
  const parent = owner < 0 ? -1 : view.program.parentOf(owner);
  return parent < 0 ? undefined : models.get(context.keyOf(parent));
}

class AssociationOptions {
  constructor(
    readonly view: FileView,
    readonly row: number,
  ) {}

  text(name: string): string | undefined {
    return this.row < 0 ? undefined : this.view.text(this.view.argument(this.row, name));
  }

  at(name: string): number {
    return this.row < 0 ? -1 : this.view.argument(this.row, name);
  }

  get alias(): string | undefined {
    return this.text('as');
  }

  /** `foreignKey: 'userId'`, or `{ name, allowNull }`. */
  key(name: string): string | undefined {
    return this.text(name) ?? this.view.text(this.view.argument(this.at(name), 'name'));
  }

  get isRequired(): boolean {
    return this.view.text(this.view.argument(this.at('foreignKey'), 'allowNull')) === 'false';
  }
}

function columnName(model: ReadModel, stated: string | undefined, prefix: string, key: string): string {
  // Each `_x` of the two joined becomes `X`.
  const name = stated ?? `${prefix}_${key}`.replaceAll(/[-_](.)/g, (_, next: string) => next.toUpperCase());
  return model.isUnderscored ? snakeCase(name) : name;
}

function primaryKey({ fact }: ReadModel): string {
  return fact.primaryKey?.[0] ?? 'id';
}

function keyOf(holder: ReadModel, referred: ReadModel, options: AssociationOptions, prefix: string, place: Place): readonly TableFact[] {
  if (holder.fact.model === undefined) return [];
  const to = options.text('targetKey') ?? options.text('sourceKey') ?? primaryKey(referred);
  const name = columnName(holder, options.key('foreignKey'), prefix, to);
  const known = holder.fact.columns.find((column) => column.name === name);
  const column: ColumnFact = { name, isNullable: !options.isRequired, place };
  const isConstraint = options.text('constraints') !== 'false';
  return [{ kind: 'table', family: 'sequelize', origin: 'model', model: holder.fact.model, columns: known === undefined ? [column] : [], foreignKeys: [{ columns: [name], target: { ...targetOf(referred), columns: [to] }, place, ...(isConstraint ? {} : { confidence: 90, rule: 'sequelize.unconstrained' }) }] }];
}

function targetOf({ fact }: ReadModel): { readonly model?: string; readonly table?: string } {
  return fact.model === undefined ? { table: fact.name ?? '' } : { model: fact.model };
}

/** The table of many to many: one of its own under the name that `through` gives, or a model's. */
function between(source: ReadModel, target: ReadModel, options: AssociationOptions, find: (expression: number) => ReadModel | undefined, place: Place): readonly TableFact[] {
  const given = options.at('through');
  const { view } = options;
  const through = view.kind(given) === Expression.object ? view.argument(given, 'model') : given;
  const table = view.text(through);
  const model = table === undefined ? find(through) : undefined;
  if (table === undefined && model?.fact.model === undefined) return [];
  const namer = model ?? source;
  const isSelf = source === target;
  const own = columnName(namer, options.key('foreignKey'), isSelf ? (options.alias ?? source.name) : source.name, primaryKey(source));
  const other = columnName(namer, options.key('otherKey'), target.name, primaryKey(target));
  const columns = [own, other].map((name): ColumnFact => ({ name, isNullable: false, ...(model?.hasOwnKey === true ? {} : { isPrimaryKey: true }), place }));
  const foreignKeys = [
    { columns: [own], target: { ...targetOf(source), columns: [primaryKey(source)] }, place },
    { columns: [other], target: { ...targetOf(target), columns: [primaryKey(target)] }, place },
  ];
  const shared = { kind: 'table', family: 'sequelize', origin: 'model', foreignKeys } as const;
  if (model?.fact.model !== undefined) return [{ ...shared, model: model.fact.model, columns, ...(model.hasOwnKey ? {} : { ignored: ['id'], primaryKey: [own, other] }) }];
  const stamps = options.text('timestamps') === 'false' ? [] : ['createdAt', 'updatedAt'].map((name): ColumnFact => ({ name: source.isUnderscored ? snakeCase(name) : name, type: 'timestamptz', isNullable: false, place }));
  return [{ ...shared, ...(table === undefined ? {} : { name: table }), columns: [...columns, ...stamps], primaryKey: [own, other] }];
}
