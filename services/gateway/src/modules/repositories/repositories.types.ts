import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { GitRepository, RepositorySource, ScanConfiguration, ScanStatus } from '../../database/index.js';
import { OrderDirectionEnum, RepositorySourceEnum, ScanStatusEnum, connectionOf, graphqlEnum, type OrderDirection } from '../../graphql/index.js';
import { REPOSITORY_ORDER_FIELDS, type RepositoryOrderField } from './repositories.repository.js';
import { ScanConfigurationInput, ScanConfigurationType } from './scan-configuration.types.js';

export const RepositoryOrderFieldEnum = graphqlEnum('RepositoryOrderField', REPOSITORY_ORDER_FIELDS);
const REFERENCE_KINDS = ['branch', 'tag'] as const;
const ReferenceKindEnum = graphqlEnum('ReferenceKind', REFERENCE_KINDS);

@ObjectType('Repository')
export class RepositoryType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly slug!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => RepositorySourceEnum)
  readonly source!: RepositorySource;

  @Field(() => String, { description: 'Address without credentials, or absolute path.' })
  readonly location!: string;

  @Field(() => String, { nullable: true, description: "Null: whatever the remote's HEAD names." })
  readonly defaultBranch!: string | null;

  @Field(() => Boolean)
  readonly isDemo!: boolean;

  @Field(() => Boolean)
  readonly hasCredential!: boolean;

  @Field(() => String, { nullable: true, description: 'User name of the stored credential; its secret is never given back.' })
  readonly credentialUsername!: string | null;

  @Field(() => ScanConfigurationType)
  readonly configuration!: ScanConfiguration;

  @Field(() => Date)
  readonly createdAt!: Date;

  @Field(() => Date)
  readonly updatedAt!: Date;

  /** Not in the API: other features' fields load by it. */
  readonly organizationId!: string;
}

export function toRepository(row: GitRepository): RepositoryType {
  const { id, slug, name, description, source, location, isDemo, configuration, createdAt, updatedAt, organizationId } = row;
  return {
    id, slug, name, description, source, location, isDemo, configuration, createdAt, updatedAt, organizationId,
    defaultBranch: row.defaultBranch ?? null,
    hasCredential: row.sealedCredential != null,
    credentialUsername: row.credentialUsername ?? null,
  };
}

export const RepositoryConnectionType = connectionOf('Repository', RepositoryType);

@InputType('RepositoryFilter')
export class RepositoryFilterInput {
  @Field(() => String, { nullable: true, description: 'Words looked for in name, slug, description and location.' })
  readonly search?: string | null;

  @Field(() => RepositorySourceEnum, { nullable: true })
  readonly source?: RepositorySource | null;

  @Field(() => ScanStatusEnum, { nullable: true, description: 'Status of the newest scan.' })
  readonly latestScanStatus?: ScanStatus | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only repositories that were never scanned.' })
  readonly isNeverScanned?: boolean | null;
}

@InputType('RepositoryOrder')
export class RepositoryOrderInput {
  @Field(() => RepositoryOrderFieldEnum)
  readonly field!: RepositoryOrderField;

  @Field(() => OrderDirectionEnum)
  readonly direction!: OrderDirection;
}

@InputType('RepositoryCredentialInput', { description: 'User name and password or access token for https; a private key for ssh.' })
export class RepositoryCredentialInput {
  @Field(() => String, { nullable: true })
  readonly username?: string | null;

  @Field(() => String, { nullable: true, description: 'Password or access token.' })
  readonly secret?: string | null;

  @Field(() => String, { nullable: true, description: 'OpenSSH private key without a passphrase.' })
  readonly sshPrivateKey?: string | null;
}

@InputType('CreateRepositoryInput')
export class CreateRepositoryInput {
  @Field(() => ID)
  readonly organizationId!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'Made from the name where it is absent.' })
  readonly slug?: string | null;

  @Field(() => String, { nullable: true })
  readonly description?: string | null;

  @Field(() => RepositorySourceEnum)
  readonly source!: RepositorySource;

  @Field(() => String)
  readonly location!: string;

  @Field(() => String, { nullable: true })
  readonly defaultBranch?: string | null;

  @Field(() => RepositoryCredentialInput, { nullable: true })
  readonly credential?: RepositoryCredentialInput | null;

  @Field(() => ScanConfigurationInput, { nullable: true })
  readonly configuration?: ScanConfigurationInput | null;
}

@InputType('UpdateRepositoryInput')
export class UpdateRepositoryInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true })
  readonly name?: string | null;

  @Field(() => String, { nullable: true })
  readonly description?: string | null;

  @Field(() => String, { nullable: true })
  readonly location?: string | null;

  @Field(() => String, { nullable: true, description: "An empty string goes back to the remote's HEAD." })
  readonly defaultBranch?: string | null;

  @Field(() => RepositoryCredentialInput, { nullable: true })
  readonly credential?: RepositoryCredentialInput | null;

  @Field(() => Boolean, { nullable: true, description: 'Forgets the stored credential.' })
  readonly isCredentialRemoved?: boolean | null;

  @Field(() => ScanConfigurationInput, { nullable: true })
  readonly configuration?: ScanConfigurationInput | null;
}

@InputType('CheckConnectionInput')
export class CheckConnectionInput {
  @Field(() => ID)
  readonly organizationId!: string;

  @Field(() => ID, { nullable: true, description: 'With an id, a missing credential is the stored one, if the location is the stored one too.' })
  readonly repositoryId?: string | null;

  @Field(() => RepositorySourceEnum)
  readonly source!: RepositorySource;

  @Field(() => String)
  readonly location!: string;

  @Field(() => String, { nullable: true, description: 'Branch, tag or commit that must exist.' })
  readonly reference?: string | null;

  @Field(() => RepositoryCredentialInput, { nullable: true })
  readonly credential?: RepositoryCredentialInput | null;
}

@ObjectType('ConnectionCheck', { description: 'Whether the source can be read. A failure is an answer, not an error.' })
export class ConnectionCheckType {
  @Field(() => Boolean)
  readonly isReachable!: boolean;

  @Field(() => String, { nullable: true, description: "The checkout's error code, such as `unreachable`, `authenticationFailed`, `unknownRef`, `emptyRepository`, `forbiddenUrl`, `pathNotFound`, `notAFolder`; null when reachable." })
  readonly code!: string | null;

  @Field(() => String, { description: 'What to do about it, or what was found.' })
  readonly message!: string;

  @Field(() => String, { nullable: true })
  readonly defaultBranch!: string | null;

  @Field(() => Int)
  readonly branchCount!: number;
}

@ObjectType('Reference')
export class ReferenceType {
  @Field(() => ReferenceKindEnum)
  readonly kind!: (typeof REFERENCE_KINDS)[number];

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly commit!: string;

  @Field(() => Boolean)
  readonly isDefault!: boolean;
}
