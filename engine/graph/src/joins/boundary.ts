import type { Graph } from '../graph/graph.js';
import type { NodeKind, SourceRange } from '../model.js';
import { PATHS, routeTemplates, templateOf } from './address.js';
import { ProxyIndex, parseProxyName } from './proxies.js';
import type { Addressed, ProxyRule } from './proxies.js';
import { RouteIndex } from './route-index.js';
import { PATTERN_RULE, TEMPLATE_RULE } from './subjects.js';

/** Raised when a reader of the version before would misread it. */
export const BOUNDARY_VERSION = 1;

/** A node as another repository is told of it. */
export interface BoundaryNode {
  readonly key: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly path?: string;
  readonly range?: SourceRange;
}

/** Code at the other side: who sends a request or message, or who handles it. */
export interface BoundaryEnd {
  readonly node: BoundaryNode;
  /** Where it is done; absent where the edge has no site. */
  readonly path?: string;
  readonly range?: SourceRange;
  /** Whole per cent of the edge. */
  readonly confidence: number;
}

/** A trigger that a request or a message from outside may start. */
export interface Entrance {
  readonly trigger: BoundaryNode;
  readonly handlers: readonly BoundaryEnd[];
}

export interface BoundaryRoute extends Entrance {
  readonly protocol: string;
  readonly method: string;
  readonly template: string;
}

export interface BoundaryConsumer extends Entrance {
  readonly protocol: string;
  readonly subject: string;
}

export interface BoundaryRequest {
  /** Key of the endpoint's node. */
  readonly key: string;
  readonly protocol: string;
  readonly method: string;
  readonly template: string;
  /** As it is written, port and all; absent where only the running program knows it. */
  readonly host?: string;
  /** A route of its own repository takes it. */
  readonly isTaken: boolean;
  /** Where proxies of its own repository pass it on to; absent where none does. */
  readonly forwards?: readonly Addressed[];
  readonly senders: readonly BoundaryEnd[];
}

export interface BoundaryMessage {
  /** Key of the channel's node. */
  readonly key: string;
  readonly protocol: string;
  readonly subject: string;
  readonly senders: readonly BoundaryEnd[];
}

/** What a repository takes from others and asks of them; code of tests is left out. */
export interface Boundary {
  readonly formatVersion: number;
  readonly routes: readonly BoundaryRoute[];
  readonly consumers: readonly BoundaryConsumer[];
  readonly requests: readonly BoundaryRequest[];
  readonly messages: readonly BoundaryMessage[];
  /** Reverse proxies; absent in files of versions that knew none. */
  readonly proxies?: readonly ProxyRule[];
}

/** Senders of one request or message that are kept, the first in the order of the graph. */
const MOST_SENDERS = 100;
const ROUTES: ReadonlySet<string> = new Set([PATHS, 'grpc', 'graphql']);
/** The protocol of triggers that are reverse proxies. */
const PROXIES = 'proxy';
/** Rules that held subjects of this repository against each other. */
const CONCLUDED: ReadonlySet<string> = new Set([PATTERN_RULE, TEMPLATE_RULE]);
/** The protocol of channels that other programs can be at; events stay inside one. */
const MESSAGES = 'message';

/** Method and address that the name of a trigger or endpoint states. */
function splitName(name: string): { readonly method: string; readonly address: string } {
  const space = name.indexOf(' ');
  return name.startsWith('/') || space < 0 ? { method: '', address: name } : { method: name.slice(0, space), address: name.slice(space + 1) };
}

/** What a graph shows to other repositories, in the order of its nodes. */
export function boundaryOf(graph: Graph): Boundary {
  const routes: BoundaryRoute[] = [];
  const consumers: BoundaryConsumer[] = [];
  const requests: BoundaryRequest[] = [];
  const messages: BoundaryMessage[] = [];
  const proxies: ProxyRule[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const kind = graph.nodeKind(node);
    if (kind === 'trigger') {
      const { protocol, entrance } = entranceOf(graph, node);
      if (entrance === undefined) continue;
      if (ROUTES.has(protocol)) {
        const { method, address } = splitName(entrance.trigger.name);
        for (const template of routeTemplates(protocol, address)) routes.push({ protocol, method, template, ...entrance });
      }
      if (protocol === PROXIES) {
        const proxy = parseProxyName(entrance.trigger.name);
        if (proxy !== undefined) proxies.push(proxy);
      }
      if (protocol === MESSAGES) for (const channel of targets(graph, node, 'consumes')) consumers.push({ protocol, subject: graph.name(channel), ...entrance });
    } else if (kind === 'endpoint') {
      const senders = sendersOf(graph, node, 'requests');
      if (senders.length > 0) requests.push({ ...addressOf(graph, node), isTaken: targets(graph, node, 'triggers').length > 0, senders });
    } else if (kind === 'channel') {
      const senders = sendersOf(graph, node, 'publishes');
      if (senders.length > 0 && graph.node(node).signature === MESSAGES) messages.push({ key: graph.key(node), protocol: MESSAGES, subject: graph.name(node), senders });
    }
  }
  const index = new ProxyIndex(proxies);
  const forwarded = requests.map((request): BoundaryRequest => {
    const forwards = request.protocol === PATHS ? index.forwardsOf(request) : [];
    return forwards.length === 0 ? request : { ...request, forwards };
  });
  return { formatVersion: BOUNDARY_VERSION, routes, consumers, requests: forwarded, messages, ...(proxies.length === 0 ? {} : { proxies }) };
}

/** Protocol, method, path and host of an endpoint's node. */
function addressOf(graph: Graph, node: number): Omit<BoundaryRequest, 'isTaken' | 'senders'> {
  const { key, name, signature: protocol = '', parentKey = '' } = graph.node(node);
  const parent = graph.nodeNumber(parentKey);
  const host = parent >= 0 && graph.nodeKind(parent) === 'externalService' ? graph.name(parent) : undefined;
  const { method, address } = splitName(name);
  return { key, protocol, method, template: templateOf(protocol, host === undefined ? address : address.slice(host.length)), ...(host === undefined || host.includes('{}') ? {} : { host }) };
}

function entranceOf(graph: Graph, node: number): { readonly protocol: string; readonly entrance: Entrance | undefined } {
  const trigger = graph.node(node);
  const protocol = (trigger.signature ?? '').split(' ')[0] ?? '';
  const edges = graph.outEdges(node).filter((row) => graph.edgeKind(row) === 'triggers');
  const isOfTests = edges.length > 0 && edges.every((row) => isOfTest(graph, graph.edge(row).file));
  return { protocol, entrance: isOfTests ? undefined : { trigger: nodeOf(graph, node), handlers: edges.map((row) => endOf(graph, row, graph.edge(row).target)) } };
}

function sendersOf(graph: Graph, node: number, kind: 'requests' | 'publishes'): readonly BoundaryEnd[] {
  const rows = graph.inEdges(node).filter((row) => graph.edgeKind(row) === kind && !isOfTest(graph, graph.edge(row).file));
  return rows.slice(0, MOST_SENDERS).map((row) => endOf(graph, row, graph.edge(row).source));
}

/** Where a node's edges of a kind lead by what its code states: whom a pattern fits is found anew among other repositories. */
function targets(graph: Graph, node: number, kind: 'consumes' | 'triggers'): readonly number[] {
  return [...new Set(graph.outEdges(node).flatMap((row) => (graph.edgeKind(row) === kind && !CONCLUDED.has(graph.edge(row).rule) ? [graph.edge(row).target] : [])))];
}

function isOfTest(graph: Graph, file: number): boolean {
  return file >= 0 && graph.role(file) === 'test';
}

function endOf(graph: Graph, row: number, node: number): BoundaryEnd {
  const { file, range, confidence } = graph.edge(row);
  const path = file < 0 ? undefined : graph.path(file);
  return { node: nodeOf(graph, node), confidence, ...(path === undefined ? {} : { path }), ...(range === undefined ? {} : { range }) };
}

function nodeOf(graph: Graph, node: number): BoundaryNode {
  const { key, kind, name, path, range } = graph.node(node);
  return { key, kind, name, ...(path === undefined ? {} : { path }), ...(range === undefined ? {} : { range }) };
}

/** An index of the routes of a boundary. */
export function routeIndexOf(routes: readonly BoundaryRoute[]): RouteIndex<BoundaryRoute> {
  const index = new RouteIndex<BoundaryRoute>();
  for (const route of routes) index.add(route.protocol, route.template, route);
  return index;
}
