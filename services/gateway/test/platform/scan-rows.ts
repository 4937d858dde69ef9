import { randomUUID } from 'node:crypto';
import { GitRepositoryEntity, OrganizationEntity, ScanEntity, type Scan } from '../../src/database/index.js';
import type { Database } from '../../src/ports/index.js';

const CONFIGURATION = { fileExtensions: [], include: [], exclude: [], maximumFileBytes: 1, maximumFiles: 1, deadlineSeconds: 60, memoryMegabytes: 512, workers: null };

/** An organization with one repository, and as many scans of it as a test wants, each a row and nothing else. */
export class ScanRows {
  readonly organizationId = randomUUID();
  readonly repositoryId = randomUUID();
  private database: Database | undefined;
  private number = 0;

  constructor(private readonly now: Date) {}

  /** To be called once, before the first scan. */
  async insertInto(database: Database): Promise<void> {
    const { organizationId, repositoryId, now } = this;
    const times = { createdAt: now, updatedAt: now };
    await database.system(async (entities) => {
      await entities.insert(OrganizationEntity, { id: organizationId, slug: 'o', name: 'O', isDemo: false, ...times });
      await entities.insert(GitRepositoryEntity, { id: repositoryId, organizationId, slug: 'r', name: 'r', description: '', source: 'url', location: 'x', configuration: CONFIGURATION, isDemo: false, lastScanNumber: 0, ...times });
    });
    this.database = database;
  }

  /** @returns the new scan's id */
  async addScan({ status = 'QUEUED', attempt = 0 }: Partial<Pick<Scan, 'status' | 'attempt'>> = {}): Promise<string> {
    const { organizationId, repositoryId, now } = this;
    const id = randomUUID();
    await this.database?.system((entities) =>
      entities.insert(ScanEntity, { id, organizationId, repositoryId, number: ++this.number, status, isModified: false, configuration: CONFIGURATION, attempt, filesScanned: 0, storedBytes: 0, createdAt: now }),
    );
    return id;
  }
}
