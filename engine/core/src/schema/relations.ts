import type { ForeignKeyFact, ReferenceTarget } from './model.js';
import { memberName } from './model.js';
import { comparableName } from './names.js';
import type { Table } from './reconcile.js';

/** How sure it is that a member leads where its name says. */
const BY_NAME = 80;
const KEY_ENDING = /(?:_id|_ID|Id|ID)$/;

/** Where a relation leads. */
export interface RelatedTable {
  readonly table: Table;
  /** The table between the two. */
  readonly through?: Table;
  /** What is written when two rows are joined: columns of a table. */
  readonly link?: { readonly table: Table; readonly columns: readonly string[] };
  /** The key lies in the table that the relation starts from. */
  readonly isForward?: boolean;
  readonly confidence: number;
}

interface Key {
  readonly table: Table;
  readonly foreignKey: ForeignKeyFact;
}

/** Finds the tables that members of models lead to: by what models state, else by the foreign keys of both sides and by names. */
export class Relations {
  private byTarget: Map<Table, Key[]> | undefined;
  private readonly known = new Map<Table, Map<string, RelatedTable | undefined>>();

  constructor(
    private readonly tables: readonly Table[],
    private readonly find: (target: ReferenceTarget) => Table | undefined,
  ) {}

  /** @param name of a member of the table's model */
  follow(table: Table, name: string): RelatedTable | undefined {
    const known = this.known.get(table) ?? new Map<string, RelatedTable | undefined>();
    this.known.set(table, known);
    if (!known.has(name)) known.set(name, this.stated(table, name) ?? this.byKey(table, name) ?? this.byName(table, name));
    return known.get(name);
  }

  private stated(table: Table, name: string): RelatedTable | undefined {
    const relation = table.relations.get(name);
    const target = relation === undefined ? undefined : this.find(relation.target);
    if (relation === undefined || target === undefined) return undefined;
    const stated = relation.through === undefined ? undefined : this.find(relation.through);
    const own = this.keysBetween(table, target);
    const back = this.keysBetween(target, table);
    const isBetween = relation.isManyToMany === true || (own.length === 0 && back.length === 0);
    const through = stated ?? (isBetween ? this.between(table, target) : undefined);
    if (through !== undefined) return { table: target, through, link: { table: through, columns: columnsOf(through.foreignKeys) }, confidence: 100 };
    if (isBetween) return { table: target, confidence: 100 };
    const forward = own.filter((key) => isKeyOf(table, key, name));
    const isForward = forward.length > 0 || back.length === 0;
    return isForward ? { table: target, link: { table, columns: columnsOf(forward.length > 0 ? forward : own) }, isForward, confidence: 100 } : { table: target, link: { table: target, columns: columnsOf(back) }, confidence: 100 };
  }

  /** `author` of the column `author_id`, or of what the member `author` stands for. */
  private byKey(table: Table, name: string): RelatedTable | undefined {
    const foreignKey = table.foreignKeys.find((key) => isKeyOf(table, key, name));
    const target = foreignKey === undefined ? undefined : this.find(foreignKey.target);
    return foreignKey === undefined || target === undefined ? undefined : { table: target, link: { table, columns: foreignKey.columns }, isForward: true, confidence: Math.max(BY_NAME, foreignKey.confidence ?? 100) };
  }

  /** `posts` of a table that the posts' point at, `tags` by a table between. */
  private byName(table: Table, member: string): RelatedTable | undefined {
    if (table.columns.has(member.toLowerCase())) return undefined;
    const name = comparableName(member);
    const isCalled = (other: Table): boolean => namesOf(other).some((own) => own === name);
    const reverse = this.keysTo(table).filter((key) => isCalled(key.table));
    const [one] = reverse;
    if (one !== undefined) return reverse.every((key) => key.table === one.table) ? { table: one.table, link: { table: one.table, columns: columnsOf(reverse.map((key) => key.foreignKey)) }, confidence: BY_NAME } : undefined;
    const joined = this.keysTo(table).flatMap((key) => key.table.foreignKeys.flatMap((other) => {
      const target = other === key.foreignKey ? undefined : this.find(other.target);
      return target !== undefined && isCalled(target) ? [{ through: key.table, target }] : [];
    }));
    const [way] = joined;
    if (way !== undefined) return joined.every(({ through, target }) => through === way.through && target === way.target) ? { table: way.target, through: way.through, link: { table: way.through, columns: columnsOf(way.through.foreignKeys) }, confidence: BY_NAME } : undefined;
    const forward = table.foreignKeys.flatMap((foreignKey) => {
      const target = this.find(foreignKey.target);
      return target !== undefined && isCalled(target) ? [{ foreignKey, target }] : [];
    });
    const [only, ...more] = forward;
    return only === undefined || more.length > 0 ? undefined : { table: only.target, link: { table, columns: only.foreignKey.columns }, isForward: true, confidence: BY_NAME };
  }

  /** The only table with keys to both; of several the only one that is no model's. */
  private between(table: Table, target: Table): Table | undefined {
    const found = new Set(this.keysTo(table).filter((key) => key.table.foreignKeys.some((other) => other !== key.foreignKey && this.find(other.target) === target)).map((key) => key.table));
    const bare = [...found].filter(({ models }) => models.size === 0);
    return found.size === 1 ? [...found][0] : bare.length === 1 ? bare[0] : undefined;
  }

  private keysBetween(table: Table, target: Table): readonly ForeignKeyFact[] {
    return table.foreignKeys.filter((key) => this.find(key.target) === target);
  }

  private keysTo(table: Table): readonly Key[] {
    if (this.byTarget === undefined) {
      this.byTarget = new Map();
      for (const one of this.tables) {
        for (const foreignKey of one.foreignKeys) {
          const target = this.find(foreignKey.target);
          const keys = target === undefined ? undefined : this.byTarget.get(target);
          if (keys !== undefined) keys.push({ table: one, foreignKey });
          else if (target !== undefined) this.byTarget.set(target, [{ table: one, foreignKey }]);
        }
      }
    }
    return this.byTarget.get(table) ?? [];
  }
}

function columnsOf(keys: readonly ForeignKeyFact[]): readonly string[] {
  return keys.flatMap(({ columns }) => columns);
}

function isKeyOf(table: Table, { columns }: ForeignKeyFact, name: string): boolean {
  return columns.some((column) => {
    const { member } = table.columns.get(column.toLowerCase()) ?? {};
    // A member that is the number itself leads nowhere.
    return (member !== undefined && memberName(member) === name && column !== name && !KEY_ENDING.test(name)) || (KEY_ENDING.test(column) && comparableName(column.replace(KEY_ENDING, '')) === comparableName(name));
  });
}

function namesOf(table: Table): readonly string[] {
  return [table.name, ...[...table.models].map(memberName), ...table.modelNames].map(comparableName);
}
