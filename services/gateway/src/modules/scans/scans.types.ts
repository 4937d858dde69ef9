import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { AttemptStatus, Scan, ScanConfiguration, ScanStatus } from '../../database/index.js';
import { OrderDirectionEnum, ScanAttemptStatusEnum, ScanPhaseEnum, ScanStatusEnum, connectionOf, graphqlEnum, type OrderDirection, type ProgressPhase } from '../../graphql/index.js';
import { ScanConfigurationInput, ScanConfigurationType } from '../repositories/index.js';
import { SCAN_ORDER_FIELDS, type ScanOrderField } from './scans.repository.js';

export const ScanOrderFieldEnum = graphqlEnum('ScanOrderField', SCAN_ORDER_FIELDS);

@ObjectType('ScanFailure', { description: 'Why a scan gave no result, in words that say what to do.' })
export class ScanFailureType {
  @Field(() => String, { description: 'Such as `deadline`, `memory`, `crashed`, `authenticationFailed`, `unknownRef`, `noMatchingFiles`.' })
  readonly code!: string;

  @Field(() => String)
  readonly message!: string;
}

@ObjectType('Scan')
export class ScanType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Int, { description: "Counts the repository's scans from 1." })
  readonly number!: number;

  @Field(() => ScanStatusEnum)
  readonly status!: ScanStatus;

  @Field(() => String, { nullable: true, description: 'What was asked for; null is the default branch.' })
  readonly reference!: string | null;

  @Field(() => String, { nullable: true, description: 'Known once the checkout is done.' })
  readonly branch!: string | null;

  @Field(() => String, { nullable: true })
  readonly commit!: string | null;

  @Field(() => Boolean, { description: 'The work tree had changes that are not in the commit.' })
  readonly isModified!: boolean;

  @Field(() => ScanConfigurationType)
  readonly configuration!: ScanConfiguration;

  @Field(() => Date)
  readonly createdAt!: Date;

  @Field(() => Date, { nullable: true })
  readonly startedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  readonly finishedAt!: Date | null;

  @Field(() => Int, { description: 'The present attempt, from 1; 0 while queued.' })
  readonly attempt!: number;

  @Field(() => ScanFailureType, { nullable: true })
  readonly failure!: ScanFailureType | null;

  /** Not in the API: fields load by it. */
  readonly row!: Scan;
}

export function toScan(row: Scan): ScanType {
  const { id, number, status, isModified, configuration, createdAt, attempt } = row;
  return {
    id, number, status, isModified, configuration, createdAt, attempt, row,
    reference: row.reference ?? null,
    branch: row.branch ?? null,
    commit: row.commitId ?? null,
    startedAt: row.startedAt ?? null,
    finishedAt: row.finishedAt ?? null,
    failure: row.failureCode == null ? null : { code: row.failureCode, message: row.failureMessage ?? '' },
  };
}

export const ScanConnectionType = connectionOf('Scan', ScanType);

@ObjectType('ScanAttempt')
export class ScanAttemptType {
  @Field(() => Int)
  readonly number!: number;

  @Field(() => ScanAttemptStatusEnum)
  readonly status!: AttemptStatus;

  @Field(() => Date)
  readonly startedAt!: Date;

  @Field(() => Date, { nullable: true })
  readonly finishedAt!: Date | null;

  @Field(() => ScanFailureType, { nullable: true })
  readonly failure!: ScanFailureType | null;

  @Field(() => Float, { nullable: true })
  readonly peakMemoryBytes!: number | null;
}

@ObjectType('ScanProgress', { description: 'Where a scan stands.' })
export class ScanProgressType {
  @Field(() => ID)
  readonly scanId!: string;

  @Field(() => ScanStatusEnum)
  readonly status!: ScanStatus;

  @Field(() => ScanPhaseEnum)
  readonly phase!: ProgressPhase;

  @Field(() => Int, { description: 'Files done in the parse phase; 0 to 100 in the others.' })
  readonly current!: number;

  @Field(() => Int)
  readonly total!: number;

  @Field(() => Float, { description: 'Of the whole scan, 0 to 100; never falls within an attempt, 100 only when COMPLETED.' })
  readonly percentage!: number;

  @Field(() => String, { description: 'Such as the path being read.' })
  readonly message!: string;

  @Field(() => Float, { nullable: true })
  readonly filesPerSecond!: number | null;

  @Field(() => Int, { nullable: true })
  readonly etaSeconds!: number | null;

  @Field(() => Int)
  readonly attempt!: number;

  @Field(() => Int, { nullable: true, description: 'How many queued scans come first; null when not queued, and in a cluster until its operator has seen the scan.' })
  readonly queuePosition!: number | null;

  @Field(() => Int)
  readonly filesScanned!: number;

  @Field(() => ScanFailureType, { nullable: true })
  readonly failure!: ScanFailureType | null;
}

@ObjectType('ScannedBranch')
export class ScannedBranchType {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly commit!: string;

  @Field(() => ID)
  readonly scanId!: string;

  @Field(() => Date)
  readonly scannedAt!: Date;
}

@InputType('StartScanInput')
export class StartScanInput {
  @Field(() => ID)
  readonly repositoryId!: string;

  @Field(() => String, { nullable: true, description: 'Branch, tag or commit; absent means the default branch.' })
  readonly reference?: string | null;

  @Field(() => ScanConfigurationInput, { nullable: true, description: "Overrides the repository's configuration for this scan." })
  readonly configuration?: ScanConfigurationInput | null;

  @Field(() => String, { nullable: true, description: "A second call with the same key gives back the first call's scan." })
  readonly clientKey?: string | null;
}

@InputType('ScanFilter')
export class ScanFilterInput {
  @Field(() => ID, { nullable: true })
  readonly repositoryId?: string | null;

  @Field(() => [ScanStatusEnum], { nullable: true })
  readonly statuses?: readonly ScanStatus[] | null;

  @Field(() => String, { nullable: true })
  readonly branch?: string | null;
}

@InputType('ScanOrder')
export class ScanOrderInput {
  @Field(() => ScanOrderFieldEnum)
  readonly field!: ScanOrderField;

  @Field(() => OrderDirectionEnum)
  readonly direction!: OrderDirection;
}
