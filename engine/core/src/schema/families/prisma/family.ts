import { Kind, SYMBOL, SymbolFlag, TYPE } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, RelationFact, TableFact } from '../../model.js';
import { isMigrated, migratedFolders, schemasOf } from './schemas.js';

/** What PostgreSQL has for Prisma's own types. */
const TYPES: Readonly<Record<string, string>> = namedValues({ String: 'text', Int: 'integer', BigInt: 'bigint', Float: 'double precision', Decimal: 'decimal(65,30)', Boolean: 'boolean', DateTime: 'timestamp(3)', Json: 'jsonb', Bytes: 'bytea' });

/** The schema files of Prisma: each model is a table, unless it is a view or a composite type. */
export const family: SchemaFamily = {
  id: 'prisma',
  languages: ['prisma'],
  isOwnLanguage: true,
  isCandidate: (view) => view.file.role !== 'test',
  read(views, context) {
    const modelsIn = (view: FileView): readonly ClassView[] => classesOf(view, context).filter((one) => one.view.facts.text(one.view.facts.symbols.get(one.symbol, SYMBOL.signature)).startsWith('model '));
    const schemas = schemasOf(views, modelsIn);
    const folders = migratedFolders(context.program.files.map(({ path }) => path));
    const migrated = schemas.filter((schema) => isMigrated(schema, folders));
    // Samples and other databases are no part of what the migrations make.
    const others = schemas.filter((schema) => !migrated.includes(schema));
    // What a schema does not declare may be in a part that lies elsewhere.
    const [allModels, allNames] = [new Map(schemas.flatMap(({ models }) => [...models])), new Map(views.flatMap((view) => namesOf(view)))];
    return [...migrated, ...others].flatMap((schema) => {
      const models = new Map([...allModels, ...schema.models]);
      const names = new Map([...allNames, ...schema.views.flatMap((view) => namesOf(view))]);
      const tables = [...[...schema.models.values()].map((one) => tableOf(one, models, names, context)), ...joinTables(schema.models)];
      return migrated.length > 0 && others.includes(schema) ? tables.map((table) => ({ ...table, isMigratedElsewhere: true })) : tables;
    });
  },
};

/** An enumeration as the database calls it. */
interface PrismaEnum {
  readonly name: string;
  readonly values: readonly string[];
}

/** Enums with their values. */
function namesOf(view: FileView): readonly (readonly [string, PrismaEnum])[] {
  const { symbols } = view.facts;
  const enums: (readonly [string, PrismaEnum])[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.kind) !== Kind.enum) continue;
    const values: string[] = [];
    for (let member = row + 1; member < symbols.rows && symbols.get(member, SYMBOL.parent) === row; member++) values.push(argumentOf(attributesOf(view, member), 'map') ?? view.facts.text(symbols.get(member, SYMBOL.name)));
    const name = view.facts.text(symbols.get(row, SYMBOL.name));
    enums.push([name, { name: argumentOf(attributesOf(view, row), 'map') ?? name, values }]);
  }
  return enums;
}

function attributesOf(view: FileView, symbol: number): string {
  return view.text(view.facts.symbols.get(symbol, SYMBOL.value)) ?? '';
}

/** What stands in the brackets of an attribute; '' where it has none, undefined where the attribute is missing. */
function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)@{1,2}${name.replace('.', '\\.')}(?![\\w.])(\\()?`).exec(attributes);
  if (match === null) return undefined;
  if (match[1] === undefined) return '';
  const start = match.index + match[0].length;
  for (let at = start, depth = 1; at < attributes.length; at++) {
    if (attributes[at] === '(') depth++;
    else if (attributes[at] === ')' && --depth === 0) return attributes.slice(start, at);
  }
  return attributes.slice(start);
}

/** The text that an attribute is given: `@map("users")`. */
function argumentOf(attributes: string, name: string): string | undefined {
  return /"((?:[^"\\]|\\.)*)"/.exec(attribute(attributes, name) ?? '')?.[1];
}

function listIn(text: string, key: string | undefined): readonly string[] {
  const list = (key === undefined ? /\[([^\]]*)\]/ : new RegExp(`${key}:\\s*\\[([^\\]]*)\\]`)).exec(text)?.[1] ?? '';
  return list.split(',').map((name) => name.trim().replace(/\(.*$/, '')).filter((name) => name !== '');
}

function typeName(view: FileView, member: MemberView): { readonly name: string; readonly isList: boolean } {
  const written = view.facts.text(view.facts.types.get(member.type, TYPE.name));
  return { name: written.replace(/\[\]$/, ''), isList: written.endsWith('[]') };
}

function tableOf(one: ClassView, models: ReadonlyMap<string, ClassView>, enums: ReadonlyMap<string, PrismaEnum>, context: SchemaContext): TableFact {
  const { view } = one;
  const block = attributesOf(view, one.symbol);
  const members = one.members();
  const columnOf = (name: string): string => {
    const member = members.find((candidate) => candidate.name === name);
    return member === undefined ? name : (argumentOf(attributesOf(view, member.symbol), 'map') ?? name);
  };
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const relations: RelationFact[] = [];
  for (const member of members) {
    const { name: type, isList } = typeName(view, member);
    const attributes = attributesOf(view, member.symbol);
    const target = models.get(type);
    if (target !== undefined) {
      const relation = attribute(attributes, 'relation');
      const between = isList ? listedBack(one, member, target) : undefined;
      relations.push({ name: member.name, target: { model: target.key }, ...(between === undefined ? {} : { through: { table: between } }) });
      const fields = listIn(relation ?? '', 'fields').map(columnOf);
      if (fields.length > 0) foreignKeys.push({ columns: fields, target: { model: target.key, columns: referenced(target, listIn(relation ?? '', 'references')) }, place: one.placeOf(member.symbol) });
      continue;
    }
    if (attribute(attributes, 'ignore') !== undefined) continue;
    columns.push(columnFact(one, member, type, isList, attributes, enums));
  }
  const attributesOfBlock = block.split('\n');
  const lists = (name: string): readonly (readonly string[])[] => attributesOfBlock.flatMap((line) => (attribute(line, name) === undefined ? [] : [listIn(line, undefined).map(columnOf)]));
  const indexes: IndexFact[] = [...lists('unique').map((names) => ({ columns: names, isUnique: true })), ...lists('index').map((names) => ({ columns: names }))];
  const schema = argumentOf(block, 'schema');
  return {
    kind: 'table',
    family: 'prisma',
    origin: 'model',
    name: argumentOf(block, 'map') ?? one.name,
    ...(schema === undefined ? {} : { schema }),
    model: context.keyOf(view.file.firstSymbol + one.symbol),
    columns,
    primaryKey: lists('id')[0] ?? primaryKeyOf(columns),
    indexes,
    foreignKeys,
    relations,
    place: one.place,
  };
}

/** The table between two models where the other one lists this one too, by the name of the relation. */
function listedBack(one: ClassView, { symbol }: MemberView, target: ClassView): string | undefined {
  const name = relationName(attributesOf(one.view, symbol)) ?? [one.name, target.name].sort().join('To');
  const isListed = target.members().some((member) => {
    const { name: type, isList } = typeName(target.view, member);
    const attributes = attributesOf(target.view, member.symbol);
    return isList && (target.key !== one.key || member.symbol !== symbol) && type === one.name && (relationName(attributes) ?? [one.name, target.name].sort().join('To')) === name;
  });
  return isListed ? `_${name}` : undefined;
}

function relationName(attributes: string): string | undefined {
  return /"([^"]+)"/.exec(attribute(attributes, 'relation') ?? '')?.[1];
}

/** Tables that Prisma makes between two models that each list the other: `_NameOfRelation` with the columns `A` and `B`. */
function joinTables(models: ReadonlyMap<string, ClassView>): readonly TableFact[] {
  const sides = new Map<string, { readonly one: ClassView; readonly member: MemberView; readonly target: ClassView }[]>();
  for (const one of models.values()) {
    for (const member of one.members()) {
      const { name: type, isList } = typeName(one.view, member);
      const target = models.get(type);
      const relation = attribute(attributesOf(one.view, member.symbol), 'relation');
      if (target === undefined || !isList || listIn(relation ?? '', 'fields').length > 0) continue;
      const name = relationName(attributesOf(one.view, member.symbol)) ?? [one.name, type].sort().join('To');
      sides.set(name, [...(sides.get(name) ?? []), { one, member, target }]);
    }
  }
  return [...sides].flatMap(([name, [first, second]]): readonly TableFact[] => {
    if (first === undefined || second === undefined || first.target.key !== second.one.key || second.target.key !== first.one.key) return [];
    const place = first.one.placeOf(first.member.symbol);
    const columns = ['A', 'B'].map((column): ColumnFact => ({ name: column, isNullable: false, isPrimaryKey: true, place }));
    const [a = first.one, b = second.one] = [first.one, second.one].sort((left, right) => (left.name < right.name ? -1 : 1));
    const foreignKeys = [a, b].map((one, index): ForeignKeyFact => ({ columns: [columns[index]?.name ?? ''], target: { model: one.key }, place }));
    return [{ kind: 'table', family: 'prisma', origin: 'model', name: `_${name}`, columns, primaryKey: ['A', 'B'], foreignKeys, place }];
  });
}

function referenced(target: ClassView, names: readonly string[]): readonly string[] {
  const members = target.members();
  return names.map((name) => {
    const member = members.find((candidate) => candidate.name === name);
    return member === undefined ? name : (argumentOf(attributesOf(target.view, member.symbol), 'map') ?? name);
  });
}

function columnFact(one: ClassView, member: MemberView, type: string, isList: boolean, attributes: string, enums: ReadonlyMap<string, PrismaEnum>): ColumnFact {
  const native = /@db\.(\w+(?:\([^)]*\))?)/.exec(attributes)?.[1];
  const fallback = attribute(attributes, 'default');
  const isPrimaryKey = attribute(attributes, 'id') !== undefined;
  const values = enums.get(type)?.values;
  const stated = native?.replace(/^[A-Z]\w*/, (name) => name.toLowerCase()) ?? TYPES[type] ?? enums.get(type)?.name ?? /^Unsupported\("([^"]*)"\)?/.exec(type)?.[1] ?? type;
  return {
    name: argumentOf(attributes, 'map') ?? member.name,
    type: `${stated}${isList ? '[]' : ''}`,
    // A list is never null to Prisma, and may be to the database.
    isNullable: isList || (!isPrimaryKey && (member.flags & SymbolFlag.optional) !== 0),
    // Of a list the schema cannot say that it may not be null, which a migration may.
    ...(isList ? { isNullByDefault: true } : {}),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(attribute(attributes, 'unique') === undefined ? {} : { isUnique: true }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values === undefined ? {} : { values }),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}
