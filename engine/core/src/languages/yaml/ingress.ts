import type { DeployFacts } from '../deploy/deploy-facts.js';
import { addProxy, beginningOf, moveOfExpression, proxyText } from '../deploy/proxies.js';
import type { YamlView } from './yaml-view.js';

const REWRITES: readonly string[] = ['nginx.ingress.kubernetes.io/rewrite-target', 'ingress.kubernetes.io/rewrite-target', 'haproxy.org/path-rewrite'];
const MOST_PATHS = 1_000;

/** Paths of an Ingress and the services behind them: kubernetes.io/docs/concepts/services-networking/ingress. */
export function readIngress(deploy: DeployFacts, view: YamlView): void {
  const annotations = view.at('metadata', 'annotations');
  const rewrite = REWRITES.flatMap((name) => annotations?.get(name)?.text ?? [])[0];
  const places = (view.at('spec', 'rules')?.items() ?? []).flatMap((rule) => (rule.at('http', 'paths')?.items() ?? []).map((place) => ({ place, server: rule.get('host')?.text })));
  for (const { place, server } of places.slice(0, MOST_PATHS)) {
    const path = place.get('path');
    const service = place.at('backend', 'service', 'name') ?? place.at('backend', 'serviceName');
    if (service?.text === undefined || !/^[\w.-]+$/.test(service.text)) continue;
    addProxy(deploy, textOf(path?.text ?? '/', rewrite, service.text, server?.includes('*') === true ? undefined : server), path?.start ?? service.start, service.end);
  }
}

function textOf(path: string, rewrite: string | undefined, service: string, server: string | undefined): string | undefined {
  const target = `http://${service}`;
  const from = beginningOf(path);
  if (rewrite === undefined) return from === undefined ? undefined : proxyText({ from, to: from }, target, server);
  const move = moveOfExpression(path, rewrite);
  if (move !== undefined) return proxyText(move, target, server);
  // Without a group every path becomes the one that is stated.
  return from === undefined || rewrite.includes('$') ? undefined : proxyText({ from, to: rewrite }, target, server);
}
