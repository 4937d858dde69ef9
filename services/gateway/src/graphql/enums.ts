import { registerEnumType } from '@nestjs/graphql';
import { EDGE_KINDS, FILE_ROLES, NODE_KINDS, RESOLUTIONS, SKIP_REASONS, SYMBOL_KINDS, UNFOLLOWED_USES, UNRESOLVED_REASONS } from '@pinata/graph';
import { API_TOKEN_SCOPES, ATTEMPT_STATUSES, MEMBER_ROLES, REPOSITORY_SOURCES, SCAN_STATUSES } from '../database/index.js';

/** `externalPackage` as GraphQL spells its enum values: `EXTERNAL_PACKAGE`. */
export function enumName(value: string): string {
  return /^[A-Z_]+$/.test(value) ? value : value.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}

/** Makes a GraphQL enum of the engine's or the database's own words; resolvers go on speaking those. */
function graphqlEnum<Value extends string>(name: string, values: readonly Value[], description?: string, details: Partial<Record<Value, string>> = {}): Record<string, Value> {
  const byName = Object.fromEntries(values.map((value) => [enumName(value), value]));
  const valuesMap = Object.fromEntries(
    values.flatMap((value) => {
      // Own keys alone: one of the engine's words is `constructor`, which every object has.
      const description = Object.hasOwn(details, value) ? details[value] : undefined;
      return description === undefined ? [] : [[enumName(value), { description }]];
    }),
  );
  registerEnumType(byName, { name, valuesMap, ...(description === undefined ? {} : { description }) });
  return byName;
}

export const MemberRoleEnum = graphqlEnum('MemberRole', MEMBER_ROLES, 'viewer reads; member also adds repositories and scans; admin also settings, members and deletion.');
export const RepositorySourceEnum = graphqlEnum('RepositorySource', REPOSITORY_SOURCES, undefined, {
  url: 'https, ssh or git address.',
  localPath: "A folder on the gateway's own machine; only in the embedded profile.",
});
export const ScanStatusEnum = graphqlEnum('ScanStatus', SCAN_STATUSES);
export const ScanAttemptStatusEnum = graphqlEnum('ScanAttemptStatus', ATTEMPT_STATUSES);
export const ApiTokenScopeEnum = graphqlEnum('ApiTokenScope', API_TOKEN_SCOPES, undefined, {
  scan: 'Also start and cancel scans.',
  admin: 'Also everything else its owner may do in the organization.',
});

export const PROGRESS_PHASES = ['queued', 'checkout', 'discover', 'parse', 'link', 'graph', 'snapshot', 'upload', 'store', 'done'] as const;
export type ProgressPhase = (typeof PROGRESS_PHASES)[number];
export const ScanPhaseEnum = graphqlEnum('ScanPhase', PROGRESS_PHASES, undefined, { store: 'The gateway stores what the scanner sent.' });

export const SCAN_FILE_STATUSES = ['parsed', 'repaired', 'partial', 'timedOut'] as const;
export const ScanFileStatusEnum = graphqlEnum('ScanFileStatus', SCAN_FILE_STATUSES);

export const FileRoleEnum = graphqlEnum('FileRole', FILE_ROLES);
export const SkipReasonEnum = graphqlEnum('SkipReason', SKIP_REASONS);
export const UnresolvedReasonEnum = graphqlEnum('UnresolvedReason', UNRESOLVED_REASONS);
export const UnfollowedUseEnum = graphqlEnum('UnfollowedUse', UNFOLLOWED_USES);
export const NodeKindEnum = graphqlEnum('NodeKind', NODE_KINDS);
export const EdgeKindEnum = graphqlEnum('EdgeKind', EDGE_KINDS);
export const SymbolKindEnum = graphqlEnum('SymbolKind', SYMBOL_KINDS);
export const ResolutionEnum = graphqlEnum('Resolution', RESOLUTIONS);

export const VISIBILITIES = ['public', 'protected', 'internal', 'private'] as const;
export const VisibilityEnum = graphqlEnum('Visibility', VISIBILITIES);

export const ORDER_DIRECTIONS = ['asc', 'desc'] as const;
export type OrderDirection = (typeof ORDER_DIRECTIONS)[number];
export const OrderDirectionEnum = graphqlEnum('OrderDirection', ORDER_DIRECTIONS);

export { graphqlEnum };
