import { Expression, Kind, SYMBOL } from '../../facts/schema.js';
import { onlySymbolOf } from '../../link/outcome.js';
import { plural, singular, snakeCase } from '../names.js';
import type { ChainLink, FileView } from '../../view/file-view.js';

/** How sure it is that a name means the model that is called so. */
export const BY_CONVENTION = 60;
/** What is asked of a value that has nothing to do with its table. */
const NO_RECORDS = new Set(['errors', 'params', 'options', 'headers', 'config', 'flash', 'cookies', 'request', 'response']);

/** A record or records that a name means by convention: `@tag` and `tag` are a `Tag`, `tags` are those of a query. */
export interface Convention {
  /** Number of the class. */
  readonly model: number;
  readonly isQuery: boolean;
  /** Place in the chain of what is called so. */
  readonly index: number;
}

/** What a chain of calls works on in a language whose families name records so, where the names tell and types do not: `Current.family.tags.alphabetically`, `@tag.update!`. The last one decides. */
export function conventionOf(view: FileView, chain: readonly ChainLink[]): Convention | undefined {
  for (let index = chain.length - 1; index >= 0; index--) {
    const link = chain[index]!; // below its length
    const name = link.name.replace(/^@+/, '');
    if (!/^[a-z][a-z0-9_]*$/.test(name) || NO_RECORDS.has(chain[index - 1]?.name ?? '')) continue;
    const isQuery = plural(singular(name)) === name && singular(name) !== name;
    // A word of its own in the plural may be a list that was made here.
    if (isQuery && index === 0 && (link.call < 0 || view.kind(link.expression) !== Expression.name || isAttribute(view, link))) continue;
    // What is made of a query is in memory until it is saved.
    if (isQuery && /^(?:new|build)$/.test(chain[index + 1]?.name ?? '')) return undefined;
    const model = view.typeNamed(camelized(isQuery ? singular(name) : name));
    if (model >= 0) return { model, isQuery, index };
  }
  return undefined;
}

/** The table that a library's model has by custom: `delayed_jobs` of `Delayed::Job.find(id)`, also where the repository opens the class again. Whether there is one is known when the schema is. */
export function tableOfOutside([root, verb]: readonly ChainLink[]): string | undefined {
  if (root === undefined || root.call >= 0 || verb === undefined || verb.call < 0 || !/^(?:[A-Z]\w*::)+[A-Z]\w*$/.test(root.name)) return undefined;
  return plural(root.name.split('::').map(snakeCase).join('_'));
}

/** What an object was given and keeps under a name is no association. */
function isAttribute(view: FileView, link: ChainLink): boolean {
  const symbol = onlySymbolOf(view.callOf(link.call)?.outcome);
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.property && view.program.cell(symbol, SYMBOL.value) < 0;
}

function camelized(name: string): string {
  return name.split('_').map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`).join('');
}
