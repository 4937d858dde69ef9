import { Migration } from '@mikro-orm/migrations';

/** Tables that hold a tenant's data: each row belongs to one organization, and the policy below says so. */
const TENANT_TABLES = ['member', 'repository', 'scan', 'scan_attempt', 'scan_file', 'skipped_file', 'scan_batch', 'symbol_set', 'symbol', 'usage_event', 'api_token'];
/** Tables of the whole instance, which the role that serves requests never sees. */
const SYSTEM_TABLES = ['password', 'oidc_record', 'instance_setting'];

const OWN_ORGANIZATION = `organization_id = nullif(current_setting('pinata.organization', true), '')::uuid`;

/** Creates every table of the first release, with its row-level security. */
export class CreatePlatform extends Migration {
  override up(): void {
    this.addSql(`create table account (
      id uuid primary key,
      email text not null,
      name text not null,
      is_instance_administrator boolean not null default false,
      is_disabled boolean not null default false,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint account_email_is_folded check (email = lower(email)),
      constraint account_email_unique unique (email)
    )`);
    this.addSql(`create table password (
      account_id uuid primary key references account (id) on delete cascade,
      hash text not null,
      is_generated boolean not null,
      changed_at timestamptz not null
    )`);
    this.addSql(`create table oidc_record (
      model text not null,
      id text not null,
      payload jsonb not null,
      uid text,
      user_code text,
      grant_id text,
      consumed_at timestamptz,
      expires_at timestamptz,
      primary key (model, id)
    )`);
    this.addSql(`create index oidc_record_uid on oidc_record (model, uid) where uid is not null`);
    this.addSql(`create index oidc_record_grant on oidc_record (grant_id) where grant_id is not null`);
    this.addSql(`create index oidc_record_expiry on oidc_record (expires_at)`);
    this.addSql(`create table organization (
      id uuid primary key,
      slug text not null,
      name text not null,
      is_demo boolean not null default false,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint organization_slug_unique unique (slug)
    )`);
    this.addSql(`create table member (
      id uuid primary key,
      organization_id uuid not null references organization (id) on delete cascade,
      account_id uuid not null references account (id) on delete cascade,
      role text not null check (role in ('viewer', 'member', 'admin')),
      created_at timestamptz not null,
      constraint member_once unique (organization_id, account_id)
    )`);
    this.addSql(`create index member_by_account on member (account_id)`);
    this.addSql(`create table repository (
      id uuid primary key,
      organization_id uuid not null references organization (id) on delete cascade,
      slug text not null,
      name text not null,
      description text not null default '',
      source text not null check (source in ('url', 'localPath')),
      location text not null,
      default_branch text,
      credential_username text,
      sealed_credential text,
      configuration jsonb not null,
      is_demo boolean not null default false,
      last_scan_number integer not null default 0,
      last_scanned_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint repository_slug_unique unique (organization_id, slug)
    )`);
    this.addSql(`create index repository_by_creation on repository (organization_id, created_at desc)`);
    this.addSql(`create table scan (
      id uuid primary key,
      organization_id uuid not null references organization (id) on delete cascade,
      repository_id uuid not null references repository (id) on delete cascade,
      number integer not null,
      status text not null check (status in ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
      reference text,
      branch text,
      commit_id text,
      is_modified boolean not null default false,
      configuration jsonb not null,
      requested_by uuid references account (id) on delete set null,
      client_key text,
      attempt integer not null default 0,
      files_scanned integer not null default 0,
      failure_code text,
      failure_message text,
      summary jsonb,
      stored_bytes double precision not null default 0,
      created_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz,
      constraint scan_number_unique unique (repository_id, number),
      constraint scan_client_key_unique unique (organization_id, client_key)
    )`);
    this.addSql(`create index scan_by_repository_and_status on scan (repository_id, status, created_at desc)`);
    this.addSql(`create index scan_by_newest on scan (organization_id, created_at desc, id desc)`);
    this.addSql(`create index scan_by_branch on scan (repository_id, branch, finished_at desc) where status = 'COMPLETED'`);
    this.addSql(`create index scan_by_commit on scan (repository_id, commit_id text_pattern_ops) where status = 'COMPLETED'`);
    this.addSql(`create index scan_unfinished on scan (status) where status in ('QUEUED', 'RUNNING')`);
    this.addSql(`create table scan_attempt (
      scan_id uuid not null references scan (id) on delete cascade,
      number integer not null check (number > 0),
      organization_id uuid not null references organization (id) on delete cascade,
      status text not null check (status in ('RUNNING', 'SUCCEEDED', 'FAILED', 'LOST', 'CANCELLED')),
      failure_code text,
      failure_message text,
      peak_memory_bytes double precision,
      finished jsonb,
      message_count integer,
      started_at timestamptz not null,
      finished_at timestamptz,
      primary key (scan_id, number)
    )`);
    this.addSql(`create table symbol_set (
      id uuid primary key,
      organization_id uuid not null references organization (id) on delete cascade,
      hash text not null,
      language text not null,
      fingerprint text not null,
      constraint symbol_set_once unique (organization_id, hash, language, fingerprint)
    )`);
    this.addSql(`create table symbol (
      set_id uuid not null references symbol_set (id) on delete cascade,
      ordinal integer not null,
      organization_id uuid not null,
      name text not null,
      kind text not null,
      descriptor text not null,
      qualified_name text not null,
      start_row integer not null,
      start_column integer not null,
      end_row integer not null,
      end_column integer not null,
      primary key (set_id, ordinal)
    )`);
    this.addSql(`create index symbol_by_name on symbol (organization_id, name)`);
    this.addSql(`create table scan_file (
      scan_id uuid not null references scan (id) on delete cascade,
      path text not null,
      organization_id uuid not null references organization (id) on delete cascade,
      attempt integer not null,
      hash text not null,
      language text not null,
      role text not null,
      status text not null,
      bytes double precision not null,
      lines integer not null,
      symbols integer not null,
      reference_count integer not null,
      errors integer not null,
      key_prefix text not null,
      symbol_set_id uuid references symbol_set (id),
      primary key (scan_id, path)
    )`);
    this.addSql(`create index scan_file_by_set on scan_file (symbol_set_id)`);
    this.addSql(`create table skipped_file (
      scan_id uuid not null references scan (id) on delete cascade,
      path text not null,
      organization_id uuid not null references organization (id) on delete cascade,
      attempt integer not null,
      reason text not null,
      detail text,
      primary key (scan_id, path)
    )`);
    this.addSql(`create table scan_batch (
      scan_id uuid not null references scan (id) on delete cascade,
      attempt integer not null,
      sequence integer not null check (sequence > 0),
      organization_id uuid not null references organization (id) on delete cascade,
      primary key (scan_id, attempt, sequence)
    )`);
    this.addSql(`create table usage_event (
      id uuid primary key,
      organization_id uuid not null references organization (id) on delete cascade,
      kind text not null,
      repository_id uuid,
      scan_id uuid,
      is_counted boolean not null,
      created_at timestamptz not null
    )`);
    this.addSql(`create index usage_event_by_month on usage_event (organization_id, kind, created_at)`);
    this.addSql(`create table api_token (
      id uuid primary key,
      organization_id uuid not null references organization (id) on delete cascade,
      account_id uuid not null references account (id) on delete cascade,
      name text not null,
      prefix text not null,
      hash text not null,
      scopes jsonb not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      last_used_at timestamptz,
      revoked_at timestamptz,
      constraint api_token_hash_unique unique (hash)
    )`);
    this.addSql(`create index api_token_by_organization on api_token (organization_id, created_at desc)`);
    this.addSql(`create table instance_setting (
      name text primary key,
      value jsonb not null,
      updated_at timestamptz not null
    )`);
    this.secureTables();
  }

  override down(): void {
    this.addSql('drop policy account_of_members on account');
    const tables = ['instance_setting', 'api_token', 'usage_event', 'scan_batch', 'skipped_file', 'scan_file', 'symbol', 'symbol_set', 'scan_attempt', 'scan', 'repository', 'member', 'organization', 'oidc_record', 'password', 'account'];
    for (const table of tables) this.addSql(`drop table ${table}`);
  }

  /** Without a matching policy a row does not exist for a role: a forgotten tenant scope answers nothing instead of everything. */
  private secureTables(): void {
    for (const table of TENANT_TABLES) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`create policy ${table}_of_organization on ${table} to app using (${OWN_ORGANIZATION}) with check (${OWN_ORGANIZATION})`);
      this.addSql(`create policy ${table}_of_system on ${table} to system using (true) with check (true)`);
      this.addSql(`grant select, insert, update, delete on ${table} to app, system`);
    }
    for (const table of SYSTEM_TABLES) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`create policy ${table}_of_system on ${table} to system using (true) with check (true)`);
      this.addSql(`grant select, insert, update, delete on ${table} to system`);
    }
    this.addSql(`alter table organization enable row level security`);
    this.addSql(`create policy organization_own on organization to app using (${OWN_ORGANIZATION.replace('organization_id', 'id')}) with check (${OWN_ORGANIZATION.replace('organization_id', 'id')})`);
    this.addSql(`create policy organization_of_system on organization to system using (true) with check (true)`);
    this.addSql(`grant select, update on organization to app`);
    this.addSql(`grant select, insert, update, delete on organization to system`);
    // A member's name and address are for the members of the same organization; the subquery is itself under member's policy.
    this.addSql(`alter table account enable row level security`);
    this.addSql(`create policy account_of_members on account for select to app using (exists (select 1 from member where member.account_id = account.id))`);
    this.addSql(`create policy account_of_system on account to system using (true) with check (true)`);
    this.addSql(`grant select on account to app`);
    this.addSql(`grant select, insert, update, delete on account to system`);
  }
}
