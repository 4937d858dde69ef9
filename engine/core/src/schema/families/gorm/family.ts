import { EXPRESSION, Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { classOfType, classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { memberRelations } from '../../member-relations.js';
import { primaryKeyOf } from '../../model.js';
import type { IndexFact, TableFact } from '../../model.js';
import { fieldsOf, isEmbedded, isModelType } from './fields.js';
import type { Field } from './fields.js';
import { STRATEGY, namingFor } from './naming.js';
import { statedNames } from './table-names.js';
import { joinTablesOf, relationsOf } from './relations.js';
import type { Model, Relation } from './relations.js';
import { isSet, setting, tagOf } from './tags.js';

/** Models of GORM: structs that embed its model, or whose tags say what their columns are. */
export const family: SchemaFamily = {
  id: 'gorm',
  languages: ['go'],
  accesses: { follows: /^(?:Preload|Joins|InnerJoins|Association)$/, links: /^(?:Append|Replace|Delete|Clear)$/, fillsRecords: true, ofSessions: /^go:(?:xorm\.io\/xorm|github\.com\/go-xorm\/xorm)!/ },
  isCandidate: (view) => view.file.role !== 'test' && (['gorm', 'gorm.Model', 'TableName', 'AutoMigrate', STRATEGY].some((name) => view.facts.indexOf(name) >= 0) || hasTags(view)),
  read: (views, context) => {
    const namingOf = namingFor(views);
    const nameOf = (one: ClassView): string => names.get(one.key) ?? namingOf(one.view)(one.name);
    const names = new Map(views.flatMap((view) => statedNames(view, context)));
    const structs = views.flatMap((view) => classesOf(view, context).filter((one) => one.kind === 'struct' && isDescribed(one)));
    // What is part of other models has no table of its own, where it does not name one.
    const parts = new Set(structs.flatMap((one) => one.members().filter((member) => isEmbedded(one, member)).flatMap((member) => one.classOf(member.type)?.key ?? [])));
    const models = new Map<string, Model>();
    const wanted = [...structs, ...views.flatMap((view) => migratedStructs(view, context))];
    // What a model holds has a table as well.
    for (const one of wanted) {
      if (models.has(one.key) || (parts.has(one.key) && !names.has(one.key))) continue;
      const fields = fieldsOf(one);
      if (!fields.some((field) => field.column?.isPrimaryKey === true)) continue;
      models.set(one.key, { one, fields });
      wanted.push(...fields.flatMap(({ target }) => target ?? []));
    }
    const between = new Map(structs.concat([...models.values()].map(({ one }) => one)).map((one) => [nameOf(one), one] as const));
    const relations = [...models.values()].flatMap((model) => relationsOf(model, models));
    return [
      ...[...models.values()].map((model) => tableOf(model, nameOf(model.one), relations)),
      ...[...models.values()].flatMap((model) => joinTablesOf(model, models)).filter(({ name }) => name !== undefined && !between.has(name)),
    ];
  },
};

/** Structs that a call of `AutoMigrate` makes tables of. */
function migratedStructs(view: FileView, context: SchemaContext): readonly ClassView[] {
  if (view.facts.indexOf('AutoMigrate') < 0) return [];
  return view.calls().filter(({ expression }) => view.kind(expression) === Expression.call && view.name(expression) === 'AutoMigrate').flatMap(({ expression }) => view.arguments(expression).flatMap(({ value }) => {
    const made = view.callExpression(value);
    const type = view.kind(made) === Expression.new ? view.facts.expressions.get(made, EXPRESSION.extra) : -1;
    return classOfType(view, type, context) ?? [];
  }));
}

/** A tag is part of a field's own text. */
function hasTags(view: FileView): boolean {
  return view.decorations().some(({ expression }) => view.arguments(expression).some((part) => /(?:^|\s)gorm:"/.test(view.text(part.value) ?? '')));
}

function isDescribed(one: ClassView): boolean {
  return one.members().some((member) => isModelType(one.view, member.type) || tagOf(one, member) !== undefined || (isEmbedded(one, member) && one.classOf(member.type)?.members().some((inner) => isModelType(one.view, inner.type)) === true));
}

function tableOf({ one, fields }: Model, called: string, relations: readonly Relation[]): TableFact {
  const columns = fields.flatMap(({ column }) => column ?? []);
  const [name = '', schema] = called.split('.').reverse();
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
    foreignKeys: relations.filter(({ owner }) => owner === one.key).map(({ foreignKey }) => foreignKey),
    relations: memberRelations(one, (part, member) => setting(tagOf(part, member), 'many2many') !== undefined),
    place: one.place,
  };
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
