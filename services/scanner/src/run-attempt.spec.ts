import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { create } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GitCredentialSchema, GrantSchema, ScanConfigurationSchema, SourceGrantSchema, type Grant, type SourceGrant } from '@pinata/proto';
import type { EnvelopeBody, NumberedBody, PassingBody, ResultPublisher } from './result-publisher.js';
import { EXIT_CODES } from './attempt-failure.js';
import { runAttempt } from './run-attempt.js';

type Values = { [Body in EnvelopeBody as Body['case']]: Body['value'] };

/** Keeps what is sent, and acknowledges at once. */
class RecordingPublisher implements ResultPublisher {
  readonly bodies: EnvelopeBody[] = [];
  nextSequence = 1;

  constructor(private readonly onBody: (body: EnvelopeBody) => void = () => undefined) {}

  publish(body: NumberedBody): Promise<number> {
    this.bodies.push(body);
    this.onBody(body);
    return Promise.resolve(this.nextSequence++);
  }

  tell(body: PassingBody): Promise<void> {
    this.bodies.push(body);
    return Promise.resolve();
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  find<Case extends keyof Values>(name: Case): Values[Case] | undefined {
    // The union pairs each case with its own value; only the compiler cannot follow that through a parameter.
    return this.bodies.find((body) => body.case === name)?.value as Values[Case] | undefined;
  }
}

describe('an attempt', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-attempt-'));
    for (const name of ['source', 'output', 'work']) mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, 'source/a.ts'), 'export function a() { return b(); }\nfunction b() { return 1; }\n');
    writeFileSync(path.join(folder, 'source/notes.txt'), 'no code\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function grantFor(source: Partial<Pick<SourceGrant, 'location' | 'credential' | 'isLocalPathAllowed'>> = {}): Grant {
    return create(GrantSchema, {
      scanId: 'scan', attempt: 1, window: 8,
      outputFolder: path.join(folder, 'output'),
      workFolder: path.join(folder, 'work'),
      source: create(SourceGrantSchema, { location: { case: 'localPath', value: path.join(folder, 'source') }, name: 'app', isLocalPathAllowed: true, isPrivateNetworkAllowed: true, isPlainTransportAllowed: true, ...source }),
      configuration: create(ScanConfigurationSchema, { workers: 1, maximumCheckoutBytes: 1_000_000n, checkoutSeconds: 30 }),
    });
  }

  it('sends the source, every file, what was skipped, and last what it counted', async () => {
    const publisher = new RecordingPublisher();
    expect(await runAttempt(grantFor(), publisher, new AbortController().signal)).toBe(EXIT_CODES.done);
    expect(publisher.bodies.filter((body) => body.case !== 'progress').map((body) => body.case)).toEqual(['sourceOpened', 'fileResults', 'filesSkipped', 'scanFinished']);
    expect(publisher.find('fileResults')?.results).toMatchObject([{ path: 'a.ts', language: 'typescript', symbolCount: 2 }]);
    const finished = publisher.find('scanFinished');
    expect(finished).toMatchObject({ messageCount: 4n, files: 1, skippedByReason: { unsupportedLanguage: 1 } });
    expect(finished?.outputs.map((output) => output.name)).toEqual(expect.arrayContaining(['manifest.json', 'nodes.arrow', 'edges.arrow', 'picture/overview.json']));
    const { captured, resolved, external, unresolved } = finished?.balance ?? { captured: 0n, resolved: 0n, external: 0n, unresolved: {} };
    expect(resolved + external + Object.values(unresolved).reduce((sum, count) => sum + count, 0n)).toBe(captured);
  });

  it('takes what an earlier attempt knew of the files, and sends them without symbols and facts', async () => {
    await runAttempt(grantFor(), new RecordingPublisher(), new AbortController().signal);
    const pack = path.join(folder, 'facts.pack.zst');
    writeFileSync(pack, zstdCompressSync(readFileSync(path.join(folder, 'output/facts.pack'))));
    writeFileSync(path.join(folder, 'source/b.ts'), 'export const b = 1;\n');
    const publisher = new RecordingPublisher();
    expect(await runAttempt({ ...grantFor(), previousFactPack: pack }, publisher, new AbortController().signal)).toBe(EXIT_CODES.done);
    expect(publisher.find('fileResults')?.results.map((result) => result.path)).toEqual(['b.ts']);
    expect(publisher.find('filesReused')?.files).toMatchObject([{ path: 'a.ts', language: 'typescript', symbolCount: 2, status: 'parsed' }]);
    expect(publisher.find('scanFinished')).toMatchObject({ files: 2, messageCount: 5n, parsedFiles: 1, reusedFiles: 1, relinkedFiles: 1 });
  });

  it.each(['/no/such/pack', 'http://127.0.0.1:9/facts.pack.zst'])('goes on without a fact pack that it cannot have: %s', async (previousFactPack) => {
    const publisher = new RecordingPublisher();
    expect(await runAttempt({ ...grantFor(), previousFactPack }, publisher, new AbortController().signal)).toBe(EXIT_CODES.done);
    expect(publisher.find('fileResults')?.results).toHaveLength(1);
  });

  it('drops the credential before it reads a file', async () => {
    execFileSync('git', ['init', '--quiet', path.join(folder, 'source')]);
    const grant = grantFor({ credential: create(GitCredentialSchema, { username: 'me', secret: 'hush' }) });
    let atOpened: unknown = 'never opened';
    const publisher = new RecordingPublisher((body) => {
      if (body.case === 'sourceOpened') atOpened = grant.source?.credential;
    });
    await runAttempt(grant, publisher, new AbortController().signal);
    expect(atOpened).toBeUndefined();
  });

  it('says what cannot succeed, and what to do', async () => {
    const publisher = new RecordingPublisher();
    expect(await runAttempt(grantFor({ location: { case: 'localPath', value: '/no/such/folder' } }), publisher, new AbortController().signal)).toBe(EXIT_CODES.cannotSucceed);
    expect(publisher.find('scanFailed')).toMatchObject({ code: 'pathNotFound', isRetriable: false });
    const empty = new RecordingPublisher();
    const grant = grantFor();
    grant.configuration = create(ScanConfigurationSchema, { fileExtensions: ['.cs'], maximumCheckoutBytes: 1_000_000n, checkoutSeconds: 30 });
    expect(await runAttempt(grant, empty, new AbortController().signal)).toBe(EXIT_CODES.cannotSucceed);
    expect(empty.find('scanFailed')?.code).toBe('noMatchingFiles');
  });

  it('ends as cancelled when it is told to stop', async () => {
    const publisher = new RecordingPublisher();
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const code = await runAttempt(grantFor({ location: { case: 'url', value: `http://127.0.0.1:${port}/never.git` } }), publisher, abort.signal);
    server.closeAllConnections();
    server.close();
    expect(code).toBe(EXIT_CODES.cancelled);
    expect(publisher.find('scanFailed')?.code).toBe('cancelled');
  });

  it('refuses a local path that the grant does not allow', async () => {
    const publisher = new RecordingPublisher();
    expect(await runAttempt(grantFor({ isLocalPathAllowed: false }), publisher, new AbortController().signal)).toBe(EXIT_CODES.cannotSucceed);
    expect(publisher.find('scanFailed')?.code).toBe('forbiddenPath');
  });
});
