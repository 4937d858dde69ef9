import { Expression, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { classOfSymbol, classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, SchemaFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';

const COLUMNS = new Set(['Column', 'PrimaryColumn', 'PrimaryGeneratedColumn', 'CreateDateColumn', 'UpdateDateColumn', 'DeleteDateColumn', 'VersionColumn', 'ObjectIdColumn', 'Generated']);
const TYPES: Readonly<Record<string, string>> = { string: 'varchar', number: 'integer', boolean: 'boolean', Date: 'timestamp', Buffer: 'bytea' };

/** Entities with decorators, and migrations whose `up` runs SQL. */
export const family: SchemaFamily = {
  id: 'typeorm',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && (view.packages().has('npm:typeorm') || isMigration(view)),
  read: (views, context) => views.flatMap((view): SchemaFact[] => [...classesOf(view, context).flatMap((one) => entityOf(one, context) ?? []), ...(isMigration(view) ? operationsOf(view) : [])]),
};

function isMigration(view: FileView): boolean {
  return view.facts.indexOf('MigrationInterface') >= 0 && view.facts.indexOf('queryRunner') >= 0;
}

function isOf(view: FileView, site: DecorationSite, ...names: readonly string[]): boolean {
  return names.includes(site.name) && outsidePath(view.decorationOutcome(site))?.startsWith('npm:typeorm!') !== false;
}

/** An argument of a decorator that is an object. */
function optionOf(view: FileView, site: DecorationSite, key: string): number {
  for (const part of view.arguments(site.expression)) {
    if (view.kind(part.value) !== Expression.object) continue;
    const value = view.argument(part.value, key);
    if (value >= 0) return value;
  }
  return -1;
}

function entityOf(one: ClassView, context: SchemaContext): TableFact | undefined {
  const entity = one.decorations.find((site) => isOf(one.view, site, 'Entity', 'ViewEntity'));
  if (entity?.name !== 'Entity') return undefined;
  const { view } = one;
  const name = view.text(view.argument(entity.expression, 0)) ?? view.text(optionOf(view, entity, 'name')) ?? snakeCase(one.name);
  const schema = view.text(optionOf(view, entity, 'schema'));
  const parts = [...[...one.bases()].reverse(), one].flatMap((part) => part.members().map((member) => ({ part, member })));
  const columns = parts.flatMap(({ part, member }) => columnOf(part, member) ?? []);
  const relations = parts.flatMap(({ part, member }) => relationOf(part, member, context) ?? []);
  return {
    kind: 'table',
    family: 'typeorm',
    origin: 'model',
    name,
    ...(schema === undefined ? {} : { schema }),
    model: one.key,
    columns: [...columns, ...relations.map(({ column }) => column)],
    primaryKey: primaryKeyOf(columns),
    indexes: indexesOf(one, columns),
    foreignKeys: relations.map(({ foreignKey }) => foreignKey),
    place: one.place,
  };
}

function columnOf(one: ClassView, member: MemberView): ColumnFact | undefined {
  const { view } = one;
  const site = member.decorations.find((decoration) => COLUMNS.has(decoration.name) && isOf(view, decoration, decoration.name));
  if (site === undefined || site.name === 'Generated') return undefined;
  const first = view.argument(site.expression, 0);
  const strategy = site.name === 'PrimaryGeneratedColumn' ? view.text(first) : undefined;
  const stated = site.name === 'PrimaryGeneratedColumn' ? undefined : (view.text(first) ?? view.text(optionOf(view, site, 'type')));
  const written = view.typeText(member.type).replace(/\s*\|\s*(?:null|undefined)\s*/g, '');
  const type = stated ?? (strategy === 'uuid' ? 'uuid' : site.name.endsWith('DateColumn') ? 'timestamp' : (TYPES[written] ?? written));
  const isPrimaryKey = site.name.startsWith('Primary') || view.text(optionOf(view, site, 'primary')) === 'true';
  const nullable = view.text(optionOf(view, site, 'nullable'));
  const fallback = view.text(optionOf(view, site, 'default'));
  return {
    name: view.text(optionOf(view, site, 'name')) ?? member.name,
    type,
    isNullable: !isPrimaryKey && (nullable === 'true' || site.name === 'DeleteDateColumn'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(view.text(optionOf(view, site, 'unique')) === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}

/** The column of a relation that this side owns. */
function relationOf(one: ClassView, member: MemberView, context: SchemaContext): { readonly column: ColumnFact; readonly foreignKey: ForeignKeyFact } | undefined {
  const { view } = one;
  const site = member.decorations.find((decoration) => isOf(view, decoration, 'ManyToOne', 'OneToOne'));
  if (site === undefined) return undefined;
  const join = member.decorations.find((decoration) => isOf(view, decoration, 'JoinColumn'));
  if (site.name === 'OneToOne' && join === undefined) return undefined;
  const target = targetOf(one, member, site, context);
  if (target === undefined) return undefined;
  const name = (join === undefined ? undefined : view.text(optionOf(view, join, 'name'))) ?? `${member.name}Id`;
  const nullable = view.text(optionOf(view, site, 'nullable'));
  const place = one.placeOf(member.symbol);
  return {
    column: { name, isNullable: nullable !== 'false', member: one.keyOf(member.symbol), place },
    foreignKey: { columns: [name], target: { model: target.key }, place },
  };
}

/** `() => User`, or the member's type. */
function targetOf(one: ClassView, member: MemberView, site: DecorationSite, context: SchemaContext): ClassView | undefined {
  const { view } = one;
  const lambda = view.argument(site.expression, 0);
  if (view.kind(lambda) === Expression.lambda) {
    const symbol = view.symbolNamed(view.returnedExpression(lambda));
    if (symbol >= 0) return classOfSymbol(symbol, context);
  }
  return one.classOf(member.type);
}

function indexesOf(one: ClassView, columns: readonly ColumnFact[]): readonly IndexFact[] {
  const { view } = one;
  const columnOfMember = (name: string): string => columns.find((column) => column.member?.endsWith(`#${name}.`) === true)?.name ?? name;
  const ofClass = one.decorations.filter((site) => isOf(view, site, 'Index', 'Unique')).flatMap((site): IndexFact[] => {
    const list = view.arguments(site.expression).find((part) => view.kind(part.value) === Expression.array);
    const names = list === undefined ? [] : view.arguments(list.value).flatMap((part) => view.text(part.value) ?? []);
    return names.length === 0 ? [] : [{ columns: names.map(columnOfMember), isUnique: site.name === 'Unique' || view.text(optionOf(view, site, 'unique')) === 'true' }];
  });
  const ofMembers = one.members().flatMap((member): IndexFact[] => {
    const site = member.decorations.find((decoration) => isOf(view, decoration, 'Index'));
    return site === undefined ? [] : [{ columns: [columnOfMember(member.name)], isUnique: view.text(optionOf(view, site, 'unique')) === 'true' }];
  });
  return [...ofClass, ...ofMembers];
}

/** Statements that `up` of a migration hands to its query runner. */
function operationsOf(view: FileView): readonly OperationFact[] {
  const { symbols } = view.facts;
  return view.calls().flatMap((call) => {
    const owner = call.owner - view.file.firstSymbol;
    if (call.owner < 0 || view.facts.text(symbols.get(owner, SYMBOL.name)) !== 'up' || (symbols.get(owner, SYMBOL.flags) & SymbolFlag.static) !== 0) return [];
    if (view.name(call.expression) !== 'query') return [];
    const sql = view.text(view.argument(call.expression, 0));
    if (sql === undefined) return [];
    const place = { path: view.file.path, range: call.range };
    return statementsOf(sql).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'typeorm', place, orderOf(view.file.path))));
  });
}
