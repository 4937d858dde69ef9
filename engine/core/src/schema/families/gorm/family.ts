import { RETURN, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { plural, snakeCase } from '../../names.js';
import { fieldsOf, isEmbedded, isModelType } from './fields.js';
import type { Field } from './fields.js';
import { isSet, setting, tagOf } from './tags.js';

/** Models of GORM: structs that embed its model, or whose tags say what their columns are. */
export const family: SchemaFamily = {
  id: 'gorm',
  languages: ['go'],
  isCandidate: (view) => view.file.role !== 'test' && (['gorm', 'gorm.Model', 'TableName'].some((name) => view.facts.indexOf(name) >= 0) || hasTags(view)),
  read: (views, context) => {
    const names = new Map(views.flatMap((view) => statedNames(view, context)));
    const structs = views.flatMap((view) => classesOf(view, context).filter((one) => one.kind === 'struct' && isDescribed(one)));
    // What is part of other models has no table of its own, where it does not name one.
    const parts = new Set(structs.flatMap((one) => one.members().filter((member) => isEmbedded(one, member)).flatMap((member) => one.classOf(member.type)?.key ?? [])));
    const models = structs.map((one) => ({ one, fields: fieldsOf(one) })).filter(({ one, fields }) => (!parts.has(one.key) || names.has(one.key)) && fields.some((field) => field.column?.isPrimaryKey === true));
    const keys = new Set(models.map(({ one }) => one.key));
    return models.map(({ one, fields }) => tableOf(one, fields, names.get(one.key), keys));
  },
};

/** A tag is part of a field's own text. */
function hasTags(view: FileView): boolean {
  return view.decorations().some(({ expression }) => view.arguments(expression).some((part) => /(?:^|\s)gorm:"/.test(view.text(part.value) ?? '')));
}

function isDescribed(one: ClassView): boolean {
  return one.members().some((member) => isModelType(one.view, member.type) || tagOf(one, member) !== undefined || (isEmbedded(one, member) && one.classOf(member.type)?.members().some((inner) => isModelType(one.view, inner.type)) === true));
}

/** Texts that methods called `TableName` give back, by the key of what they are a method of. */
function statedNames(view: FileView, context: SchemaContext): readonly (readonly [string, string])[] {
  const { symbols, returns } = view.facts;
  const found: [string, string][] = [];
  for (let row = 0; row < symbols.rows; row++) {
    if (view.facts.text(symbols.get(row, SYMBOL.name)) !== 'TableName') continue;
    const key = context.keyOf(view.file.firstSymbol + row);
    const values: number[] = [];
    for (let at = 0; at < returns.rows; at++) if (returns.get(at, RETURN.scope) === symbols.get(row, SYMBOL.ownScope)) values.push(returns.get(at, RETURN.expression));
    const name = values.length === 1 ? view.text(values[0] ?? -1) : undefined;
    if (name !== undefined && key.endsWith('#TableName().')) found.push([key.slice(0, -'TableName().'.length), name]);
  }
  return found;
}

function tableOf(one: ClassView, fields: readonly Field[], stated: string | undefined, models: ReadonlySet<string>): TableFact {
  const columns = fields.flatMap(({ column }) => column ?? []);
  const [name = '', schema] = (stated ?? plural(snakeCase(one.name))).split('.').reverse();
  return {
    kind: 'table',
    family: 'gorm',
    origin: 'model',
    name,
    ...(schema === undefined ? {} : { schema }),
    model: one.key,
    columns,
    primaryKey: primaryKeyOf(columns),
    indexes: indexesOf(fields),
    foreignKeys: fields.flatMap((field) => belongsTo(field, fields, models) ?? []),
    place: one.place,
  };
}

/** A field that holds another model, beside the one that holds its key: `Author` and `AuthorID`. */
function belongsTo(field: Field, fields: readonly Field[], models: ReadonlySet<string>): ForeignKeyFact | undefined {
  if (field.target === undefined || !models.has(field.target.key)) return undefined;
  const named = (setting(field.tag, 'foreignkey') ?? `${field.name}ID`).split(',').map((name) => name.trim());
  const columns = named.flatMap((name) => fields.find((other) => other.column !== undefined && other.name.toLowerCase() === name.toLowerCase())?.column?.name ?? []);
  if (columns.length !== named.length) return undefined;
  const members = setting(field.tag, 'references')?.split(',').map((name) => name.trim().toLowerCase());
  const others = members === undefined ? [] : fieldsOf(field.target);
  const referred = members?.flatMap((member) => others.find((other) => other.name.toLowerCase() === member)?.column?.name ?? []);
  // Of a key of this struct's own the other one has the column.
  if (columns.length === 1 && fields.find((other) => other.column?.name === columns[0])?.column?.isPrimaryKey === true && setting(field.tag, 'foreignkey') !== undefined) return undefined;
  return { columns, target: { model: field.target.key, ...(referred === undefined || referred.length !== columns.length ? {} : { columns: referred }) }, place: field.place };
}

/** Indexes of one field, and those of several that give it one name. */
function indexesOf(fields: readonly Field[]): readonly IndexFact[] {
  const found: { name: string | undefined; columns: string[]; isUnique: boolean }[] = [];
  for (const { column, tag } of fields) {
    if (column === undefined) continue;
    if (column.isUnique === true) found.push({ name: undefined, columns: [column.name], isUnique: true });
    for (const kind of ['index', 'uniqueindex']) {
      if (!isSet(tag, kind)) continue;
      for (const value of tag?.get(kind) ?? []) {
        const [first = '', ...options] = value.split(',').map((part) => part.trim());
        const name = first === '' || first.includes(':') ? undefined : first;
        const isUnique = kind === 'uniqueindex' || options.includes('unique');
        const known = name === undefined ? undefined : found.find((index) => index.name === name);
        if (known === undefined) found.push({ name, columns: [column.name], isUnique });
        else known.columns.push(column.name);
      }
    }
  }
  return found.map(({ name, ...index }) => ({ ...(name === undefined ? {} : { name }), ...index }));
}
