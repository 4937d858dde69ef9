import { Kind, LOCAL, SYMBOL } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import type { FileView } from '../view/file-view.js';
import { parametersOf } from './routers.js';
import type { FetchedRecord } from './sites.js';
import { splitWords } from './words.js';

const MOST_FETCHED = 8;

/**
 * Records that a framework reads for a handler by what stands in the path: `show(Order $order)` of `/orders/{order}`. Whether a class
 * is a model is known when the schema is.
 * @param method number of the handler
 * @param by `name` where the path's parameter is called as the handler's, `path` where any parameter may tell the record
 */
export function fetchedFor(view: FileView, method: number, by: 'name' | 'path', keyOf: (symbol: number) => string): readonly FetchedRecord[] {
  const owner = view.bodiesOf(view.program.fileOfSymbol(method));
  const { facts } = owner;
  return parametersOf(owner, method - owner.file.firstSymbol).flatMap((local): readonly FetchedRecord[] => {
    const type = facts.locals.get(local, LOCAL.type);
    const model = type < 0 ? -1 : onlySymbolOf(owner.linker.namedType(owner.file, type));
    if (model < 0 || view.program.cell(model, SYMBOL.kind) !== Kind.class) return [];
    const name = facts.text(facts.locals.get(local, LOCAL.name)).replace(/^\$/, '');
    return [{ model: keyOf(model), names: by === 'path' ? [] : [...new Set([name, splitWords(name).join('_')])] }];
  }).slice(0, MOST_FETCHED);
}

/** Those of the records that a path tells: `{order}`, `{order:slug}`, `{order?}`. */
export function fetchedBy(address: string, records: readonly FetchedRecord[]): readonly FetchedRecord[] {
  const parameters = new Set(Array.from(address.matchAll(/\{(\w+)/g), ([, name = '']) => name));
  return records.filter(({ names }) => (names.length === 0 ? parameters.size > 0 : names.some((name) => parameters.has(name))));
}
