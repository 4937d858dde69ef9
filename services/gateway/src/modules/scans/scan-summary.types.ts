import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { FileRole, SkipReason, UnresolvedReason } from '@pinata/graph';
import type { StoredBalance, StoredSummary } from '../../database/index.js';
import { FileRoleEnum, PROGRESS_PHASES, ScanPhaseEnum, SkipReasonEnum, SourceRangeType, UnresolvedReasonEnum, type ProgressPhase } from '../../graphql/index.js';

@ObjectType('UnresolvedTotal')
export class UnresolvedTotalType {
  @Field(() => UnresolvedReasonEnum)
  readonly reason!: UnresolvedReason;

  @Field(() => Int)
  readonly count!: number;
}

@ObjectType('ReferenceBalance')
export class ReferenceBalanceType {
  @Field(() => Int)
  readonly captured!: number;

  @Field(() => Int)
  readonly resolved!: number;

  @Field(() => Int)
  readonly external!: number;

  @Field(() => [UnresolvedTotalType])
  readonly unresolved!: readonly UnresolvedTotalType[];
}

@ObjectType('LanguageTotal')
export class LanguageTotalType {
  @Field(() => String)
  readonly language!: string;

  @Field(() => Int)
  readonly files!: number;

  @Field(() => Int)
  readonly lines!: number;

  @Field(() => Float)
  readonly bytes!: number;
}

@ObjectType('RoleTotal')
export class RoleTotalType {
  @Field(() => FileRoleEnum)
  readonly role!: FileRole;

  @Field(() => Int)
  readonly files!: number;

  @Field(() => Int)
  readonly lines!: number;

  @Field(() => ReferenceBalanceType)
  readonly balance!: ReferenceBalanceType;
}

@ObjectType('SkipTotal')
export class SkipTotalType {
  @Field(() => SkipReasonEnum)
  readonly reason!: SkipReason;

  @Field(() => Int)
  readonly files!: number;
}

@ObjectType('UnresolvedExample')
export class UnresolvedExampleType {
  @Field(() => UnresolvedReasonEnum)
  readonly reason!: UnresolvedReason;

  @Field(() => String)
  readonly path!: string;

  @Field(() => SourceRangeType)
  readonly range!: SourceRangeType;

  @Field(() => String)
  readonly text!: string;
}

@ObjectType('PhaseTime')
export class PhaseTimeType {
  @Field(() => ScanPhaseEnum)
  readonly phase!: ProgressPhase;

  @Field(() => Float)
  readonly milliseconds!: number;
}

@ObjectType('ScanSummary')
export class ScanSummaryType {
  @Field(() => Int)
  readonly files!: number;

  @Field(() => Int)
  readonly skippedFiles!: number;

  @Field(() => Int)
  readonly filesWithErrors!: number;

  @Field(() => Int, { nullable: true, description: 'Files that were read now; null in a scan of a version that did not say.' })
  readonly parsedFiles!: number | null;

  @Field(() => Int, { nullable: true, description: 'Files whose facts were known from an earlier scan.' })
  readonly reusedFiles!: number | null;

  @Field(() => Int, { nullable: true, description: 'Files that were linked now: those that changed, and those that a change reaches.' })
  readonly relinkedFiles!: number | null;

  @Field(() => Int)
  readonly lines!: number;

  @Field(() => Float)
  readonly bytes!: number;

  @Field(() => Int)
  readonly symbols!: number;

  @Field(() => Int)
  readonly nodes!: number;

  @Field(() => Int)
  readonly edges!: number;

  @Field(() => [LanguageTotalType])
  readonly languages!: readonly LanguageTotalType[];

  @Field(() => [RoleTotalType])
  readonly roles!: readonly RoleTotalType[];

  @Field(() => [SkipTotalType])
  readonly skipped!: readonly SkipTotalType[];

  @Field(() => ReferenceBalanceType, { description: 'captured = resolved + external + the sum of unresolved, exactly.' })
  readonly balance!: ReferenceBalanceType;

  @Field(() => Boolean)
  readonly isDigestComparable!: boolean;

  @Field(() => String)
  readonly graphDigest!: string;

  @Field(() => String)
  readonly shapeDigest!: string;

  @Field(() => [PhaseTimeType])
  readonly phases!: readonly PhaseTimeType[];

  @Field(() => Float)
  readonly totalMilliseconds!: number;

  @Field(() => Float)
  readonly peakMemoryBytes!: number;

  /** Served by the resolver, which takes the reason. */
  readonly examples!: readonly UnresolvedExampleType[];
}

export function toSummary(summary: StoredSummary): ScanSummaryType {
  const { files, skippedFiles, filesWithErrors, lines, bytes, symbols, nodes, edges, languages, skipped, isDigestComparable, graphDigest, shapeDigest, peakMemoryBytes, milliseconds } = summary;
  return {
    files, skippedFiles, filesWithErrors, lines, bytes, symbols, nodes, edges, languages, skipped, isDigestComparable, graphDigest, shapeDigest, peakMemoryBytes,
    parsedFiles: summary.parsed ?? null,
    reusedFiles: summary.reused ?? null,
    relinkedFiles: summary.relinked ?? null,
    roles: summary.roles.map((total) => ({ ...total, balance: toBalance(total.balance) })),
    balance: toBalance(summary.balance),
    phases: PROGRESS_PHASES.flatMap((phase) => {
      const time = milliseconds[phase];
      return time === undefined ? [] : [{ phase, milliseconds: time }];
    }),
    totalMilliseconds: milliseconds['total'] ?? Object.values(milliseconds).reduce((sum, time) => sum + time, 0),
    examples: summary.unresolvedExamples,
  };
}

function toBalance(balance: StoredBalance): ReferenceBalanceType {
  const { captured, resolved, external } = balance;
  // The keys of this object come from `storedSummary`, which let known reasons through only.
  const unresolved = Object.entries(balance.unresolved).map(([reason, count]) => ({ reason: reason as UnresolvedReason, count }));
  return { captured, resolved, external, unresolved: unresolved.sort((a, b) => b.count - a.count) };
}
