import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SymbolIndex } from '@pinata/graph';
import { LRUCache } from 'lru-cache';
import type { TenantScope } from '../../database/index.js';
import { EVENT_BUS, type EventBus } from '../../ports/index.js';
import { SymbolSearchRepository } from './symbol-search.repository.js';

/** A name, as the index holds it, and how it was found. */
export interface NameHit {
  readonly name: string;
  readonly rank: 'exact' | 'prefix' | 'camelHump' | 'substring' | 'typo';
}

interface Names {
  readonly names: readonly string[];
  readonly index: SymbolIndex;
}

/** Of all organizations together; about 60 bytes each. */
const MAXIMUM_NAMES = 2_000_000;

/** An index over the different names of an organization's symbols: made when first asked for, dropped when a scan changed them. */
@Injectable()
export class SymbolNamesService implements OnModuleDestroy {
  private readonly known = new LRUCache<string, Names>({ maxSize: MAXIMUM_NAMES, sizeCalculation: ({ names }) => names.length + 1 });
  private readonly loading = new Map<string, Promise<Names>>();
  private readonly stopListening: () => void;

  constructor(
    private readonly repository: SymbolSearchRepository,
    @Inject(EVENT_BUS) eventBus: EventBus,
  ) {
    this.stopListening = eventBus.listen('organization.changed', ({ organizationId }) => {
      this.known.delete(organizationId);
      this.loading.delete(organizationId);
    });
  }

  /** Best first. */
  async search(scope: TenantScope, query: string, limit: number): Promise<NameHit[]> {
    const { names, index } = await this.namesOf(scope);
    return index.search(query, limit).map(({ entry, match }) => ({ name: names[entry] ?? '', rank: match }));
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  private async namesOf(scope: TenantScope): Promise<Names> {
    const known = this.known.get(scope.organizationId);
    if (known !== undefined) return known;
    let loading = this.loading.get(scope.organizationId);
    if (loading === undefined) {
      loading = this.repository.names(scope).then((names) => ({ names, index: new SymbolIndex(names) }));
      this.loading.set(scope.organizationId, loading);
    }
    try {
      const names = await loading;
      // What changed while it was loaded is not in it: only an undisturbed load is kept.
      if (this.loading.get(scope.organizationId) === loading) this.known.set(scope.organizationId, names);
      return names;
    } finally {
      if (this.loading.get(scope.organizationId) === loading) this.loading.delete(scope.organizationId);
    }
  }
}
