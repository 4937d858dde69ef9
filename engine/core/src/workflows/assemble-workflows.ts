import { FITTING_SUBJECT, PATTERN_RULE, POSSIBLE_SUBJECT, PROXY_RULE, ProxyIndex, RouteIndex, SubjectPattern, SubjectTrie, TEMPLATE_RULE, THROUGH_PROXY, isPrivateHost, isSubjectTemplate, joinPaths, parseProxyName, routeTemplates, splitAddress, templateOf, wordsOf } from '@pinata/graph';
import type { GraphSink, ProxyRule, RouteMatch } from '@pinata/graph';
import { descriptorName } from '../parse/descriptor.js';
import { Documents } from './documents.js';
import { fetchedBy } from './fetched.js';
import { Applications, Mounts } from './mounts.js';
import { operationTriggers } from './operations.js';
import { WHOLE_FILE } from './sites.js';
import type { BindSite, EffectSite, HookSite, Site, TableUse, TriggerSite } from './sites.js';

/** The sites of one file. */
export interface FileSites {
  readonly path: string;
  /** Number of the file's node in the builder. */
  readonly node: number;
  readonly sites: readonly Site[];
  readonly isTest: boolean;
}

const REPOSITORY_KEY = 'pinata repository . . ';
const PLACES: Readonly<Record<EffectSite['target'], 'endpoint' | 'channel' | 'externalService'>> = { endpoint: 'endpoint', channel: 'channel', service: 'externalService' };

/** So many subjects are held against patterns of consumers: more than any system has, and fewer than would hold a scan up. */
const MOST_COMPARED = 2_000_000;

interface Consumer {
  readonly node: number;
  /** That of its own subject or pattern. */
  readonly channel: number;
  readonly site: TriggerSite;
  readonly file: number;
}

/** The protocol of GraphQL's triggers. */
const FIELDS = 'graphql';

/** So many subjects with gaps are held against those of consumers. */
const MOST_TEMPLATES = 2_000;

/** A consumer of all subjects that fit its pattern. */
interface PatternConsumer extends Consumer {
  readonly pattern: SubjectPattern;
}

/** Nodes of published subjects, in words, by protocol. */
type Published = Map<string, Map<number, readonly string[]>>;

/** What a framework does with a table for a trigger. */
export interface TriggerAccess {
  readonly node: number;
  readonly file: number;
  readonly site: TriggerSite;
  readonly does: TableUse;
}

interface Route {
  readonly node: number;
  readonly method: string;
}

interface Request {
  readonly protocol: string;
  readonly method: string;
  readonly template: string;
  readonly host?: string;
}

/** Makes triggers, endpoints, channels and their edges of the sites of all files. The result does not depend on the files' order. */
export class WorkflowAssembler {
  private readonly routes = new RouteIndex<Route>();
  /** Methods and templates of HTTP routes. */
  private readonly answered = new Set<string>();
  private readonly requests = new Map<number, Request>();
  private readonly proxies: ProxyRule[] = [];
  private readonly patterns: PatternConsumer[] = [];
  private readonly published: Published = new Map();
  /** Consumers of whole subjects, by protocol. */
  private readonly consumers = new Map<string, SubjectTrie<Consumer>>();

  /** Handlers of commands and of messages by their names, which schedules state: a command goes before a message. */
  private readonly commands = new Map<string, string | undefined>();

  /** Of the triggers that were made. */
  readonly accesses: TriggerAccess[] = [];

  constructor(
    private readonly builder: GraphSink,
    private readonly nodeOfPath: (path: string) => number,
  ) {}

  assemble(files: readonly FileSites[]): void {
    const mounts = new Mounts(files);
    const applications = new Applications(files.flatMap(({ sites }) => sites.filter((site) => site.kind === 'application')));
    this.addDocuments(files);
    const started = new Set(files.flatMap(({ sites }) => sites.flatMap((site) => (site.kind === 'trigger' && site.isFallback !== true ? startedBy(site) : []))));
    const replaced = new Set(files.flatMap(({ sites }) => sites.flatMap((site) => (site.kind === 'trigger' ? (site.standsFor ?? []).map((handler) => startedBy({ ...site, handler })) : []))));
    for (const protocol of ['command', 'message']) {
      for (const { sites } of files) for (const site of sites) if (site.kind === 'trigger' && site.protocol === protocol && !this.commands.has(site.address)) this.commands.set(site.address, site.handler);
    }
    for (const file of files) {
      for (const site of file.sites) {
        if (site.kind === 'trigger' && ((site.isFallback === true && started.has(startedBy(site))) || (site.standsFor === undefined && replaced.has(startedBy(site))))) continue;
        if (site.kind === 'trigger') {
          for (const prefix of mounts.prefixesOf(site.receiver)) this.addTrigger(file, site, prefix, site.protocol === 'http' ? applications.prefixOf(site.framework, file.path, joinPaths(prefix, site.address), site.version) : '/');
        }
        else if (site.kind === 'effect') this.addEffect(file, site);
        else if (site.kind === 'bind') this.addBind(file, site);
        else if (site.kind === 'hook') this.addHook(file, site);
      }
    }
    this.addOperations(files, applications, started);
    this.joinRequests();
    this.joinPatterns();
    this.joinTemplates();
  }

  /** Operations that no route of the repository's own answers. @param started what other triggers start */
  private addOperations(files: readonly FileSites[], applications: Applications, started: ReadonlySet<string>): void {
    const found = operationTriggers(files).map(({ file, site, server }) => ({ file, site, before: applications.prefixOf(server, file.path, site.address) }));
    const missing = found.filter(({ site, before }) => !started.has(startedBy(site)) && !this.answered.has(`${site.method} ${templateOf('http', joinPaths(before, site.address))}`));
    for (const { file, site, before } of missing) this.addTrigger(file, site, '', before);
  }

  /** @param before what the program puts before all of its routes */
  private addTrigger(file: FileSites, site: TriggerSite, prefix: string, before: string): void {
    const isPath = site.protocol === 'http' || site.protocol === 'page';
    const path = joinPaths(before, prefix, site.address);
    const address = !isPath ? [...(site.protocol === 'command' ? prefix.split('/') : []), site.address].filter((word) => word !== '').join(' ') : site.dottedUnder === undefined ? path : joinPaths(site.dottedUnder, path.slice(1).replaceAll('/', '.'));
    const name = site.method === '' ? address : `${site.method} ${address}`;
    const run = site.runs === undefined ? undefined : this.commands.get(site.runs);
    const started = run ?? site.handler;
    const inline = run === undefined ? site.inline : undefined;
    const handler = started === undefined ? file.node : this.nodeOf(started);
    if (handler < 0) return;
    const node = this.builder.addNode({
      key: `pinata trigger ${site.protocol} . ${descriptorName(name)}/${descriptorName(file.path)}${site.qualifier === undefined ? '' : `/${descriptorName(site.qualifier)}`}.`,
      kind: 'trigger',
      name,
      parentKey: REPOSITORY_KEY,
      path: file.path,
      range: site.range,
      signature: `${site.protocol} ${site.framework}`,
    });
    const fetched = fetchedBy(address, site.fetches ?? []).map(({ model }): TableUse => ({ access: 'reads', model }));
    for (const does of [site.does ?? [], fetched].flat()) this.accesses.push({ node, file: file.node, site, does });
    const sure = { resolution: site.confidence === 100 ? ('exact' as const) : ('inferred' as const), confidence: site.confidence, rule: site.rule, file: file.node };
    this.builder.addEdge({ ...sure, source: node, target: handler, kind: 'triggers', range: inline ?? site.range, rule: inline === undefined ? site.rule : `${site.rule}.inline` });
    if ((site.protocol === 'message' || site.protocol === 'event') && isSubject(site.address)) {
      const channel = this.place('channel', site.protocol, site.address);
      this.builder.addEdge({ ...sure, source: node, target: channel, kind: 'consumes', range: site.range });
      const pattern = SubjectPattern.of(site.address);
      const consumer = { node, channel, site, file: file.node };
      if (pattern !== undefined) this.patterns.push({ ...consumer, pattern });
      else this.consumersOf(site.protocol).add(site.address, consumer);
    }
    const proxy = site.protocol === 'proxy' ? parseProxyName(address) : undefined;
    if (proxy !== undefined) this.proxies.push(proxy);
    for (const template of routeTemplates(site.protocol, address)) {
      if (site.protocol === 'http') this.answered.add(`${site.method} ${template}`);
      this.routes.add(site.protocol, template, { node, method: site.method }, before === '/' ? '' : templateOf(site.protocol, before));
    }
  }

  /** Requests of GraphQL, at the code that has them run; of a document that no code is seen to use, where it stands. */
  private addDocuments(files: readonly FileSites[]): void {
    const sites = files.flatMap((file) => file.sites);
    const answered = new Set(sites.flatMap((site) => (site.kind === 'trigger' && site.protocol === FIELDS ? `${site.method} ${templateOf(FIELDS, site.address)}` : [])));
    const documents = new Documents(
      files.flatMap(({ path, sites: own }) => own.flatMap((site) => (site.kind === 'document' ? { path, site } : []))),
      sites.filter((site) => site.kind === 'fieldType'),
      (type, field) => answered.has(`${type} ${templateOf(FIELDS, field)}`),
    );
    for (const file of files) for (const site of file.sites) if (site.kind === 'documentUse') for (const effect of documents.requestsOf({ path: file.path, site })) this.addEffect(file, effect);
    for (const file of files) for (const site of file.sites) if (site.kind === 'document') for (const effect of documents.requestsIn(site)) this.addEffect(file, effect);
  }

  private consumersOf(protocol: string): SubjectTrie<Consumer> {
    const known = this.consumers.get(protocol) ?? new SubjectTrie<Consumer>();
    this.consumers.set(protocol, known);
    return known;
  }

  private nodeOf(handler: string): number {
    return handler.startsWith(WHOLE_FILE) ? this.nodeOfPath(handler.slice(WHOLE_FILE.length)) : this.builder.nodeNumber(handler);
  }

  private addEffect(file: FileSites, site: EffectSite): void {
    const source = site.source === undefined ? file.node : this.builder.nodeNumber(site.source);
    if (source < 0 || (site.target === 'channel' && !isSubject(site.address))) return;
    const target = site.target === 'endpoint' ? this.endpoint(site) : this.place(PLACES[site.target], site.protocol, site.address);
    if (site.effect === 'publishes') this.notePublished(site.protocol, target, site.address);
    this.builder.addEdge({ source, target, kind: site.effect, resolution: site.confidence === 100 ? 'exact' : 'inferred', confidence: site.confidence, rule: site.rule, file: file.node, range: site.range, marks: site.marks });
  }

  private notePublished(protocol: string, node: number, subject: string): void {
    const known = this.published.get(protocol) ?? new Map<number, readonly string[]>();
    if (!known.has(node)) known.set(node, wordsOf(subject));
    this.published.set(protocol, known);
  }

  private endpoint(site: EffectSite): number {
    const isPath = site.protocol === 'http';
    const { host, path } = isPath ? splitAddress(site.address) : { host: undefined, path: site.address };
    const template = templateOf(site.protocol, path);
    const method = site.method === '' && isPath ? '*' : site.method;
    const parentKey = host === undefined ? REPOSITORY_KEY : this.serviceKey(site.protocol, host);
    const shown = isPath ? template : path;
    const name = method === '' ? shown : `${method} ${host ?? ''}${shown}`;
    const node = this.builder.addNode({ key: `pinata endpoint ${site.protocol} . ${descriptorName(name)}.`, kind: 'endpoint', name, parentKey, signature: site.protocol });
    this.requests.set(node, { protocol: site.protocol, method, template, ...(host === undefined ? {} : { host }) });
    return node;
  }

  private serviceKey(protocol: string, host: string): string {
    const key = `pinata service ${protocol} . ${descriptorName(host)}/`;
    if (this.builder.nodeNumber(key) < 0) this.builder.addNode({ key, kind: 'externalService', name: host, parentKey: REPOSITORY_KEY, signature: protocol });
    return key;
  }

  /** A channel or outside service of a protocol. */
  private place(kind: 'endpoint' | 'channel' | 'externalService', protocol: string, name: string): number {
    const family = kind === 'externalService' ? 'service' : kind;
    return this.builder.addNode({ key: `pinata ${family} ${protocol} . ${descriptorName(name)}${family === 'service' ? '/' : '.'}`, kind, name, parentKey: REPOSITORY_KEY, signature: protocol });
  }

  /** Whoever asks for the service gets the implementation; members lead on by what they override. */
  private addBind(file: FileSites, site: BindSite): void {
    const source = this.builder.nodeNumber(site.implementation);
    const target = this.builder.nodeNumber(site.service);
    if (source >= 0 && target >= 0) this.builder.addEdge({ source, target, kind: 'binds', resolution: site.confidence === 100 ? 'exact' : 'inferred', confidence: site.confidence, rule: site.rule, file: file.node, range: site.range });
  }

  /** What the framework calls for a handler is a step of it. */
  private addHook(file: FileSites, site: HookSite): void {
    const source = this.nodeOf(site.source);
    const target = this.nodeOf(site.target);
    if (source >= 0 && target >= 0) this.builder.addEdge({ source, target, kind: 'calls', resolution: site.confidence === 100 ? 'exact' : 'inferred', confidence: site.confidence, rule: site.rule, file: file.node, range: site.range, ...(site.marks === undefined ? {} : { marks: site.marks }) });
  }

  /** Requests go to routes of the same method and path; where there are none, to those behind a proxy, or behind what their server puts before all routes. */
  private joinRequests(): void {
    const proxies = new ProxyIndex(this.proxies);
    for (const [node, request] of this.requests) {
      // A public host that the request names is most likely somebody else's.
      const isForeign = request.host !== undefined && !isPrivateHost(request.host);
      const takers = isForeign && request.method === '*' ? [] : this.routes.takersOf(request);
      const direct = isForeign ? takers.map(({ route, confidence }) => ({ route, confidence: confidence / 2 })) : takers;
      this.addTakers(node, direct, 'endpoint.route');
      if (direct.length > 0 || request.protocol !== 'http') continue;
      const forwards = proxies.forwardsOf(request);
      for (const { template, host } of forwards) {
        if (host === undefined || isPrivateHost(host)) this.addTakers(node, this.routes.takersOf({ ...request, template }), PROXY_RULE, THROUGH_PROXY);
      }
      if (forwards.length === 0 && request.host === undefined) this.addTakers(node, this.routes.behindPrefix(request), 'endpoint.prefixed');
    }
  }

  private addTakers(node: number, takers: readonly RouteMatch<Route>[], rule: string, most = 100): void {
    for (const { route, confidence } of takers) this.builder.addEdge({ source: node, target: route.node, kind: 'triggers', resolution: 'inferred', confidence: Math.min(most, confidence), rule, file: -1 });
  }

  /** Consumers of a pattern get the subjects that fit it. */
  private joinPatterns(): void {
    let compared = 0;
    for (const { node, channel: own, pattern, site, file } of this.patterns) {
      for (const [channel, words] of this.published.get(site.protocol) ?? []) {
        if (++compared > MOST_COMPARED) return;
        if (channel !== own && pattern.fits(words)) this.addConsumed({ node, channel: own, site, file }, channel, FITTING_SUBJECT, PATTERN_RULE);
      }
    }
  }

  /** Consumers get subjects that may be theirs, where only the running program knows a part of them. */
  private joinTemplates(): void {
    for (const [protocol, subjects] of this.published) {
      const templates = Array.from(subjects, ([channel, words]) => ({ channel, subject: words.join('.') })).filter(({ subject }) => isSubjectTemplate(subject));
      for (const { channel, subject } of templates.slice(0, MOST_TEMPLATES)) {
        for (const consumer of this.consumersOf(protocol).fitting(subject)) {
          if (consumer.channel !== channel) this.addConsumed(consumer, channel, POSSIBLE_SUBJECT, TEMPLATE_RULE);
        }
      }
    }
  }

  private addConsumed({ node, site, file }: Consumer, channel: number, most: number, rule: string): void {
    this.builder.addEdge({ source: node, target: channel, kind: 'consumes', resolution: 'inferred', confidence: Math.min(site.confidence, most), rule, file, range: site.range });
  }
}

function startedBy({ protocol, handler, inline }: TriggerSite): string {
  return inline === undefined ? `${protocol} ${handler ?? ''}` : '';
}

/** Whether a text names a subject: one that only the running program knows would join what has nothing to do with each other. */
function isSubject(address: string): boolean {
  return address !== '' && !/^\{\w*\}$/.test(address) && !address.includes('#{');
}
