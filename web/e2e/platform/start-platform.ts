import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const GATEWAY = path.resolve(import.meta.dirname, '../../../services/gateway/dist/main.js');
const START_MILLISECONDS = 90_000;

/**
 * Starts the built platform in its embedded profile with a data folder and a port of its own, and tells the tests where
 * it is and how to sign in through the environment.
 * @returns how to stop it
 */
export default async function startPlatform(): Promise<() => Promise<void>> {
  const data = await mkdtemp(path.join(tmpdir(), 'pinata-e2e-'));
  const child = spawn(process.execPath, [GATEWAY, '--port', '0', '--data', path.join(data, 'data'), '--no-demo'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const announced = await announcement(child);
    process.env['PINATA_E2E_ORIGIN'] = part(announced, /runs at\s+(\S+)/);
    process.env['PINATA_E2E_EMAIL'] = part(announced, /Sign in as\s+(\S+)/);
    process.env['PINATA_E2E_PASSWORD'] = part(announced, /Password\s+(\S+)/);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

function announcement(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    let errors = '';
    const timer = setTimeout(() => reject(new Error(`The platform did not start in time.\n${errors}`)), START_MILLISECONDS);
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (!/Password\s+\S+/.test(output)) return;
      clearTimeout(timer);
      resolve(output);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The platform ended with ${code}.\n${errors}`));
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function part(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`The platform did not say ${String(pattern)}.`);
  return found;
}
