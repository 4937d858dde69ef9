import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export interface Measured {
  readonly milliseconds: number;
  /** Largest sum of resident memory over the process and all it started; undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
  readonly exitCode: number;
  readonly output: string;
}

const POLL_MILLISECONDS = 25;
const OUTPUT_CHARACTERS = 4_000;

interface ProcessEntry {
  readonly parent: number;
  readonly residentBytes: number;
}

/** Every process of a Linux system; empty elsewhere. */
function listProcesses(): Map<number, ProcessEntry> {
  const found = new Map<number, ProcessEntry>();
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return found;
  }
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
      const resident = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
      if (parent !== undefined && resident !== undefined) found.set(Number(name), { parent: Number(parent), residentBytes: Number(resident) * 1024 });
    } catch {
      // It ended while the list was read.
    }
  }
  return found;
}

function treeBytes(root: number): number | undefined {
  const processes = listProcesses();
  if (!processes.has(root)) return undefined;
  let sum = 0;
  for (const [id, entry] of processes) {
    for (let at: number | undefined = id, depth = 0; at !== undefined && depth < 64; at = processes.get(at)?.parent, depth++) {
      if (at !== root) continue;
      sum += entry.residentBytes;
      break;
    }
  }
  return sum;
}

/** Runs a command to its end, start-up and module loading included. */
export function measure(command: readonly [string, ...string[]], folder: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const [file, ...parameters] = command;
    const started = performance.now();
    const child = spawn(file, parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DO_NOT_TRACK: '1', CODEGRAPH_TELEMETRY: '0', NO_COLOR: '1' } });
    let peakBytes: number | undefined;
    let output = '';
    const poll = setInterval(() => {
      const bytes = child.pid === undefined ? undefined : treeBytes(child.pid);
      if (bytes !== undefined) peakBytes = Math.max(peakBytes ?? 0, bytes);
    }, POLL_MILLISECONDS);
    const keep = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-OUTPUT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      clearInterval(poll);
      reject(error);
    });
    child.on('close', (exitCode) => {
      clearInterval(poll);
      resolve({ milliseconds: performance.now() - started, peakBytes, exitCode: exitCode ?? 1, output });
    });
  });
}
