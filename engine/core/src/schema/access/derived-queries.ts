import { Kind, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import type { FileView } from '../../view/file-view.js';
import { lineageOf } from '../../workflows/lineage.js';
import type { AccessSite } from '../model.js';
import { modelOfBase } from './model-access.js';
import type { Keys } from './model-keys.js';

/** How sure it is that a repository's method does what its name says. */
const BY_NAME = 90;
const QUERY = /^(find|read|get|query|search|stream|list|count|exists|delete|remove|update)(?:\p{Lu}\w*?)?By(\p{Lu}\w*)?$/u;
const CHANGES = /^(?:delete|remove|update)$/;
/** Nobody writes a longer query as a name. */
const LONGEST_NAME = 200;
/** A word at a condition's end that is no property's; there may be several. */
const OPERATOR = /(?:Is|Equals|Between|LessThan|LessThanEqual|GreaterThan|GreaterThanEqual|After|Before|IsNull|Null|IsNotNull|NotNull|Like|NotLike|StartingWith|EndingWith|Containing|Contains|Not|In|NotIn|True|False|IgnoreCase|AllIgnoreCase)$/;
/** Libraries whose interfaces are queries by their methods' names. */
const OF_LIBRARY = /!(?:org\.springframework\.data|io\.micronaut\.data|jakarta\.data)\b/;
/** Of these only Micronaut Data makes changes of names: `updateByName`. */
const OF_MICRONAUT = /!io\.micronaut\.data\b/;
/** What people call interfaces that are queries. */
const CALLED_REPOSITORY = /(?:Repository|Dao|DAO)$/;
/** Interfaces that one continues, itself included. */
const LINEAGE = 17;

/**
 * Methods of a repository whose queries the framework makes of their names: `findByOwnerAndAge(…)` of
 * `interface Pets extends JpaRepository<Pet, Long>` (docs.spring.io/spring-data/jpa/reference/jpa/query-methods.html). They have
 * no body that could be followed, so that the access is the method's own. Those with a statement are read by that.
 */
export function derivedQueries(view: FileView, keys: Keys): readonly AccessSite[] {
  if (!keys.conventions.hasDerivedQueries) return [];
  const { symbols } = view.facts;
  const models = new Map<number, { readonly model: string | undefined; readonly updates: boolean }>();
  const sites: AccessSite[] = [];
  const known = (parent: number): { readonly model: string | undefined; readonly updates: boolean } => {
    const found = models.get(parent) ?? repository(view, parent, keys);
    models.set(parent, found);
    return found;
  };
  for (let row = 0; row < symbols.rows; row++) {
    const parent = symbols.get(row, SYMBOL.parent);
    if (parent < 0 || symbols.get(row, SYMBOL.kind) !== Kind.method || symbols.get(parent, SYMBOL.kind) !== Kind.interface) continue;
    // A method with a body is followed as any other.
    if ((symbols.get(row, SYMBOL.flags) & (SymbolFlag.virtual | SymbolFlag.static | SymbolFlag.private)) !== 0) continue;
    const name = view.facts.text(symbols.get(row, SYMBOL.name));
    const paths = graphPaths(view, row);
    if (paths.length > 0) {
      const { model } = known(parent);
      if (model !== undefined) sites.push({ access: 'reads', rule: 'orm.derived', models: [model], columns: [], related: paths.map((path) => ({ path, access: 'reads', columns: [] })), isRelatedOnly: true, source: keys.keyOf(view.program.canonical(view.file.firstSymbol + row)), range: view.symbolRange(row), marks: 0, confidence: BY_NAME });
    }
    const [, verb, condition = ''] = name.length > LONGEST_NAME ? [] : (QUERY.exec(name) ?? []);
    if (verb === undefined || view.decorationsOf(row).some(({ name }) => name === 'Query')) continue;
    const { model, updates } = known(parent);
    if (model === undefined || (verb === 'update' && !updates)) continue;
    sites.push({ access: CHANGES.test(verb) ? 'writes' : 'reads', rule: 'orm.derived', models: [model], columns: propertiesOf(condition), source: keys.keyOf(view.program.canonical(view.file.firstSymbol + row)), range: view.symbolRange(row), marks: 0, confidence: BY_NAME });
  }
  return sites;
}

/** `@EntityGraph(attributePaths = {"posts", "posts.tags"})`: relations that are read with what a method finds. */
function graphPaths(view: FileView, row: number): readonly (readonly string[])[] {
  const graph = view.decorationsOf(row).find(({ name }) => name === 'EntityGraph');
  const paths = graph === undefined ? -1 : view.argument(graph.expression, 'attributePaths');
  return paths < 0 ? [] : view.texts(paths).map((path) => path.split('.'));
}

/** The model of an interface that is a repository, by what it extends or is called, and whether names may say that rows are changed. */
function repository(view: FileView, row: number, keys: Keys): { readonly model: string | undefined; readonly updates: boolean } {
  const symbol = view.file.firstSymbol + row;
  const { bases, libraries } = lineageOf(view, symbol, LINEAGE);
  if (!libraries.some((path) => OF_LIBRARY.test(path)) && ![view.program.nameOf(symbol), ...bases].some((name) => CALLED_REPOSITORY.test(name))) return { model: undefined, updates: false };
  return { model: modelOfBase(view, view.file, symbol, keys), updates: libraries.some((path) => OF_MICRONAUT.test(path)) };
}

/** `OwnerAndAgeLessThanOrderByName` asks for `owner` and `age`. */
function propertiesOf(condition: string): readonly string[] {
  const parts = condition.replace(/OrderBy\p{Lu}.*$/u, '').split(/(?:And|Or)(?=\p{Lu})/u);
  return parts.map(withoutOperators).filter((part) => part !== '').map((part) => `${part.charAt(0).toLowerCase()}${part.slice(1)}`);
}

/** `deletedAt` of `DeletedAtIsNotNull`: one word after the other, since all at once could be told apart in as many ways as there are of cutting them. */
function withoutOperators(condition: string): string {
  for (let rest = condition; ; ) {
    const next = rest.replace(OPERATOR, '');
    if (next === rest) return rest;
    rest = next;
  }
}
