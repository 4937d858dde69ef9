// What runs in a child process of the gateway: waits for its grant, does one attempt, and ends. It also ends when the channel closes.
// With --describe it says what it can read, as JSON, and ends.
import { fromBinary } from '@bufbuild/protobuf';
import { knownLanguages } from '@pinata/core';
import { ControlSchema, GrantSchema } from '@pinata/proto';
import { IpcFactCache } from './adapters/ipc/ipc-fact-cache.js';
import { IpcResultPublisher } from './adapters/ipc/ipc-result-publisher.js';
import { EXIT_CODES } from './attempt-failure.js';
import { runAttempt } from './run-attempt.js';

if (process.argv.includes('--describe')) {
  process.stdout.write(JSON.stringify({ languages: knownLanguages() }));
  process.exit(EXIT_CODES.done);
}

const send = process.send?.bind(process);
if (send === undefined) {
  process.stderr.write('This program is started by the gateway, with a channel to it.\n');
  process.exit(EXIT_CODES.crashed);
}

const abort = new AbortController();
let publisher: IpcResultPublisher | undefined;
const tellParent = (message: object): Promise<void> =>
  new Promise((resolve, reject) => {
    send(message, undefined, undefined, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
const factCache = new IpcFactCache(tellParent);

function stop(): void {
  abort.abort();
  // What does not listen to the signal within a moment is ended.
  setTimeout(() => process.exit(EXIT_CODES.cancelled), 1500).unref();
}

function bytesOf(message: unknown, name: 'grant' | 'control'): Uint8Array | undefined {
  const value: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;
  return value instanceof Uint8Array ? value : undefined;
}

process.on('disconnect', stop);
process.on('message', (message: unknown) => {
  if (factCache.receive(message)) return;
  const control = bytesOf(message, 'control');
  if (control !== undefined) {
    const { acknowledged, isCancelled } = fromBinary(ControlSchema, control);
    if (isCancelled) stop();
    else publisher?.acknowledge(Number(acknowledged));
    return;
  }
  const bytes = bytesOf(message, 'grant');
  if (bytes === undefined || publisher !== undefined) return;
  const grant = fromBinary(GrantSchema, bytes);
  publisher = new IpcResultPublisher({ send: tellParent }, grant);
  void runAttempt(grant, publisher, abort.signal, factCache.get).then((code) => process.exit(code));
});
