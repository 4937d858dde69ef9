import type { SourceRange } from '@pinata/graph';
import { Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import { ROOT_TYPES } from '../../../languages/graphql/document.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

/** Types of the schema whose fields are asked for by clients. */
const ROOTS: ReadonlySet<string> = new Set(ROOT_TYPES);
/** Caches and clients of browsers, which are given maps of the same shape. */
const CLIENTS = /^(?:cacheExchange|offlineExchange|InMemoryCache|ApolloClient)$/;
/** Names of other types of a schema. */
const TYPE = /^[A-Z]\w*$/;
const DEPTH = 6;
/** What holds a map of resolvers; a class of that name is of another framework. */
const HOLDERS: ReadonlySet<number> = new Set([Kind.property, Kind.constant, Kind.variable]);
/** How sure it is that an object called so in a package that uses GraphQL is a map of resolvers. */
const BY_SHAPE = 90;

/** Maps of resolvers: functions by the type and the field that they answer for: the-guild.dev/graphql/tools/docs/resolvers. */
export const routes: FrameworkRoutes = {
  files: /\.[cm]?[jt]sx?$/,
  read: (view, maker) => {
    const { symbols } = view.facts;
    const declared = Array.from({ length: symbols.rows }, (_, row) => row).flatMap((row) => [...fieldOf(view, maker, row), ...namedFields(view, maker, row)]);
    return [...declared, ...fieldsOfObjects(view, maker), ...mapsElsewhere(view, maker)];
  },
};

/** Maps that nothing has a name for, as in `module.exports = { Query: { … } }`. */
function fieldsOfObjects(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  const { expressions, symbols } = view.facts;
  const named = new Set(Array.from({ length: symbols.rows }, (_, row) => symbols.get(row, SYMBOL.value)));
  return Array.from({ length: expressions.rows }, (_, row) => row).flatMap((row): readonly TriggerSite[] => {
    if (view.kind(row) !== Expression.object || isOfClient(view, row)) return [];
    const isMap = holdsRoots(view, row);
    return view.arguments(row).flatMap(({ name: type, value: map }): readonly TriggerSite[] => {
      if (type === undefined || !(ROOTS.has(type) || (isMap && TYPE.test(type))) || view.kind(map) !== Expression.object || named.has(map)) return [];
      return view.arguments(map).flatMap(({ name, value }): readonly TriggerSite[] => {
        const field = name ?? view.name(value);
        const answers = functionIn(view, value);
        if (answers >= 0) return [{ ...siteOf(type, field, maker.keyAround(view, map), view.place(value)), inline: view.lambdaRange(answers) }];
        const handler = view.kind(value) === Expression.name || view.kind(value) === Expression.member ? functionNamed(view, maker, value) : undefined;
        return handler === undefined ? [] : [siteOf(type, field, handler, view.place(value))];
      });
    });
  });
}

/** The function of a field that is written in its place, `{ subscribe: () => … }` included; or -1. */
function functionIn(view: FileView, value: number): number {
  if (view.kind(value) === Expression.lambda) return value;
  const answers = view.kind(value) !== Expression.object ? [] : ['subscribe', 'resolve'].map((name) => view.argument(value, name));
  return answers.find((row) => view.kind(row) === Expression.lambda) ?? -1;
}

/** Whether an object is a map of resolvers: one of its entries is for a root type. */
function holdsRoots(view: FileView, object: number): boolean {
  return view.arguments(object).some(({ name, value }) => ROOTS.has(name ?? view.name(value)));
}

/** `{ Query, User, Order: orderResolvers }`: types whose fields another constant holds, maybe of another file. */
function mapsElsewhere(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  const { expressions } = view.facts;
  return Array.from({ length: expressions.rows }, (_, row) => row).flatMap((row): readonly TriggerSite[] => {
    if (view.kind(row) !== Expression.object || !holdsRoots(view, row) || isOfClient(view, row)) return [];
    return view.arguments(row).flatMap(({ name, value }): readonly TriggerSite[] => {
      const type = name ?? view.name(value);
      const isNamed = view.kind(value) === Expression.name || view.kind(value) === Expression.member;
      // Constants that are named as a root type are found where they stand.
      const symbol = isNamed && TYPE.test(type) && !(ROOTS.has(type) && view.name(value) === type) ? view.symbolNamed(value) : -1;
      if (symbol < 0 || !HOLDERS.has(view.program.cell(symbol, SYMBOL.kind))) return [];
      const owner = view.viewOf(view.program.fileOfSymbol(symbol));
      const members = Array.from(view.program.membersOf(symbol)).flatMap(([field, [member = -1]]): readonly TriggerSite[] => {
        const handler = member < 0 ? undefined : handlerOf(owner, maker, member - owner.file.firstSymbol);
        return handler === undefined ? [] : [siteOf(type, field, handler, view.place(value))];
      });
      const object = view.program.cell(symbol, SYMBOL.value);
      return [...members, ...shorthands(owner, maker, object).map(({ field, handler }) => siteOf(type, field, handler, view.place(value)))];
    });
  });
}

interface Shorthand {
  readonly field: string;
  readonly handler: string;
  readonly place: SourceRange;
}

/** Functions that an object holds under their own names. */
function shorthands(view: FileView, maker: SiteMaker, object: number): readonly Shorthand[] {
  if (view.kind(object) !== Expression.object) return [];
  return view.arguments(object).flatMap(({ name, value }): readonly Shorthand[] => {
    // What is written as a pair is a member that the object declares.
    const isShorthand = view.kind(value) === Expression.name && (name === undefined || (name === view.name(value) && view.symbolSetTo(value) < 0));
    const handler = isShorthand ? functionNamed(view, maker, value) : undefined;
    return handler === undefined ? [] : [{ field: view.name(value), handler, place: view.place(value) }];
  });
}

/** Whether an expression is given to a client, in whatever object. */
function isOfClient(view: FileView, expression: number): boolean {
  let at = expression;
  for (let depth = 0; depth < DEPTH && at >= 0; depth++) {
    at = view.callAround(at);
    const kind = view.kind(at);
    if ((kind === Expression.call || kind === Expression.new) && CLIENTS.test(view.name(at))) return true;
  }
  return false;
}

/** The type of the schema that a symbol holds resolvers of. */
function rootOf(view: FileView, symbol: number): string | undefined {
  const { symbols } = view.facts;
  if (symbol < 0 || !HOLDERS.has(symbols.get(symbol, SYMBOL.kind))) return undefined;
  const name = view.facts.text(symbols.get(symbol, SYMBOL.name));
  return (ROOTS.has(name) || (TYPE.test(name) && isBesideRoot(view, symbol))) && !isOfClient(view, symbols.get(symbol, SYMBOL.value)) ? name : undefined;
}

/** Whether an entry stands in a map beside one of a root type. */
function isBesideRoot(view: FileView, symbol: number): boolean {
  const map = view.facts.symbols.get(symbol, SYMBOL.parent);
  if (map < 0 || !HOLDERS.has(view.facts.symbols.get(map, SYMBOL.kind))) return false;
  const object = view.facts.symbols.get(map, SYMBOL.value);
  return view.kind(object) === Expression.object && holdsRoots(view, object);
}

function fieldOf(view: FileView, maker: SiteMaker, row: number): readonly TriggerSite[] {
  const { symbols } = view.facts;
  const type = rootOf(view, symbols.get(row, SYMBOL.parent));
  const handler = type === undefined ? undefined : handlerOf(view, maker, row);
  return type === undefined || handler === undefined ? [] : [siteOf(type, view.facts.text(symbols.get(row, SYMBOL.name)), handler, view.symbolRange(row))];
}

/** `{ users, orders }`: functions under their own names. */
function namedFields(view: FileView, maker: SiteMaker, row: number): readonly TriggerSite[] {
  const type = rootOf(view, row);
  const value = view.facts.symbols.get(row, SYMBOL.value);
  return type === undefined ? [] : shorthands(view, maker, value).map(({ field, handler, place }) => siteOf(type, field, handler, place));
}

function siteOf(type: string, address: string, handler: string | undefined, range: SourceRange): TriggerSite {
  return { kind: 'trigger', framework: 'apollo', rule: 'apollo.resolver', protocol: 'graphql', method: type, address, handler, inline: undefined, receiver: undefined, range, confidence: BY_SHAPE };
}

function functionNamed(view: FileView, maker: SiteMaker, row: number): string | undefined {
  const named = maker.keyNamed(view, row);
  return named?.startsWith('local ') === true ? undefined : named;
}

/** The function that is named, or the field itself where the function is written there. */
function handlerOf(view: FileView, maker: SiteMaker, row: number): string | undefined {
  const value = view.facts.symbols.get(row, SYMBOL.value);
  const kind = view.kind(value);
  if (kind === Expression.name || kind === Expression.member) return functionNamed(view, maker, value);
  // A text or number resolves nothing.
  if (kind === Expression.literal || kind === Expression.array) return undefined;
  const field = view.program.canonical(view.file.firstSymbol + row);
  return maker.methodKey(view, field, 'subscribe') ?? maker.methodKey(view, field, 'resolve') ?? maker.keyOf(field);
}
