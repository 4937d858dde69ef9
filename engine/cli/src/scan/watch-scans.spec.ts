import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from '../exit-codes.js';
import { RecordingTerminal, SampleProject } from '../fixtures/sample-project.js';
import { Interruption } from '../interrupt.js';
import { run } from '../run.js';
import { scanCommand } from './scan-command.js';

interface Line {
  readonly files: number;
  readonly parsed: number;
  readonly relinked: number;
  readonly graphDigest: string;
}

/** A watch whose lines are waited for. */
class Watch {
  readonly terminal = new RecordingTerminal();
  private readonly interruption = new Interruption();
  private readonly ended: Promise<unknown>;

  constructor(folder: string, readonly out: string) {
    this.interruption.listen();
    this.ended = scanCommand([folder, '--out', out, '--watch', '--json', '--workers', '1'], this.terminal, this.interruption).catch((error: unknown) => error);
  }

  get lines(): Line[] {
    return this.terminal.output.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
  }

  /** The nth line, counted from 1. */
  async line(count: number): Promise<Line> {
    await until(() => this.lines.length >= count);
    return this.lines[count - 1] as Line;
  }

  /** Ends it as Ctrl-C does. */
  async end(): Promise<unknown> {
    process.emit('SIGINT');
    return this.finished();
  }

  async finished(): Promise<unknown> {
    const error = await this.ended;
    await this.interruption.remove();
    this.interruption.stopListening();
    return error;
  }
}

async function until(holds: () => boolean): Promise<void> {
  const latest = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > latest) throw new Error('nothing came');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

async function digestOf(folder: string, out: string): Promise<string> {
  const terminal = new RecordingTerminal();
  await run(['scan', folder, '--out', out, '--full', '--json', '--quiet', '--workers', '1'], terminal);
  return (JSON.parse(terminal.output) as Line).graphDigest;
}

describe('pinata scan --watch', () => {
  let project = new SampleProject();
  beforeEach(() => {
    project.remove();
    project = new SampleProject();
  });
  afterAll(() => project.remove());
  const git = (...words: string[]): void => void execFileSync('git', ['-C', project.folder, ...words], { stdio: 'ignore' });
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(project.folder, name)), { recursive: true });
    writeFileSync(path.join(project.folder, name), text);
  };

  it('scans upon the last scan whenever a tracked file changes, and leaves the graph that a full scan makes', async () => {
    project.commit();
    const watch = new Watch(project.folder, path.join(project.root, 'out'));
    const first = await watch.line(1);
    write('src/load.ts', `${readFileSync(path.join(project.folder, 'src/load.ts'), 'utf8')}export function more(): void {}\n`);
    const second = await watch.line(2);
    expect(second).toMatchObject({ files: first.files, parsed: 1 });
    expect(second.graphDigest).not.toBe(first.graphDigest);

    write('new/thing.ts', 'export const thing = 1;\n'); // git does not know it yet
    write('build/out.js', 'var a;\n');
    await settle();
    expect(watch.lines).toHaveLength(2);
    git('add', 'new');
    expect((await watch.line(3)).files).toBe(first.files + 1);
    write('new/thing.ts', 'export const thing = 2;\nexport const other = 3;\n'); // in a folder that was not watched at first
    const fourth = await watch.line(4);
    expect(fourth.parsed).toBe(1);
    expect(fourth.graphDigest).toBe(await digestOf(project.folder, path.join(project.root, 'full')));

    await watch.end();
    expect(watch.terminal.notes).toContain('watching ');
    expect(JSON.parse(readFileSync(path.join(watch.out, 'manifest.json'), 'utf8'))).toMatchObject({ graphDigest: fourth.graphDigest });
  }, 60_000);

  it('sees folders that are removed and made again, as a checkout does', async () => {
    write('lib/stays.ts', 'export const stays = 1;\n');
    project.commit();
    const watch = new Watch(project.folder, path.join(project.root, 'out'));
    await watch.line(1);
    const place = path.join(project.folder, 'src');
    const away = path.join(project.root, 'away');
    renameSync(place, away);
    const gone = await watch.line(2);
    const text = readFileSync(path.join(away, 'load.ts'), 'utf8');
    rmSync(away, { recursive: true });
    git('checkout', '-q', '--', 'src');
    const back = await watch.line(3);
    expect(back.files).toBeGreaterThan(gone.files);
    write('src/load.ts', `${text}export const last = 1;\n`);
    expect((await watch.line(4)).parsed).toBe(1);
    await watch.end();
  }, 60_000);

  it('follows a plain folder, the snapshot inside it left out', async () => {
    write('.gitignore', 'logs/\n*.log\n');
    const watch = new Watch(project.folder, path.join(project.folder, 'snapshot'));
    const first = await watch.line(1);
    write('debug.log', 'one\n');
    await settle();
    expect(watch.lines).toHaveLength(1);
    write('fresh/deep/one.ts', 'export const one = 1;\n');
    expect((await watch.line(2)).files).toBe(first.files + 1);
    write('fresh/deep/two.ts', 'export const two = 2;\n');
    expect((await watch.line(3)).files).toBe(first.files + 2);
    await settle();
    expect(watch.lines).toHaveLength(3);
    await watch.end();
  }, 60_000);

  it('tells a scan that fails, keeps the snapshot, and goes on; it ends when the folder is gone', async () => {
    const watch = new Watch(project.folder, path.join(project.root, 'out'));
    const first = await watch.line(1);
    rmSync(path.join(project.folder, 'src'), { recursive: true });
    rmSync(path.join(project.folder, 'package.json'), { force: true });
    await until(() => watch.terminal.notes.includes('the last snapshot stays'));
    expect(JSON.parse(readFileSync(path.join(watch.out, 'manifest.json'), 'utf8'))).toMatchObject({ graphDigest: first.graphDigest });
    write('src/again.ts', 'export const again = 1;\n');
    expect((await watch.line(2)).files).toBe(1);
    rmSync(project.folder, { recursive: true });
    expect(await watch.finished()).toMatchObject({ code: 'pathNotFound' });
  }, 60_000);

  it('needs a folder of this machine and a place for the snapshot', async () => {
    for (const words of [['.', '--watch'], ['https://example.com/a.git', '--out', 'x', '--watch'], ['.', '--ref', 'main', '--out', 'x', '--watch'], ['.', '--out', 'x', '--format', 'dot', '--watch']]) {
      expect(await run(['scan', ...words], new RecordingTerminal())).toBe(EXIT.usage);
    }
  });
});
