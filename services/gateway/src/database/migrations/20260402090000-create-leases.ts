import { Migration } from '@mikro-orm/migrations';

/** Work that one replica at a time may do. Times are the database's own, so that replicas' clocks do not matter. */
export class CreateLeases extends Migration {
  override up(): void {
    this.addSql(`create table lease (
      name text primary key,
      holder text not null,
      expires_at timestamptz not null
    )`);
    this.addSql(`alter table lease enable row level security`);
    this.addSql(`create policy lease_of_system on lease to system using (true) with check (true)`);
    this.addSql(`grant select, insert, update, delete on lease to system`);
  }

  override down(): void {
    this.addSql(`drop table lease`);
  }
}
