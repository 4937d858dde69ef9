import type { BlindSpotFieldsFragment, UnfollowedUse } from '../symbols.generated.js';

type Unread = Pick<BlindSpotFieldsFragment, 'unreadFiles' | 'unreadTemplates'> | null;

const NOT_FOLLOWED: Readonly<Record<UnfollowedUse, (unread: Unread) => string>> = {
  ACCESSES: () => 'reads and writes of fields and properties',
  ENTRIES: () => 'keys and named arguments that fill fields',
  FUNCTION_VALUES: () => 'functions that are handed on without being called',
  METHOD_VALUES: () => 'methods that are handed on without being called',
  MACROS: () => 'arguments of macros',
  TEMPLATES: (unread) => counted(unread?.unreadTemplates ?? 0, 'template', 'templates').join(''),
  UNREAD_FILES: (unread) => counted(unread?.unreadFiles ?? 0, 'file that was left out', 'files that were left out').join(''),
};

/** What a scan does not follow, in words; empty where it follows all. */
export function unfollowedText(uses: readonly UnfollowedUse[], unread: Unread): string {
  return uses.map((use) => NOT_FOLLOWED[use](unread)).join(', ');
}

/** Why references were not resolved, in words. */
export function reasonsText(reasons: BlindSpotFieldsFragment['reasons']): string {
  return reasons.map(({ reason, count }) => `${reason.toLowerCase().replaceAll('_', ' ')} ${count}`).join(', ');
}

/** A count in words; empty where there is none. */
export function counted(count: number, one: string, many: string): string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? one : many}`];
}
