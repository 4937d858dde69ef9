import { Inject, Injectable } from '@nestjs/common';
import { SnapshotError, callersOf, takersOf, type BoundaryEnd, type BoundaryIndex, type BoundaryNode, type Caller, type Neighbour } from '@pinata/graph';
import type { GitRepository, TenantScope } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ArtifactError } from '../../ports/index.js';
import { RepositoriesRepository } from '../repositories/index.js';
import { ScansRepository } from '../scans/index.js';
import { BoundariesService } from './boundaries.service.js';
import { GraphRequestError } from './graph.error.js';
import type { GraphHandle } from './graph.service.js';

/** A repository with what one of its scans shows to others. */
interface ScannedRepository extends Neighbour {
  readonly repository: GitRepository;
  readonly scanId: string;
}

/** A repository's side of a join. */
interface OtherSide {
  readonly repository: GitRepository;
  readonly scanId: string;
  /** Whole per cent. */
  readonly confidence: number;
}

export interface TakenStep extends OtherSide {
  /** Place of the step in the workflow. */
  readonly step: number;
  readonly trigger: BoundaryNode;
  readonly handlers: readonly BoundaryEnd[];
}

export interface RemoteCall extends OtherSide {
  /** Method and path template, or the subject. */
  readonly address: string;
  readonly senders: readonly BoundaryEnd[];
}

const READ_AT_ONCE = 16;
/** Of one workflow. */
const MOST_TAKERS = 1_000;

/**
 * Joins across the repositories of one organization: what takes a request or a message in another repository, and who sends one.
 * The other side is always the newest completed scan of a repository's default branch; rows and files are had by the tenant scope
 * of the handle alone, so that another organization's are never looked at.
 */
@Injectable()
export class JoinsService {
  constructor(
    private readonly boundaries: BoundariesService,
    private readonly scans: ScansRepository,
    private readonly repositories: RepositoriesRepository,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * @param nodes keys of the steps' nodes, in the order of the steps
   * @throws GraphRequestError
   */
  async takers(handle: GraphHandle, nodes: readonly string[]): Promise<TakenStep[]> {
    const index = await this.boundaries.of(handle.scope, handle.scan.id);
    if (!nodes.some((key) => index.sentTo(key).length > 0)) return [];
    const others = await this.others(handle);
    return nodes
      .flatMap((key, step) => takersOf(key, index, others).map(({ repository: { repository, scanId }, entrance, confidence }) => ({ step, repository, scanId, confidence, trigger: entrance.trigger, handlers: entrance.handlers })))
      .slice(0, MOST_TAKERS);
  }

  /**
   * Who calls a trigger from other repositories, the surest first.
   * @param trigger key of its node
   * @throws GraphRequestError
   */
  async callers(handle: GraphHandle, trigger: string): Promise<RemoteCall[]> {
    const index = await this.boundaries.of(handle.scope, handle.scan.id);
    const { routes, consumers } = index.boundary;
    if (![...routes, ...consumers].some((entrance) => entrance.trigger.key === trigger)) return [];
    const repository = await this.repositories.byId(handle.scope, handle.scan.repositoryId);
    if (repository === null) return [];
    const own = scanned(repository, handle.scan.id, index);
    return callersOf(trigger, own, await this.others(handle)).map(remoteCall).sort((a, b) => b.confidence - a.confidence);
  }

  private async others({ scope, scan }: GraphHandle): Promise<ScannedRepository[]> {
    const newest = (await this.scans.newestOfDefaultBranches(scope)).filter(({ repositoryId }) => repositoryId !== scan.repositoryId);
    const rows = new Map((await this.repositories.byIds(scope, newest.map(({ repositoryId }) => repositoryId))).map((row) => [row.id, row]));
    const found: ScannedRepository[] = [];
    for (let at = 0; at < newest.length; at += READ_AT_ONCE) {
      const read = await Promise.all(newest.slice(at, at + READ_AT_ONCE).map(({ scanId, repositoryId }) => this.read(scope, scanId, rows.get(repositoryId))));
      found.push(...read.filter((one) => one !== undefined));
    }
    return found;
  }

  /** Undefined for a scan whose files are gone or damaged: the others are still joined. */
  private async read(scope: TenantScope, scanId: string, repository: GitRepository | undefined): Promise<ScannedRepository | undefined> {
    if (repository === undefined) return undefined;
    try {
      return scanned(repository, scanId, await this.boundaries.of(scope, scanId));
    } catch (error) {
      if (!(error instanceof SnapshotError || error instanceof ArtifactError || error instanceof GraphRequestError)) throw error;
      this.log.warn('a repository takes no part in joins: the files of its newest scan cannot be read', { organizationId: scope.organizationId, scanId, error });
      return undefined;
    }
  }
}

function scanned(repository: GitRepository, scanId: string, index: BoundaryIndex): ScannedRepository {
  return { repository, scanId, index, names: [repository.slug, repository.name] };
}

function remoteCall({ repository: { repository, scanId }, sent, confidence }: Caller<ScannedRepository>): RemoteCall {
  return { repository, scanId, confidence, senders: sent.senders, address: 'subject' in sent ? sent.subject : `${sent.method} ${sent.host ?? ''}${sent.template}` };
}
