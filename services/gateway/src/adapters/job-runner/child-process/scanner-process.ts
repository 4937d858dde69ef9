import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ControlSchema, EnvelopeSchema, GrantSchema, MAXIMUM_MESSAGE_BYTES, type Control, type Grant } from '@pinata/proto';
import type { AttemptFailure, FactsOf } from '../../../ports/index.js';
import type { ChannelFeed, ChildChannelStream } from '../../result-stream/child-channel/child-channel-stream.js';
import { MEMORY_POLL_MILLISECONDS, residentMemory } from './resident-memory.js';

export interface ProcessLimits {
  /** Until it is killed. */
  readonly milliseconds: number;
  readonly memoryBytes: number;
}

export interface ProcessEnd {
  readonly failure?: AttemptFailure;
  /** Whether another attempt may do better. */
  readonly isRetriable: boolean;
  readonly peakMemoryBytes: number;
}

const CANCEL_GRACE = 2_000;
/** What a message may have beside its own bytes. */
const LARGEST_MESSAGE = MAXIMUM_MESSAGE_BYTES + 64 * 1024;
/** All that a scanner needs of our environment; our own settings and secrets are not in it. */
const PASSED_ON = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'LANG', 'SSH_AUTH_SOCK', 'http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY'];

/** One attempt: a child of the scanner's entry file, fed with its grant, held to its limits, and ended with all its own children. */
export class ScannerProcess {
  private readonly child: ChildProcess;
  private readonly feed: ChannelFeed;
  private reported: (AttemptFailure & { readonly isRetriable: boolean }) | undefined;
  private killedFor: (AttemptFailure & { readonly isRetriable: boolean }) | undefined;
  private peakMemoryBytes = 0;
  readonly ended: Promise<ProcessEnd>;

  constructor(
    entryFile: string,
    private readonly grant: Grant,
    private readonly limits: ProcessLimits,
    stream: ChildChannelStream,
    private readonly onLine: (line: string) => void,
    environment: Readonly<Record<string, string | undefined>>,
    private readonly factsOf: FactsOf,
  ) {
    this.child = fork(entryFile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own, so that killing it takes its git with it; it ends by itself when its channel closes.
      detached: process.platform !== 'win32',
      env: {
        ...passedOn(environment),
        // Scratch files of every part lie where they are removed with the attempt.
        TMPDIR: grant.workFolder,
        TEMP: grant.workFolder,
        TMP: grant.workFolder,
      },
      execArgv: ['--no-warnings'],
    });
    this.feed = stream.attach({ organizationId: grant.organizationId, scanId: grant.scanId, attempt: grant.attempt }, (acknowledged) => this.send({ acknowledged: BigInt(acknowledged) }));
    this.ended = this.run();
  }

  /** Asks first, so that it can tidy up. */
  cancel(): void {
    this.killedFor = { code: 'cancelled', message: 'The scan was cancelled.', isRetriable: false };
    this.send({ isCancelled: true });
    setTimeout(() => this.kill(), CANCEL_GRACE).unref();
  }

  private async run(): Promise<ProcessEnd> {
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null; error?: Error }>((resolve) => {
      this.child.once('error', (error) => resolve({ code: null, signal: null, error }));
      this.child.once('close', (code, signal) => resolve({ code, signal }));
    });
    this.child.on('message', (message: unknown) => this.receive(message));
    if (this.child.stderr !== null) createInterface({ input: this.child.stderr }).on('line', (line) => this.onLine(line.slice(0, 2000)));
    this.child.send({ grant: toBinary(GrantSchema, this.grant) }, () => undefined);
    const deadline = setTimeout(() => this.killFor('deadline', `The scan took longer than ${Math.round(this.limits.milliseconds / 1000)} seconds. Raise the deadline in its configuration, or scan fewer files.`, { isRetriable: false }), this.limits.milliseconds);
    const memory = setInterval(() => void this.watchMemory(), MEMORY_POLL_MILLISECONDS);
    const exit = await exited;
    clearTimeout(deadline);
    clearInterval(memory);
    // Whatever it started ends with it, also when it was killed from outside.
    this.kill();
    await this.feed.drained();
    this.feed.close();
    return { ...this.outcome(exit), peakMemoryBytes: this.peakMemoryBytes };
  }

  private outcome({ code, signal, error }: { code: number | null; signal: NodeJS.Signals | null; error?: Error }): Pick<ProcessEnd, 'failure' | 'isRetriable'> {
    if (code === 0) return { isRetriable: false };
    const known = this.killedFor ?? this.reported;
    if (known !== undefined) return { failure: { code: known.code, message: known.message }, isRetriable: known.isRetriable };
    if (error !== undefined) return { failure: { code: 'scannerMissing', message: 'The scanner could not be started; build the project, and look at the log.' }, isRetriable: false };
    const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
    return { failure: { code: signal === null ? 'crashed' : 'killed', message: `The scanner was ended ${how} before it was done. Start the scan again; if that happens often, look at the machine's memory and the log.` }, isRetriable: true };
  }

  private receive(message: unknown): void {
    const asked = factsAsked(message);
    if (asked !== undefined) {
      const answer = (bytes?: Uint8Array): void => void (this.child.connected && this.child.send({ facts: { number: asked.number, ...(bytes === undefined ? {} : { bytes }) } }, () => undefined));
      // The organization is the grant's, whatever the child says.
      this.factsOf(this.grant.organizationId, asked).then(answer, () => answer());
      return;
    }
    if (typeof message !== 'object' || message === null || !('bytes' in message) || !(message.bytes instanceof Uint8Array) || !('sequence' in message) || typeof message.sequence !== 'number') return;
    if (message.bytes.byteLength > LARGEST_MESSAGE || !Number.isInteger(message.sequence) || message.sequence < 0) {
      this.killFor('crashed', 'The scanner sent a message that is larger than allowed. Please report this.', { isRetriable: false });
      return;
    }
    if (message.sequence === 0 && this.readFailure(message.bytes)) return;
    this.feed.receive(message.sequence, message.bytes);
  }

  /** A scanner that gives up says why; that is for us, not for the stream. */
  private readFailure(bytes: Uint8Array): boolean {
    try {
      const { body } = fromBinary(EnvelopeSchema, bytes);
      if (body.case !== 'scanFailed') return false;
      this.reported = { code: body.value.code.slice(0, 100), message: body.value.message.slice(0, 2000), isRetriable: body.value.isRetriable };
      return true;
    } catch {
      return false;
    }
  }

  private async watchMemory(): Promise<void> {
    const bytes = this.child.pid === undefined ? undefined : await residentMemory(this.child.pid);
    if (bytes === undefined) return;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, bytes);
    if (bytes <= this.limits.memoryBytes) return;
    const megabytes = (value: number): number => Math.round(value / 1024 ** 2);
    this.killFor('memory', `The scanner used ${megabytes(bytes)} MB; ${megabytes(this.limits.memoryBytes)} MB are allowed. Raise the memory in the scan's configuration, use fewer workers, or scan fewer files.`, { isRetriable: true });
  }

  private killFor(code: string, message: string, { isRetriable }: { isRetriable: boolean }): void {
    this.killedFor ??= { code, message, isRetriable };
    this.kill();
  }

  private kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  }

  private send(control: Partial<Pick<Control, 'acknowledged' | 'isCancelled'>>): void {
    if (this.child.connected) this.child.send({ control: toBinary(ControlSchema, create(ControlSchema, control)) }, () => undefined);
  }
}

/** A question for facts; undefined for any other message, and for keys that no scanner of ours asks for. */
function factsAsked(message: unknown): { readonly number: number; readonly hash: string; readonly language: string; readonly extractorFingerprint: string } | undefined {
  const asked: unknown = typeof message === 'object' && message !== null && 'factsAsked' in message ? message.factsAsked : undefined;
  if (typeof asked !== 'object' || asked === null || !('number' in asked) || !('hash' in asked) || !('language' in asked) || !('extractorFingerprint' in asked)) return undefined;
  const { number, hash, language, extractorFingerprint } = asked;
  if (typeof number !== 'number' || typeof hash !== 'string' || typeof language !== 'string' || typeof extractorFingerprint !== 'string') return undefined;
  return /^[0-9a-f]{64}$/.test(hash) && /^[\w.-]{1,64}$/.test(language) && /^[0-9a-f]{1,64}$/.test(extractorFingerprint) ? { number, hash, language, extractorFingerprint } : undefined;
}

function passedOn(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = environment[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
