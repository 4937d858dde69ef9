import { EXPRESSION, Expression, LOCAL } from '../../../facts/schema.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import { classOfType } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { columnOf, columnType, isMapped } from './conventions.js';
import { joinKeysIn, tableNamedIn } from './join-tables.js';
import { memberOf, navigationTarget } from './navigation.js';

/** What a chain says of how two entities belong together. */
export interface Relation {
  readonly navigation: string | undefined;
  readonly target: ClassView | undefined;
  readonly isCollection: boolean;
  readonly inverse: string | undefined;
  /** Undefined where the chain says nothing of the other side. */
  readonly isInverseCollection: boolean | undefined;
  readonly hasForeignKey: boolean;
  /** Name of the table between two collections. */
  readonly joinTable: string | undefined;
  /** Its columns by the keys of the classes that they point at, where they are stated. */
  readonly joinKeys: ReadonlyMap<string, string>;
  /** The class that stands for that table. */
  readonly joinEntity: ClassView | undefined;
}

/** An object that lives in its owner: in the owner's table, or in one of its own where there are several. */
export interface Ownership {
  readonly owner: ClassView;
  readonly navigation: string;
  readonly isCollection: boolean;
}

/** What a chain of the fluent interface says of an entity, or of an object that it owns. */
export interface FluentFact {
  readonly entity: ClassView | undefined;
  readonly fact: TableFact;
  readonly relations: readonly Relation[];
  readonly owns: readonly Ownership[];
  readonly owned?: Ownership;
  /** Members that it makes columns of, whatever their types are. */
  readonly properties: readonly string[];
  /** Name of the class that says it. */
  readonly configuredBy: string;
  /** The function that says it, by its number in the program. */
  readonly by: number;
  readonly path: string;
  /** Column that tells the types of a hierarchy apart. */
  readonly discriminator?: string;
  /** Classes of a hierarchy: `HasValue<RssPost>("rss")`. */
  readonly subtypes?: readonly ClassView[];
  /** Of an owned object the column that points at its owner. */
  readonly ownerKey?: string;
}

/** Chains in `OnModelCreating` and in `IEntityTypeConfiguration<T>.Configure`. */
export function fluentFacts(view: FileView, context: SchemaContext): readonly FluentFact[] {
  const facts: FluentFact[] = [];
  for (const call of view.calls()) {
    if (view.kind(call.expression) !== Expression.call) continue;
    const chain = view.chain(call.expression);
    if (!isWhole(view, call.expression)) continue;
    const subject = subjectOf(view, chain, context);
    if (subject === undefined) continue;
    const configuredBy = call.owner < 0 ? '' : nameAround(context, call.owner);
    facts.push(...read(view, chain, subject, { path: view.file.path, range: call.range }, context).map((fact) => ({ ...fact, configuredBy, by: call.owner, path: view.file.path })));
  }
  return facts;
}

/** Name of what a symbol is declared in. */
function nameAround({ program }: SchemaContext, symbol: number): string {
  const parent = program.parentOf(symbol);
  return parent < 0 ? '' : program.nameOf(parent);
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

/** What a chain speaks of: an entity, or an object that one owns. */
interface Subject {
  readonly entity: ClassView;
  readonly owned?: Ownership;
}

const MOST_BUILDERS = 8;

/** `builder.Entity<User>()…`, a variable that holds it, a parameter of type `EntityTypeBuilder<User>`, or of a lambda that `Entity<User>(…)`, `UsingEntity<…>(…)`, `OwnsOne(…)` or `OwnsMany(…)` is given. */
function subjectOf(view: FileView, chain: readonly ChainLink[], context: SchemaContext, depth = 0): Subject | undefined {
  const asEntity = (type: number | undefined): Subject | undefined => {
    const entity = type === undefined ? undefined : classOfType(view, type, context);
    return entity === undefined ? undefined : { entity };
  };
  const stated = chain.find((link) => link.name === 'Entity' && link.call >= 0);
  const [type] = stated === undefined ? [] : view.typeArgumentsOfCall(stated.call);
  if (type !== undefined) return asEntity(type);
  const [root] = chain;
  if (root === undefined || view.kind(root.expression) !== Expression.name || depth > MOST_BUILDERS) return undefined;
  const local = view.localOf(root.expression);
  if (local < 0) return undefined;
  const declared = view.facts.locals.get(local, LOCAL.type);
  if (declared >= 0 && /^EntityTypeBuilder\b/.test(view.typeText(declared))) return asEntity(view.typeArguments(declared)[0]);
  const value = view.facts.locals.get(local, LOCAL.value);
  if (value >= 0) return subjectOf(view, view.chain(value), context, depth + 1);
  const lambda = view.lambdaOf(view.facts.locals.get(local, LOCAL.scope));
  const call = lambda < 0 ? -1 : view.callAround(lambda);
  if (call < 0) return undefined;
  if (view.name(call) === 'Entity' || view.name(call) === 'UsingEntity') return asEntity(view.typeArgumentsOfCall(call)[0]);
  if (!isOwning(view.name(call))) return undefined;
  const around = subjectOf(view, view.chain(call), context, depth + 1);
  return around === undefined ? undefined : ownedSubject(view, call, around);
}

function isOwning(name: string): boolean {
  return name === 'OwnsOne' || name === 'OwnsMany' || name === 'ComplexProperty';
}

/** The object that `OwnsOne(order => order.Address)` speaks of. */
function ownedSubject(view: FileView, call: number, { entity, owned }: Subject): Subject | undefined {
  const [navigation] = namesIn(view, view.argument(call, 0));
  const target = navigation === undefined ? undefined : targetOf(entity, navigation);
  if (navigation === undefined || target === undefined || owned !== undefined) return undefined;
  return { entity: target, owned: { owner: entity, navigation, isCollection: view.name(call) === 'OwnsMany' } };
}

function membersIn(view: FileView, call: number): readonly string[] {
  return view.arguments(call).flatMap(({ value }) => namesIn(view, value));
}

/** Members that an argument names: in a lambda, or as a text. */
function namesIn(view: FileView, expression: number): readonly string[] {
  if (view.kind(expression) === Expression.lambda) return view.memberNames(expression);
  const text = view.text(expression);
  return text === undefined ? [] : [text];
}

type SaidFact = Omit<FluentFact, 'configuredBy' | 'by' | 'path'>;

type MutableRelation = { -readonly [Key in keyof Relation]: Relation[Key] };

interface Reading {
  name?: string;
  schema?: string;
  primaryKey?: readonly string[];
  discriminator?: string;
  readonly subtypes: ClassView[];
  readonly columns: ColumnFact[];
  readonly ignored: string[];
  readonly properties: string[];
  readonly indexes: IndexFact[];
  readonly foreignKeys: ForeignKeyFact[];
  /** Members that the chain speaks of now. */
  members: readonly string[];
  readonly relations: MutableRelation[];
  readonly owns: Ownership[];
  /** Keys of the tables of other entities. */
  readonly others: { readonly dependent: ClassView; readonly foreignKey: ForeignKeyFact }[];
}

function read(view: FileView, chain: readonly ChainLink[], subject: Subject, place: NonNullable<TableFact['place']>, context: SchemaContext): readonly SaidFact[] {
  const { entity, owned } = subject;
  const reading: Reading = { subtypes: [], columns: [], ignored: [], properties: [], indexes: [], foreignKeys: [], members: [], relations: [], owns: [], others: [] };
  const later: SaidFact[] = [];
  for (const [index, link] of chain.entries()) {
    if (link.call < 0) continue;
    apply(view, link, entity, reading, context);
    if (!isOwning(link.name)) continue;
    const inner = ownedSubject(view, link.call, subject);
    if (inner?.owned === undefined) continue;
    reading.owns.push(inner.owned);
    // Without a lambda what follows speaks of the owned object.
    if (view.argument(link.call, 1) >= 0) continue;
    later.push(...read(view, chain.slice(index + 1), inner, place, context));
    break;
  }
  const { name, schema, primaryKey, discriminator, subtypes, columns, ignored, properties, indexes, foreignKeys, relations, owns, others } = reading;
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
  const ownerKey = owned === undefined ? undefined : ownerKeyIn(view, chain);
  const own: SaidFact = { entity, fact, relations, owns, properties, ...(owned === undefined ? {} : { owned }), ...(ownerKey === undefined ? {} : { ownerKey }), ...(discriminator === undefined ? {} : { discriminator }), ...(subtypes.length === 0 ? {} : { subtypes }) };
  return [own, ...others.map(({ dependent, foreignKey }) => keyOf(dependent, foreignKey)), ...later];
}

/** `WithOwner().HasForeignKey("OrderId")`. */
function ownerKeyIn(view: FileView, chain: readonly ChainLink[]): string | undefined {
  const at = chain.findIndex(({ name }) => name === 'WithOwner');
  const key = at < 0 ? undefined : chain.slice(at).find(({ name, call }) => name === 'HasForeignKey' && call >= 0);
  return key === undefined ? undefined : membersIn(view, key.call)[0];
}

function keyOf(entity: ClassView, foreignKey: ForeignKeyFact): SaidFact {
  return { entity, fact: { kind: 'table', family: 'efcore', origin: 'model', model: entity.key, columns: shadowsOf(entity, foreignKey.columns), foreignKeys: [foreignKey] }, relations: [], owns: [], properties: [] };
}

function apply(view: FileView, link: ChainLink, entity: ClassView, reading: Reading, context: SchemaContext): void {
  const text = view.text(view.argument(link.call, 0));
  const relation = reading.relations[reading.relations.length - 1];
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
      reading.properties.push(...reading.members);
      for (const name of reading.members) addProperty(view, link.call, entity, name, reading);
      return;
    case 'Ignore':
      reading.ignored.push(...membersIn(view, link.call).map((member) => memberKey(entity, member) ?? member));
      return;
    case 'HasColumnName':
      if (text !== undefined) change(entity, reading, { name: text, isNamed: true });
      return;
    case 'HasColumnType':
      if (text !== undefined) change(entity, reading, { type: text });
      return;
    case 'HasMaxLength':
      if (text !== undefined) lengthen(entity, reading, text);
      return;
    case 'HasConversion':
      convert(view, link.call, entity, reading);
      return;
    case 'IsRequired':
      if (relation === undefined) change(entity, reading, { isNullable: text === 'false' });
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
    case 'HasDiscriminator':
      reading.discriminator = membersIn(view, link.call)[0] ?? 'Discriminator';
      return;
    case 'HasValue': {
      const [stated] = view.typeArgumentsOfCall(link.call);
      const subtype = stated === undefined ? undefined : classOfType(view, stated, context);
      if (subtype !== undefined && subtype.key !== entity.key) reading.subtypes.push(subtype);
      return;
    }
    case 'HasAlternateKey':
      reading.indexes.push({ columns: membersIn(view, link.call), isUnique: true });
      return;
    case 'HasOne':
    case 'HasMany': {
      const [navigation] = membersIn(view, link.call);
      const [stated] = view.typeArgumentsOfCall(link.call);
      const target = navigation === undefined ? (stated === undefined ? undefined : classOfType(view, stated, context)) : targetOf(entity, navigation);
      reading.relations.push({ navigation, target, isCollection: link.name === 'HasMany', inverse: undefined, isInverseCollection: undefined, hasForeignKey: false, joinTable: undefined, joinKeys: new Map(), joinEntity: undefined });
      return;
    }
    case 'WithOne':
    case 'WithMany':
      if (relation === undefined) return;
      [relation.inverse] = membersIn(view, link.call);
      relation.isInverseCollection = link.name === 'WithMany';
      return;
    case 'UsingEntity': {
      if (relation === undefined) return;
      const [stated] = view.typeArgumentsOfCall(link.call);
      relation.joinEntity = stated === undefined ? undefined : classOfType(view, stated, context);
      relation.joinTable = text ?? tableNamedIn(view, link.call);
      relation.joinKeys = joinKeysIn(view, link.call, context);
      return;
    }
    case 'HasForeignKey':
      if (relation !== undefined) addForeignKey(view, link.call, entity, relation, reading, context);
  }
}

/** What conventions do not find: a field, or a column without a member. */
function addProperty(view: FileView, call: number, entity: ClassView, name: string, reading: Reading): void {
  const found = memberOf(entity, name);
  if (found !== undefined) {
    const isConverted = navigationTarget(found.part, found.member.type) !== undefined;
    // What a class is converted into is only known where the conversion states a type.
    if (isConverted) {
      const { type: _, ...column } = columnOf(found.part, found.member);
      reading.columns.push(column);
    } else if (!isMapped(found.part, found.member)) reading.columns.push(columnOf(found.part, found.member));
    return;
  }
  const [type] = view.typeArgumentsOfCall(call);
  if (type !== undefined) reading.columns.push({ name, type: columnType(entity, view, type), isNullable: view.isOptional(type) || /^(?:string|byte\[\])/.test(view.typeText(type)) });
}

/** Only text has a length. */
function lengthen(entity: ClassView, reading: Reading, length: string): void {
  const found = reading.members[0] === undefined ? undefined : memberOf(entity, reading.members[0]);
  const converted = reading.columns.find(({ name }) => reading.members.includes(name))?.type;
  const isText = converted?.startsWith('nvarchar') ?? (found === undefined || /^(?:string|byte\[|char\b|Uri\b)/.test(found.part.view.typeText(found.part.view.presentType(found.member.type))));
  if (isText) change(entity, reading, { type: `nvarchar(${length})` });
}

/** `HasConversion<string>()`: the column holds another type than the member. */
function convert(view: FileView, call: number, entity: ClassView, reading: Reading): void {
  const [type] = view.typeArgumentsOfCall(call);
  const isText = type === undefined && givesText(view, view.argument(call, 0));
  if (type === undefined && !isText) return;
  const hasLength = reading.columns.some(({ name, type: known }) => reading.members.includes(name) && known?.startsWith('nvarchar(') === true);
  if (!hasLength) change(entity, reading, { type: type === undefined ? 'nvarchar(max)' : columnType(entity, view, type) });
}

/** `status => status.ToString()`: what a value is kept as. */
function givesText(view: FileView, given: number): boolean {
  const result = given >= 0 && view.kind(given) === Expression.lambda ? view.returnedExpression(given) : -1;
  return result >= 0 && view.kind(result) === Expression.call && view.name(result) === 'ToString';
}

function addForeignKey(view: FileView, call: number, entity: ClassView, relation: MutableRelation, reading: Reading, context: SchemaContext): void {
  const columns = membersIn(view, call);
  const { target, isCollection } = relation;
  const [stated] = view.typeArgumentsOfCall(call);
  const dependent = isCollection ? target : stated === undefined ? undefined : classOfType(view, stated, context);
  relation.hasForeignKey = true;
  if (columns.length === 0) return;
  if (dependent !== undefined && (isCollection || dependent.key !== entity.key)) reading.others.push({ dependent, foreignKey: { columns, target: { model: entity.key } } });
  else if (target !== undefined) {
    reading.columns.push(...shadowsOf(entity, columns).filter(({ name }) => !reading.columns.some((column) => column.name === name)));
    reading.foreignKeys.push({ columns, target: { model: context.keyOf(target.view.file.firstSymbol + target.symbol) } });
  }
}

/** Columns of a key that no member of the class stands for. */
function shadowsOf(dependent: ClassView, columns: readonly string[]): readonly ColumnFact[] {
  return columns.filter((column) => memberOf(dependent, column) === undefined).map((name) => ({ name }));
}

function memberKey(entity: ClassView, name: string): string | undefined {
  const found = memberOf(entity, name);
  return found?.part.keyOf(found.member.symbol);
}

function targetOf(entity: ClassView, navigation: string): ClassView | undefined {
  const found = memberOf(entity, navigation);
  return found === undefined ? undefined : navigationTarget(found.part, found.member.type);
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
