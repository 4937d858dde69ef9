import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const KUBECTL = process.env['PINATA_TEST_KUBECTL'] ?? 'kubectl';
const HELM = process.env['PINATA_TEST_HELM'] ?? 'helm';
const MEBIBYTE = 1024 * 1024;

/** @throws Error with what the program said */
function run(program: string, parameters: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, parameters, { maxBuffer: 64 * MEBIBYTE }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${parameters.join(' ')}: ${stderr.trim() || error.message}`));
    });
    child.stdin?.end(input);
  });
}

export function kubectl(...parameters: readonly string[]): Promise<string> {
  return run(KUBECTL, parameters);
}

/** Hands objects over on standard input, in their order. */
export function kubectlWith(objects: readonly unknown[], ...parameters: readonly string[]): Promise<string> {
  return run(KUBECTL, [...parameters, '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}

export async function kubectlJson<Item>(...parameters: readonly string[]): Promise<Item> {
  return JSON.parse(await kubectl(...parameters, '--output=json')) as Item;
}

export function helm(...parameters: readonly string[]): Promise<string> {
  return run(HELM, parameters);
}

/** A script of Bash that calls `kubectl` and `helm`, whatever they are called here. */
export function withCommands(script: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    ...[['kubectl', KUBECTL], ['helm', HELM]].filter(([name, program]) => name !== program).map(([name = '', program = '']) => `${name}() { command ${quoted(program)} "$@"; }`),
    script,
  ].join('\n');
}

/** A port of a Service on this machine. It is opened again whenever the pod behind it goes. */
export class PortForward {
  private isWanted = true;
  private child: ChildProcess | undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly namespace: string,
    private readonly target: string,
    private readonly ports: string,
  ) {
    this.running = this.keep();
  }

  async close(): Promise<void> {
    this.isWanted = false;
    this.child?.kill();
    await this.running;
  }

  private async keep(): Promise<void> {
    while (this.isWanted) {
      this.child = spawn(KUBECTL, ['--namespace', this.namespace, 'port-forward', this.target, this.ports], { stdio: ['ignore', 'pipe', 'pipe'] });
      // It stays after its pod has gone, and says so with each connection that it cannot pass on.
      this.child.stderr?.on('data', (line: Buffer) => {
        if (/lost connection|error (creating|forwarding)|unable to|an error occurred/i.test(line.toString())) this.child?.kill();
      });
      this.child.stdout?.resume();
      await once(this.child, 'exit');
      if (this.isWanted) await delay(300);
    }
  }
}

/** @returns the milliseconds that it took */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean, seconds = 120, every = 250): Promise<number> {
  const started = performance.now();
  let last: unknown;
  for (;;) {
    try {
      if (await isTrue()) return performance.now() - started;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() - started > seconds * 1000) throw new Error(`${what} did not come to be in ${seconds} s`, { cause: last });
    await delay(every);
  }
}
