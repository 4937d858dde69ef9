import type { FileView } from '../../../view/file-view.js';
import type { ClassView } from '../../class-view.js';
import { memberRelations } from '../../member-relations.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, TableFact } from '../../model.js';
import type { Annotation } from './annotations.js';
import { embeddedAttributes, innerType, isRelation, valueColumns } from './columns.js';
import { annotationsOf } from './entities.js';
import type { Attribute, Entities } from './entities.js';
import { isOfSpring } from './naming.js';
import type { Naming } from './naming.js';
import { elementType, isMap, isRequiredRelation, isSet, joinColumnsOf, joinTo, joinedTable, targetOf } from './relations.js';
import type { EntityKey, Join } from './relations.js';

const DEPTH = 6;

/** Columns of a class's attributes, and what its relations add to other tables. */
interface Read {
  readonly columns: ColumnFact[];
  readonly foreignKeys: ForeignKeyFact[];
  readonly others: TableFact[];
}

/** Makes tables of entities. */
export class EntityTables {
  private readonly keys = new Map<string, EntityKey>();
  /** Entities whose keys are being read: relations of keys may lead back to them. */
  private readonly open = new Set<string>();

  constructor(
    private readonly entities: Entities,
    private readonly namingOf: (view: FileView) => Naming,
  ) {}

  tablesOf(one: ClassView): readonly TableFact[] {
    const { entities } = this;
    const naming = this.namingOf(one.view);
    const root = entities.rootOf(one);
    const strategy = entities.strategyOf(one);
    const isRoot = root.key === one.key;
    const isAbstract = one.isAbstract && strategy === 'TABLE_PER_CLASS';
    const own = this.read(one, strategy === 'TABLE_PER_CLASS' ? entities.allPartsOf(one) : entities.partsOf(one), naming, isAbstract);
    // Classes that other entities continue without a table of their own.
    if (isAbstract) return own.others;
    const holder = strategy === 'SINGLE_TABLE' ? root : one;
    const { name, schema } = this.nameOf(holder, naming);
    let { columns } = own;
    // Rows of other classes have none of them: only what is stated outright is kept.
    if (!isRoot && strategy === 'SINGLE_TABLE') {
      const stated = new Set(entities.attributesOf(one, entities.partsOf(one)).flatMap(({ part, symbol, annotations }) => (annotations.get('Column')?.word('nullable') === 'false' ? [part.keyOf(symbol)] : [])));
      columns = columns.map((column) => (stated.has(column.member ?? '') ? column : { ...column, isNullable: true }));
    }
    const foreignKeys = [...own.foreignKeys];
    if (isRoot && strategy !== 'TABLE_PER_CLASS') columns.push(...this.discriminatorOf(one, strategy, naming));
    if (!isRoot && strategy === 'JOINED') {
      const parent = entities.parentOf(one) ?? root;
      const shared = this.keyOf(one).columns;
      columns = [...shared.map((name): ColumnFact => ({ name, isNullable: false, isPrimaryKey: true, place: one.place })), ...columns];
      foreignKeys.push({ columns: shared, target: { model: parent.key }, place: one.place });
    }
    const primaryKey = primaryKeyOf(columns);
    return [{ kind: 'table', family: 'jpa', origin: 'model', name, ...(schema === undefined ? {} : { schema }), model: one.key, ...(entityName(one) === one.name ? {} : { modelName: entityName(one) }), columns, primaryKey, indexes: [...uniqueIndexesOf(columns), ...indexesOf(one, naming)], foreignKeys, relations: memberRelations(one), place: one.place }, ...own.others];
  }

  private nameOf(one: ClassView, naming: Naming): { readonly name: string; readonly schema: string | undefined } {
    const table = annotationsOf(one).get('Table');
    const schema = table?.text('schema');
    return { name: naming(table?.text('name') ?? entityName(one)), schema: schema === undefined || schema === '' ? undefined : naming(schema) };
  }

  /** The column that tells rows of a hierarchy apart. */
  private discriminatorOf(root: ClassView, strategy: string, naming: Naming): readonly ColumnFact[] {
    const stated = annotationsOf(root).get('DiscriminatorColumn');
    if (stated === undefined && (strategy !== 'SINGLE_TABLE' || !this.entities.isContinued(root))) return [];
    const kind = stated?.word('discriminatorType');
    const type = kind === 'INTEGER' ? 'integer' : kind === 'CHAR' ? 'char(1)' : `varchar(${stated?.text('length') ?? '31'})`;
    return [{ name: naming(stated?.text('name') ?? 'DTYPE'), type, isNullable: false, place: root.place }];
  }

  /** The key of an entity: of a hierarchy its root's. */
  private keyOf(one: ClassView, depth = 0): EntityKey {
    const known = this.keys.get(one.key);
    if (known !== undefined) return known;
    const naming = this.namingOf(one.view);
    const root = this.entities.rootOf(one);
    if (this.open.has(one.key)) return { one, name: entityName(one), table: this.nameOf(one, naming).name, columns: ['id'] };
    this.open.add(one.key);
    const isMapped = this.hasMapped(root);
    const columns = this.entities.attributesOf(root, this.entities.partsOf(root)).flatMap((attribute): readonly string[] => {
      if (attribute.annotations.has('MapsId') && isMapped) return this.joinOf(attribute, naming, depth)?.foreignKey.columns ?? [];
      if (!attribute.annotations.has('Id', 'EmbeddedId')) return [];
      if (isRelation(attribute)) return this.joinOf(attribute, naming, depth)?.foreignKey.columns ?? [];
      return isMapped && !attribute.annotations.has('EmbeddedId') ? [] : this.mapped(root, attribute, naming, depth);
    });
    const strategy = this.entities.strategyOf(one);
    const holder = strategy === 'SINGLE_TABLE' ? root : one;
    const inherited = columns.length === 0 ? ['id'] : columns;
    const key: EntityKey = { one, name: entityName(one), table: this.nameOf(holder, naming).name, columns: strategy === 'JOINED' && root.key !== one.key ? this.sharedKey(one, inherited, naming) : inherited };
    this.open.delete(one.key);
    this.keys.set(one.key, key);
    return key;
  }

  /** Names of the columns with which the table of an entity continues another's. */
  private sharedKey(one: ClassView, root: readonly string[], naming: Naming): readonly string[] {
    const stated = annotationsOf(one).all('PrimaryKeyJoinColumn', 'PrimaryKeyJoinColumns');
    const parent = this.entities.parentOf(one);
    const above = parent === undefined ? root : this.keyOf(parent).columns;
    return above.map((to, index) => naming(stated[index]?.text('name') ?? to));
  }

  private hasEmbeddedId(one: ClassView): boolean {
    return this.entities.attributesOf(one, this.entities.partsOf(one)).some(({ annotations }) => annotations.has('EmbeddedId'));
  }

  /** Whether a relation gives the whole key. */
  private hasMapped(one: ClassView): boolean {
    return !this.hasEmbeddedId(one) && this.entities.attributesOf(one, this.entities.partsOf(one)).some(({ annotations }) => annotations.has('MapsId'));
  }

  /** Names of the columns of an embedded key, where relations stand for parts of it. */
  private mapped(one: ClassView, attribute: Attribute, naming: Naming, depth: number): readonly string[] {
    const columns = valueColumns(attribute, naming);
    const renamed = this.mappedParts(one, attribute, naming, depth);
    return columns.map((column) => renamed.get(column.member ?? '')?.columns[0]?.name ?? column.name);
  }

  /** Relations that stand for members of an embedded key: `@MapsId("orderId")`. */
  private mappedParts(one: ClassView, key: Attribute, naming: Naming, depth: number): ReadonlyMap<string, Join> {
    const embedded = key.annotations.has('EmbeddedId') ? key.part.classOf(innerType(key)) : undefined;
    if (embedded === undefined) return new Map();
    const members = new Map(embeddedAttributes(embedded).map(({ name, part, symbol }) => [name, part.keyOf(symbol)] as const));
    return new Map(
      this.entities.attributesOf(one, this.entities.partsOf(one)).flatMap((attribute) => {
        const member = members.get(attribute.annotations.get('MapsId')?.value ?? '');
        const join = member === undefined ? undefined : this.joinOf(attribute, naming, depth);
        return member === undefined || join === undefined ? [] : [[member, join] as const];
      }),
    );
  }

  /** The columns of a relation to one. */
  private joinOf(attribute: Attribute, naming: Naming, depth = 0, overriding?: readonly Annotation[]): Join | undefined {
    const target = this.entities.of(targetOf(attribute));
    if (target === undefined || depth > DEPTH) return undefined;
    const { part, symbol, name } = attribute;
    return joinTo(this.keyOf(target, depth + 1), overriding ?? joinColumnsOf(attribute), name, { naming, place: part.placeOf(symbol), isRequired: isRequiredRelation(attribute), member: part.keyOf(symbol) });
  }

  private read(one: ClassView, parts: readonly ClassView[], naming: Naming, isAbstract: boolean): Read {
    const read: Read = { columns: [], foreignKeys: [], others: [] };
    const attributes = this.entities.attributesOf(one, parts);
    const isMapped = this.hasMapped(one);
    for (const attribute of attributes) {
      const { annotations } = attribute;
      if (annotations.has('OneToMany', 'ManyToMany', 'ElementCollection')) {
        if (!isAbstract) read.others.push(...this.collectionOf(one, attribute, naming));
      } else if (annotations.get('Column')?.says('table') === true) continue; // of another table of the entity
      else if (annotations.has('ManyToOne', 'OneToOne')) this.addRelation(read, attribute, naming, isMapped);
      else if (!(isMapped && annotations.has('Id'))) {
        const renamed = this.mappedParts(one, attribute, naming, 0);
        const isKey = annotations.has('EmbeddedId');
        // A relation stands for what it gives of the key.
        add(read.columns, valueColumns(attribute, naming).filter((column) => !renamed.has(column.member ?? '')).map((column) => (isKey ? { ...column, isPrimaryKey: true, isNullable: false } : column)));
        this.addEmbeddedRelations(read, attribute, naming);
      }
    }
    return read;
  }

  /** @param overriding columns that `@AssociationOverride` states instead of the attribute's */
  private addRelation(read: Read, attribute: Attribute, naming: Naming, isMapped: boolean, overriding?: readonly Annotation[]): void {
    const { annotations, part, symbol, name } = attribute;
    const relation = annotations.get('OneToOne') ?? annotations.get('ManyToOne');
    if (relation?.says('mappedBy') === true || annotations.has('JoinTable')) return;
    const join = this.joinOf(attribute, naming, 0, overriding);
    const isUnique = annotations.has('OneToOne');
    if (join === undefined) {
      // Of a class outside the repository the column is known, not what it points at.
      const stated = joinColumnsOf(attribute)[0];
      add(read.columns, [{ name: naming(stated?.text('name') ?? `${name}_id`), isNullable: !isRequiredRelation(attribute) && stated?.word('nullable') !== 'false', member: part.keyOf(symbol), place: part.placeOf(symbol) }]);
      return;
    }
    if (annotations.has('PrimaryKeyJoinColumn')) return;
    const isKey = annotations.has('Id') || (annotations.has('MapsId') && (isMapped || annotations.get('MapsId')?.value !== undefined));
    add(read.columns, join.columns.map((column) => ({ ...column, ...(isKey ? { isPrimaryKey: true, isNullable: false } : {}), ...(isUnique && join.columns.length === 1 && !isKey ? { isUnique: true } : {}) })));
    read.foreignKeys.push(join.foreignKey);
  }

  /** Relations of an embedded object are the entity's. */
  private addEmbeddedRelations(read: Read, attribute: Attribute, naming: Naming): void {
    const embedded = attribute.part.classOf(innerType(attribute));
    if (embedded?.decoration('Embeddable') === undefined) return;
    const overrides = new Map(attribute.annotations.all('AssociationOverride', 'AssociationOverrides').map((override) => [override.text('name') ?? '', override.inner('joinColumns')] as const));
    for (const inner of embeddedAttributes(embedded)) if (inner.annotations.has('ManyToOne', 'OneToOne')) this.addRelation(read, inner, naming, false, overrides.get(inner.name));
  }

  /** What a collection adds: a column of the other table, or a table between. */
  private collectionOf(one: ClassView, attribute: Attribute, naming: Naming): readonly TableFact[] {
    const { annotations, part, symbol, name } = attribute;
    const place = part.placeOf(symbol);
    if (annotations.has('ElementCollection')) return this.valuesOf(one, attribute, naming);
    const relation = annotations.get('OneToMany') ?? annotations.get('ManyToMany');
    if (relation?.says('mappedBy') === true) return [];
    const target = this.entities.of(targetOf(attribute));
    if (target === undefined) return [];
    const isToMany = annotations.has('ManyToMany');
    const owner = this.keyOf(one);
    const joined = annotations.get('JoinTable');
    if (!isToMany && joined === undefined && joinColumnsOf(attribute).length > 0) {
      const { columns, foreignKey } = joinTo(owner, joinColumnsOf(attribute), name, { naming, place, isRequired: false });
      return [{ kind: 'table', family: 'jpa', origin: 'model', model: target.key, columns, foreignKeys: [foreignKey] }];
    }
    const other = this.keyOf(target);
    const inverse = isToMany ? this.inverseOf(target, one, name) : undefined;
    const from = joinTo(owner, joined?.inner('joinColumns') ?? [], inverse ?? owner.name, { naming, place, isRequired: true });
    const to = joinTo(other, joined?.inner('inverseJoinColumns') ?? [], name, { naming, place, isRequired: true });
    const both = [...from.foreignKey.columns, ...to.foreignKey.columns];
    const order = orderOf(attribute, naming);
    const key = isSet(attribute) ? both : order === undefined ? [] : [...from.foreignKey.columns, order.name];
    const schema = joined?.text('schema');
    return [joinedTable(naming(joined?.text('name') ?? `${owner.table}_${isOfSpring(naming) ? name : other.table}`), schema === undefined ? undefined : naming(schema), from, [...to.columns, ...(order === undefined ? [] : [order])], { key, unique: isToMany ? [] : to.foreignKey.columns, foreignKeys: [to.foreignKey], place })];
  }

  /** The collection at the other side that a many-to-many relation is mapped by. */
  private inverseOf(target: ClassView, one: ClassView, name: string): string | undefined {
    return this.entities.attributesOf(target, this.entities.allPartsOf(target)).find((attribute) => attribute.annotations.get('ManyToMany')?.text('mappedBy') === name && targetOf(attribute)?.key === one.key)?.name;
  }

  /** The table of a collection of values. */
  private valuesOf(one: ClassView, attribute: Attribute, naming: Naming): readonly TableFact[] {
    const { annotations, part, symbol, name } = attribute;
    const place = part.placeOf(symbol);
    const owner = this.keyOf(one);
    const stated = annotations.get('CollectionTable');
    const from = joinTo(owner, stated?.inner('joinColumns') ?? [], owner.name, { naming, place, isRequired: true });
    const element: Attribute = { ...attribute, type: elementType(attribute) };
    const read: Read = { columns: [...valueColumns(element, naming)], foreignKeys: [], others: [] };
    this.addEmbeddedRelations(read, element, naming);
    const values = read.columns;
    const order = orderOf(attribute, naming);
    const keys = isMap(attribute) ? [mapKeyOf(attribute, naming)] : order === undefined ? [] : [order];
    // Rows of a set are told apart by what cannot be null.
    const apart = keys.length > 0 ? keys : isSet(attribute) && values.every(({ isNullable }) => isNullable === false) ? values : [];
    const key = apart.length === 0 ? [] : [...from.foreignKey.columns, ...apart.map((column) => column.name)];
    const schema = stated?.text('schema');
    return [joinedTable(naming(stated?.text('name') ?? `${owner.name}_${name}`), schema === undefined ? undefined : naming(schema), from, [...values, ...keys], { key, unique: [], foreignKeys: read.foreignKeys, place })];
  }
}

/** What is read twice is one column: a key that a relation and a plain attribute share. */
function add(columns: ColumnFact[], more: readonly ColumnFact[]): void {
  for (const column of more) {
    const at = columns.findIndex(({ name }) => name.toLowerCase() === column.name.toLowerCase());
    const known = columns[at];
    if (known === undefined) columns.push(column);
    else columns[at] = { ...column, ...known, isNullable: known.isNullable === true && column.isNullable === true, ...(known.isPrimaryKey === true || column.isPrimaryKey === true ? { isPrimaryKey: true } : {}) };
  }
}

function entityName(one: ClassView): string {
  return annotationsOf(one).get('Entity')?.text('name') ?? one.name;
}

/** The column that keeps the order of a list. */
function orderOf({ annotations, part, symbol, name }: Attribute, naming: Naming): ColumnFact | undefined {
  const stated = annotations.get('OrderColumn');
  return stated === undefined ? undefined : { name: naming(stated.text('name') ?? `${name}_ORDER`), type: 'integer', isNullable: false, place: part.placeOf(symbol) };
}

function mapKeyOf(attribute: Attribute, naming: Naming): ColumnFact {
  const { annotations, part, symbol, name } = attribute;
  const [type = -1] = part.view.typeArguments(innerType(attribute));
  const stated = annotations.get('MapKeyColumn');
  const [column] = valueColumns({ ...attribute, type, annotations: annotations.none }, naming);
  return { name: naming(stated?.text('name') ?? `${name}_KEY`), ...(column?.type === undefined ? {} : { type: column.type }), isNullable: false, place: part.placeOf(symbol) };
}

/** What `@Table` says of indexes and of columns that are unique together. */
function indexesOf(one: ClassView, naming: Naming): readonly IndexFact[] {
  const table = annotationsOf(one).get('Table');
  if (table === undefined) return [];
  const unique = table.inner('uniqueConstraints').map((constraint): IndexFact => ({ ...named(constraint.text('name')), columns: constraint.texts('columnNames').map(naming), isUnique: true }));
  const indexes = table.inner('indexes').map((index): IndexFact => ({ ...named(index.text('name')), columns: (index.text('columnList') ?? '').split(',').map((column) => naming(column.trim().replace(/\s+(?:asc|desc)$/i, ''))).filter((column) => column !== ''), isUnique: index.word('unique') === 'true' }));
  return [...unique, ...indexes].filter(({ columns }) => columns.length > 0);
}

function named(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}
