import { Inject, Injectable } from '@nestjs/common';
import type { Cursor } from '@mikro-orm/core';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { GitRepository, RepositorySource, TenantScope } from '../../database/index.js';
import type { PageRequest } from '../../graphql/index.js';
import { isSlug, slugOf } from '../../naming/index.js';
import { CLOCK, IDENTIFIERS, type Clock, type Identifiers } from '../../runtime/index.js';
import { AccessError, AccessService, REQUIRES, type Caller } from '../access/index.js';
import { CredentialsService, type GivenCredential } from './credentials.service.js';
import { RepositoriesRepository, type RepositoryCriteria, type RepositoryOrdering } from './repositories.repository.js';
import { RepositoryError } from './repository.error.js';
import { changedConfiguration, defaultConfiguration, type ScanConfigurationChange } from './scan-configuration.js';
import { SourcesService } from './sources.service.js';

export interface NewRepository {
  readonly organizationId: string;
  readonly name: string;
  readonly slug?: string | null;
  readonly description?: string | null;
  readonly source: RepositorySource;
  readonly location: string;
  readonly defaultBranch?: string | null;
  readonly credential?: GivenCredential | null;
  readonly configuration?: ScanConfigurationChange | null;
}

export interface RepositoryChange {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly location?: string | null;
  readonly defaultBranch?: string | null;
  readonly credential?: GivenCredential | null;
  readonly isCredentialRemoved?: boolean | null;
  readonly configuration?: ScanConfigurationChange | null;
}

@Injectable()
export class RepositoriesService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: RepositoriesRepository,
    private readonly sources: SourcesService,
    private readonly credentials: CredentialsService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
  ) {}

  async byId(caller: Caller, id: string): Promise<GitRepository> {
    return found(await this.repository.byId(await this.access.ofRepository(caller, id, REQUIRES.reading), id));
  }

  async bySlug(caller: Caller, organizationSlug: string, slug: string): Promise<GitRepository> {
    const scope = await this.access.inOrganizationBySlug(caller, organizationSlug, REQUIRES.reading);
    return found(await this.repository.bySlug(scope, slug));
  }

  /** For a DataLoader. */
  async byIds(caller: Caller, organizationId: string, ids: readonly string[]): Promise<ReadonlyMap<string, GitRepository>> {
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.reading);
    return new Map((await this.repository.byIds(scope, ids)).map((repository) => [repository.id, repository]));
  }

  async list(caller: Caller, organizationId: string, criteria: RepositoryCriteria, ordering: RepositoryOrdering, page: PageRequest): Promise<Cursor<GitRepository>> {
    return this.repository.list(await this.access.inOrganization(caller, organizationId, REQUIRES.reading), criteria, ordering, page);
  }

  async create(caller: Caller, wanted: NewRepository): Promise<GitRepository> {
    return this.createIn(await this.access.inOrganization(caller, wanted.organizationId, REQUIRES.changing), wanted);
  }

  /** For the platform itself, which looks for the demo's repository. */
  findIn(scope: TenantScope, slug: string): Promise<GitRepository | null> {
    return this.repository.bySlug(scope, slug);
  }

  /** For the platform itself too: the first start makes the demo's repository. */
  async createIn(scope: TenantScope, wanted: Omit<NewRepository, 'organizationId'>, { isDemo = false } = {}): Promise<GitRepository> {
    const name = nameOf(wanted.name);
    const slug = wanted.slug ?? slugOf(name);
    if (slug === undefined || !isSlug(slug)) throw new RepositoryError('slugInvalid', 'A short name has lower-case letters, digits and single dashes.', { field: 'input.slug' });
    const source = this.sources.parse(wanted.source, wanted.location, wanted.credential ?? undefined);
    const now = this.clock.now();
    const id = this.identifiers.uuid();
    const repository: GitRepository = {
      id,
      organizationId: scope.organizationId,
      slug,
      name,
      description: descriptionOf(wanted.description),
      source: wanted.source,
      location: source.location,
      defaultBranch: this.sources.parseReference(wanted.defaultBranch, 'input.defaultBranch') ?? null,
      ...(await this.credentials.seal(id, source.credential)),
      configuration: changedConfiguration(defaultConfiguration(this.configuration.scans), wanted.configuration, this.configuration.scans),
      isDemo,
      lastScanNumber: 0,
      lastScannedAt: null,
      createdAt: now,
      updatedAt: now,
    };
    if (!(await this.repository.add(scope, repository))) throw new RepositoryError('slugTaken', `A repository called ${slug} exists here already.`, { field: 'input.slug' });
    return repository;
  }

  async update(caller: Caller, change: RepositoryChange): Promise<GitRepository> {
    const scope = await this.access.ofRepository(caller, change.id, REQUIRES.changing);
    const before = found(await this.repository.byId(scope, change.id));
    const source = change.location == null && change.credential == null ? undefined : this.sources.parse(before.source, change.location ?? before.location, change.credential ?? undefined);
    const isMoved = source !== undefined && source.location !== before.location;
    // A stored credential belongs to where it was given for: another address must not be sent it.
    const isCredentialDropped = change.isCredentialRemoved === true || (isMoved && source.credential === undefined);
    await this.repository.update(scope, before.id, {
      ...(change.name == null ? {} : { name: nameOf(change.name) }),
      ...(change.description == null ? {} : { description: descriptionOf(change.description) }),
      ...(source === undefined ? {} : { location: source.location }),
      ...(change.defaultBranch === undefined || change.defaultBranch === null ? {} : { defaultBranch: this.sources.parseReference(change.defaultBranch, 'input.defaultBranch') ?? null }),
      ...(source?.credential === undefined ? {} : await this.credentials.seal(before.id, source.credential)),
      ...(isCredentialDropped ? await this.credentials.seal(before.id, undefined) : {}),
      ...(change.configuration == null ? {} : { configuration: changedConfiguration(before.configuration, change.configuration, this.configuration.scans) }),
      updatedAt: this.clock.now(),
    });
    return found(await this.repository.byId(scope, before.id));
  }
}

function found(repository: GitRepository | null): GitRepository {
  if (repository === null) throw new AccessError('notFound');
  return repository;
}

function nameOf(name: string): string {
  const shown = name.trim();
  if (shown === '' || shown.length > 100) throw new RepositoryError('nameInvalid', 'A name has 1 to 100 characters.', { field: 'input.name' });
  return shown;
}

function descriptionOf(description: string | null | undefined): string {
  const shown = (description ?? '').trim();
  if (shown.length > 2000) throw new RepositoryError('descriptionInvalid', 'A description has at most 2,000 characters.', { field: 'input.description' });
  return shown;
}
