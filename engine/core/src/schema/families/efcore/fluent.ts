import { EXPRESSION, Expression, LOCAL } from '../../../facts/schema.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import { classOfType } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { navigationTarget } from './navigation.js';

/** What a chain of the fluent interface says of an entity. */
export interface FluentFact {
  readonly entity: ClassView | undefined;
  readonly fact: TableFact;
}

/** Chains in `OnModelCreating` and in `IEntityTypeConfiguration<T>.Configure`. */
export function fluentFacts(view: FileView, context: SchemaContext): readonly FluentFact[] {
  const facts: FluentFact[] = [];
  for (const call of view.calls()) {
    if (view.kind(call.expression) !== Expression.call) continue;
    const chain = view.chain(call.expression);
    if (!isWhole(view, call.expression)) continue;
    const entity = entityOf(view, chain, context);
    if (entity === undefined) continue;
    const { fact, others } = read(view, chain, entity, { path: view.file.path, range: call.range }, context);
    facts.push({ entity, fact }, ...others.map(({ dependent, foreignKey }): FluentFact => ({ entity: dependent, fact: { kind: 'table', family: 'efcore', origin: 'model', model: dependent.key, columns: [], foreignKeys: [foreignKey] } })));
  }
  return facts;
}

/** Whether nothing follows the call in its chain. */
function isWhole(view: FileView, expression: number): boolean {
  const { expressions } = view.facts;
  // What goes on from a call comes before it: an outer call begins at the same place.
  for (let row = expression - 1; row >= 0 && row > expression - 4; row--) {
    if (view.kind(row) === Expression.member && view.operand(row) === expression) return false;
    if (expressions.get(row, EXPRESSION.row) !== expressions.get(expression, EXPRESSION.row)) break;
  }
  return true;
}

/** `builder.Entity<User>()…`, a parameter of type `EntityTypeBuilder<User>`, or of a lambda that `Entity<User>(…)` is given. */
function entityOf(view: FileView, chain: readonly ChainLink[], context: SchemaContext): ClassView | undefined {
  const stated = chain.find((link) => link.name === 'Entity' && link.call >= 0);
  const [type] = stated === undefined ? [] : view.typeArgumentsOfCall(stated.call);
  if (type !== undefined) return classOfType(view, type, context);
  const [root] = chain;
  if (root === undefined || view.kind(root.expression) !== Expression.name) return undefined;
  const local = view.localOf(root.expression);
  if (local < 0) return undefined;
  const declared = view.facts.locals.get(local, LOCAL.type);
  if (declared >= 0) return /^(?:EntityTypeBuilder|OwnedNavigationBuilder)\b/.test(view.typeText(declared)) ? classOfType(view, view.typeArguments(declared)[0] ?? -1, context) : undefined;
  const scope = view.facts.locals.get(local, LOCAL.scope);
  const lambda = view.lambdaOf(scope);
  const call = lambda < 0 ? -1 : view.callAround(lambda);
  if (call < 0 || view.name(call) !== 'Entity') return undefined;
  const [argument] = view.typeArgumentsOfCall(call);
  return argument === undefined ? undefined : classOfType(view, argument, context);
}

function membersIn(view: FileView, call: number): readonly string[] {
  return view.arguments(call).flatMap((part) => {
    if (view.kind(part.value) === Expression.lambda) return view.memberNames(part.value);
    const text = view.text(part.value);
    return text === undefined ? [] : [text];
  });
}

interface Reading {
  name?: string;
  schema?: string;
  primaryKey?: readonly string[];
  readonly columns: ColumnFact[];
  readonly ignored: string[];
  readonly indexes: IndexFact[];
  readonly foreignKeys: ForeignKeyFact[];
  /** Members that the chain speaks of now. */
  members: readonly string[];
  navigation: string | undefined;
  /** Whether the navigation holds several: the other side has the key. */
  isCollection: boolean;
  /** Keys of the tables of other entities. */
  readonly others: { readonly dependent: ClassView; readonly foreignKey: ForeignKeyFact }[];
}

function read(view: FileView, chain: readonly ChainLink[], entity: ClassView, place: NonNullable<TableFact['place']>, context: SchemaContext): { readonly fact: TableFact; readonly others: Reading['others'] } {
  const reading: Reading = { columns: [], ignored: [], indexes: [], foreignKeys: [], members: [], navigation: undefined, isCollection: false, others: [] };
  for (const link of chain) if (link.call >= 0) apply(view, link, entity, reading, context);
  const { name, schema, primaryKey, columns, ignored, indexes, foreignKeys } = reading;
  const columnOf = (member: string): string => columns.find((column) => column.member?.endsWith(`#${member}.`) === true)?.name ?? member;
  const fact: TableFact = {
    kind: 'table',
    family: 'efcore',
    origin: 'model',
    model: entity.key,
    ...(name === undefined ? {} : { name }),
    ...(schema === undefined ? {} : { schema }),
    columns,
    ignored,
    ...(primaryKey === undefined ? {} : { primaryKey: primaryKey.map(columnOf) }),
    indexes,
    foreignKeys,
    ...(columns.length > 0 ? {} : { place }),
  };
  return { fact, others: reading.others };
}

function apply(view: FileView, link: ChainLink, entity: ClassView, reading: Reading, context: SchemaContext): void {
  const text = view.text(view.argument(link.call, 0));
  switch (link.name) {
    case 'ToTable':
    case 'ToView': {
      if (text !== undefined) reading.name = text;
      const schema = view.text(view.argument(link.call, 1)) ?? view.text(view.argument(link.call, 'schema'));
      if (schema !== undefined) reading.schema = schema;
      return;
    }
    case 'HasKey':
      reading.primaryKey = membersIn(view, link.call);
      return;
    case 'Property':
      reading.members = membersIn(view, link.call);
      return;
    case 'Ignore':
      reading.ignored.push(...membersIn(view, link.call).map((member) => memberKey(entity, member) ?? member));
      return;
    case 'HasColumnName':
      if (text !== undefined) change(entity, reading, { name: text });
      return;
    case 'HasColumnType':
      if (text !== undefined) change(entity, reading, { type: text });
      return;
    case 'HasMaxLength':
      if (text !== undefined) change(entity, reading, { type: `nvarchar(${text})` });
      return;
    case 'IsRequired':
      if (reading.navigation === undefined) change(entity, reading, { isNullable: text === 'false' });
      return;
    case 'HasDefaultValue':
    case 'HasDefaultValueSql':
      if (text !== undefined) change(entity, reading, { default: text });
      return;
    case 'HasIndex':
      reading.indexes.push({ columns: membersIn(view, link.call) });
      return;
    case 'IsUnique': {
      const last = reading.indexes.pop();
      if (last !== undefined) reading.indexes.push({ ...last, isUnique: text !== 'false' });
      return;
    }
    case 'HasOne':
    case 'HasMany':
      reading.navigation = membersIn(view, link.call)[0];
      reading.isCollection = link.name === 'HasMany';
      return;
    case 'HasForeignKey': {
      const columns = membersIn(view, link.call);
      const target = reading.navigation === undefined ? undefined : targetOf(entity, reading.navigation);
      const [stated] = view.typeArgumentsOfCall(link.call);
      const dependent = reading.isCollection ? target : stated === undefined ? undefined : classOfType(view, stated, context);
      if (columns.length > 0 && dependent !== undefined && (reading.isCollection || dependent.key !== entity.key)) reading.others.push({ dependent, foreignKey: { columns, target: { model: entity.key } } });
      else if (columns.length > 0 && target !== undefined) reading.foreignKeys.push({ columns, target: { model: context.keyOf(target.view.file.firstSymbol + target.symbol) } });
    }
  }
}

function memberKey(entity: ClassView, name: string): string | undefined {
  for (const one of [entity, ...entity.bases()]) {
    const member = one.members().find((candidate) => candidate.name === name);
    if (member !== undefined) return one.keyOf(member.symbol);
  }
  return undefined;
}

function targetOf(entity: ClassView, navigation: string): ClassView | undefined {
  for (const one of [entity, ...entity.bases()]) {
    const member = one.members().find((candidate) => candidate.name === navigation);
    if (member !== undefined) return navigationTarget(one, member.type);
  }
  return undefined;
}

/** Changes the column that the chain speaks of; a member without a name of its own goes by the class's. */
function change(entity: ClassView, reading: Reading, fact: Partial<ColumnFact>): void {
  for (const member of reading.members) {
    const key = memberKey(entity, member);
    const at = reading.columns.findIndex((column) => column.member === key && (key !== undefined || column.name === member));
    const before: ColumnFact = reading.columns[at] ?? { name: member, ...(key === undefined ? {} : { member: key }) };
    const after = { ...before, ...fact };
    if (at < 0) reading.columns.push(after);
    else reading.columns[at] = after;
  }
}
