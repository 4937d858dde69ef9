import { randomUUID } from 'node:crypto';
import type { BenchFigure } from '@pinata/graph/bench';
import { InProcessEventBus } from '../adapters/event-bus/in-process/in-process-event-bus.js';
import { PgliteDatabase } from '../adapters/database/pglite/pglite-database.js';
import type { AccessService, Caller } from '../modules/access/index.js';
import { platformScope } from '../database/index.js';
import { SymbolNamesService } from '../modules/graph/symbol-names.service.js';
import { SymbolSearchRepository } from '../modules/graph/symbol-search.repository.js';
import { SymbolSearchService } from '../modules/graph/symbol-search.service.js';

const SYMBOLS = 150_000;
const SYMBOLS_A_FILE = 20;
const REPOSITORIES = 3;
/** Completed scans of each repository: older ones of its branch, and the newest of two branches. */
const SCANS = ['main', 'main', 'main', 'topic'] as const;
const SAMPLES = 200;
const WORDS = ['get', 'User', 'By', 'Identifier', 'Order', 'Service', 'Repository', 'Handler', 'create', 'find', 'All', 'Item', 'Cache', 'Token', 'Parse', 'Build', 'Tree', 'Node', 'Edge', 'Load'];
/** Names that every second class of real code has. */
const COMMON = ['constructor', 'toString', 'execute', 'id', 'name'];
const QUERIES = ['constructor', 'getUser', 'gUBI', 'gubi', 'Identifier', 'e', 'us', 'OrdrService', 'nothingIsCalledThis', 'CacheTokenParse12', 'zq', 'toStrng', 'UserUserUser4', 'bytree', 'id'];

/** Times the search over a whole organization: the service, its index of names and its database, as an API request uses them. */
export async function benchSymbolSearch(): Promise<BenchFigure[]> {
  const database = await PgliteDatabase.open();
  await database.migrate();
  const organizationId = await fill(database);
  await database.maintain();
  const repository = new SymbolSearchRepository(database);
  const scope = platformScope(organizationId);
  // Who may search is decided before, by one look-up that other requests make too.
  const access = { inOrganization: () => Promise.resolve(scope) } as unknown as AccessService;
  const bus = new InProcessEventBus((error) => {
    throw error;
  });
  const service = new SymbolSearchService(access, new SymbolNamesService(repository, bus), repository);
  const caller: Caller = { accountId: '', email: '', name: '', isInstanceAdministrator: false, expiresAt: new Date(8.64e15) };
  const search = async (at: number): Promise<void> => {
    await service.search(caller, organizationId, QUERIES[at % QUERIES.length] ?? '', at % 4 === 3 ? ['method'] : undefined, 20);
  };
  const cold = await times(3, async (at) => {
    bus.publish('organization.changed', { organizationId });
    await search(at);
  });
  const warm = await times(SAMPLES, search);
  await database.close();
  return [figure(`organization search after a scan, ${SYMBOLS.toLocaleString('en')} symbols`, cold), figure(`organization search, 20 results of ${SYMBOLS.toLocaleString('en')} symbols`, warm, 100)];
}

async function fill(database: PgliteDatabase): Promise<string> {
  const organizationId = randomUUID();
  await database.system(async (entities) => {
    const run = (sql: string, parameters: readonly unknown[] = []): Promise<unknown> => entities.execute(sql, [...parameters], 'run');
    await run(`insert into organization (id, slug, name, is_demo, created_at, updated_at) values (?, 'bench', 'Bench', false, now(), now())`, [organizationId]);
    await run(
      `insert into repository (id, organization_id, slug, name, source, location, configuration, created_at, updated_at)
       select gen_random_uuid(), ?, 'r' || n, 'R', 'url', 'x', '{}', now(), now() from generate_series(1, ?) n`,
      [organizationId, REPOSITORIES],
    );
    await run(
      `insert into scan (id, organization_id, repository_id, number, status, branch, configuration, created_at, finished_at)
       select gen_random_uuid(), ?, r.id, b.n, 'COMPLETED', b.branch, '{}', now(), now() + b.n * interval '1 hour'
       from repository r, jsonb_array_elements_text(?::jsonb) with ordinality b (branch, n)`,
      [organizationId, JSON.stringify(SCANS)],
    );
    await run(
      `insert into symbol_set (id, organization_id, hash, language, fingerprint) select gen_random_uuid(), ?, 'hash' || n, 'typescript', 'f' from generate_series(1, ?) n`,
      [organizationId, SYMBOLS / SYMBOLS_A_FILE],
    );
    // Each repository has its third of the files, the same in all its scans.
    await run(
      `insert into scan_file (scan_id, path, organization_id, attempt, hash, language, role, status, bytes, lines, symbols, reference_count, errors, key_prefix, symbol_set_id)
       select s.id, 'src/part-' || f.n % 40 || '/file-' || f.n || '.ts', ?, 1, f.hash, 'typescript', 'production', 'parsed', 1000, 100, ?, 0, 0, 'file' || f.n || '/', f.id
       from (select *, row_number() over (order by hash) n from symbol_set) f
            join (select *, row_number() over (order by slug) - 1 n from repository) r on f.n % ? = r.n join scan s on s.repository_id = r.id`,
      [organizationId, SYMBOLS_A_FILE, REPOSITORIES],
    );
    await run(
      `insert into symbol (organization_id, set_id, ordinal, name, kind, descriptor, qualified_name, start_row, start_column, end_row, end_column)
       select ?, f.id, o, v.name, case when o % 10 = 0 then 'class' else 'method' end, v.name || '().', 'Class.' || v.name, o * 12, 2, o * 12 + 8, 3
       from (select *, row_number() over (order by hash) n from symbol_set) f, generate_series(0, ?) o,
            lateral (select case when (f.n * 7 + o) % 9 = 0 then c.words ->> ((f.n + o) % jsonb_array_length(c.words))::int
               else (w.words ->> ((f.n * 20 + o) % 20)::int) || (w.words ->> ((f.n * 20 + o) / 20 % 20)::int) || (w.words ->> ((f.n * 20 + o) / 400 % 20)::int) || (f.n * 20 + o) / 8000 % 40 end as name
             from (select ?::jsonb as words) w, (select ?::jsonb as words) c) v`,
      [organizationId, SYMBOLS_A_FILE - 1, JSON.stringify(WORDS), JSON.stringify(COMMON)],
    );
  });
  return organizationId;
}

async function times(samples: number, act: (at: number) => Promise<void>): Promise<number[]> {
  const measured: number[] = [];
  for (let at = 0; at < samples; at++) {
    const start = performance.now();
    await act(at);
    measured.push(performance.now() - start);
  }
  return measured.sort((a, b) => a - b);
}

function figure(name: string, sorted: readonly number[], budget?: number): BenchFigure {
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { name, median: at(0.5), p95: at(0.95), ...(budget === undefined ? {} : { budget }) };
}
