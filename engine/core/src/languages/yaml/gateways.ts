import { joinPaths } from '@pinata/graph';
import type { DeployFacts } from '../deploy/deploy-facts.js';
import { addProxy, beginningOf, moveOfExpression, proxyText } from '../deploy/proxies.js';
import type { PathMove } from '../deploy/proxies.js';
import type { YamlView } from './yaml-view.js';

const MOST_ROUTES = 1_000;
/** Where its versions keep the routes. */
const SPRING_ROUTES: readonly (readonly string[])[] = [['routes'], ['server', 'webflux', 'routes'], ['server', 'webmvc', 'routes'], ['mvc', 'routes']];

/** Routes of Spring Cloud Gateway in an application's settings: docs.spring.io/spring-cloud-gateway/reference. */
export function readSpringGateway(deploy: DeployFacts, view: YamlView): void {
  const gateway = view.at('spring', 'cloud', 'gateway');
  const routes = SPRING_ROUTES.flatMap((keys) => gateway?.at(...keys)?.items() ?? []);
  for (const route of routes.slice(0, MOST_ROUTES)) {
    const uri = route.get('uri');
    const target = uri?.text?.replace(/^lb(?::ws)?:\/\//, 'http://');
    if (uri === undefined || target === undefined || !/^https?:\/\/[\w.-]+(?::\d+)?\/?$/.test(target)) continue;
    const filters = (route.get('filters')?.items() ?? []).map(shortcutOf);
    for (const path of (route.get('predicates')?.items() ?? []).map(shortcutOf).filter(({ name }) => name === 'Path').flatMap(({ values }) => values)) {
      const from = beginningOf(path);
      if (from !== undefined) addProxy(deploy, proxyText(filters.reduce((move, filter) => changed(move, filter), { from, to: from }), target), uri.start, uri.end);
    }
  }
}

interface Shortcut {
  readonly name: string;
  readonly values: readonly string[];
}

/** `Path=/api/**, /v1/**`, or a name with arguments. */
function shortcutOf(view: YamlView): Shortcut {
  const text = view.text;
  if (text !== undefined) {
    const equals = text.indexOf('=');
    return equals < 0 ? { name: text, values: [] } : { name: text.slice(0, equals), values: text.slice(equals + 1).split(',').map((value) => value.trim()) };
  }
  const given = view.get('args');
  return { name: view.get('name')?.text ?? '', values: (given?.entries() ?? []).flatMap(({ value }) => value.items().flatMap((item) => item.text ?? [])) };
}

function changed({ from, to }: PathMove, { name, values }: Shortcut): PathMove {
  const [first = '', second = ''] = values;
  switch (name) {
    case 'StripPrefix':
      return { from, to: joinPaths(...to.split('/').filter((part) => part !== '').slice(Number(first) || 0)) };
    case 'PrefixPath':
      return { from, to: joinPaths(first, to) };
    case 'RewritePath': {
      // Groups have names there: `/red/?(?<segment>.*)` becomes `/$\{segment}`.
      const move = moveOfExpression(first.replace(/\(\?<\w+>/, '('), second.replace(/\$\\?\{\w+\}/, '$1'));
      return move?.from === from ? move : { from, to };
    }
    default:
      return { from, to };
  }
}

/** Rules of a Gateway API's HTTPRoute: gateway-api.sigs.k8s.io/api-types/httproute. */
export function readHttpRoute(deploy: DeployFacts, view: YamlView): void {
  const server = view.at('spec', 'hostnames')?.items()[0]?.text;
  for (const rule of (view.at('spec', 'rules')?.items() ?? []).slice(0, MOST_ROUTES)) {
    const service = rule.get('backendRefs')?.items()[0]?.get('name');
    if (service?.text === undefined || !/^[\w.-]+$/.test(service.text)) continue;
    const rewriting = rule.get('filters')?.items().find((filter) => filter.get('type')?.text === 'URLRewrite')?.at('urlRewrite', 'path');
    const replaced = rewriting?.get('replacePrefixMatch')?.text ?? rewriting?.get('replaceFullPath')?.text;
    const paths = (rule.get('matches')?.items() ?? []).flatMap((match) => match.at('path', 'value')?.text ?? []);
    for (const path of paths.length > 0 ? paths : ['/']) {
      const from = beginningOf(path);
      if (from !== undefined) addProxy(deploy, proxyText({ from, to: replaced === undefined ? from : joinPaths(replaced) }, `http://${service.text}`, server?.includes('*') === true ? undefined : server), service.start, service.end);
    }
  }
}

/** Routes of Traefik's own resource: doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute. */
export function readIngressRoute(deploy: DeployFacts, view: YamlView): void {
  for (const route of (view.at('spec', 'routes')?.items() ?? []).slice(0, MOST_ROUTES)) {
    const rule = route.get('match')?.text ?? '';
    const service = route.get('services')?.items()[0]?.get('name');
    // What its middlewares do to paths is said elsewhere.
    if (service?.text === undefined || !/^[\w.-]+$/.test(service.text) || route.get('middlewares') !== undefined) continue;
    const server = /\bHost\(`([\w.-]+)`\)/.exec(rule)?.[1];
    for (const [, path = ''] of rule.matchAll(/\bPath(?:Prefix)?\(`([^`]{1,200})`\)/g)) {
      const from = beginningOf(path);
      if (from !== undefined) addProxy(deploy, proxyText({ from, to: from }, `http://${service.text}`, server), service.start, service.end);
    }
  }
}
