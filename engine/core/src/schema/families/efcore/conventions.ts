import { SymbolFlag } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { isCollection, navigationTarget, unwrapped } from './navigation.js';

/** What SQL Server has for the types of C#. */
const TYPES: Readonly<Record<string, string>> = { string: 'nvarchar(max)', int: 'int', long: 'bigint', short: 'smallint', byte: 'tinyint', bool: 'bit', decimal: 'decimal(18,2)', double: 'float', float: 'real', Guid: 'uniqueidentifier', DateTime: 'datetime2', DateTimeOffset: 'datetimeoffset', DateOnly: 'date', TimeOnly: 'time', TimeSpan: 'time', 'byte[]': 'varbinary(max)', char: 'nvarchar(1)', uint: 'bigint', ulong: 'decimal(20,0)', ushort: 'int', sbyte: 'smallint', Uri: 'nvarchar(max)' };

/** A table as conventions and attributes make it of an entity's class. */
export function conventionsOf(one: ClassView, setName: string, entities: ReadonlySet<string>): TableFact {
  const { view } = one;
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
    if (!entities.has(target.key) || isCollection(part.view, member.type)) continue;
    const stated = member.decorations.find((site) => site.name === 'ForeignKey');
    const key = (stated === undefined ? undefined : part.view.text(part.view.argument(stated.expression, 0))) ?? [`${member.name}Id`, `${target.name}Id`].find((name) => names.has(name));
    if (key !== undefined) foreignKeys.push({ columns: [key], target: { model: target.key }, ...(stated === undefined ? { rule: 'schema.foreignKey.convention' } : {}), place: part.placeOf(member.symbol) });
  }
  const table = one.decoration('Table');
  const schema = table === undefined ? undefined : view.text(view.argument(table.expression, 'Schema'));
  const primaryKey = primaryKeyOf(columns);
  const conventional = columns.find((column) => /^id$/i.test(column.name)) ?? columns.find((column) => column.name.toLowerCase() === `${one.name.toLowerCase()}id`);
  const keys = primaryKey.length > 0 ? primaryKey : conventional === undefined ? [] : [conventional.name];
  return {
    kind: 'table',
    family: 'efcore',
    origin: 'model',
    name: (table === undefined ? undefined : view.text(view.argument(table.expression, 0))) ?? setName,
    ...(schema === undefined ? {} : { schema }),
    model: one.key,
    columns: columns.map((column) => (keys.includes(column.name) ? { ...column, isPrimaryKey: true, isNullable: false } : column)),
    primaryKey: keys,
    indexes: indexesOf(one),
    foreignKeys,
    place: one.place,
  };
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

function isMapped(one: ClassView, member: MemberView): boolean {
  if (one.isStatic(member) || (member.flags & (SymbolFlag.private | SymbolFlag.protected)) !== 0 || (member.flags & SymbolFlag.public) === 0) return false;
  if (member.decorations.some((site) => site.name === 'NotMapped')) return false;
  // What cannot be set is computed.
  return (member.flags & SymbolFlag.setter) !== 0;
}

function columnOf(one: ClassView, member: MemberView): ColumnFact {
  const { view } = one;
  const find = (name: string): (typeof member.decorations)[number] | undefined => member.decorations.find((site) => site.name === name);
  const column = find('Column');
  const isOptional = view.isOptional(member.type);
  const written = view.typeText(unwrapped(view, member.type)).replace(/^byte\[\].*$/, 'byte[]');
  const length = ['MaxLength', 'StringLength'].map((name) => find(name)).map((site) => (site === undefined ? undefined : view.text(view.argument(site.expression, 0)))).find((text) => text !== undefined);
  const stated = column === undefined ? undefined : view.text(view.argument(column.expression, 'TypeName'));
  const target = one.classOf(unwrapped(view, member.type));
  const type = stated ?? (written === 'string' && length !== undefined ? `nvarchar(${length})` : target?.kind === 'enum' ? 'int' : (TYPES[written] ?? (isCollection(view, member.type) ? 'nvarchar(max)' : written)));
  return {
    name: (column === undefined ? undefined : view.text(view.argument(column.expression, 0))) ?? member.name,
    type,
    isNullable: isOptional && find('Required') === undefined,
    ...(find('Key') === undefined ? {} : { isPrimaryKey: true }),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
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
  return TYPES[view.typeText(view.typeArguments(unwrapped(view, type))[0] ?? -1)] !== undefined;
}
