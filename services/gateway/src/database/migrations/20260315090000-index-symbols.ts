import { Migration } from '@mikro-orm/migrations';

/**
 * For the search over an organization: the place in the index makes the first symbols of a name the same ones each time, found
 * without looking at the others; the scan in it tells files of old scans without reading their rows.
 */
export class IndexSymbols extends Migration {
  override up(): void {
    this.addSql(`create index symbol_by_name_and_place on symbol (organization_id, name, set_id, ordinal)`);
    this.addSql(`drop index symbol_by_name`);
    this.addSql(`create index scan_file_by_set_and_scan on scan_file (symbol_set_id, scan_id)`);
    this.addSql(`drop index scan_file_by_set`);
  }

  override down(): void {
    this.addSql(`create index symbol_by_name on symbol (organization_id, name)`);
    this.addSql(`drop index symbol_by_name_and_place`);
    this.addSql(`create index scan_file_by_set on scan_file (symbol_set_id)`);
    this.addSql(`drop index scan_file_by_set_and_scan`);
  }
}
