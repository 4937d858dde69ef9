import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { CASELESS } from '../../../view/file-views.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { HookSite, TriggerSite } from '../../sites.js';
import { camelCase } from '../../words.js';

/** How sure it is that the type of a generated constant is the schema's of that name. */
const BY_CONSTANT = 90;
/** The same where the schema is not at hand. */
const WITHOUT_SCHEMA = 70;
/** `QUERY.TYPE_NAME`, `DgsConstants.QUERY_TYPE`. */
const TYPE_NAME = 'TYPE_NAME';
const ROOT_TYPE = /^(QUERY|MUTATION|SUBSCRIPTION)_TYPE$/;

/** Fields of types, entities that other services ask for, and loaders as steps of who asks for them: netflix.github.io/dgs/datafetching. */
export const routes: FrameworkRoutes = {
  files: /\.(?:java|kt)$/,
  read: (view, maker) => [...view.decorations().flatMap((site) => answeredBy(view, maker, site)), ...loaded(view, maker)],
};

function answeredBy(view: FileView, maker: SiteMaker, site: DecorationSite): readonly TriggerSite[] {
  if (site.symbol < 0 || site.local >= 0) return [];
  const range = view.place(site.expression);
  const shared = { kind: 'trigger', framework: 'dgs', protocol: 'graphql', handler: maker.keyOf(view.file.firstSymbol + site.symbol), inline: undefined, receiver: undefined, range } as const;
  if (site.name === 'DgsEntityFetcher') {
    const type = typeOf(view, view.argument(site.expression, 'name'));
    return type === undefined ? [] : [{ ...shared, rule: 'dgs.entity', method: type.name, address: '__resolveReference', confidence: type.confidence }];
  }
  if (site.name !== 'DgsData') return [];
  const type = typeOf(view, view.argument(site.expression, 'parentType'));
  const given = view.argument(site.expression, 'field');
  const field = given < 0 ? view.facts.text(view.facts.symbols.get(site.symbol, SYMBOL.name)) : (view.text(given) ?? camelCase(view.name(given)));
  return type === undefined || field === '' ? [] : [{ ...shared, rule: 'dgs.field', method: type.name, address: field, confidence: type.confidence }];
}

interface NamedType {
  readonly name: string;
  readonly confidence: number;
}

/** The type that a text or a constant of the generator names: constants are in capitals, whatever the schema's name. */
function typeOf(view: FileView, row: number): NamedType | undefined {
  const text = row < 0 ? undefined : view.text(row);
  if (text !== undefined) return { name: text, confidence: 100 };
  const chain = row < 0 ? [] : view.chain(row);
  const last = chain[chain.length - 1]?.name ?? '';
  const constant = last === TYPE_NAME ? chain[chain.length - 2]?.name : ROOT_TYPE.exec(last)?.[1];
  if (constant === undefined) return undefined;
  if (/^(?:QUERY|MUTATION|SUBSCRIPTION)$/.test(constant)) return { name: `${constant.charAt(0)}${constant.slice(1).toLowerCase()}`, confidence: BY_CONSTANT };
  const type = view.typeNamed(constant.toLowerCase(), `graphql${CASELESS}`);
  return type < 0 ? { name: constant, confidence: WITHOUT_SCHEMA } : { name: view.program.nameOf(type), confidence: BY_CONSTANT };
}

/** `dfe.getDataLoader(Authors.class)`: the loader that a class or the name of one says: netflix.github.io/dgs/data-loaders. */
function loaded(view: FileView, maker: SiteMaker): readonly HookSite[] {
  return view.calls().flatMap(({ expression, owner, range }): readonly HookSite[] => {
    if (view.name(expression) !== 'getDataLoader' || owner < 0) return [];
    const given = view.argument(expression, 0);
    // A class is a literal in Java; a loader's own name does not tell where it is.
    const named = given < 0 ? -1 : view.kind(given) === Expression.literal ? view.typeNamed(/^([\w.]+)\.class$/.exec(view.text(given) ?? '')?.[1] ?? '') : maker.typeNamed(view, given);
    const target = maker.methodKey(view, named, 'load');
    return target === undefined ? [] : [{ kind: 'hook', framework: 'dgs', rule: 'dgs.loader', source: maker.keyOf(owner), target, range, confidence: 100 }];
  });
}
