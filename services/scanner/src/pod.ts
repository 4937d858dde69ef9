// What runs in a scanner pod: `node pod.js checkout`, then `node pod.js scan`. Each ends with an exit code that the operator reads.
import { EXIT_CODES } from './attempt-failure.js';
import { podPaths } from './pod/pod-paths.js';

const paths = podPaths(process.env.PINATA_TEST_POD_ROOT);
const abort = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    abort.abort();
    // What does not listen within the pod's grace is ended.
    setTimeout(() => process.exit(EXIT_CODES.cancelled), 3_000).unref();
  });
}

switch (process.argv[2]) {
  case 'checkout':
    process.exit(await (await import('./pod/run-checkout.js')).runCheckout(paths, abort.signal));
    break;
  case 'scan': {
    const [{ runScan }, { openJetStreamPublisher }] = await Promise.all([import('./pod/run-scan.js'), import('./adapters/jetstream/open-publisher.js')]);
    process.exit(await runScan(paths, openJetStreamPublisher, abort.signal));
    break;
  }
  default:
    process.stderr.write('usage: node pod.js checkout | scan\n');
    process.exit(EXIT_CODES.crashed);
}
