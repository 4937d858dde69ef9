import type { ClassView } from '../../class-view.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, Place, TableFact } from '../../model.js';
import type { Annotation } from './annotations.js';
import { innerType, isRequired } from './columns.js';
import type { Attribute } from './entities.js';

/** The key of an entity, as others point at it. */
export interface EntityKey {
  readonly one: ClassView;
  /** Of the entity, as relations between tables spell it. */
  readonly name: string;
  readonly table: string;
  /** Column names of the primary key. */
  readonly columns: readonly string[];
}

export interface Join {
  readonly columns: readonly ColumnFact[];
  readonly foreignKey: ForeignKeyFact;
}

const SETS = /^(?:Mutable)?(?:Set|SortedSet|NavigableSet|HashSet|LinkedHashSet|TreeSet)\b/;
const MAPS = /^(?:Mutable)?(?:Map|SortedMap|NavigableMap|HashMap|LinkedHashMap|TreeMap)\b/;

/** What an attribute points at: its type, the elements of a collection, the values of a map, or what `targetEntity` says. */
export function targetOf(attribute: Attribute): ClassView | undefined {
  const { part, annotations } = attribute;
  const type = elementType(attribute);
  return part.classOf(type) ?? ['ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany'].map((name) => annotations.get(name)?.row('targetEntity') ?? -1).filter((row) => row >= 0).flatMap((row) => part.classAt(row) ?? [])[0];
}

export function elementType(attribute: Attribute): number {
  const { view } = attribute.part;
  const inner = innerType(attribute);
  const given = view.typeArguments(inner);
  return given[given.length - 1] ?? inner;
}

export function isSet({ part, type }: Attribute): boolean {
  return SETS.test(part.view.typeText(type));
}

export function isMap({ part, type }: Attribute): boolean {
  return MAPS.test(part.view.typeText(type));
}

/** `@JoinColumn` or `@JoinColumns` of an attribute. */
export function joinColumnsOf({ annotations }: Attribute): readonly Annotation[] {
  return annotations.all('JoinColumn', 'JoinColumns');
}

/** Columns that point at the key of another entity. @param prefix what their names begin with where none is stated */
export function joinTo(target: EntityKey, stated: readonly Annotation[], prefix: string, given: { readonly naming: (name: string) => string; readonly place: Place; readonly isRequired: boolean; readonly member?: string }): Join {
  const { naming, place, member } = given;
  const referred = stated.length > 0 ? stated.map((column, index) => column.text('referencedColumnName') ?? target.columns[stated.length === 1 ? 0 : index] ?? 'id') : target.columns;
  const columns = referred.map((to, index): ColumnFact => {
    const column = stated[index];
    return { name: naming(column?.text('name') ?? `${prefix}_${to}`), ...(column?.word('nullable') === undefined ? { isNullByDefault: true } : {}), isNullable: !(given.isRequired || column?.word('nullable') === 'false'), ...(column?.word('unique') === 'true' ? { isUnique: true } : {}), ...(member === undefined ? {} : { member }), place };
  });
  // Of a key of one column it is left to the table which.
  const isKey = referred.length === 1 && target.columns.length === 1 && naming(referred[0] ?? '') === target.columns[0];
  return { columns, foreignKey: { columns: columns.map(({ name }) => name), target: { model: target.one.key, ...(isKey ? {} : { columns: referred.map(naming) }) }, place } };
}

/** Whether a relation to one must be there. */
export function isRequiredRelation(attribute: Attribute): boolean {
  const relation = attribute.annotations.get('ManyToOne') ?? attribute.annotations.get('OneToOne');
  return relation?.word('optional') === 'false' || attribute.annotations.has('Id') || isRequired(attribute);
}

/** A table between two entities, or of an entity and its values. */
export function joinedTable(name: string, schema: string | undefined, owner: Join, rest: readonly ColumnFact[], options: { readonly key: readonly string[]; readonly unique: readonly string[]; readonly foreignKeys: readonly ForeignKeyFact[]; readonly place: Place }): TableFact {
  const isKey = (column: ColumnFact): ColumnFact => (options.key.includes(column.name) ? { ...column, isPrimaryKey: true, isNullable: false } : column);
  const columns = [...owner.columns, ...rest].map(isKey);
  const indexes: readonly IndexFact[] = options.unique.length === 0 ? [] : [{ columns: options.unique, isUnique: true }];
  return { kind: 'table', family: 'jpa', origin: 'model', name, ...(schema === undefined ? {} : { schema }), columns, primaryKey: options.key, indexes, foreignKeys: [owner.foreignKey, ...options.foreignKeys], place: options.place };
}
