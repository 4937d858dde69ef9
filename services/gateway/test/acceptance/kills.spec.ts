import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { EVENT_BUS, type EventBus } from '../../src/ports/index.js';
import { ApiClient } from '../platform/api-client.js';
import { GatedGitServer } from '../platform/gated-git-server.js';
import { GatewayProcess } from '../platform/gateway-process.js';
import { generatedProject } from '../platform/generated-project.js';
import { gitRepository } from '../platform/git-repositories.js';
import { isRunning, killGroup, scannersOf, until } from '../platform/scanner-processes.js';
import { createRepository, finished, scanState, startScan, type ScanState } from '../platform/scans.js';
import { signIn } from '../platform/sign-in.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

const IS_NIGHTLY = process.env['PINATA_NIGHTLY'] === '1';
const GROUP_KILLS = IS_NIGHTLY ? 50 : 3;
/** In each phase. */
const SCANNER_KILLS = IS_NIGHTLY ? 12 : 1;
const FILES = IS_NIGHTLY ? 600 : 150;
const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** Moments that a failed run can be repeated with. */
function seededMoments(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}
const seed = Number(process.env['PINATA_SEED'] ?? Date.now() % 1_000_000);
const moment = seededMoments(seed);
const say = (text: string): void => void process.stdout.write(`${text} (PINATA_SEED=${seed})\n`);

interface Stored {
  readonly status: string;
  readonly digest: string | undefined;
  readonly files: number;
  readonly skipped: number;
  readonly edges: number;
}

/** What is kept of a completed scan: its row, its files' rows, and its graph. */
async function storedOf(client: ApiClient, scanId: string): Promise<Stored> {
  const { scan } = await client.ask<{ scan: ScanState & { files: { totalCount: number }; skippedFiles: { totalCount: number }; repository: { slug: string; organization: { slug: string } } } }>(
    'query($id: ID!) { scan(id: $id) { status summary { graphDigest } files { totalCount } skippedFiles { totalCount } repository { slug organization { slug } } } }',
    { id: scanId },
  );
  const { graph } = await client.ask<{ graph: { overview: { edgeCounts: { exact: number; inferred: number }[] } } }>(
    'query($o: String!, $r: String!, $s: String!) { graph(organization: $o, repository: $r, revision: $s) { overview { edgeCounts { exact inferred } } } }',
    { o: scan.repository.organization.slug, r: scan.repository.slug, s: scanId },
  );
  const edges = graph.overview.edgeCounts.reduce((sum, { exact, inferred }) => sum + exact + inferred, 0);
  return { status: scan.status, digest: scan.summary?.graphDigest, files: scan.files.totalCount, skipped: scan.skippedFiles.totalCount, edges };
}

async function usedScans(client: ApiClient, organizationId: string): Promise<number> {
  return (await client.ask<{ usage: { scans: number } }>('query($id: ID!) { usage(organizationId: $id) { scans } }', { id: organizationId })).usage.scans;
}

describe('kill -9 of the whole platform', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'pinata-kills-'));
  let server: GatedGitServer;
  let gateway: GatewayProcess | undefined;
  beforeAll(async () => {
    server = await GatedGitServer.start(gitRepository(generatedProject(FILES)));
  }, 60_000);
  afterAll(async () => {
    await gateway?.kill();
    server.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }, 30_000);

  it(
    `${GROUP_KILLS} times at any moment: the data opens, every scan settles, and what was stored is intact`,
    async () => {
      const port = await getPort();
      // The first start of all is not spared: it makes the database, the keys and the first account.
      gateway = new GatewayProcess(data, port);
      await delay(300 + 2_500 * moment());
      await gateway.kill();
      gateway = new GatewayProcess(data, port, '--reset-password');
      const origin = await gateway.origin();
      let client = new ApiClient(origin, await signIn(origin, 'admin@localhost', gateway.password));
      const { viewer } = await client.ask<{ viewer: { landingOrganization: { id: string } } }>('{ viewer { landingOrganization { id } } }');
      const organizationId = viewer.landingOrganization.id;
      const repositoryId = await createRepository(client, organizationId, { source: 'URL', location: server.url });
      const began = performance.now();
      const undisturbed = (await finished(client, (await startScan(client, repositoryId)).id)).id;
      const duration = performance.now() - began;
      const before = await storedOf(client, undisturbed);
      expect(before).toMatchObject({ status: 'COMPLETED', files: FILES });

      let current: string | undefined;
      const started = new Set([undisturbed]);
      const ends: Record<string, number> = {};
      for (let kill = 1; kill < GROUP_KILLS; kill++) {
        // Mostly while a scan runs; every fifth while the platform starts.
        if (kill % 5 === 0) await delay(2_000 * moment());
        else {
          expect(await gateway.origin()).toBe(origin);
          client = new ApiClient(origin, client.credential);
          expect(await storedOf(client, undisturbed)).toEqual(before);
          const state: ScanState | undefined = current === undefined ? undefined : await scanState(client, current);
          if (state === undefined || ENDED.has(state.status)) {
            if (state !== undefined) ends[state.failure?.code ?? state.status] = (ends[state.failure?.code ?? state.status] ?? 0) + 1;
            if (state?.status === 'COMPLETED') expect(await storedOf(client, state.id)).toEqual(before);
            current = (await startScan(client, repositoryId, { clientKey: `kill-${kill}` })).id;
            started.add(current);
          }
          await delay(1.2 * duration * moment());
        }
        const scanners = gateway.scanners;
        await gateway.kill();
        // One half of the scanners is killed with it, the other half sees its channel close.
        if (kill % 2 === 0) for (const scanner of scanners) killGroup(scanner);
        await until(() => scanners.every((pid) => !isRunning(pid)));
        gateway = new GatewayProcess(data, port);
      }
      expect(await gateway.origin()).toBe(origin);
      client = new ApiClient(origin, client.credential);
      for (const id of started) await finished(client, id);
      const last = (await startScan(client, repositoryId)).id;
      await finished(client, last);
      const all = await Promise.all([...started].map((id) => scanState(client, id)));
      expect(all.filter(({ status }) => !ENDED.has(status))).toEqual([]);
      expect([...new Set(all.flatMap(({ failure }) => (failure === null ? [] : [failure.code])))].filter((code) => code !== 'platform-restarted')).toEqual([]);
      for (const { id } of [...all.filter(({ status }) => status === 'COMPLETED'), { id: last }]) expect(await storedOf(client, id)).toEqual(before);
      expect(await usedScans(client, organizationId)).toBe(started.size + 1);
      // Nothing of what was interrupted is left, but the files of completed scans.
      const kept = new Set([...all.filter(({ status }) => status === 'COMPLETED').map(({ id }) => id), last]);
      await until(() => readdirSync(path.join(data, 'artifacts', organizationId)).every((id) => kept.has(id)));
      await until(() => readdirSync(path.join(data, 'work')).length === 0);
      say(`${GROUP_KILLS} kills of the platform over ${started.size} scans: ${JSON.stringify(ends)}; ${kept.size} completed, all with digest ${before.digest?.slice(0, 12)}`);
    },
    // Generous: a busy machine takes a quarter of a minute for a start.
    240_000 + GROUP_KILLS * 60_000,
  );
});

describe('kill -9 of a scanner', () => {
  let platform: TestPlatform;
  let server: GatedGitServer;
  let repositoryId: string;
  let before: Stored;
  /** How long each phase took undisturbed. */
  let durations: ReadonlyMap<string, number>;
  beforeAll(async () => {
    platform = await startTestPlatform({ PINATA_REQUESTS_PER_MINUTE: '10000' });
    server = await GatedGitServer.start(gitRepository(generatedProject(FILES)));
    repositoryId = await createRepository(platform.admin, platform.organizationId, { source: 'URL', location: server.url });
    const begins: [string, number][] = [];
    const stop = bus().listen('scan.progress', ({ phase }) => {
      if (begins.at(-1)?.[0] !== phase) begins.push([phase, performance.now()]);
    });
    before = await storedOf(platform.admin, (await finished(platform.admin, (await startScan(platform.admin, repositoryId)).id)).id);
    stop();
    durations = new Map(begins.map(([phase, at], index) => [phase, (begins[index + 1]?.[1] ?? at) - at]));
  }, 120_000);
  afterAll(async () => {
    server.close();
    await platform.close();
  });

  const bus = (): EventBus => platform.application.nest.get(EVENT_BUS);

  /** Kills the scan's only scanner at a moment of the time that its first attempt is in the phase. */
  function killIn(phase: string): Promise<boolean> {
    return new Promise<boolean>((resolve) => {
      let scanner: number | undefined;
      const stop = bus().listen('scan.progress', (event) => {
        // Looked up at the first word of it: in a short phase there is no time to.
        scanner ??= scannersOf(process.pid)[0];
        if (event.phase !== phase || event.attempt !== 1) return;
        stop();
        void delay((durations.get(phase) ?? 0) * moment()).then(() => {
          if (scanner !== undefined) killGroup(scanner);
          resolve(scanner !== undefined);
        });
      });
    });
  }

  it.each(['checkout', 'parse', 'link', 'upload'])(
    `${SCANNER_KILLS} times in phase %s: the same digest, every file stored once, one usage event`,
    async (phase) => {
      const used = await usedScans(platform.admin, platform.organizationId);
      const attempts: number[] = [];
      for (let kill = 0; kill < SCANNER_KILLS; kill++) {
        const killing = killIn(phase);
        const scan = await finished(platform.admin, (await startScan(platform.admin, repositoryId)).id);
        expect(await killing).toBe(true);
        expect(scan.status).toBe('COMPLETED');
        expect(await storedOf(platform.admin, scan.id)).toEqual(before);
        await until(async () => (await scanState(platform.admin, scan.id)).attempts.every(({ status }) => status !== 'RUNNING'));
        attempts.push(scan.attempt);
      }
      expect(await usedScans(platform.admin, platform.organizationId)).toBe(used + SCANNER_KILLS);
      say(`${SCANNER_KILLS} kills of a scanner in phase ${phase}: completed in ${attempts.filter((attempt) => attempt === 2).length} second attempts and ${attempts.filter((attempt) => attempt === 1).length} firsts`);
    },
    60_000 + SCANNER_KILLS * 60_000,
  );
});
