export interface Example {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Queries to begin with; the organization and repository are filled in from the page. */
export function examplesFor(organization: string, repository: string): readonly Example[] {
  const graph = `graph(organization: $organization, repository: $repository)`;
  const place = { organization, repository };
  return [
    {
      title: 'Who am I',
      query: '# The caller, and the organizations they belong to.\nquery Viewer {\n  viewer {\n    name\n    email\n    memberships {\n      role\n      organization {\n        slug\n        name\n      }\n    }\n  }\n}\n',
    },
    {
      title: 'Repositories and their newest scan',
      query:
        '# All repositories of an organization.\nquery Repositories($organization: String!) {\n  organization(slug: $organization) {\n    repositories(first: 20, orderBy: { field: LAST_SCANNED_AT, direction: DESC }) {\n      totalCount\n      edges {\n        node {\n          slug\n          name\n          latestCompletedScan {\n            commit\n            finishedAt\n            summary {\n              files\n              symbols\n              edges\n            }\n          }\n        }\n      }\n    }\n  }\n}\n',
      variables: { organization },
    },
    {
      title: 'Where every reference went',
      query: `# captured = resolved + external + the sum of unresolved, exactly.\nquery Balance($organization: String!, $repository: String!) {\n  ${graph} {\n    scan {\n      commit\n      summary {\n        balance {\n          captured\n          resolved\n          external\n          unresolved {\n            reason\n            count\n          }\n        }\n      }\n    }\n  }\n}\n`,
      variables: place,
    },
    {
      title: 'Find a symbol',
      query: `# Exact names first, then prefixes, capital letters (gUBI), parts, and one typo.\nquery FindSymbol($organization: String!, $repository: String!, $query: String!) {\n  ${graph} {\n    searchSymbols(query: $query) {\n      rank\n      qualifiedName\n      symbolKind\n      path\n      key\n    }\n  }\n}\n`,
      variables: { ...place, query: 'get' },
    },
    {
      title: 'Cycles between files',
      query: `# Groups of files that need each other, largest first.\nquery Cycles($organization: String!, $repository: String!) {\n  ${graph} {\n    cycles(level: FILE, limit: 10) {\n      totalCount\n      cycles {\n        size\n        path {\n          path\n        }\n      }\n    }\n  }\n}\n`,
      variables: place,
    },
    {
      title: 'What can reach a node',
      query: `# Everything that would notice a change, nearest first. \`node\` is a key or an id.\nquery Impact($organization: String!, $repository: String!, $node: String!) {\n  ${graph} {\n    impact(node: $node, limit: 100) {\n      totalNodes\n      totalFiles\n      nodes {\n        distance\n        node {\n          qualifiedName\n          path\n        }\n      }\n    }\n  }\n}\n`,
      variables: { ...place, node: '' },
    },
    {
      title: 'Start a scan',
      query:
        '# Answers at once with the QUEUED scan. The same clientKey gives the same scan.\nmutation StartScan($repositoryId: ID!) {\n  startScan(input: { repositoryId: $repositoryId }) {\n    id\n    number\n    status\n  }\n}\n',
      variables: { repositoryId: '' },
    },
    {
      title: 'Follow a scan',
      query:
        '# The present state first, then each change, until the scan ends.\nsubscription Follow($scanId: ID!) {\n  scanProgress(scanId: $scanId) {\n    status\n    phase\n    percentage\n    current\n    total\n    message\n  }\n}\n',
      variables: { scanId: '' },
    },
  ];
}
