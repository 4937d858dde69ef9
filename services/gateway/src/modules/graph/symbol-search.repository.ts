import { Inject, Injectable } from '@nestjs/common';
import type { FileRole, SymbolKind } from '@pinata/graph';
import type { TenantScope } from '../../database/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

/** A symbol's row with the file and the scan it was found in. */
export interface FoundSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly qualified_name: string;
  readonly key: string;
  readonly path: string;
  readonly language: string;
  readonly role: FileRole;
  readonly start_row: number;
  readonly start_column: number;
  readonly end_row: number;
  readonly end_column: number;
  readonly repository_id: string;
  readonly branch: string;
}

/** Of one name, for each hit that is wanted. */
const SYMBOLS_A_HIT = 4;

/** The symbols of the newest completed scan of each branch, all repositories of an organization together. */
@Injectable()
export class SymbolSearchRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * In the order of the names that are given, then by path, branch and place in the file. Of a name that very many symbols have,
   * only the first are looked at, four times as many as are wanted: those that are in no newest scan may take the place of others.
   */
  byNames(scope: TenantScope, names: readonly string[], kinds: readonly SymbolKind[] | undefined, limit: number): Promise<FoundSymbol[]> {
    return this.database.tenant(scope, (entities) =>
      entities.execute(
        `with newest as materialized (
           select distinct on (repository_id, branch) id, repository_id, branch from scan
           where organization_id = ? and status = 'COMPLETED' and branch is not null order by repository_id, branch, finished_at desc, number desc
         ), wanted as materialized (
           select value #>> '{}' as name, ordinality as rank from jsonb_array_elements(?::jsonb) with ordinality
         ), found as materialized (
           select w.rank, s.* from wanted w cross join lateral (
             select * from symbol where organization_id = ? and name = w.name ${kinds === undefined ? '' : 'and kind = any(select jsonb_array_elements_text(?::jsonb))'}
             order by set_id, ordinal limit ?
           ) s
         )
         select s.name, s.kind, s.qualified_name, f.key_prefix || s.descriptor as key, f.path, f.language, f.role,
                s.start_row, s.start_column, s.end_row, s.end_column, f.repository_id, f.branch
         from found s cross join lateral (
           -- The offset keeps this a look-up for each symbol: the planner takes the names for many, and would read every file.
           select scan_file.*, n.repository_id, n.branch from scan_file join newest n on n.id = scan_file.scan_id where scan_file.symbol_set_id = s.set_id offset 0
         ) f
         order by s.rank, f.path, f.branch, s.ordinal limit ?`,
        [scope.organizationId, JSON.stringify(names), scope.organizationId, ...(kinds === undefined ? [] : [JSON.stringify(kinds)]), SYMBOLS_A_HIT * limit, limit],
      ),
    );
  }

  /** Every different name of an organization's symbols. */
  async names(scope: TenantScope): Promise<string[]> {
    const rows: { name: string }[] = await this.database.tenant(scope, (entities) => entities.execute('select name from symbol where organization_id = ? group by name', [scope.organizationId]));
    return rows.map((row) => row.name);
  }
}
