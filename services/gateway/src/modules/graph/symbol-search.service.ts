import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SymbolKind } from '@pinata/graph';
import { AccessService, REQUIRES, type Caller } from '../access/index.js';
import type { SymbolMatchView } from './engine/views.js';
import { SymbolNamesService, type NameHit } from './symbol-names.service.js';
import { SymbolSearchRepository, type FoundSymbol } from './symbol-search.repository.js';

export interface OrganizationHit {
  readonly organizationId: string;
  readonly repositoryId: string;
  readonly branch: string;
  readonly match: SymbolMatchView;
}

const MAXIMUM_QUERY = 100;
/** Names to look up at first, and when those are in no newest scan or of other kinds. */
const NAMES = [25, 100, 1000];

/** Symbols of a whole organization, by name: exact, prefix, camel hump, substring, then one typo. */
@Injectable()
export class SymbolSearchService {
  constructor(
    private readonly access: AccessService,
    private readonly names: SymbolNamesService,
    private readonly repository: SymbolSearchRepository,
  ) {}

  async search(caller: Caller, organizationId: string, query: string, kinds: readonly SymbolKind[] | undefined, limit: number): Promise<OrganizationHit[]> {
    const scope = await this.access.inOrganization(caller, organizationId, REQUIRES.reading);
    const hits: OrganizationHit[] = [];
    let lookedUp = 0;
    for (const count of NAMES) {
      const found = await this.names.search(scope, query.slice(0, MAXIMUM_QUERY), count);
      const ranks = new Map(found.slice(lookedUp).map((hit) => [hit.name, hit.rank]));
      lookedUp = found.length;
      const rows = ranks.size === 0 ? [] : await this.repository.byNames(scope, [...ranks.keys()], kinds, limit - hits.length);
      hits.push(...rows.map((row) => hitOf(scope.organizationId, row, ranks.get(row.name) ?? 'substring')));
      if (hits.length >= limit || found.length < count) break;
    }
    return hits;
  }
}

function hitOf(organizationId: string, row: FoundSymbol, rank: NameHit['rank']): OrganizationHit {
  return {
    organizationId,
    repositoryId: row.repository_id,
    branch: row.branch,
    match: {
      // The same id as in the graph: the first half of the key's digest.
      id: createHash('sha256').update(row.key).digest('hex').slice(0, 32),
      key: row.key,
      name: row.name,
      qualifiedName: row.qualified_name,
      symbolKind: row.kind,
      path: row.path,
      range: { startRow: row.start_row, startColumn: row.start_column, endRow: row.end_row, endColumn: row.end_column },
      language: row.language,
      role: row.role,
      rank,
    },
  };
}
