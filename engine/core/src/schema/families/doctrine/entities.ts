import { Expression } from '../../../facts/schema.js';
import type { DecorationSite } from '../../../view/file-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { memberRelations } from '../../member-relations.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { columnOf, decorationOf, isTrue, option } from './columns.js';
import { bare, namingOf } from './naming.js';
import type { Naming } from './naming.js';

const EMBEDDED_DEPTH = 4;

interface Parts {
  readonly columns: readonly ColumnFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
  readonly joinTables: readonly TableFact[];
}

/** The table of an entity, those that join it to others, and the table once more under the name of its repository. */
export function tablesOfEntity(one: ClassView): readonly TableFact[] {
  const entity = one.decoration('Entity');
  if (entity === undefined) return [];
  const naming = namingOf(one);
  const root = rootOf(one);
  const isShared = root !== undefined && strategyOf(root) !== 'JOINED';
  const parts = partsOf(sourcesOf(one), one, naming);
  const name = tableName(isShared ? root : one, naming);
  const schema = option(one, (isShared ? root : one).decoration('Table'), 'schema');
  const discriminator = root === undefined && one.decoration('InheritanceType') !== undefined ? [discriminatorOf(one)] : [];
  const inherited = root === undefined || isShared ? [] : keysOf(root, namingOf(root));
  // Rows of other classes have nothing in what a class adds to a table that it shares.
  const own = isShared ? parts.columns.map((column) => ({ ...column, isNullable: true })) : parts.columns;
  const columns = [...inherited, ...own, ...discriminator];
  const shared = { kind: 'table', family: 'doctrine', origin: 'model', name, ...(schema === undefined ? {} : { schema }), place: one.place } as const;
  const toRoot: readonly ForeignKeyFact[] = root === undefined || inherited.length === 0 ? [] : [{ columns: inherited.map((column) => column.name), target: { model: root.key }, place: one.place }];
  const primaryKey = primaryKeyOf(columns);
  const table: TableFact = { ...shared, model: one.key, columns, ...(isShared ? {} : { primaryKey }), indexes: [...uniqueIndexesOf(columns), ...indexesOf(one, columns)], foreignKeys: [...toRoot, ...parts.foreignKeys], relations: memberRelations(one) };
  const repository = namedClass(one, entity, 'repositoryClass');
  return [table, ...parts.joinTables, ...(repository === undefined ? [] : [{ ...shared, model: repository, columns: [], isNameOnly: true }])];
}

function tableName(one: ClassView, naming: Naming): string {
  return option(one, one.decoration('Table'), 'name', 0) ?? naming.table(one.name);
}

/** The entity that a class takes its table or its key from. */
function rootOf(one: ClassView): ClassView | undefined {
  return one.bases().find((base) => base.decoration('InheritanceType') !== undefined);
}

function strategyOf(root: ClassView): string | undefined {
  return option(root, root.decoration('InheritanceType'), 0, 'value');
}

function discriminatorOf(one: ClassView): ColumnFact {
  return { name: option(one, one.decoration('DiscriminatorColumn'), 'name', 0) ?? 'dtype', type: 'varchar(255)', isNullable: false, place: one.place };
}

/** A class with the traits and mapped bases that it has columns of, the farthest first, up to the entity that it continues. */
function sourcesOf(one: ClassView): readonly ClassView[] {
  return [...[...one.basesBefore((base) => base.decoration('Entity') !== undefined)].reverse(), one];
}

function keysOf(root: ClassView, naming: Naming): readonly ColumnFact[] {
  return partsOf(sourcesOf(root), root, naming).columns.filter((column) => column.isPrimaryKey === true).map(({ member: _member, ...column }) => column);
}

function partsOf(sources: readonly ClassView[], owner: ClassView, naming: Naming): Parts {
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const joinTables: TableFact[] = [];
  for (const part of sources) {
    for (const member of part.members()) {
      columns.push(...columnsOf(part, member, naming, ''));
      const reference = referenceOf(part, member, naming);
      if (reference !== undefined) {
        columns.push(...reference.columns);
        foreignKeys.push(...reference.foreignKeys);
      }
      joinTables.push(...joinTableOf(part, member, owner, naming));
    }
  }
  return { columns, foreignKeys, joinTables };
}

/** What a property alone stands for: a column, or those of an embedded object. */
function columnsOf(one: ClassView, member: MemberView, naming: Naming, prefix: string, depth = 0): readonly ColumnFact[] {
  const column = decorationOf(member, 'Column');
  if (column !== undefined) return [columnOf(one, member, column, naming, prefix)];
  const embedded = decorationOf(member, 'Embedded');
  const inner = embedded === undefined || depth > EMBEDDED_DEPTH ? undefined : targetClass(one, member, embedded, 'class');
  if (inner === undefined) return [];
  const stated = option(one, embedded, 'columnPrefix', 1);
  const own = stated?.toLowerCase() === 'false' ? '' : (stated ?? `${naming.column(bare(member.name))}_`);
  return sourcesOf(inner).flatMap((part) => part.members().flatMap((inside) => columnsOf(part, inside, naming, `${prefix}${own}`, depth + 1))).map(({ member: _member, ...rest }) => ({ ...rest, member: one.keyOf(member.symbol), place: one.placeOf(member.symbol) }));
}

/** The column of a relation to one, on the side that has it. */
function referenceOf(one: ClassView, member: MemberView, naming: Naming): Pick<Parts, 'columns' | 'foreignKeys'> | undefined {
  const relation = decorationOf(member, 'ManyToOne', 'OneToOne');
  if (relation === undefined || option(one, relation, 'mappedBy') !== undefined) return undefined;
  const joins = member.decorations.filter((site) => site.name === 'JoinColumn');
  const isPrimaryKey = decorationOf(member, 'Id') !== undefined;
  const place = one.placeOf(member.symbol);
  const columns = (joins.length === 0 ? [undefined] : joins).map((join): ColumnFact => ({
    name: option(one, join, 'name', 0) ?? `${naming.column(bare(member.name))}_id`,
    isNullable: !isPrimaryKey && option(one, join, 'nullable')?.toLowerCase() !== 'false',
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(relation.name === 'OneToOne' || isTrue(option(one, join, 'unique')) ? { isUnique: true } : {}),
    member: one.keyOf(member.symbol),
    place,
  }));
  const target = targetClass(one, member, relation, 'targetEntity');
  const referenced = joins.map((join) => option(one, join, 'referencedColumnName', 1)).filter((name) => name !== undefined);
  return { columns, foreignKeys: target === undefined ? [] : [{ columns: columns.map(({ name }) => name), target: { model: target.key, ...(referenced.length === columns.length ? { columns: referenced } : {}) }, place }] };
}

/** The table between two of many, on the side that says so. */
function joinTableOf(one: ClassView, member: MemberView, owner: ClassView, naming: Naming): readonly TableFact[] {
  const relation = decorationOf(member, 'ManyToMany');
  if (relation === undefined || option(one, relation, 'mappedBy') !== undefined) return [];
  const target = targetClass(one, member, relation, 'targetEntity');
  if (target === undefined) return [];
  const stated = decorationOf(member, 'JoinTable');
  const [from, to] = [naming.table(owner.name), naming.table(target.name)];
  const isOwn = owner.key === target.key;
  const left = option(one, decorationOf(member, 'JoinColumn'), 'name', 0) ?? (isOwn ? `${from}_source` : `${from}_id`);
  const right = option(one, decorationOf(member, 'InverseJoinColumn'), 'name', 0) ?? (isOwn ? `${to}_target` : `${to}_id`);
  const place = one.placeOf(member.symbol);
  const columns = [left, right].map((name): ColumnFact => ({ name, isNullable: false, isPrimaryKey: true, place }));
  return [{ kind: 'table', family: 'doctrine', origin: 'model', name: option(one, stated, 'name', 0) ?? `${from}_${to}`, columns, primaryKey: [left, right], foreignKeys: [{ columns: [left], target: { model: owner.key }, place }, { columns: [right], target: { model: target.key }, place }], place }];
}

/** `#[ORM\Index(columns: ['a'])]`, also by the properties' names. */
function indexesOf(one: ClassView, columns: readonly ColumnFact[]): readonly IndexFact[] {
  return one.decorations.filter((site) => site.name === 'Index' || site.name === 'UniqueConstraint').flatMap((site) => {
    const name = option(one, site, 'name', 0);
    const texts = (key: string): readonly string[] => {
      const row = one.view.argument(site.expression, key);
      return row < 0 ? [] : one.view.texts(row).map((text) => text.replace(/^`(.*)`$/s, '$1'));
    };
    const fields = texts('fields').map((field) => columns.find(({ member }) => member !== undefined && member.endsWith(`#${field}.`))?.name ?? field);
    const named = [...texts('columns'), ...fields];
    return named.length === 0 ? [] : [{ ...(name === undefined ? {} : { name }), columns: named, isUnique: site.name === 'UniqueConstraint' }];
  });
}

/** The class that an attribute names, or else the property's type. */
function targetClass(one: ClassView, member: MemberView, site: DecorationSite, name: string): ClassView | undefined {
  return one.classAt(one.view.argument(site.expression, name)) ?? one.classOf(one.view.presentType(member.type));
}

/** Key of the class that an attribute names: `PostRepository::class`. */
function namedClass(one: ClassView, site: DecorationSite, name: string): string | undefined {
  const row = one.view.argument(site.expression, name);
  return row >= 0 && one.view.kind(row) === Expression.same ? one.classAt(row)?.key : undefined;
}
