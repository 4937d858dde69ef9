import { Inject, Injectable } from '@nestjs/common';
import { create } from '@bufbuild/protobuf';
import { GitCredentialSchema, GrantSchema, ScanConfigurationSchema, SourceGrantSchema, type GitCredential, type Grant } from '@pinata/proto';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { GitRepository, Scan } from '../../database/index.js';
import { SecretBoxError, type AttemptFailure } from '../../ports/index.js';
import { CredentialsService, SourcesService } from '../repositories/index.js';
import { MEBIBYTE } from './scan-limits.js';

/** Messages that a scanner may have on their way. */
const WINDOW = 8;

/** What an attempt is told, whoever runs it. */
@Injectable()
export class ScanGrantService {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly sources: SourcesService,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** Without a credential and without places for files. */
  grantOf(scan: Scan, repository: GitRepository): Grant {
    const { fileExtensions, include, exclude, maximumFileBytes, maximumFiles, workers } = scan.configuration;
    const { checkoutMegabytes, checkoutSeconds } = this.configuration.scans;
    return create(GrantSchema, {
      scanId: scan.id,
      organizationId: scan.organizationId,
      attempt: scan.attempt,
      source: create(SourceGrantSchema, {
        location: repository.source === 'url' ? { case: 'url', value: repository.location } : { case: 'localPath', value: repository.location },
        reference: scan.reference ?? repository.defaultBranch ?? '',
        name: repository.name,
        ...this.sources.grantPolicy(),
      }),
      configuration: create(ScanConfigurationSchema, {
        fileExtensions: [...fileExtensions],
        include: [...include],
        exclude: [...exclude],
        maximumFileBytes,
        maximumFiles,
        workers: workers ?? 0,
        maximumCheckoutBytes: BigInt(checkoutMegabytes) * BigInt(MEBIBYTE),
        checkoutSeconds,
      }),
      window: WINDOW,
    });
  }

  /** Undefined for a public repository. @throws SecretBoxError */
  async credentialOf(repository: GitRepository): Promise<GitCredential | undefined> {
    const credential = await this.credentials.open(repository);
    if (credential === undefined) return undefined;
    return create(GitCredentialSchema, credential.kind === 'password' ? { username: credential.username, secret: credential.secret } : { sshPrivateKey: credential.privateKey });
  }
}

/** Of a credential that cannot be opened; undefined for any other error. */
export function credentialFailure(error: unknown): AttemptFailure | undefined {
  if (!(error instanceof SecretBoxError)) return undefined;
  return { code: 'credentialUnreadable', message: 'The stored credential cannot be opened with the key of this installation. Enter it again in the repository settings.' };
}
