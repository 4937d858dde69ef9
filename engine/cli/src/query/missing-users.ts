import type { BlindSpotIndex, BlindSpotsOfNode, Graph, UnfollowedUse, UnresolvedInside } from '@pinata/graph';
import { rangeText } from './range-text.js';

const SITES = 3;
const NOT_FOLLOWED: Readonly<Record<UnfollowedUse, (spots: Pick<BlindSpotsOfNode, 'unreadFiles' | 'unreadTemplates'>) => string>> = {
  accesses: () => 'reads and writes of fields and properties',
  entries: () => 'keys and named arguments that fill fields',
  functionValues: () => 'functions that are handed on without being called',
  methodValues: () => 'methods that are handed on without being called',
  macros: () => 'arguments of macros',
  templates: ({ unreadTemplates }) => `${unreadTemplates} templates`,
  unreadFiles: ({ unreadFiles }) => `${unreadFiles} files that were left out`,
};

/** To be put into an answer. */
interface Missing {
  readonly value: object;
  readonly lines: readonly string[];
}

/** Says what an answer about the users of a node may lack, or that it lacks nothing: no users found is not the same as none. */
export function missingUsers(graph: Graph, node: number, index: BlindSpotIndex | undefined): Missing {
  if (index === undefined) return { value: {}, lines: ['this snapshot does not say which references could not be resolved; scan again to know'] };
  const blindSpots = index.of(graph, node);
  const { unresolved, reasons, sites, unnamed, filesWithErrors, notFollowed, isComplete } = blindSpots;
  const repository = [...(unnamed > 0 ? [`${unnamed} calls of values without a name`] : []), ...(filesWithErrors > 0 ? [`${filesWithErrors} files with errors`] : [])];
  const beside = repository.length === 0 ? '' : `; in the whole repository there are ${repository.join(' and ')}`;
  return {
    value: { blindSpots: { ...blindSpots, sites: sites.map(({ path, range }) => ({ path, position: rangeText(range) })) } },
    lines: [
      ...(unresolved === 0
        ? [`every reference by this name${isComplete ? '' : ' that is followed'} was resolved${beside}`]
        : [`${unresolved} references by this name could not be resolved and may be uses of it (${reasons.map(({ reason, count }) => `${reason} ${count}`).join(', ')})${beside}`, ...sites.slice(0, SITES).map(({ path, range }) => `  ${path}:${rangeText(range)}`)]),
      ...(notFollowed.length === 0 ? [] : [`not followed, and perhaps uses of it: ${notFollowed.map((use) => NOT_FOLLOWED[use](blindSpots)).join(', ')}`]),
    ],
  };
}

/** Says what an answer about what code uses or sets going may lack, or that it lacks nothing. */
export function missingInside(inside: UnresolvedInside | undefined): Missing {
  if (inside === undefined) return { value: {}, lines: ['this snapshot does not say which references in it could not be resolved; scan again to know'] };
  const { unresolved, reasons, sites, filesWithErrors, notFollowed, isComplete } = inside;
  return {
    value: { inside: { ...inside, sites: sites.map(({ path, name, range }) => ({ path, name, position: rangeText(range) })) } },
    lines: [
      ...(unresolved === 0
        ? [`every reference in it${isComplete ? '' : ' that was read and is followed'} was resolved`]
        : [`${unresolved} references in it could not be resolved and may lead elsewhere (${reasons.map(({ reason, count }) => `${reason} ${count}`).join(', ')})`, ...sites.slice(0, SITES).map(({ path, name, range }) => `  ${name ?? 'a value without a name'} at ${path}:${rangeText(range)}`)]),
      ...(filesWithErrors === 0 ? [] : [`${filesWithErrors} of its files could not be read whole, and something in it may be missing`]),
      ...(notFollowed.length === 0 ? [] : [`not followed in it: ${notFollowed.map((use) => NOT_FOLLOWED[use]({ unreadFiles: 0, unreadTemplates: 0 })).join(', ')}`]),
    ],
  };
}
