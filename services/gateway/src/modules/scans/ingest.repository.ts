import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { FileResult, FilesReused_File, SkippedFile, SourceOpened } from '@pinata/proto';
import type { StoredSummary } from '../../database/index.js';
import { PlatformMetrics } from '../../metrics/index.js';
import { DATABASE, type Database } from '../../ports/index.js';
import { IDENTIFIERS, type Identifiers } from '../../runtime/index.js';

/** Which stream a message came on. The tenant is from here. */
export interface MessageOrigin {
  readonly organizationId: string;
  readonly scanId: string;
  readonly attempt: number;
  readonly sequence: number;
}

/** `stored` now, `known` from an earlier delivery, or `stale`: the attempt is not the present one, or the scan ended. */
export type StoreOutcome = 'stored' | 'known' | 'stale';

/**
 * Writes what scanners send. Each message is one transaction that also remembers its sequence: a second delivery finds it and
 * changes nothing. Runs as the system, with the organization of the stream in every row.
 */
@Injectable()
export class IngestRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
    private readonly metrics: PlatformMetrics,
  ) {}

  async storeFiles(origin: MessageOrigin, results: readonly FileResult[]): Promise<StoreOutcome> {
    const outcome = await this.once(origin, async (entities) => {
      const sets = await this.storeSymbolSets(entities, origin, results);
      await storeScanFiles(entities, origin, results.filter((result) => !result.isContinuation), sets.idByKey);
      await storeSymbols(entities, origin, results.filter((result) => result.isContinuation || sets.created.has(keyOf(result))), sets.idByKey);
    });
    if (outcome === 'stored') this.metrics.ingestFiles.inc(results.filter((result) => !result.isContinuation).length);
    return outcome;
  }

  /** Files whose content was known: their symbols are those that are stored with it; where none are, `filesWithoutSymbols` names them. */
  async storeReused(origin: MessageOrigin, files: readonly FilesReused_File[]): Promise<StoreOutcome> {
    const outcome = await this.once(origin, async (entities) => storeScanFiles(entities, origin, files, await symbolSetsOf(entities, origin, files)));
    if (outcome === 'stored') this.metrics.ingestFiles.inc(files.length);
    return outcome;
  }

  /** Paths of a scan's files that have symbols of which none are stored. */
  filesWithoutSymbols(scanId: string): Promise<string[]> {
    return this.database.system(async (entities) => {
      const rows: { path: string }[] = await entities.execute('select path from scan_file where scan_id = ? and symbols > 0 and symbol_set_id is null', [scanId]);
      return rows.map(({ path }) => path);
    });
  }

  /** Stores symbols of a scan's files that have none, and leads the files to them. */
  async refillSymbols({ organizationId, scanId }: Pick<MessageOrigin, 'organizationId' | 'scanId'>, results: readonly FileResult[]): Promise<void> {
    if (results.length === 0) return;
    await this.database.system(async (entities) => {
      const { idByKey } = await this.storeSymbolSets(entities, { organizationId }, results);
      await storeSymbols(entities, { organizationId }, results, idByKey);
      const rows = results.flatMap((result) => (idByKey.has(keyOf(result)) ? [{ path: clean(result.path), set_id: idByKey.get(keyOf(result)) }] : []));
      await entities.execute(
        `update scan_file set symbol_set_id = given.set_id from json_to_recordset(?::json) as given (path text, set_id uuid)
         where scan_file.scan_id = ? and scan_file.path = given.path and scan_file.symbol_set_id is null`,
        [JSON.stringify(rows), scanId],
        'run',
      );
    });
  }

  /** Symbols of files that are stored, from the first: for sets of which some never arrived. */
  async fillSymbols(organizationId: string, results: readonly FileResult[]): Promise<void> {
    await this.database.system(async (entities) => {
      const sets = await this.storeSymbolSets(entities, { organizationId }, results);
      await storeSymbols(entities, { organizationId }, results, sets.idByKey);
    });
  }

  storeSkipped(origin: MessageOrigin, files: readonly SkippedFile[]): Promise<StoreOutcome> {
    return this.once(origin, async (entities) => {
      const unique = [...new Map(files.map((file) => [file.path, file])).values()];
      await entities.execute(
        `insert into skipped_file (scan_id, organization_id, attempt, path, reason, detail)
         select ?, ?, ?, path, reason, detail from json_to_recordset(?::json) as given (path text, reason text, detail text)
         on conflict (scan_id, path) do update set attempt = excluded.attempt, reason = excluded.reason, detail = excluded.detail
         where skipped_file.attempt <= excluded.attempt`,
        [origin.scanId, origin.organizationId, origin.attempt, JSON.stringify(unique.map((file) => ({ path: clean(file.path), reason: file.reason, detail: file.detail === '' ? null : clean(file.detail) })))],
        'run',
      );
    });
  }

  storeSource(origin: MessageOrigin, source: SourceOpened): Promise<StoreOutcome> {
    return this.once(origin, async (entities) => {
      await entities.execute('update scan set branch = ?, commit_id = ?, is_modified = ? where id = ?', [clean(source.branch), clean(source.commit), source.isModified, origin.scanId], 'run');
    });
  }

  storeFinished(origin: MessageOrigin, summary: StoredSummary, messageCount: number): Promise<StoreOutcome> {
    return this.once(origin, async (entities) => {
      await entities.execute('update scan_attempt set finished = ?::jsonb, message_count = ? where scan_id = ? and number = ?', [JSON.stringify(summary), messageCount, origin.scanId, origin.attempt], 'run');
    });
  }

  /** What the attempt said at its end, once everything that it counts is stored. */
  completeSummary(scanId: string, attempt: number): Promise<StoredSummary | undefined> {
    return this.database.system(async (entities) => {
      const [row]: { finished: StoredSummary }[] = await entities.execute(
        `select finished from scan_attempt where scan_id = ? and number = ? and message_count is not null
         and message_count = (select count(*) from scan_batch where scan_batch.scan_id = scan_attempt.scan_id and scan_batch.attempt = scan_attempt.number)`,
        [scanId, attempt],
      );
      return row?.finished;
    });
  }

  /** The row's lock keeps a cancel or a next attempt from coming between the check and the writes. */
  private async once(origin: MessageOrigin, write: (entities: SqlEntityManager) => Promise<void>): Promise<StoreOutcome> {
    const outcome = await this.database.system<StoreOutcome>(async (entities) => {
      const current: unknown[] = await entities.execute("select 1 from scan where id = ? and organization_id = ? and attempt = ? and status = 'RUNNING' for update", [origin.scanId, origin.organizationId, origin.attempt]);
      if (current.length === 0) return 'stale';
      const inserted: unknown[] = await entities.execute('insert into scan_batch (scan_id, attempt, sequence, organization_id) values (?, ?, ?, ?) on conflict do nothing returning sequence', [
        origin.scanId,
        origin.attempt,
        origin.sequence,
        origin.organizationId,
      ]);
      if (inserted.length === 0) return 'known';
      await write(entities);
      return 'stored';
    });
    this.metrics.ingestBatches.inc({ outcome });
    return outcome;
  }

  private async storeSymbolSets(entities: SqlEntityManager, origin: Pick<MessageOrigin, 'organizationId'>, results: readonly FileResult[]): Promise<{ idByKey: ReadonlyMap<string, string>; created: ReadonlySet<string> }> {
    const wanted = new Map(results.filter((result) => result.symbolCount > 0).map((result) => [keyOf(result), result]));
    if (wanted.size === 0) return { idByKey: new Map(), created: new Set() };
    const rows = [...wanted.values()].map((result) => ({ id: this.identifiers.uuid(), hash: result.hash, language: result.language, fingerprint: result.extractorFingerprint }));
    const created: { id: string }[] = await entities.execute(
      `insert into symbol_set (id, organization_id, hash, language, fingerprint)
       select id, ?, hash, language, fingerprint from json_to_recordset(?::json) as given (id uuid, hash text, language text, fingerprint text)
       on conflict (organization_id, hash, language, fingerprint) do nothing returning id`,
      [origin.organizationId, JSON.stringify(rows)],
    );
    const createdIds = new Set(created.map((row) => row.id));
    const idByKey = await symbolSetsOf(entities, origin, [...wanted.values()]);
    return { idByKey, created: new Set([...idByKey].filter(([, id]) => createdIds.has(id)).map(([key]) => key)) };
  }
}

/** What names stored symbols. */
type Content = Pick<FileResult, 'hash' | 'language' | 'extractorFingerprint'>;

async function symbolSetsOf(entities: SqlEntityManager, { organizationId }: Pick<MessageOrigin, 'organizationId'>, contents: readonly Content[]): Promise<ReadonlyMap<string, string>> {
  const rows: { id: string; hash: string; language: string; fingerprint: string }[] = await entities.execute(
    `select id, hash, language, fingerprint from symbol_set where organization_id = ? and hash in (select hash from json_to_recordset(?::json) as given (hash text))`,
    [organizationId, JSON.stringify(contents.map(({ hash }) => ({ hash })))],
  );
  return new Map(rows.map((row) => [`${row.hash} ${row.language} ${row.fingerprint}`, row.id]));
}

function keyOf(result: Content): string {
  return `${result.hash} ${result.language} ${result.extractorFingerprint}`;
}

/** PostgreSQL's text holds no NUL, and JSON no lone surrogate; file names and identifiers of hostile repositories may. */
function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

async function storeScanFiles(entities: SqlEntityManager, origin: MessageOrigin, results: readonly (FileResult | FilesReused_File)[], setIds: ReadonlyMap<string, string>): Promise<void> {
  if (results.length === 0) return;
  const unique = [...new Map(results.map((result) => [result.path, result])).values()];
  const rows = unique.map((result) => ({
    path: clean(result.path),
    hash: result.hash,
    language: result.language,
    role: result.role,
    status: result.status,
    bytes: Number(result.bytes),
    lines: result.lines,
    symbols: result.symbolCount,
    reference_count: result.referenceCount,
    errors: result.errorCount,
    key_prefix: clean(result.keyPrefix),
    symbol_set_id: setIds.get(keyOf(result)) ?? null,
  }));
  const columns = 'path, hash, language, role, status, bytes, lines, symbols, reference_count, errors, key_prefix, symbol_set_id';
  await entities.execute(
    `insert into scan_file (scan_id, organization_id, attempt, ${columns})
     select ?, ?, ?, ${columns} from json_to_recordset(?::json) as given (path text, hash text, language text, role text, status text,
       bytes double precision, lines integer, symbols integer, reference_count integer, errors integer, key_prefix text, symbol_set_id uuid)
     on conflict (scan_id, path) do update set attempt = excluded.attempt, hash = excluded.hash, language = excluded.language, role = excluded.role, status = excluded.status,
       bytes = excluded.bytes, lines = excluded.lines, symbols = excluded.symbols, reference_count = excluded.reference_count, errors = excluded.errors,
       key_prefix = excluded.key_prefix, symbol_set_id = excluded.symbol_set_id
     where scan_file.attempt <= excluded.attempt`,
    [origin.scanId, origin.organizationId, origin.attempt, JSON.stringify(rows)],
    'run',
  );
  await entities.execute('update scan set files_scanned = files_scanned + ? where id = ?', [rows.length, origin.scanId], 'run');
}

async function storeSymbols(entities: SqlEntityManager, origin: Pick<MessageOrigin, 'organizationId'>, results: readonly FileResult[], setIds: ReadonlyMap<string, string>): Promise<void> {
  const rows = results.flatMap((result) => {
    const setId = setIds.get(keyOf(result));
    if (setId === undefined) return [];
    return result.symbols.map((symbol, index) => [
      setId,
      result.symbolOffset + index,
      clean(symbol.name),
      symbol.kind,
      clean(symbol.descriptor),
      clean(symbol.qualifiedName),
      symbol.range?.startRow ?? 0,
      symbol.range?.startColumn ?? 0,
      symbol.range?.endRow ?? 0,
      symbol.range?.endColumn ?? 0,
    ]);
  });
  if (rows.length === 0) return;
  await entities.execute(
    `insert into symbol (organization_id, set_id, ordinal, name, kind, descriptor, qualified_name, start_row, start_column, end_row, end_column)
     select ?, (v->>0)::uuid, (v->>1)::integer, v->>2, v->>3, v->>4, v->>5, (v->>6)::integer, (v->>7)::integer, (v->>8)::integer, (v->>9)::integer
     from json_array_elements(?::json) as given (v) on conflict (set_id, ordinal) do nothing`,
    [origin.organizationId, JSON.stringify(rows)],
    'run',
  );
}
