import type { SourceRange } from '@pinata/graph';
import type { NameStyle } from './names.js';

/** Where something of the schema is said. */
export interface Place {
  readonly path: string;
  readonly range: SourceRange;
}

export interface ColumnFact {
  readonly name: string;
  /** As the source writes it: a database type where it names one, else the language's. */
  readonly type?: string;
  readonly isNullable?: boolean;
  /** That it may be null follows from nothing being said. */
  readonly isNullByDefault?: boolean;
  /** That it is called so is said, though its member is called so too. */
  readonly isNamed?: boolean;
  /** As written, without quotes around a whole expression. */
  readonly default?: string;
  readonly isPrimaryKey?: boolean;
  readonly isUnique?: boolean;
  readonly values?: readonly string[];
  /** Key of the member of the model that stands for it. */
  readonly member?: string;
  readonly place?: Place;
}

/** What a foreign key points at: a table by name, or a model whose table is found later. Without columns it is the primary key. */
export interface ReferenceTarget {
  readonly table?: string;
  readonly model?: string;
  readonly columns?: readonly string[];
}

export interface ForeignKeyFact {
  /** Of the constraint, where one is said. */
  readonly name?: string;
  readonly columns: readonly string[];
  readonly target: ReferenceTarget;
  /** Below 100 where no key is declared and a rule concluded the relation. */
  readonly confidence?: number;
  readonly rule?: string;
  readonly place?: Place;
}

/** What a member of a model leads to: rows of another table, by way of a table between them where there is one. */
export interface RelationFact {
  /** Of the member, as code asks for it. */
  readonly name: string;
  readonly target: ReferenceTarget;
  readonly through?: ReferenceTarget;
  /** A table lies between, whichever it is. */
  readonly isManyToMany?: boolean;
}

export interface IndexFact {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly isUnique?: boolean;
}

/**
 * A table as one source declares it, or a part of that: parts of one model are put together, the later given ones where
 * two say something of one thing.
 */
export interface TableFact {
  readonly kind: 'table';
  readonly family: string;
  /** Models and the history of migrations are told apart, and held against each other. */
  readonly origin: 'model' | 'migration';
  /** Name in the database; absent in a part that does not say it. */
  readonly name?: string;
  readonly schema?: string;
  /** Key of the class that stands for it. */
  readonly model?: string;
  /** What code asks for it by, where that is no symbol's name: `'User'` of `define('User', …)`. */
  readonly modelName?: string;
  /** The class stands for no table of its own: it is a base of those whose tables are meant. */
  readonly isBase?: boolean;
  readonly columns: readonly ColumnFact[];
  /** Only names the table: its columns are said by something else, so that nothing is missing here. */
  readonly isNameOnly?: boolean;
  /** What makes it lies outside the repository, or needs no migration: it is held against none. */
  readonly isMigratedElsewhere?: boolean;
  /** Bases outside the repository may add columns, of which nothing is known. */
  readonly isPartial?: boolean;
  /** How its columns are spelled that nothing names, or all of them. */
  readonly columnStyle?: NameStyle;
  readonly isStyleOfAll?: boolean;
  /** Columns that conventions found and something takes away: by name or member's name. */
  readonly ignored?: readonly string[];
  readonly primaryKey?: readonly string[];
  /** Of its constraint, where one is said. */
  readonly primaryKeyName?: string;
  readonly indexes?: readonly IndexFact[];
  readonly foreignKeys?: readonly ForeignKeyFact[];
  readonly relations?: readonly RelationFact[];
  readonly place?: Place;
}

/** One change of a schema, in the order of migrations. */
export type OperationFact = { readonly kind: 'operation'; readonly family: string; readonly place: Place; /** Sorts migrations of one family. */ readonly order: string; /** Which of several histories of one family it belongs to, as there is one for each kind of database. */ readonly history?: string; /** It says nothing of what came before it. */ readonly isLoose?: boolean } & (
  | { readonly operation: 'createTable'; readonly table: TableFact & { readonly name: string }; readonly isReplaceable?: boolean; /** Tables whose columns it has before its own. */ readonly copies?: readonly string[]; /** Their keys and indexes come with them, but none to other tables. */ readonly copiesKeys?: boolean }
  /** Foreign keys to it go with it where `isCascading`; else they stand until a table of the name is there again, as in SQLite. */
  | { readonly operation: 'dropTable'; readonly name: string; readonly isCascading?: boolean }
  /** Without `toSchema` the table stays in its schema; an empty one is the default schema. */
  | { readonly operation: 'renameTable'; readonly name: string; readonly to: string; readonly toSchema?: string }
  | { readonly operation: 'addColumn'; readonly name: string; readonly column: ColumnFact }
  | { readonly operation: 'alterColumn'; readonly name: string; readonly column: ColumnFact }
  | { readonly operation: 'dropColumn'; readonly name: string; readonly column: string }
  | { readonly operation: 'renameColumn'; readonly name: string; readonly column: string; readonly to: string }
  | { readonly operation: 'addForeignKey'; readonly name: string; readonly foreignKey: ForeignKeyFact }
  | { readonly operation: 'dropForeignKey'; readonly name: string; readonly columns: readonly string[] }
  /** A foreign key, an index or the primary key, by the constraint's name: the stated one, or PostgreSQL's own. */
  | { readonly operation: 'dropConstraint'; readonly name: string; readonly constraint: string }
  | { readonly operation: 'dropPrimaryKey'; readonly name: string }
  | { readonly operation: 'addPrimaryKey'; readonly name: string; readonly columns: readonly string[]; readonly constraint?: string }
  /** Types that columns have; `name` is the type's. */
  | { readonly operation: 'createEnum'; readonly name: string; readonly values: readonly string[] }
  | { readonly operation: 'addEnumValue'; readonly name: string; readonly value: string }
  | { readonly operation: 'renameType'; readonly name: string; readonly to: string }
  | { readonly operation: 'addIndex'; readonly name: string; readonly index: IndexFact }
  /** What it has is what its query gives. */
  | { readonly operation: 'createView'; readonly name: string }
);

export type SchemaFact = TableFact | OperationFact;

/** What an access reaches beyond its own table, by members that are relations. What the first part of a path is no relation of is left out. */
export interface RelatedAccess {
  /** Names of members, each of the table that the one before leads to; behind the last relation one of a column may follow. */
  readonly path: readonly string[];
  /** Of what the whole path leads to; what lies on the way is read. `links` writes where the two are joined: a foreign key, or the table between. */
  readonly access: 'reads' | 'writes' | 'links';
  readonly columns: readonly string[];
  /** Records are chosen by the path: of one whose key lies in the table before, nothing is read where only the key is compared. */
  readonly isCompared?: boolean;
}

/** What reads or writes a table, per file and in stable terms. */
export interface AccessSite {
  readonly access: 'reads' | 'writes';
  readonly rule: string;
  /** Name of the table. */
  readonly table?: string;
  /** Keys of what may be its model, the likeliest first: which of them is one is known when the schema is. */
  readonly models?: readonly string[];
  /** Key of the class whose collection is written to: where that is no model, nothing is. */
  readonly heldBy?: string;
  /** A model by its name alone, as a client calls it: `user` of `prisma.user`. */
  readonly modelName?: string;
  /** What may be the name that a model was defined under, in its own case. */
  readonly calledModel?: string;
  /** A name that is a table's where the repository declares one of it. */
  readonly declaredTable?: string;
  /** Name of a statement of a file of SQL that does this, wherever it is run; and of one that is run here, in which case the statement tells the tables. */
  readonly statement?: string;
  readonly runs?: string;
  /** Names of columns, or of the model's members; those that the table lacks are left out. */
  readonly columns: readonly string[];
  readonly related?: readonly RelatedAccess[];
  /** Of its own table nothing is read or written here. */
  readonly isRelatedOnly?: boolean;
  /** That the table itself is read is told by another access. */
  readonly isColumnsOnly?: boolean;
  /** It counts where the table has one of the columns. */
  readonly hasColumns?: boolean;
  /** Key of the symbol, undefined for the file. */
  readonly source: string | undefined;
  readonly range: SourceRange;
  readonly marks: number;
  readonly confidence: number;
}

/** Names of the columns that are a table's primary key. */
export function primaryKeyOf(columns: readonly ColumnFact[]): readonly string[] {
  return columns.filter((column) => column.isPrimaryKey === true).map((column) => column.name);
}

/** The indexes of columns that are unique by themselves. */
export function uniqueIndexesOf(columns: readonly ColumnFact[]): readonly IndexFact[] {
  return columns.filter((column) => column.isUnique === true).map((column) => ({ columns: [column.name], isUnique: true }));
}

/** A table's name as it is compared: without quotes, in lower case, and without the schema that a database has anyway. */
export function tableKey(name: string, schema?: string): string {
  const whole = (schema === undefined ? name : `${schema}.${name}`).toLowerCase();
  return whole.replace(/^(?:public|dbo|main)\./, '');
}

/** `name` of a member's or type's key. */
export function memberName(key: string): string {
  return /[#./ ](`(?:[^`]|``)+`|[\w+\-$]+)[.#]$/.exec(key)?.[1]?.replace(/^`|`$/g, '') ?? '';
}
