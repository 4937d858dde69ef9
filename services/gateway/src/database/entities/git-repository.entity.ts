import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const REPOSITORY_SOURCES = ['url', 'localPath'] as const;
export type RepositorySource = (typeof REPOSITORY_SOURCES)[number];

/** Which files a scan reads and what it may use. */
export interface ScanConfiguration {
  readonly fileExtensions: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maximumFileBytes: number;
  readonly maximumFiles: number;
  readonly deadlineSeconds: number;
  readonly memoryMegabytes: number;
  /** Null: as many as the machine has, at most 8. */
  readonly workers: number | null;
}

/** A repository of code that an organization scans; called so because MikroORM has repositories of its own. */
export const GitRepositoryEntity = defineEntity({
  name: 'GitRepository',
  tableName: 'repository',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    slug: p.text(),
    name: p.text(),
    description: p.text(),
    source: p.text().$type<RepositorySource>(),
    /** Address without credentials, or absolute path. */
    location: p.text(),
    defaultBranch: p.text().nullable(),
    credentialUsername: p.text().nullable(),
    /** The credential's JSON, closed by the SecretBox under the repository's id. */
    sealedCredential: p.text().nullable(),
    configuration: p.json<ScanConfiguration>(),
    isDemo: p.boolean(),
    /** The number the newest scan got. */
    lastScanNumber: p.integer(),
    /** When the newest completed scan ended. */
    lastScannedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type GitRepository = InferEntity<typeof GitRepositoryEntity>;
