import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SampleProject } from './fixtures/sample-project.js';

const PROGRAM = path.join(import.meta.dirname, '..', 'dist', 'main.js');
const project = new SampleProject();
afterAll(() => project.remove());

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly notes: string;
}

/** Runs the built program as people do. */
function pinata(words: readonly string[], onNote?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let notes = '';
    let isTold = false;
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      notes += chunk.toString();
      // Once: a second signal is a person's "at once".
      if (!isTold) onNote?.((signal) => child.kill(signal));
      isTold = true;
    });
    child.on('close', (code) => resolve({ code, output, notes }));
  });
}

describe('the pinata program', () => {
  it('scans', async () => {
    const { code, output } = await pinata(['scan', project.folder, '--json', '--quiet']);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ files: 3 });
  }, 30_000);

  it.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('cleans up after %s', async (signal, expected) => {
    project.write(Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`many/file-${i}.ts`, `export function f${i}(): number { return ${i}; }\n`.repeat(30)])));
    const before = readdirSync(tmpdir());
    const { code, notes, output } = await pinata(['scan', project.folder, '--out', path.join(project.root, 'cancelled')], (kill) => kill(signal));
    expect([code, output]).toEqual([expected, '']);
    expect(notes).toContain('pinata: cancelled');
    expect(readdirSync(project.root)).toEqual(['shop']);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('pinata-git-') && !before.includes(name))).toEqual([]);
  }, 30_000);
});
