import type { DeployFacts } from '../deploy/deploy-facts.js';
import { addProxy, beginningOf, moveBelow, proxyText } from '../deploy/proxies.js';
import type { PathMove } from '../deploy/proxies.js';
import type { YamlView } from './yaml-view.js';

const RULE = /^traefik\.http\.routers\.[^.]+\.rule$/;
const STRIPS = /^traefik\.http\.middlewares\.[^.]+\.stripprefix\.prefixes$/i;
const ADDS = /^traefik\.http\.middlewares\.[^.]+\.addprefix\.prefix$/i;
const MOST_PATHS = 50;

/** Paths that the labels of a Compose service have Traefik lead to it: doc.traefik.io/traefik/routing/routers. */
export function readTraefik(deploy: DeployFacts, name: string, service: YamlView): void {
  const labels = service.get('labels');
  const stated = labelsOf(labels);
  const strips = valuesOf(stated, STRIPS).flatMap((text) => text.split(',')).flatMap((text) => beginningOf(text.trim()) ?? []);
  const added = valuesOf(stated, ADDS)[0];
  for (const { label, text, start, end } of stated) {
    if (!RULE.test(label)) continue;
    const server = /\bHost\(`([\w.-]+)`\)/.exec(text)?.[1];
    for (const [, path = ''] of [...text.matchAll(/\bPath(?:Prefix)?\(`([^`]{1,200})`\)/g)].slice(0, MOST_PATHS)) {
      const from = beginningOf(path);
      if (from === undefined) continue;
      const stripped = strips.flatMap((prefix) => moveBelow(from, { from: prefix, to: '/' }) ?? [])[0];
      const move: PathMove = stripped ?? { from, to: added === undefined ? from : `${added}${from}` };
      addProxy(deploy, proxyText(move, `http://${name}`, server), start, end);
    }
  }
}

interface Label {
  readonly label: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A mapping, or a list of `name=value`. */
function labelsOf(labels: YamlView | undefined): readonly Label[] {
  const mapped = (labels?.entries() ?? []).flatMap(({ key, start, value }): readonly Label[] => (value.text === undefined ? [] : [{ label: key, text: value.text, start, end: value.end }]));
  if (mapped.length > 0) return mapped;
  return (labels?.items() ?? []).flatMap(({ text, start, end }): readonly Label[] => {
    const equals = text?.indexOf('=') ?? -1;
    return text === undefined || equals < 0 ? [] : [{ label: text.slice(0, equals), text: text.slice(equals + 1), start, end }];
  });
}

function valuesOf(labels: readonly Label[], name: RegExp): readonly string[] {
  return labels.flatMap(({ label, text }) => (name.test(label) ? [text] : []));
}
