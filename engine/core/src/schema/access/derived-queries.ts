import { Kind, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import type { FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import { modelOfBase } from './model-access.js';
import type { Keys } from './model-access.js';

/** How sure it is that a repository's method does what its name says. */
const BY_NAME = 90;
const QUERY = /^(find|read|get|query|search|stream|list|count|exists|delete|remove|update)(?:\p{Lu}\w*?)?By(\p{Lu}\w*)?$/u;
const CHANGES = /^(?:delete|remove|update)$/;
/** Where a condition's words end that are no property's. */
const OPERATOR = /(?:Is|Equals|Between|LessThan|LessThanEqual|GreaterThan|GreaterThanEqual|After|Before|IsNull|Null|IsNotNull|NotNull|Like|NotLike|StartingWith|EndingWith|Containing|Contains|Not|In|NotIn|True|False|IgnoreCase|AllIgnoreCase)+$/;

/**
 * Methods of a repository whose queries the framework makes of their names: `findByOwnerAndAge(…)` of
 * `interface Pets extends JpaRepository<Pet, Long>` (docs.spring.io/spring-data/jpa/reference/jpa/query-methods.html). They have
 * no body that could be followed, so that the access is the method's own. Those with a statement are read by that.
 */
export function derivedQueries(view: FileView, keys: Keys): readonly AccessSite[] {
  if (!keys.conventions.hasDerivedQueries) return [];
  const { symbols } = view.facts;
  const models = new Map<number, string | undefined>();
  const sites: AccessSite[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const parent = symbols.get(row, SYMBOL.parent);
    if (parent < 0 || symbols.get(row, SYMBOL.kind) !== Kind.method || symbols.get(parent, SYMBOL.kind) !== Kind.interface) continue;
    // A method with a body is followed as any other.
    if ((symbols.get(row, SYMBOL.flags) & (SymbolFlag.virtual | SymbolFlag.static | SymbolFlag.private)) !== 0) continue;
    const [, verb, condition = ''] = QUERY.exec(view.facts.text(symbols.get(row, SYMBOL.name))) ?? [];
    if (verb === undefined || view.decorationsOf(row).some(({ name }) => name === 'Query')) continue;
    if (!models.has(parent)) models.set(parent, modelOfBase(view, view.file, view.file.firstSymbol + parent, keys));
    const model = models.get(parent);
    if (model === undefined) continue;
    sites.push({ access: CHANGES.test(verb) ? 'writes' : 'reads', rule: 'orm.derived', models: [model], columns: propertiesOf(condition), source: keys.keyOf(view.program.canonical(view.file.firstSymbol + row)), range: view.symbolRange(row), marks: 0, confidence: BY_NAME });
  }
  return sites;
}

/** `OwnerAndAgeLessThanOrderByName` asks for `owner` and `age`. */
function propertiesOf(condition: string): readonly string[] {
  const parts = condition.replace(/OrderBy\p{Lu}.*$/u, '').split(/(?:And|Or)(?=\p{Lu})/u);
  return parts.map((part) => part.replace(OPERATOR, '')).filter((part) => part !== '').map((part) => `${part.charAt(0).toLowerCase()}${part.slice(1)}`);
}
