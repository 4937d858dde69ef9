import type { ClassView } from '../../class-view.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { singular, snakeCase } from '../../names.js';
import type { Field } from './fields.js';
import { isSet, setting } from './tags.js';

/** A struct that has a table. */
export interface Model {
  readonly one: ClassView;
  readonly fields: readonly Field[];
}

/** A foreign key and the key of the struct whose table has it. */
export interface Relation {
  readonly owner: string;
  readonly foreignKey: ForeignKeyFact;
}

/** Foreign keys that a model's fields make, on its own table or on the one of what it holds. */
export function relationsOf(model: Model, models: ReadonlyMap<string, Model>): readonly Relation[] {
  return model.fields.flatMap((field): readonly Relation[] => {
    const target = field.target === undefined ? undefined : models.get(field.target.key);
    if (target === undefined || isSet(field.tag, 'many2many') || setting(field.tag, 'polymorphic') !== undefined || setting(field.tag, 'polymorphictype') !== undefined || field.tag?.get('-')?.[0] === 'migration') return [];
    const own = field.isList ? undefined : keyBetween(model, target, field, `${field.name}`);
    if (own !== undefined) return [{ owner: model.one.key, foreignKey: own }];
    const other = keyBetween(target, model, field, model.one.name);
    return other === undefined ? [] : [{ owner: target.one.key, foreignKey: other }];
  });
}

/** The key of one table to another: stated fields, or `<prefix>ID` for the field `ID`. */
function keyBetween(from: Model, to: Model, field: Field, prefix: string): ForeignKeyFact | undefined {
  const keys = to.fields.filter(({ column }) => column?.isPrimaryKey === true);
  const referred = namesIn(field, 'references') ?? keys.map(({ name }) => name);
  const stated = namesIn(field, 'foreignkey');
  const wanted = stated ?? referred.map((name) => `${prefix}${name}`);
  const columns = wanted.flatMap((name) => columnNamed(from, name) ?? []);
  const targets = referred.flatMap((name) => columnNamed(to, name) ?? []);
  if (columns.length === 0 || columns.length !== wanted.length) return undefined;
  return { columns, target: { model: to.one.key, ...(targets.length === columns.length ? { columns: targets } : {}) }, place: field.place };
}

function namesIn(field: Field, name: string): readonly string[] | undefined {
  return setting(field.tag, name)?.split(',').map((part) => part.trim());
}

function columnNamed({ fields }: Model, name: string): string | undefined {
  return fields.find((field) => field.column !== undefined && (field.name.toLowerCase() === name.toLowerCase() || field.column.name === name))?.column?.name;
}

/** Tables between two models: `many2many:ware_tags`. */
export function joinTablesOf(model: Model, models: ReadonlyMap<string, Model>): readonly TableFact[] {
  return model.fields.flatMap((field): readonly TableFact[] => {
    const name = setting(field.tag, 'many2many');
    const target = field.target === undefined ? undefined : models.get(field.target.key);
    if (name === undefined || target === undefined) return [];
    const { place } = field;
    const own = side(model, namesIn(field, 'foreignkey'), namesIn(field, 'joinforeignkey'), model.one.name, field);
    const isSelf = target.one.key === model.one.key;
    const other = side(target, namesIn(field, 'references'), namesIn(field, 'joinreferences'), isSelf ? singular(field.name) : target.one.name, field);
    const columns = [...own.columns, ...other.columns].map((column): ColumnFact => ({ name: column, isNullable: false, isPrimaryKey: true, place }));
    return [{ kind: 'table', family: 'gorm', origin: 'model', name, columns, primaryKey: primaryKeyOf(columns), foreignKeys: [own, other], place }];
  });
}

function side(model: Model, referred: readonly string[] | undefined, joined: readonly string[] | undefined, prefix: string, field: Field): ForeignKeyFact {
  const keys = referred ?? model.fields.filter(({ column }) => column?.isPrimaryKey === true).map(({ name }) => name);
  return {
    columns: keys.map((key, index) => snakeCase(joined?.[index] ?? `${prefix}${key}`)),
    target: { model: model.one.key, columns: keys.map((key) => columnNamed(model, key) ?? snakeCase(key)) },
    place: field.place,
  };
}
