import { Migration } from '@mikro-orm/migrations';

/** Whom an identity provider of its own says an account is. It spans tenants, and so is the system's alone. */
export class LinkIdentities extends Migration {
  override up(): void {
    this.addSql(`create table account_identity (
      issuer text not null,
      subject text not null,
      account_id uuid not null references account (id) on delete cascade,
      created_at timestamptz not null,
      primary key (issuer, subject)
    )`);
    this.addSql(`create index account_identity_by_account on account_identity (account_id)`);
    this.addSql(`alter table account_identity enable row level security`);
    this.addSql(`create policy account_identity_of_system on account_identity to system using (true) with check (true)`);
    this.addSql(`grant select, insert, update, delete on account_identity to system`);
  }

  override down(): void {
    this.addSql(`drop table account_identity`);
  }
}
