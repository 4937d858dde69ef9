import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { GitRepository, Scan, TenantScope } from '../../database/index.js';
import { ARTIFACT_STORE, ArtifactError, CACHE, type ArtifactStore, type Cache } from '../../ports/index.js';
import { isUuid } from '../../runtime/index.js';
import { AccessError, AccessService, REQUIRES, type Caller } from '../access/index.js';
import { RepositoriesRepository } from '../repositories/index.js';
import { ScansRepository } from '../scans/index.js';
import type { Answer, Parameters, QuestionName } from './engine/questions.js';
import { GraphRequestError } from './graph.error.js';
import { GraphThreads } from './threads/graph-threads.js';

/** A completed scan that its caller may read: what every question is asked of. */
export interface GraphHandle {
  readonly scope: TenantScope;
  readonly scan: Scan;
}

const SNAPSHOT_FILES = ['manifest.json', 'nodes.arrow', 'edges.arrow'];
/** Answers worth keeping: they look at the whole graph. */
const KEPT: ReadonlySet<QuestionName> = new Set<QuestionName>(['overview', 'cycles', 'rollUp', 'rollUpLevel']);
const COMMIT = /^(?:[0-9a-f]{7,64}|tree-[0-9a-f]{4,12})$/;

/** Finds the scan that an address means, and asks its graph. */
@Injectable()
export class GraphService {
  constructor(
    private readonly access: AccessService,
    private readonly repositories: RepositoriesRepository,
    private readonly scans: ScansRepository,
    private readonly threads: GraphThreads,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(CACHE) private readonly cache: Cache,
  ) {}

  /**
   * @param revision a branch (its newest completed scan), a commit or its first digits, or a scan's id; undefined is the default branch
   * @throws AccessError, GraphRequestError
   */
  async open(caller: Caller, organization: string, repository: string, revision: string | undefined): Promise<GraphHandle> {
    const scope = await this.access.inOrganizationBySlug(caller, organization, REQUIRES.reading);
    const found = await this.repositories.bySlug(scope, repository);
    if (found === null) throw new AccessError('notFound');
    const scan = revision === undefined ? await this.ofDefaultBranch(scope, found) : await this.ofRevision(scope, found, revision);
    return { scope, scan };
  }

  /** @throws GraphRequestError */
  async ask<Name extends QuestionName>(handle: GraphHandle, name: Name, parameters: Parameters<Name>): Promise<Answer<Name>> {
    const { organizationId } = handle.scope;
    if (!KEPT.has(name)) return this.compute(handle, name, parameters);
    // Snapshots never change; role and organization are in the key because what they may see is.
    const key = `${organizationId}/${handle.scope.role}/${handle.scan.id}/${name}/${createHash('sha256').update(JSON.stringify(parameters)).digest('base64url')}`;
    const known = await this.cache.get('answers', key);
    // What lies under this key was put there below, from an answer of the same question.
    if (known !== undefined) return JSON.parse(Buffer.from(known).toString('utf8')) as Answer<Name>;
    const answer = await this.compute(handle, name, parameters);
    await this.cache.put('answers', key, Buffer.from(JSON.stringify(answer)));
    return answer;
  }

  /**
   * What differs between an earlier scan of the same repository and this one.
   * @throws GraphRequestError
   */
  async compare(handle: GraphHandle, revision: string, limit: number): Promise<Answer<'comparison'>> {
    const { scope, scan } = handle;
    const repository = await this.repositories.byId(scope, scan.repositoryId);
    if (repository === null) throw new AccessError('notFound');
    const earlier = await this.ofRevision(scope, repository, revision);
    const [folder, files] = await Promise.all([this.folderOf(scope, earlier.id), this.scans.differingFiles(scope, earlier.id, scan.id)]);
    return this.compute(handle, 'comparison', { earlier: { scanId: earlier.id, folder }, files, limit });
  }

  /**
   * What a scan shows to other repositories, from its graph.
   * @throws GraphRequestError
   */
  async boundary(scope: TenantScope, scanId: string): Promise<Answer<'boundary'>> {
    return this.threads.ask(scanId, await this.folderOf(scope, scanId), 'boundary', {});
  }

  private async folderOf(scope: TenantScope, scanId: string): Promise<string> {
    try {
      return await this.artifacts.localFolder({ organizationId: scope.organizationId, scanId }, SNAPSHOT_FILES);
    } catch (error) {
      throw error instanceof ArtifactError ? new GraphRequestError('snapshotUnreadable', "This scan's files are not there any more. Scan again.", { cause: error }) : error;
    }
  }

  private async compute<Name extends QuestionName>({ scope, scan }: GraphHandle, name: Name, parameters: Parameters<Name>): Promise<Answer<Name>> {
    return this.threads.ask(scan.id, await this.folderOf(scope, scan.id), name, parameters);
  }

  private async ofDefaultBranch(scope: TenantScope, repository: GitRepository): Promise<Scan> {
    const branch = repository.defaultBranch;
    const scan =
      (branch == null ? await this.scans.newestCompleted(scope, repository.id, { isDefaultReference: true }) : await this.scans.newestCompleted(scope, repository.id, { branch })) ??
      (await this.scans.newestCompleted(scope, repository.id));
    if (scan === null) throw new GraphRequestError('noCompletedScan', 'This repository has no completed scan yet. Start one.');
    return scan;
  }

  private async ofRevision(scope: TenantScope, repository: GitRepository, revision: string): Promise<Scan> {
    const scan = isUuid(revision) ? await this.completed(scope, repository, revision) : await this.byName(scope, repository, revision);
    if (scan !== null) return scan;
    const isScanned = (await this.scans.newestCompleted(scope, repository.id)) !== null;
    if (!isScanned) throw new GraphRequestError('noCompletedScan', 'This repository has no completed scan yet. Start one.');
    throw new GraphRequestError('unknownRevision', 'No completed scan has that branch or commit.', { field: 'revision' });
  }

  private async byName(scope: TenantScope, repository: GitRepository, revision: string): Promise<Scan | null> {
    const byBranch = await this.scans.newestCompleted(scope, repository.id, { branch: revision });
    if (byBranch !== null || !COMMIT.test(revision)) return byBranch;
    return this.scans.newestCompleted(scope, repository.id, { commitPrefix: revision });
  }

  private async completed(scope: TenantScope, repository: GitRepository, id: string): Promise<Scan | null> {
    const scan = await this.scans.byId(scope, id);
    return scan?.repositoryId === repository.id && scan.status === 'COMPLETED' ? scan : null;
  }
}
