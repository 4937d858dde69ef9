import { joinPaths } from '@pinata/graph';
import { Expression } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';
import { resourceOf } from './resources.js';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
/** Blocks that add to the path of what stands in them. */
const ADDING = new Set(['route', 'resource', 'location']);
/** Blocks in which routes stand. */
const BLOCKS = new Set([...ADDING, 'routing', 'authenticate', 'host', 'header', 'accept', 'contentType', 'rateLimit']);
const ROUTING = /^io\.ktor\.(?:server\.)?(?:routing|resources|locations)\b/;
/** How sure it is that a call of the name is Ktor's, in a file that imports its routing. */
const BY_NAME = 90;

/** Routes in blocks, also those of functions that add routes where they are called: ktor.io/docs/server-routing.html. */
export const routes: FrameworkRoutes = {
  files: /\.kt$/,
  read: (view, maker) => (view.imports().some((name) => ROUTING.test(name)) ? view.calls().flatMap((call) => [...routeSites(view, maker, call), ...mountSites(view, maker, call)]) : []),
};

function routeSites(view: FileView, maker: SiteMaker, { expression, outcome, range }: CallSite): readonly Site[] {
  const name = view.name(expression);
  const isSocket = name === 'webSocket' || name === 'sse';
  if ((!VERBS.has(name) && !isSocket) || view.chain(expression).length !== 1 || outcome.kind === 'resolved') return [];
  const handler = view.arguments(expression).find(({ value }) => view.kind(value) === Expression.lambda)?.value;
  if (handler === undefined) return [];
  const own = pathOf(view, expression);
  // A page has a head as well.
  if (own === undefined || (name === 'head' && view.lambdasAround(expression).some((lambda) => /html/i.test(view.name(view.callAround(lambda)))))) return [];
  const key = maker.keyAround(view, expression);
  return [{ kind: 'trigger', framework: 'ktor', rule: 'ktor.route', protocol: 'http', method: isSocket ? 'GET' : name.toUpperCase(), address: joinPaths(prefixOf(view, expression), own), handler: key, inline: view.lambdaRange(handler), receiver: key, range, confidence: BY_NAME }];
}

/** `get("/orders")`, `get { … }`, `get<Orders> { … }`; undefined where the path is not known. */
function pathOf(view: FileView, call: number): string | undefined {
  const first = view.arguments(call).find(({ name, value }) => (name === undefined || name === 'path') && view.kind(value) !== Expression.lambda)?.value ?? -1;
  if (first >= 0) return view.text(first);
  if (view.typeArgumentsOfCall(call).length === 0) return '';
  const resource = resourceOf(view, call);
  return resource === 'unknown' ? undefined : resource === 'plain' ? '' : resource.path;
}

/** The paths of the `route` blocks around. */
function prefixOf(view: FileView, expression: number): string {
  return joinPaths(...blocksAround(view, expression).filter((call) => ADDING.has(view.name(call))).map((call) => pathOf(view, call)).reverse());
}

function blocksAround(view: FileView, expression: number): readonly number[] {
  return view.lambdasAround(expression).map((lambda) => view.callAround(lambda)).filter((call) => call >= 0 && BLOCKS.has(view.name(call)));
}

/** `route("/api") { orders() }`: routes of a function lie where it is called. */
function mountSites(view: FileView, maker: SiteMaker, { expression, outcome }: CallSite): readonly Site[] {
  const target = symbolOf(outcome);
  if (target < 0 || view.kind(expression) !== Expression.call) return [];
  const around = maker.keyAround(view, expression);
  const isInBlock = blocksAround(view, expression).length > 0;
  // A function that adds routes calls others that do.
  if (!isInBlock && view.chain(expression).length !== 1) return [];
  const child = maker.keyOf(view.program.canonical(target));
  return child === around ? [] : [{ kind: 'mount', parent: around, child, prefix: prefixOf(view, expression) }];
}
