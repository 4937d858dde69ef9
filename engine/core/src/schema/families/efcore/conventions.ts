import { REGION, Region, SymbolFlag } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { memberRelations } from '../../member-relations.js';
import { memberName, primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { isCollection, navigationTarget } from './navigation.js';

/** What SQL Server has for the types of C#. */
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'nvarchar(max)', int: 'int', long: 'bigint', short: 'smallint', byte: 'tinyint', bool: 'bit', decimal: 'decimal(18,2)', double: 'float', float: 'real', Guid: 'uniqueidentifier', DateTime: 'datetime2', DateTimeOffset: 'datetimeoffset', DateOnly: 'date', TimeOnly: 'time', TimeSpan: 'time', 'byte[]': 'varbinary(max)', char: 'nvarchar(1)', uint: 'bigint', ulong: 'decimal(20,0)', ushort: 'int', sbyte: 'smallint', Uri: 'nvarchar(max)' });

const DIRECTIVES: ReadonlySet<number> = new Set([Region.nullable, Region.oblivious, Region.restored]);
const REFERENCES: ReadonlySet<string> = new Set(['string', 'byte[]', 'Uri', 'object']);

/** A table as conventions and attributes make it of an entity's class. @param isValue whether a class is kept as a value */
export function conventionsOf(one: ClassView, setName: string, entities: ReadonlySet<string>, isValue: (target: ClassView) => boolean = () => false): TableFact {
  const parts = [...[...one.bases()].reverse().filter((base) => base.kind !== 'interface'), one];
  const members = parts.flatMap((part) => part.members('property', 'accessor').map((member) => ({ part, member }))).filter(({ part, member }) => isMapped(part, member));
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const names = new Set(members.map(({ member }) => member.name));
  for (const { part, member } of members) {
    const target = navigationTarget(part, member.type);
    if (target === undefined) {
      if (!isCollection(part.view, member.type) || part.view.typeText(member.type).startsWith('byte[]') || isOfValues(part.view, member.type)) columns.push(columnOf(part, member));
      continue;
    }
    if (isCollection(part.view, member.type)) continue;
    if (isValue(target)) columns.push({ ...columnOf(part, member), type: valueType(target) ?? target.name });
    if (!entities.has(target.key)) continue;
    const stated = member.decorations.find((site) => site.name === 'ForeignKey');
    const key = (stated === undefined ? keyNaming(members, member.name) : part.view.text(part.view.argument(stated.expression, 0))) ?? [`${member.name}Id`, `${target.name}Id`].find((name) => names.has(name));
    if (key !== undefined) foreignKeys.push({ columns: [key], target: { model: target.key }, ...(stated === undefined && keyNaming(members, member.name) === undefined ? { rule: 'schema.foreignKey.convention' } : {}), place: part.placeOf(member.symbol) });
  }
  const stated = statedTable(one);
  const primaryKey = statedKey(one, columns) ?? primaryKeyOf(columns);
  const conventional = columns.find((column) => /^id$/i.test(column.name)) ?? columns.find((column) => column.name.toLowerCase() === `${one.name.toLowerCase()}id`);
  const keys = primaryKey.length > 0 ? primaryKey : conventional === undefined ? [] : [conventional.name];
  return {
    kind: 'table',
    family: 'efcore',
    origin: 'model',
    name: stated.name ?? setName,
    ...(stated.schema === undefined ? {} : { schema: stated.schema }),
    model: one.key,
    ...(hasOtherBase(one) ? { isPartial: true } : {}),
    columns: columns.map((column) => (keys.includes(column.name) ? { ...column, isPrimaryKey: true, isNullable: false } : column)),
    primaryKey: keys,
    indexes: indexesOf(one),
    foreignKeys,
    relations: memberRelations(one),
    place: one.place,
  };
}

/** The member with `[ForeignKey("Editor")]` that is the key of a navigation. */
function keyNaming(members: readonly { readonly part: ClassView; readonly member: MemberView }[], navigation: string): string | undefined {
  return members.find(({ part, member }) => foreignKeyText(part, member) === navigation)?.member.name;
}

/** What `[ForeignKey("…")]` at a member states. */
export function foreignKeyText(part: ClassView, member: MemberView): string | undefined {
  const site = member.decorations.find(({ name }) => name === 'ForeignKey');
  return site === undefined ? undefined : part.view.text(part.view.argument(site.expression, 0));
}

/** `[PrimaryKey(nameof(State), nameof(Plate))]`, at the class or at a base. */
function statedKey(one: ClassView, columns: readonly ColumnFact[]): readonly string[] | undefined {
  const part = [one, ...one.bases()].find((base) => base.decoration('PrimaryKey') !== undefined);
  const site = part?.decoration('PrimaryKey');
  if (part === undefined || site === undefined) return undefined;
  const names = part.view.arguments(site.expression).flatMap(({ value }) => part.view.text(value) ?? []);
  return names.length === 0 ? undefined : names.map((name) => columns.find(({ member }) => member !== undefined && memberName(member) === name)?.name ?? name);
}

/** The type of a value that a class wraps: of its only property. */
function valueType(one: ClassView): string | undefined {
  const held = [one, ...one.bases()].flatMap((part) => part.members('property', 'accessor').filter((member) => !part.isStatic(member)).map((member) => TYPES[writtenType(part.view, member.type)]));
  return held.length === 1 ? held[0] : undefined;
}

/** Whether a class that the repository does not declare may have columns; an interface has none of its own. */
function hasOtherBase(one: ClassView): boolean {
  return one.outsideBaseNames().some((name) => !/^I\p{Lu}/u.test(name) && !/^Identity(?:User|Role)\w*$/.test(name));
}

/** What `[Table("…", Schema = "…")]` says. */
export function statedTable(one: ClassView): { readonly name?: string | undefined; readonly schema?: string | undefined } {
  const table = one.decoration('Table');
  return table === undefined ? {} : { name: one.view.text(one.view.argument(table.expression, 0)), schema: one.view.text(one.view.argument(table.expression, 'Schema')) };
}

/** Keys of other tables to this entity's: what it holds has a property for its key, and names it by no navigation of its own. */
export function heldKeysOf(one: ClassView, entities: ReadonlySet<string>): readonly TableFact[] {
  return [...one.bases().filter((base) => base.kind !== 'interface'), one].flatMap((part) =>
    part.members('property', 'accessor').filter((member) => isMapped(part, member)).flatMap((member): readonly TableFact[] => {
      const target = navigationTarget(part, member.type);
      if (target === undefined || !entities.has(target.key)) return [];
      const members = [target, ...target.bases()].flatMap((base) => base.members('property', 'accessor').map((other) => ({ base, other })));
      if (members.some(({ base, other }) => !isCollection(base.view, other.type) && navigationTarget(base, other.type)?.key === one.key)) return [];
      const key = members.find(({ other }) => other.name === `${one.name}Id`);
      const isOwn = part.members('property', 'accessor').some(({ name }) => name === `${member.name}Id`);
      if (key === undefined || isOwn) return [];
      return [{ kind: 'table', family: 'efcore', origin: 'model', model: target.key, columns: [], foreignKeys: [{ columns: [key.other.name], target: { model: one.key }, rule: 'schema.foreignKey.convention', place: part.placeOf(member.symbol) }] }];
    }),
  );
}

/** Whether conventions make a column or a navigation of a member. */
export function isMapped(one: ClassView, member: MemberView): boolean {
  // What cannot be set is computed; a collection is filled.
  return isSeen(one, member) && ((member.flags & SymbolFlag.setter) !== 0 || (isCollection(one.view, member.type) && navigationTarget(one, member.type) !== undefined));
}

function isSeen(one: ClassView, member: MemberView): boolean {
  if (one.isStatic(member) || (member.flags & (SymbolFlag.private | SymbolFlag.protected)) !== 0 || (member.flags & SymbolFlag.public) === 0) return false;
  return !member.decorations.some((site) => site.name === 'NotMapped');
}

/** The column of a member, by its type and attributes. */
export function columnOf(one: ClassView, member: MemberView): ColumnFact {
  const { view } = one;
  const find = (name: string): (typeof member.decorations)[number] | undefined => member.decorations.find((site) => site.name === name);
  const column = find('Column');
  const isOptional = view.isOptional(member.type);
  const written = writtenType(view, member.type);
  const length = ['MaxLength', 'StringLength'].map((name) => find(name)).map((site) => (site === undefined ? undefined : view.text(view.argument(site.expression, 0)))).find((text) => text !== undefined);
  const stated = column === undefined ? undefined : view.text(view.argument(column.expression, 'TypeName'));
  const named = column === undefined ? undefined : view.text(view.argument(column.expression, 0));
  const type = stated ?? (written === 'string' && length !== undefined ? `nvarchar(${length})` : columnType(one, view, member.type));
  return {
    name: named ?? member.name,
    ...(named === undefined ? {} : { isNamed: true }),
    type,
    ...(!isOptional && isUnmarkedReference(one, member) ? { isNullByDefault: true } : {}),
    isNullable: (isOptional || isUnmarkedReference(one, member)) && find('Required') === undefined,
    ...(find('Key') === undefined ? {} : { isPrimaryKey: true }),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}

function writtenType(view: FileView, type: number): string {
  return view.typeText(view.presentType(type)).replace(/^byte\[\].*$/, 'byte[]');
}

/** What a type of C# is in the database. @param one a class of the same repository */
export function columnType(one: ClassView, view: FileView, type: number): string {
  const written = writtenType(view, type);
  const target = one.view === view ? one.classOf(view.presentType(type)) : undefined;
  // An enum has the type that it is declared over.
  if (target?.kind === 'enum') return TYPES[target.typeText] ?? 'int';
  return TYPES[written] ?? (isCollection(view, type) || /^\w+\[\]/.test(written) ? 'nvarchar(max)' : written);
}

/** Whether a reference may be null: its type says so, or nothing says that it may not. */
export function mayBeNull(one: ClassView, member: MemberView): boolean {
  return one.view.isOptional(member.type) || !hasNullableReferences(one.view, member.symbol);
}

/** A type that holds no value of its own, where the project does not tell references that may be null apart: all may be. */
function isUnmarkedReference(one: ClassView, member: MemberView): boolean {
  if (hasNullableReferences(one.view, member.symbol)) return false;
  const written = writtenType(one.view, member.type);
  return REFERENCES.has(written) || isCollection(one.view, member.type) || one.classOf(member.type)?.kind === 'class';
}

/** Whether `string?` and `string` differ at a symbol: as the last `#nullable` before it or the project says, or else where the file writes such a type. */
function hasNullableReferences(view: FileView, symbol: number): boolean {
  const { regions } = view.facts;
  const { startRow } = view.symbolRange(symbol);
  let stated: number = Region.restored;
  for (let row = 0; row < regions.rows && regions.get(row, REGION.startRow) <= startRow; row++) if (DIRECTIVES.has(regions.get(row, REGION.kind))) stated = regions.get(row, REGION.kind);
  if (stated !== Region.restored) return stated === Region.nullable;
  const { manifest } = view.file;
  if (manifest === undefined || manifest.hasNullableReferences !== undefined) return manifest?.hasNullableReferences ?? true;
  const { types } = view.facts;
  for (let row = 0; row < types.rows; row++) if (view.isOptional(row) && REFERENCES.has(writtenType(view, row))) return true;
  return false;
}

/** `[Index(nameof(A), nameof(B), IsUnique = true)]` at the class. */
function indexesOf(one: ClassView): readonly IndexFact[] {
  const { view } = one;
  return one.decorations.filter((site) => site.name === 'Index').flatMap((site): IndexFact[] => {
    const parts = view.arguments(site.expression).filter((part) => part.name === undefined);
    const columns = parts.flatMap((part) => view.text(part.value) ?? []);
    return columns.length === 0 ? [] : [{ columns, isUnique: view.text(view.argument(site.expression, 'IsUnique')) === 'true' }];
  });
}

/** Collections of plain values are one column, which holds them as JSON. */
function isOfValues(view: FileView, type: number): boolean {
  return TYPES[view.typeText(view.typeArguments(view.presentType(type))[0] ?? -1)] !== undefined;
}
