import type { LinkFile, LinkProgram } from '../link/program.js';
import type { FileView } from '../view/file-view.js';
import type { SchemaFact } from './model.js';

/** What a family may ask for beyond the files that it chose. */
export interface SchemaContext {
  readonly program: LinkProgram;
  /** A file as rules read it. */
  viewOf(file: LinkFile): FileView;
  /** Key of a symbol by its number. */
  keyOf(symbol: number): string;
  /** Names of tables that files of SQL and changelogs make, as they are written there; a family of such a language is told of none. */
  readonly migrated: ReadonlySet<string>;
}

/** How code works with what a family declares, beyond what object mappers have in common. It holds for all files of the family's languages. */
export interface AccessConventions {
  /** Verbs are given a record to fill in: `db.First(&user)`. */
  readonly fillsRecords?: boolean;
  /** Names mean the models that are called so: `@tag` and `tag` are a `Tag`, `tags` are those of a query. */
  readonly hasNamedRecords?: boolean;
  /** Models are asked for by the names that they were defined under, and what they give are records that save themselves: `models.User`, `user.save()`. */
  readonly hasCalledModels?: boolean;
  /** Methods of repositories without a body are queries by their names: `findByName`. */
  readonly hasDerivedQueries?: boolean;
  /** Records are plain objects: what is called on one asks no database, unless it saves or removes itself. */
  readonly hasPlainRecords?: boolean;
  /** Over names of further calls that write. */
  readonly writes?: RegExp;
  /** Over names of further calls that read. */
  readonly reads?: RegExp;
  /** Over names of calls by which a model or its repository asks for its own table: `$this->findBy(…)`. */
  readonly asksItself?: RegExp;
  /** Over names of methods by which a repository says what class its records are of: `model()`. */
  readonly namesModel?: RegExp;
  /** Over the paths of a mapper's calls that are given records, whatever the value is called that they are made on. */
  readonly ofSessions?: RegExp;
  /** Over names of calls that are given paths of members which are relations: `with('posts.comments')`. */
  readonly follows?: RegExp;
  /** Over names of calls that are given such paths to choose or sort records by: `filter(author__name='x')`. */
  readonly compares?: RegExp;
  /** Over what parts the members of such a path; a dot where nothing is said. */
  readonly parts?: RegExp;
  /** Over names of calls that are given members of models which are relations: `joinedload(User.posts)`. */
  readonly loads?: RegExp;
  /** Statements may begin with what they are from: `from Order o`. */
  readonly hasShortStatements?: boolean;
  /** Members of records are set by methods: `user.setName(name)`. */
  readonly hasSetters?: boolean;
  /** Over names of calls that write all that was set of records before: `session.commit()`. */
  readonly flushes?: RegExp;
  /** Over names of calls that join a record to those of the relation which they are made on: `$user->roles()->attach($id)`. */
  readonly links?: RegExp;
  /** Calls are given objects that say what is asked for and written, relations included. */
  readonly hasOptions?: boolean;
  /** Builders give tables other names, under which joins and conditions mention them: `leftJoin('u.posts', 'p')`. */
  readonly hasAliases?: boolean;
  /** Lambdas follow members from one record to the next: `o => o.Customer.Name`. */
  readonly hasMemberPaths?: boolean;
  /** What a record's relation leads to is asked for by a member of the record: `author.books.filter(…)`. */
  readonly hasRelationMembers?: boolean;
  /** Over the paths of models that libraries have, and of functions that give one: `outsideModel` makes keys of them. */
  readonly outside?: RegExp;
}

/** The key of a model that a library has. @param path inside the package */
export function outsideModel(path: string): string {
  return `outside ${path}`;
}

/** One way to declare a schema: an object mapper, a migration tool, SQL. A folder of `families/` holds each, with fixtures. */
export interface SchemaFamily {
  readonly id: string;
  /** Ids of the languages whose files may declare something. */
  readonly languages: readonly string[];
  /** Its files declare the schema and nothing else. */
  readonly isOwnLanguage?: boolean;
  readonly accesses?: AccessConventions;
  /** Whether a file may; it is asked for every file of the languages, so it looks at little. */
  isCandidate(view: FileView): boolean;
  /** @param views the candidates, in the order of their paths */
  read(views: readonly FileView[], context: SchemaContext): readonly SchemaFact[];
}
