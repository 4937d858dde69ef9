import { joinPaths } from '@pinata/graph';
import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';
import { endpointPrefix } from './custom-endpoints.js';
import { inheritedMappings } from './inherited-mappings.js';

const VERBS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const NAMES = ['RouterFunction', 'RouterFunctions', 'RouterFunctionDsl', 'router', 'coRouter'];
const RUNNERS = ['CommandLineRunner', 'ApplicationRunner'];
const BY_NAME = 90;

/** Routes of controllers whose interfaces or bases map them, and functional routes: `route().GET("/orders", handler::all)`, `route(GET("/orders"), handler::all)`, and their blocks in Kotlin (docs.spring.io/spring-framework/reference/web/webmvc-functional.html). */
export const routes: FrameworkRoutes = {
  files: /\.(?:java|kt)$/,
  read: (view, maker) => [...(NAMES.some((name) => view.facts.indexOf(name) >= 0) ? view.calls().flatMap((call) => routeOf(view, maker, call)) : []), ...inheritedMappings(view, maker), ...runners(view, maker)],
};

/** `@Bean CommandLineRunner fill(Store store)`: what is run when the application has started. */
function runners(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  if (!RUNNERS.some((name) => view.facts.indexOf(name) >= 0)) return [];
  const { symbols } = view.facts;
  return view.decorations().flatMap(({ name, symbol, local }): readonly TriggerSite[] => {
    if (name !== 'Bean' || symbol < 0 || local >= 0) return [];
    const type = symbols.get(symbol, SYMBOL.type);
    const isStated = type >= 0 ? RUNNERS.includes(view.typeText(type)) : view.callsOf(view.program.canonical(view.file.firstSymbol + symbol)).some((call) => RUNNERS.includes(view.name(call.expression)));
    return isStated ? [{ kind: 'trigger', framework: 'spring', rule: 'spring.runner', protocol: 'process', method: '', address: view.facts.text(symbols.get(symbol, SYMBOL.name)), handler: maker.keyOf(view.file.firstSymbol + symbol), inline: undefined, receiver: undefined, range: view.symbolRange(symbol), confidence: BY_NAME }] : [];
  });
}

function routeOf(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { expression, range } = call;
  const name = view.name(expression);
  const predicate = name === 'route' || name === 'andRoute' ? predicateOf(view, view.argument(expression, 0)) : VERBS.has(name) ? expression : -1;
  const path = predicate < 0 ? undefined : view.text(view.argument(predicate, 0));
  if (path === undefined || call.outcome.kind === 'resolved') return [];
  const handler = handlerOf(view, maker, expression);
  if (handler === undefined) return [];
  return [{ kind: 'trigger', framework: 'spring', rule: 'spring.router', protocol: 'http', method: view.name(predicate), address: joinPaths(endpointPrefix(view, expression), ...pathsAround(view, expression), path), ...handler, receiver: undefined, range, confidence: BY_NAME }];
}

/** `GET("/orders").and(accept(JSON))`: the call of the verb. */
function predicateOf(view: FileView, row: number): number {
  return row < 0 ? -1 : (view.chain(row).find((link) => link.call >= 0 && VERBS.has(link.name))?.call ?? -1);
}

/** What stands behind the path: a method of a handler, or a lambda. */
function handlerOf(view: FileView, maker: SiteMaker, call: number): Pick<TriggerSite, 'handler' | 'inline'> | undefined {
  for (const { value } of view.arguments(call).slice(1)) {
    const key = view.kind(value) === Expression.lambda || view.symbolNamed(value) < 0 ? undefined : maker.keyNamed(view, value);
    if (key !== undefined) return { handler: key, inline: undefined };
    if (view.kind(value) === Expression.lambda) return { handler: maker.keyAround(view, call), inline: view.lambdaRange(value) };
  }
  return undefined;
}

/** Paths of the blocks around, the outermost first: `path("/api", builder -> …)`, `nest(path("/api"), …)`, `"/api".nest { … }`. */
function pathsAround(view: FileView, expression: number): readonly string[] {
  return view.lambdasAround(expression).flatMap((lambda) => {
    const call = view.callAround(lambda);
    const name = call < 0 ? '' : view.name(call);
    if (name !== 'path' && name !== 'nest') return [];
    const first = view.argument(call, 0);
    const callee = view.operand(call);
    const before = view.kind(callee) === Expression.member ? view.text(view.operand(callee)) : undefined;
    return view.text(first) ?? (view.kind(first) === Expression.call ? view.text(view.argument(first, 0)) : undefined) ?? before ?? [];
  }).reverse();
}
