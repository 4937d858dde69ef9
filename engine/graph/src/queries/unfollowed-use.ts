import type { SourceRange } from '../model.js';

export interface UnresolvedSite {
  readonly path: string;
  readonly range: SourceRange;
}

/**
 * Uses that a scan does not follow: reads and writes of fields and properties; keys and named arguments that fill them where the source does
 * not name their type; functions and methods that are handed on without being called, by their kind; what stands in arguments of macros; what
 * templates use; and files that were not read.
 */
export const UNFOLLOWED_USES = ['accesses', 'entries', 'functionValues', 'methodValues', 'macros', 'templates', 'unreadFiles'] as const;
export type UnfollowedUse = (typeof UNFOLLOWED_USES)[number];
