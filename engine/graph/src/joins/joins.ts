import { PATHS } from './address.js';
import { routeIndexOf } from './boundary.js';
import type { Boundary, BoundaryConsumer, BoundaryMessage, BoundaryRequest, BoundaryRoute, Entrance } from './boundary.js';
import { hostFit, hasNames } from './host-fit.js';
import { ProxyIndex, THROUGH_PROXY } from './proxies.js';
import type { Addressed } from './proxies.js';
import { widerTemplates } from './route-index.js';
import type { RouteIndex, RouteMatch } from './route-index.js';
import { SubjectTrie, isSubjectTemplate } from './subject-trie.js';
import { FITTING_SUBJECT, POSSIBLE_SUBJECT, SAME_SUBJECT, SubjectPattern, wordsOf } from './subjects.js';

/** A repository with its boundary; only what is asked of often is indexed. */
export class BoundaryIndex {
  private knownRoutes: RouteIndex<BoundaryRoute> | undefined;
  private knownConsumers: ReadonlyMap<string, readonly BoundaryConsumer[]> | undefined;
  private knownPatterns: readonly { readonly consumer: BoundaryConsumer; readonly pattern: SubjectPattern }[] | undefined;
  private knownRequests: ReadonlyMap<string, readonly BoundaryRequest[]> | undefined;
  private knownMessages: ReadonlyMap<string, readonly BoundaryMessage[]> | undefined;

  private knownSubjects: SubjectTrie<BoundaryConsumer> | undefined;
  private knownTemplates: SubjectTrie<BoundaryMessage> | undefined;
  private knownProxies: ProxyIndex | undefined;
  private knownSent: ReadonlyMap<string, readonly (BoundaryRequest | BoundaryMessage)[]> | undefined;

  constructor(readonly boundary: Boundary) {}

  /** Requests or messages that go to a node. @param key of the endpoint or channel */
  sentTo(key: string): readonly (BoundaryRequest | BoundaryMessage)[] {
    this.knownSent ??= Map.groupBy([...this.boundary.requests, ...this.boundary.messages], (one) => one.key);
    return this.knownSent.get(key) ?? [];
  }

  get routes(): RouteIndex<BoundaryRoute> {
    return (this.knownRoutes ??= routeIndexOf(this.boundary.routes));
  }

  /** Where its proxies lead. */
  get proxies(): ProxyIndex {
    return (this.knownProxies ??= new ProxyIndex(this.boundary.proxies ?? []));
  }

  /** Consumers of a message: of its subject, of a pattern that it fits, or of a subject that it may have. */
  consumersOf({ protocol, subject }: Subject): readonly { readonly entrance: BoundaryConsumer; readonly confidence: number }[] {
    this.knownConsumers ??= Map.groupBy(this.boundary.consumers, keyOf);
    this.knownPatterns ??= this.boundary.consumers.flatMap((consumer) => {
      const pattern = SubjectPattern.of(consumer.subject);
      return pattern === undefined ? [] : [{ consumer, pattern }];
    });
    const same = this.knownConsumers.get(keyOf({ protocol, subject })) ?? [];
    const known = new Set(same.map(({ trigger }) => trigger.key));
    const words = wordsOf(subject);
    const fitting = this.knownPatterns.filter(({ consumer, pattern }) => consumer.protocol === protocol && !known.has(consumer.trigger.key) && pattern.fits(words));
    for (const { consumer } of fitting) known.add(consumer.trigger.key);
    const possible = isSubjectTemplate(subject) ? this.subjects.fitting(subject).filter((consumer) => consumer.protocol === protocol && !known.has(consumer.trigger.key)) : [];
    return [
      ...same.map((entrance) => ({ entrance, confidence: SAME_SUBJECT })),
      ...fitting.map(({ consumer }) => ({ entrance: consumer, confidence: FITTING_SUBJECT })),
      ...possible.map((entrance) => ({ entrance, confidence: POSSIBLE_SUBJECT })),
    ];
  }

  private get subjects(): SubjectTrie<BoundaryConsumer> {
    if (this.knownSubjects === undefined) {
      this.knownSubjects = new SubjectTrie();
      for (const consumer of this.boundary.consumers) this.knownSubjects.add(consumer.subject, consumer);
    }
    return this.knownSubjects;
  }

  private get templates(): SubjectTrie<BoundaryMessage> {
    if (this.knownTemplates === undefined) {
      this.knownTemplates = new SubjectTrie();
      for (const message of this.boundary.messages) if (isSubjectTemplate(message.subject)) this.knownTemplates.add(message.subject, message);
    }
    return this.knownTemplates;
  }

  /** Requests of a path, of one that states values of its parameters, or of one behind a proxy of its repository, that may go to another repository. */
  openRequests(protocol: string, template: string): readonly BoundaryRequest[] {
    if (this.knownRequests === undefined) {
      const open = this.boundary.requests.filter(({ isTaken, host }) => !isTaken || host !== undefined);
      const placed = open.flatMap((request) => {
        const stated = [request.template, ...(request.forwards ?? []).map(({ template: behind }) => behind)];
        return [...new Set(request.protocol === PATHS ? stated.flatMap((one) => [one, ...widerTemplates(one)]) : stated)].map((at) => ({ at: `${request.protocol} ${at}`, request }));
      });
      this.knownRequests = new Map(Array.from(Map.groupBy(placed, ({ at }) => at), ([at, found]) => [at, found.map(({ request }) => request)]));
    }
    return this.knownRequests.get(`${protocol} ${template}`) ?? [];
  }

  /** Messages that a consumer of a subject, or of a pattern, takes. */
  messagesOf({ protocol, subject }: Subject): readonly { readonly sent: BoundaryMessage; readonly confidence: number }[] {
    this.knownMessages ??= Map.groupBy(this.boundary.messages, keyOf);
    const same = this.knownMessages.get(keyOf({ protocol, subject })) ?? [];
    const pattern = SubjectPattern.of(subject);
    const fitting = pattern === undefined ? [] : this.boundary.messages.filter((message) => message.protocol === protocol && message.subject !== subject && pattern.fits(wordsOf(message.subject)));
    const known = new Set([...same, ...fitting]);
    const possible = this.templates.fitting(subject).filter((message) => message.protocol === protocol && !known.has(message));
    return [
      ...same.map((sent) => ({ sent, confidence: SAME_SUBJECT })),
      ...fitting.map((sent) => ({ sent, confidence: FITTING_SUBJECT })),
      ...possible.map((sent) => ({ sent, confidence: POSSIBLE_SUBJECT })),
    ];
  }
}

type Subject = Pick<BoundaryMessage, 'protocol' | 'subject'>;

function keyOf({ protocol, subject }: Subject): string {
  return `${protocol} ${subject}`;
}

/** A repository that takes part in joins. */
export interface Neighbour {
  /** Names by which hosts may call it: its name and slug. */
  readonly names: readonly string[];
  readonly index: BoundaryIndex;
}

/** What takes a request or message in another repository. */
export interface Taker<Repository extends Neighbour> {
  readonly repository: Repository;
  readonly entrance: Entrance;
  /** Whole per cent. */
  readonly confidence: number;
}

/** Who sends a request or message to a trigger from another repository. */
export interface Caller<Repository extends Neighbour> {
  readonly repository: Repository;
  readonly sent: BoundaryRequest | BoundaryMessage;
  /** Whole per cent. */
  readonly confidence: number;
}

/**
 * Which routes of other repositories take a request: those that its host names, where it names any; of several repositories each has
 * its share of the confidence. A path without a name in it, such as `/` or `/{}`, says too little without a host.
 * @param others without the repository of the request
 */
export function takersOfRequest<Repository extends Neighbour>(request: BoundaryRequest, others: readonly Repository[]): readonly Taker<Repository>[] {
  if (request.isTaken && request.host === undefined) return [];
  const direct = fitting(request, request, others);
  const forwards = request.protocol === PATHS && !request.isTaken && !direct.some(isNamed) ? throughProxies(request, others) : [];
  const found = direct.length > 0 && !forwards.some(isNamed) ? direct : forwards;
  const named = found.filter(isNamed);
  // A route of the same repository goes before those of others, unless the host is another's.
  const chosen = named.length > 0 || request.isTaken ? named : found;
  return chosen.flatMap(({ repository, matches, fit, most }) =>
    matches.map(({ route, confidence }) => ({ repository, entrance: route, confidence: Math.max(1, Math.round(Math.min(most, withHost(confidence, fit)) / chosen.length)) })),
  );
}

/** A repository that has routes for a request. */
interface Fitting<Repository> {
  readonly repository: Repository;
  readonly matches: readonly RouteMatch<BoundaryRoute>[];
  readonly fit: 'named' | 'unknown' | 'foreign';
  /** What limits the confidence. Whole per cent. */
  readonly most: number;
}

function isNamed({ fit }: Fitting<unknown>): boolean {
  return fit === 'named';
}

function fitting<Repository extends Neighbour>({ protocol, method }: BoundaryRequest, { template, host }: Addressed, others: readonly Repository[], most = MOST): readonly Fitting<Repository>[] {
  return others.flatMap((repository) => {
    const matches = repository.index.routes.takersOf({ protocol, method, template });
    const fit = matches.length === 0 ? undefined : hostFit(host, repository.names);
    return fit === undefined || (fit !== 'named' && protocol === PATHS && !hasNames(template)) ? [] : [{ repository, matches, fit, most }];
  });
}

/** Routes behind proxies: of the request's repository, of the route's own, and of a third one where that names whom it passes requests on to. */
function throughProxies<Repository extends Neighbour>(request: BoundaryRequest, others: readonly Repository[]): readonly Fitting<Repository>[] {
  const found = new Map<Repository, Fitting<Repository>>();
  const add = (candidates: readonly Fitting<Repository>[]): void => {
    for (const one of candidates) if (one.fit !== 'foreign' && !(found.get(one.repository)?.fit === 'named')) found.set(one.repository, one);
  };
  for (const forward of request.forwards ?? []) add(fitting(request, forward, others, THROUGH_PROXY));
  for (const other of others) {
    for (const forward of other.index.proxies.forwardsOf(request)) {
      add(fitting(request, forward, others, THROUGH_PROXY).filter((one) => one.repository === other || isNamed(one)));
    }
  }
  return [...found.values()];
}

/** What takes the requests and messages that go to a node of a repository. @param key of the endpoint or channel @param others without that repository */
export function takersOf<Repository extends Neighbour>(key: string, own: BoundaryIndex, others: readonly Repository[]): readonly Taker<Repository>[] {
  return own.sentTo(key).flatMap((sent) => ('subject' in sent ? takersOfMessage(sent, others) : takersOfRequest(sent, others)));
}

/** Which consumers of other repositories take a message: all of its subject, and of patterns that it fits. @param others without the message's repository */
export function takersOfMessage<Repository extends Neighbour>(message: Subject, others: readonly Repository[]): readonly Taker<Repository>[] {
  return others.flatMap((repository) => repository.index.consumersOf(message).map((taker) => ({ repository, ...taker })));
}

/**
 * Who calls a trigger from other repositories.
 * @param trigger key of its node
 * @param own the repository of the trigger
 * @param others all others
 */
export function callersOf<Repository extends Neighbour>(trigger: string, own: Repository, others: readonly Repository[]): readonly Caller<Repository>[] {
  const { routes, consumers } = own.index.boundary;
  const isMeant = (taker: Taker<Repository>): boolean => taker.repository === own && taker.entrance.trigger.key === trigger;
  const requests = routes
    .filter((route) => route.trigger.key === trigger)
    .flatMap(({ protocol, template }) => {
      const templates = protocol === PATHS ? [...new Set([template, ...[own, ...others].flatMap(({ index }) => index.proxies.sourcesOf(template))])] : [template];
      return others.flatMap((repository) => {
        const takingPart = [own, ...others.filter((one) => one !== repository)];
        const open = new Set(templates.flatMap((one) => repository.index.openRequests(protocol, one)));
        return [...open].flatMap((sent) => takersOfRequest(sent, takingPart).filter(isMeant).map(({ confidence }) => ({ repository, sent, confidence })));
      });
    });
  const subjects = consumers.filter((consumer) => consumer.trigger.key === trigger);
  const messages = others.flatMap((repository) => {
    const taken = new Map<BoundaryMessage, number>();
    for (const { sent, confidence } of subjects.flatMap((subject) => repository.index.messagesOf(subject))) taken.set(sent, Math.max(confidence, taken.get(sent) ?? 0));
    return Array.from(taken, ([sent, confidence]) => ({ repository, sent, confidence }));
  });
  return [...requests, ...messages];
}

const NAMED = 15;
const MOST = 95;

function withHost(confidence: number, fit: 'named' | 'unknown' | 'foreign'): number {
  if (fit === 'named') return Math.min(MOST, confidence + NAMED);
  return fit === 'unknown' ? confidence : confidence / 2;
}
