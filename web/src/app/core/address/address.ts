/**
 * Addresses of pages as router commands. The router percent-encodes each part, so a branch called `feature/login` is one part.
 * `-` separates a repository's own pages from its branches: no branch can begin with it.
 */
export type Address = readonly [string, ...string[]];

export type ResultView = 'overview' | 'graph' | 'files' | 'symbols' | 'symbol';

export function organizationAddress(organization: string, ...page: readonly string[]): Address {
  return ['/o', organization, ...page];
}

export function repositoryAddress(organization: string, repository: string, ...page: readonly string[]): Address {
  return page.length === 0 ? ['/o', organization, 'r', repository] : ['/o', organization, 'r', repository, '-', ...page];
}

export function scanAddress(organization: string, repository: string, scanId: string): Address {
  return repositoryAddress(organization, repository, 'scans', scanId);
}

/** @param revision a branch, or a commit */
export function resultAddress(organization: string, repository: string, revision: string, view: ResultView): Address {
  return ['/o', organization, 'r', repository, revision, view];
}
