import type { FileView } from '../../../view/file-view.js';
import type { ClassView } from '../../class-view.js';
import { outsideModel } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, Place, ReferenceTarget, TableFact } from '../../model.js';
import { tableBetween } from './between.js';
import { RELATIONS, compositeKey, fieldColumn, fieldType, keyed, sureness } from './fields.js';
import { relatedRow } from './model-names.js';
import type { ModelNames } from './model-names.js';
import { pathOfLabel } from './own-tables.js';

/** A field as a migration states it. */
export interface MigratedField {
  /** The migration's class, in whose file the call stands. */
  readonly one: ClassView;
  readonly call: number;
  readonly place: Place;
  /** Of a relation the model that it points at, `label.name` in lower case. */
  readonly target: string | undefined;
}

export interface MigratedIndex {
  readonly name: string;
  readonly fields: readonly string[];
  readonly isUnique: boolean;
}

/** A model as the migrations so far leave it. */
export class MigratedModel {
  table: string | undefined;
  hasTable = true;
  unique: readonly (readonly string[])[] = [];
  fields = new Map<string, MigratedField>();
  readonly indexes = new Map<string, MigratedIndex>();

  constructor(
    readonly app: string,
    readonly name: string,
    readonly place: Place,
  ) {}

  /** The field keeps its place among the others. */
  renameField(from: string, to: string): void {
    const renamed = (field: string): string => (field === from ? to : field);
    this.fields = new Map([...this.fields].map(([name, field]) => [renamed(name), field]));
    this.unique = this.unique.map((group) => group.map(renamed));
    for (const [name, index] of this.indexes) this.indexes.set(name, { ...index, fields: index.fields.map(renamed) });
  }

  /** The same model under another name. */
  renamed(name: string): MigratedModel {
    const model = new MigratedModel(this.app, name, this.place);
    Object.assign(model, { table: this.table, hasTable: this.hasTable, unique: this.unique, fields: this.fields });
    for (const [key, index] of this.indexes) model.indexes.set(key, index);
    return model;
  }

  get tableName(): string {
    return this.table ?? `${this.app}_${this.name}`.toLowerCase();
  }
}

/** The models that migrations make, by application and name. */
export class MigratedModels {
  private readonly byKey = new Map<string, MigratedModel>();

  constructor(private readonly names: ModelNames) {}

  get(app: string, name: string): MigratedModel | undefined {
    return this.byKey.get(keyOf(app, name));
  }

  create(app: string, name: string, place: Place): MigratedModel {
    const model = new MigratedModel(app, name, place);
    this.byKey.set(keyOf(app, name), model);
    return model;
  }

  delete(app: string, name: string): void {
    this.byKey.delete(keyOf(app, name));
  }

  /** Relations to it follow. */
  rename(app: string, from: string, to: string): void {
    const model = this.get(app, from);
    if (model === undefined || to === '') return;
    this.delete(app, from);
    this.byKey.set(keyOf(app, to), model.renamed(to));
    for (const { fields } of this.byKey.values()) for (const [name, field] of fields) if (field.target === keyOf(app, from)) fields.set(name, { ...field, target: keyOf(app, to) });
  }

  /** What a field of a model points at: `to="shop.Item"`, `"Item"`, `settings.AUTH_USER_MODEL`; itself is the empty text. */
  targetOf(app: string, view: FileView, call: number): string | undefined {
    const row = relatedRow(view, call);
    const text = view.name(row) === 'AUTH_USER_MODEL' ? (this.names.userModel ?? 'auth.User') : view.text(row);
    if (text === undefined || text === 'self') return text === undefined ? undefined : '';
    return text.includes('.') ? text.toLowerCase() : keyOf(app, text);
  }

  tables(): readonly TableFact[] {
    return [...this.byKey.values()].filter(({ hasTable }) => hasTable).flatMap((model) => this.tablesOf(model));
  }

  private tablesOf(model: MigratedModel): readonly TableFact[] {
    const columns: ColumnFact[] = [];
    const foreignKeys: ForeignKeyFact[] = [];
    const joined: TableFact[] = [];
    const columnOfField = new Map<string, string>();
    const own = keyOf(model.app, model.name);
    for (const [name, { one, call, place, target }] of model.fields) {
      const kind = one.view.name(call);
      const key = target === '' ? own : (target ?? '');
      if (kind === 'ManyToManyField') {
        const end = this.endOf(key);
        if (end === undefined || one.view.argument(call, 'through') >= 0) continue;
        joined.push(tableBetween({ name: model.name, target: { table: model.tableName } }, end, key === own, { origin: 'migration', name: one.view.text(one.view.argument(call, 'db_table')) ?? `${model.tableName}_${name}`, place }));
        continue;
      }
      const isRelation = RELATIONS.has(kind);
      const type = isRelation ? undefined : fieldType(one, call);
      if (!isRelation && type === undefined) continue;
      const column = { ...fieldColumn(one.view, call, type, isRelation ? `${name}_id` : name), place };
      columnOfField.set(name, column.name);
      columns.push(kind === 'OneToOneField' ? { ...column, isUnique: true } : column);
      const end = isRelation ? this.endOf(key) : undefined;
      if (end === undefined) continue;
      const stated = one.view.text(one.view.argument(call, 'to_field'));
      foreignKeys.push({ columns: [column.name], target: { ...end.target, ...(stated === undefined ? {} : { columns: [this.columnOf(key, stated)] }) }, place, ...sureness(one.view, call) });
    }
    const composite = [...model.fields.values()].flatMap(({ one, call }) => compositeKey(one.view, call) ?? []).map((field) => columnOfField.get(field) ?? field);
    const named = (fields: readonly string[]): readonly string[] => fields.map((field) => columnOfField.get(field) ?? field);
    const indexes: readonly IndexFact[] = [...uniqueIndexesOf(columns), ...model.unique.map((fields) => ({ columns: named(fields), isUnique: true })), ...[...model.indexes.values()].map(({ name, fields, isUnique }) => ({ name, columns: named(fields), isUnique }))];
    return [{ kind: 'table', family: 'django', origin: 'migration', name: model.tableName, columns: keyed(columns, composite), primaryKey: composite.length > 0 ? composite : primaryKeyOf(columns), indexes, foreignKeys, place: model.place }, ...joined];
  }

  private columnOf(key: string, field: string): string {
    const stated = this.byKey.get(key)?.fields.get(field);
    return (stated === undefined ? undefined : stated.one.view.text(stated.one.view.argument(stated.call, 'db_column'))) ?? field;
  }

  /** A model of the migrations, or one that comes with Django. */
  private endOf(key: string): { readonly name: string; readonly target: ReferenceTarget } | undefined {
    const own = this.byKey.get(key);
    if (own !== undefined) return { name: own.name, target: { table: own.tableName } };
    const path = pathOfLabel(key);
    return path === undefined ? undefined : { name: path.replace(/^.*\./, ''), target: { model: outsideModel(path) } };
  }
}

function keyOf(app: string, name: string): string {
  return `${app}.${name}`.toLowerCase();
}
