import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { FileRole, SkipReason } from '@pinata/graph';
import type { ScanFile, ScanFileStatus, SkippedFile } from '../../database/index.js';
import { FileRoleEnum, OrderDirectionEnum, ScanFileStatusEnum, SkipReasonEnum, connectionOf, graphqlEnum, type OrderDirection } from '../../graphql/index.js';
import { SCAN_FILE_ORDER_FIELDS, type ScanFileOrdering } from './scan-content.repository.js';

export const ScanFileOrderFieldEnum = graphqlEnum('ScanFileOrderField', SCAN_FILE_ORDER_FIELDS);

@ObjectType('ScanFile', { description: 'One file that was read.' })
export class ScanFileType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly path!: string;

  @Field(() => String, { description: 'SHA-256 of the bytes.' })
  readonly hash!: string;

  @Field(() => String)
  readonly language!: string;

  @Field(() => FileRoleEnum)
  readonly role!: FileRole;

  @Field(() => ScanFileStatusEnum)
  readonly status!: ScanFileStatus;

  @Field(() => Float)
  readonly bytes!: number;

  @Field(() => Int)
  readonly lines!: number;

  @Field(() => Int)
  readonly symbols!: number;

  @Field(() => Int)
  readonly references!: number;

  @Field(() => Int)
  readonly errors!: number;
}

export function toScanFile(row: ScanFile): ScanFileType {
  const { path, hash, language, role, status, bytes, lines, symbols, references, errors } = row;
  return { id: Buffer.from(`${row.scanId}:${path}`).toString('base64url'), path, hash, language, role, status, bytes, lines, symbols, references, errors };
}

export const ScanFileConnectionType = connectionOf('ScanFile', ScanFileType);

@InputType('ScanFileFilter')
export class ScanFileFilterInput {
  @Field(() => String, { nullable: true, description: 'Part of the path.' })
  readonly search?: string | null;

  @Field(() => String, { nullable: true })
  readonly language?: string | null;

  @Field(() => FileRoleEnum, { nullable: true })
  readonly role?: FileRole | null;

  @Field(() => ScanFileStatusEnum, { nullable: true })
  readonly status?: ScanFileStatus | null;

  @Field(() => Boolean, { nullable: true })
  readonly hasErrors?: boolean | null;
}

@InputType('ScanFileOrder')
export class ScanFileOrderInput {
  @Field(() => ScanFileOrderFieldEnum)
  readonly field!: ScanFileOrdering['field'];

  @Field(() => OrderDirectionEnum)
  readonly direction!: OrderDirection;
}

@ObjectType('SkippedFile')
export class SkippedFileType {
  @Field(() => String)
  readonly path!: string;

  @Field(() => SkipReasonEnum)
  readonly reason!: SkipReason;

  @Field(() => String, { nullable: true })
  readonly detail!: string | null;
}

export function toSkippedFile(row: SkippedFile): SkippedFileType {
  return { path: row.path, reason: row.reason, detail: row.detail ?? null };
}

export const SkippedFileConnectionType = connectionOf('SkippedFile', SkippedFileType);
