import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import { memberRelations } from '../../member-relations.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import { columnOf, membersOf } from './columns.js';
import { findDecorator, isOf, optionOf } from './decorators.js';
import { ancestorsOf, entityName, sharedEntity } from './entity-names.js';
import { joinTableOf, relationOf } from './relations.js';

/** The table of an entity with those between it and others; of a child entity the columns that it adds to its parent's. */
export function tablesOfEntity(one: ClassView, context: SchemaContext): readonly TableFact[] {
  const isChild = one.decorations.some((site) => isOf(one.view, site, 'ChildEntity'));
  const owner = isChild ? sharedEntity(one) : one;
  const named = owner === undefined ? undefined : entityName(owner);
  if (owner === undefined || named === undefined) return [];
  // What the parent has is said there.
  const known = new Set(isChild ? ancestorsOf(owner).map((part) => part.key) : []);
  const placed = membersOf(ancestorsOf(one).filter((part) => !known.has(part.key)), context);
  const columns = placed.flatMap((member) => columnOf(member, context) ?? []);
  const relations = placed.flatMap((member) => relationOf(member, owner, context) ?? []);
  const joined = placed.flatMap((member) => joinTableOf(member, owner, context) ?? []);
  const tree = isChild ? undefined : treeOf(one, named.name, columns);
  const all = withoutRepeats([...(isChild ? [] : discriminatorOf(one)), ...columns, ...relations.flatMap((relation) => relation.columns), ...(tree?.columns ?? [])]);
  const foreignKeys: readonly ForeignKeyFact[] = relations.map(({ foreignKey }) => foreignKey);
  const { schema, name } = named;
  if (isChild) {
    const shared = { kind: 'table', family: 'typeorm', origin: 'model' } as const;
    // Whoever asks for the child asks for its parent's table.
    return [{ ...shared, model: owner.key, columns: all.map((column) => ({ ...column, isNullable: true })), foreignKeys, relations: memberRelations(one) }, { ...shared, name, ...(schema === undefined ? {} : { schema }), model: one.key, columns: [], isNameOnly: true }, ...joined];
  }
  return [
    { kind: 'table', family: 'typeorm', origin: 'model', name, ...(schema === undefined ? {} : { schema }), model: one.key, columns: all, primaryKey: primaryKeyOf(all), indexes: indexesOf(one, columns), foreignKeys, relations: memberRelations(one), place: one.place },
    ...joined,
    ...(tree?.closure ?? []),
  ];
}

/** A relation whose column is a member too is one column, as the member says. */
function withoutRepeats(columns: readonly ColumnFact[]): readonly ColumnFact[] {
  const seen = new Set<string>();
  return columns.filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** The column that tells which entity a row is. */
function discriminatorOf(one: ClassView): readonly ColumnFact[] {
  const site = one.decorations.find((decoration) => isOf(one.view, decoration, 'TableInheritance'));
  if (site === undefined) return [];
  const { view } = one;
  const option = optionOf(view, site, 'column');
  return [{ name: view.text(option) ?? view.text(view.argument(option, 'name')) ?? 'type', type: view.text(view.argument(option, 'type')) ?? 'varchar', isNullable: false, place: one.place }];
}

/** What a tree adds to find its branches. */
function treeOf(one: ClassView, name: string, columns: readonly ColumnFact[]): { readonly columns: readonly ColumnFact[]; readonly closure: readonly TableFact[] } | undefined {
  const site = one.decorations.find((decoration) => isOf(one.view, decoration, 'Tree'));
  if (site === undefined) return undefined;
  const { place } = one;
  switch (one.view.text(one.view.argument(site.expression, 0))) {
    case 'materialized-path':
      return { columns: [{ name: 'mpath', type: 'varchar', isNullable: true, default: '', place }], closure: [] };
    case 'nested-set':
      return { columns: [{ name: 'nsleft', type: 'integer', isNullable: false, default: '1', place }, { name: 'nsright', type: 'integer', isNullable: false, default: '2', place }], closure: [] };
    case 'closure-table': {
      const keys = primaryKeyOf(columns);
      const ends = ['ancestor', 'descendant'].map((end) => ({ columns: keys.map((key) => `${key}_${end}`), target: { model: one.key, columns: keys }, place }));
      const all = ends.flatMap((end) => end.columns.map((column): ColumnFact => ({ name: column, isNullable: false, isPrimaryKey: true, place })));
      return { columns: [], closure: [{ kind: 'table', family: 'typeorm', origin: 'model', name: `${name}_closure`, columns: all, primaryKey: primaryKeyOf(all), foreignKeys: ends, place }] };
    }
    default:
      return { columns: [], closure: [] };
  }
}

function indexesOf(one: ClassView, columns: readonly ColumnFact[]): readonly IndexFact[] {
  const { view } = one;
  const columnOfMember = (name: string): string => columns.find((column) => column.member?.endsWith(`#${name}.`) === true)?.name ?? name;
  const ofClass = one.decorations.filter((site) => isOf(view, site, 'Index', 'Unique')).flatMap((site): IndexFact[] => {
    const names = listedNames(view, site.expression);
    return names.length === 0 ? [] : [{ columns: names.map(columnOfMember), isUnique: site.name === 'Unique' || view.text(optionOf(view, site, 'unique')) === 'true' }];
  });
  const ofMembers = one.members().flatMap((member): IndexFact[] => {
    const site = findDecorator(one, member, 'Index');
    return site === undefined ? [] : [{ columns: [columnOfMember(member.name)], isUnique: view.text(optionOf(view, site, 'unique')) === 'true' }];
  });
  return [...ofClass, ...ofMembers];
}

function listedNames(view: FileView, call: number): readonly string[] {
  const list = view.arguments(call).find((part) => view.kind(part.value) === Expression.array);
  return list === undefined ? [] : view.arguments(list.value).flatMap((part) => view.text(part.value) ?? []);
}
