import { Injectable } from '@nestjs/common';
import { CheckoutError, type NamedReference } from '@pinata/checkout';
import type { RepositorySource } from '../../database/index.js';
import { AccessError, AccessService, REQUIRES, type Caller } from '../access/index.js';
import { CredentialsService, type GivenCredential } from './credentials.service.js';
import { RepositoriesRepository } from './repositories.repository.js';
import { RepositoryError } from './repository.error.js';
import { SourcesService, sentence, type ParsedSource } from './sources.service.js';

export interface ConnectionQuestion {
  readonly organizationId: string;
  /** With an id, a missing credential is the stored one, if the location is the stored one too. */
  readonly repositoryId?: string | null;
  readonly source: RepositorySource;
  readonly location: string;
  readonly reference?: string | null;
  readonly credential?: GivenCredential | null;
}

/** Whether a source can be read. A failure is an answer, not an error. */
export interface ConnectionAnswer {
  readonly isReachable: boolean;
  readonly code: string | null;
  readonly message: string;
  readonly defaultBranch: string | null;
  readonly branchCount: number;
}

/** Asks sources before they are saved, and saved ones for their branches. Whoever may add repositories may ask. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly access: AccessService,
    private readonly repository: RepositoriesRepository,
    private readonly sources: SourcesService,
    private readonly credentials: CredentialsService,
  ) {}

  async check(caller: Caller, question: ConnectionQuestion): Promise<ConnectionAnswer> {
    const source = await this.sourceOf(caller, question);
    try {
      const report = await this.sources.connect(source, this.sources.parseReference(question.reference, 'input.reference'));
      const branches = report.references.filter((reference) => reference.kind === 'branch').length;
      const words = report.kind === 'folder' ? 'A folder without git: all its files are read.' : `Found ${branches} ${branches === 1 ? 'branch' : 'branches'}.`;
      return { isReachable: true, code: null, message: words, defaultBranch: report.defaultBranch ?? null, branchCount: branches };
    } catch (error) {
      if (!(error instanceof CheckoutError)) throw error;
      return { isReachable: false, code: error.code, message: sentence(error.message), defaultBranch: null, branchCount: 0 };
    }
  }

  async references(caller: Caller, question: ConnectionQuestion): Promise<readonly NamedReference[]> {
    return this.list(await this.sourceOf(caller, question));
  }

  async referencesOf(caller: Caller, repositoryId: string, search: string, limit: number): Promise<readonly NamedReference[]> {
    const scope = await this.access.ofRepository(caller, repositoryId, REQUIRES.reading);
    const repository = await this.repository.byId(scope, repositoryId);
    if (repository === null) throw new AccessError('notFound');
    const references = await this.list({ location: repository.location, credential: await this.credentials.open(repository) });
    const folded = search.trim().toLowerCase();
    const ordered = [...references].sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
    return ordered.filter((reference) => reference.name.toLowerCase().includes(folded)).slice(0, limit);
  }

  private async list(source: ParsedSource): Promise<readonly NamedReference[]> {
    try {
      return (await this.sources.connect(source, undefined)).references;
    } catch (error) {
      throw error instanceof CheckoutError ? new RepositoryError('sourceUnavailable', sentence(error.message), { cause: error }) : error;
    }
  }

  private async sourceOf(caller: Caller, question: ConnectionQuestion): Promise<ParsedSource> {
    const scope = await this.access.inOrganization(caller, question.organizationId, REQUIRES.changing);
    const source = this.sources.parse(question.source, question.location, question.credential ?? undefined);
    if (question.repositoryId == null || source.credential !== undefined) return source;
    const repository = await this.repository.byId(scope, question.repositoryId);
    if (repository === null) throw new AccessError('notFound');
    return repository.location === source.location ? { ...source, credential: await this.credentials.open(repository) } : source;
  }
}
