import { Expression, SYMBOL } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { BuilderStyle } from '../../builder-columns.js';
import { builtTable, changesOf, createdTable } from '../../builder-tables.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, OperationFact, RelationFact, TableFact } from '../../model.js';
import { plural, singular, snakeCase } from '../../names.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { isInUp } from '../../up-migration.js';
import { operationOf, orderOf } from '../sql/family.js';

/** What migrations call the builder that they are given. */
const BUILDER = /^\$?schema$/;

const STAMPS = [{ name: 'created_at', type: 'timestamp', isNullable: true }, { name: 'updated_at', type: 'timestamp', isNullable: true }];
/** The two columns that name a row of any table. */
function morphs(type: string, isNullable: boolean): (view: FileView, call: number) => readonly ColumnFact[] {
  return (view, call) => {
    const name = view.text(view.argument(call, 0));
    return name === undefined ? [] : [{ name: `${name}_type`, type: 'varchar(255)', isNullable }, { name: `${name}_id`, type, isNullable }];
  };
}

const STYLE: BuilderStyle = {
  types: namedValues({ id: 'bigint', increments: 'integer', bigIncrements: 'bigint', integer: 'integer', bigInteger: 'bigint', smallInteger: 'smallint', tinyInteger: 'smallint', unsignedBigInteger: 'bigint', unsignedInteger: 'integer', foreignId: 'bigint', foreignUuid: 'uuid', string: 'varchar({})', char: 'char({})', text: 'text', mediumText: 'text', longText: 'text', boolean: 'boolean', date: 'date', dateTime: 'timestamp', timestamp: 'timestamp', timestampTz: 'timestamptz', time: 'time', float: 'double precision', tinyIncrements: 'smallint', smallIncrements: 'smallint', mediumIncrements: 'integer', mediumInteger: 'integer', unsignedSmallInteger: 'smallint', unsignedTinyInteger: 'smallint', unsignedMediumInteger: 'integer', unsignedDecimal: 'decimal(8, 2)', unsignedFloat: 'double precision', unsignedDouble: 'double precision', tinyText: 'varchar(255)', set: 'varchar(255)', dateTimeTz: 'timestamptz', timeTz: 'timetz', year: 'integer', macAddress: 'macaddr', foreignUlid: 'char(26)', geometry: 'geometry', point: 'point', foreignIdFor: 'bigint', double: 'double precision', decimal: 'decimal(8, 2)', json: 'json', jsonb: 'jsonb', uuid: 'uuid', ulid: 'char(26)', binary: 'bytea', enum: 'varchar(255)', ipAddress: 'inet', rememberToken: 'varchar(100)' }),
  groups: namedValues({ timestamps: STAMPS, timestampsTz: STAMPS, nullableTimestamps: STAMPS, softDeletesTz: [{ name: 'deleted_at', type: 'timestamp', isNullable: true }], morphs: morphs('bigint', false), nullableMorphs: morphs('bigint', true), numericMorphs: morphs('bigint', false), uuidMorphs: morphs('uuid', false), nullableUuidMorphs: morphs('uuid', true), ulidMorphs: morphs('char(26)', false), nullableUlidMorphs: morphs('char(26)', true), softDeletes: [{ name: 'deleted_at', type: 'timestamp', isNullable: true }], rememberToken: [{ name: 'remember_token', type: 'varchar(100)', isNullable: true }] }),
  droppedGroups: namedValues({ dropTimestamps: ['created_at', 'updated_at'], dropTimestampsTz: ['created_at', 'updated_at'], dropSoftDeletes: ['deleted_at'], dropSoftDeletesTz: ['deleted_at'], dropRememberToken: ['remember_token'], dropMorphs: (view, call) => morphs('', false)(view, call).map(({ name }) => name) }),
  keys: new Set(['id', 'increments', 'tinyIncrements', 'smallIncrements', 'mediumIncrements', 'bigIncrements']),
  changes: new Set(['change']),
  isNullable: false,
  nullable: 'nullable',
  required: 'required',
  references: { methods: new Set(), table: (name) => plural(snakeCase(name)), member: singular },
};

/** Migrations of Laravel, and Eloquent models: their columns are the migrations'. */
export const family: SchemaFamily = {
  id: 'laravel',
  languages: ['php'],
  accesses: {
    asksItself: /^(?:newQuery|newModelQuery|query|getBuilder|getModel|getQuery|makeModel)$/,
    namesModel: /^(?:model|modelClass|getModelClass)$/,
    follows: /^(?:with(?:Count|Exists|Sum|Avg|Min|Max|WhereHas|Only)?|load(?:Missing|Count|Exists|Sum|Avg|Min|Max)?|(?:or)?(?:where)?(?:doesnt)?has|orWhere(?:DoesntHave|Has)|where(?:DoesntHave|Has|Relation))$/i,
    links: /^(?:attach|detach|sync(?:WithoutDetaching|WithPivotValues)?|toggle|updateExistingPivot)$/,
  },
  isCandidate: (view) => view.file.role !== 'test' && (view.facts.indexOf('Schema') >= 0 || view.facts.indexOf('Migration') >= 0 || view.facts.indexOf('Model') >= 0 || view.facts.indexOf('Builder') >= 0 || view.facts.indexOf('AbstractModel') >= 0 || view.facts.indexOf('Authenticatable') >= 0 || /(?:^|\/)Models\//.test(view.file.path)),
  read: (views, context) => {
    const classes = views.flatMap((view) => classesOf(view, context));
    const operations = views.flatMap((view) => view.calls().flatMap((call) => operationsOf(view, call)));
    const made = new Set(operations.flatMap((fact) => (fact.operation === 'createTable' ? fact.table.name : fact.operation === 'renameTable' ? fact.to : [])));
    const bases = new Set(classes.flatMap((one) => one.directBases().map(({ key }) => key)));
    // What others derive from, and no migration makes a table for, is a base that is not called abstract.
    const isBase = (one: ClassView): boolean => made.size > 0 && bases.has(one.key) && !made.has(tableOf(one));
    return [...classes.flatMap((one): readonly TableFact[] => modelOf(one, isBase)), ...operations];
  },
};

/** The table that a model states, or has by custom. */
function tableOf(one: ClassView): string {
  const stated = one.members().find((member) => member.name.replace(/^\$/, '') === 'table');
  return (stated === undefined ? undefined : one.view.text(stated.value)) ?? plural(snakeCase(one.name));
}

function modelOf(one: ClassView, isBase: (one: ClassView) => boolean): readonly TableFact[] {
  const names = one.baseNames();
  if (one.kind !== 'class' || one.isAbstract || isBase(one) || !names.some((name) => name === 'Model' || name === 'Eloquent' || name === 'Authenticatable' || name === 'Pivot')) return [];
  const name = tableOf(one);
  const shared = { kind: 'table', family: 'laravel', origin: 'model', name, columns: [], isNameOnly: true, place: one.place } as const;
  return [{ ...shared, model: one.key, foreignKeys: referencesOf(one), relations: relationsOf(one) }, ...one.bases().filter((base) => base.isAbstract || isBase(base)).map(({ key }) => ({ ...shared, model: key, isBase: true }))];
}

/** `return $this->belongsTo(Author::class)` in a method says which table a column leads to, whether or not the database has a key. */
function referencesOf(one: ClassView): readonly ForeignKeyFact[] {
  const { view } = one;
  return one.members('method').flatMap(({ name, symbol }) =>
    view.callsOf(view.program.canonical(view.file.firstSymbol + symbol)).flatMap(({ expression, range }): readonly ForeignKeyFact[] => {
      if (view.name(expression) !== 'belongsTo') return [];
      const target = one.classAt(view.argument(expression, 0));
      const given = (key: string, position: number): string | undefined => view.text(view.argument(expression, key)) ?? view.text(view.argument(expression, position));
      const column = given('foreignKey', 1) ?? `${snakeCase(name)}_id`;
      const referred = given('ownerKey', 2);
      return target === undefined ? [] : [{ columns: [column], target: { model: target.key, ...(referred === undefined ? {} : { columns: [referred] }) }, confidence: 90, rule: 'laravel.belongsTo', place: { path: view.file.path, range } }];
    }),
  );
}

const RELATIONS = /^(?:belongsTo|belongsToMany|hasMany|hasOne|hasManyThrough|hasOneThrough|morphMany|morphOne|morphToMany|morphedByMany)$/;

/** `return $this->belongsToMany(Role::class, 'role_user')` in a method that is asked for by its name. */
function relationsOf(one: ClassView): readonly RelationFact[] {
  const { view } = one;
  return one.members('method').flatMap(({ name, symbol }) =>
    view.callsOf(view.program.canonical(view.file.firstSymbol + symbol)).flatMap(({ expression }): readonly RelationFact[] => {
      const kind = view.name(expression);
      const target = RELATIONS.test(kind) ? one.classAt(view.argument(expression, 0)) : undefined;
      if (target === undefined) return [];
      const second = view.argument(expression, 1);
      const via = kind === 'belongsToMany' || kind.endsWith('Through') ? one.classAt(second) : undefined;
      const table = kind === 'belongsToMany' ? (view.text(view.argument(expression, 'table')) ?? (via === undefined ? view.text(second) : undefined) ?? [one.name, target.name].map(snakeCase).sort().join('_')) : undefined;
      const through = via !== undefined ? { model: via.key } : table === undefined ? undefined : { table };
      return [{ name, target: { model: target.key }, ...(through === undefined ? {} : { through }) }];
    }),
  );
}

function operationsOf(view: FileView, call: CallSite): readonly OperationFact[] {
  const chain = view.chain(call.expression);
  const [root] = chain;
  const { symbols } = view.facts;
  const facade = root?.name.replace(/^.*\\/s, '');
  const isFacade = facade === 'Schema' || facade === 'DB';
  // Without the framework around it, `Illuminate\Database` gives migrations its builder.
  const isBuilder = BUILDER.test(facade ?? '') && isInUp(view, call);
  if (!isBuilder && (!isFacade || call.owner < 0 || view.facts.text(symbols.get(call.owner - view.file.firstSymbol, SYMBOL.name)) !== 'up')) return [];
  const place = { path: view.file.path, range: call.range };
  const shared = { kind: 'operation', family: 'laravel', place, order: orderOf(view.file.path) } as const;
  const [name = ''] = textsOf(view, call.expression, 0);
  if (facade === 'DB') return /^(?:statement|unprepared)$/.test(chain[chain.length - 1]?.name ?? '') ? statementsOf(name).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'laravel', place, shared.order))) : [];
  const block = view.argument(call.expression, 1);
  const table = view.kind(block) === Expression.lambda ? builtTable(view, block, STYLE) : undefined;
  switch (chain[chain.length - 1]?.name) {
    case 'create':
      return table === undefined ? [] : [{ ...shared, operation: 'createTable', table: createdTable(table, 'laravel', name, place) }];
    case 'table':
      return table === undefined ? [] : changesOf(table, shared, name);
    case 'drop':
    case 'dropIfExists':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'rename':
      return [{ ...shared, operation: 'renameTable', name, to: textsOf(view, call.expression, 1)[0] ?? name }];
    default:
      return [];
  }
}
