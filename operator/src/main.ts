// The operator's process: one replica, until it is told to end.
import { ConfigurationError, readConfiguration, type Configuration } from './config/index.js';
import { ConnectGrantSource } from './grant/connect-grant-source.js';
import { HealthServer } from './health/health-server.js';
import { createLog } from './logging/log.js';
import { Metrics } from './metrics/metrics.js';
import { runOperator } from './operator.js';
import { systemClock } from './runtime/clock.js';
import { HttpsKubernetesApi, loadKubeConfig } from './runtime/https-kubernetes-api.js';

function configurationOrExit(): Configuration {
  try {
    return readConfiguration();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

const configuration = configurationOrExit();
const log = createLog(configuration.logLevel);
const metrics = new Metrics();
const stop = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stop.abort());

const health = new HealthServer({
  // A process whose event loop is stuck gives no answer at all.
  isAlive: () => true,
  // A replica that stands by is as ready as the one that leads.
  isReady: () => !stop.signal.aborted,
  metrics: async () => ({ type: metrics.registry.contentType, text: await metrics.registry.metrics() }),
});
const port = await health.listen(configuration.healthPort);
log.info('the operator has started', { port, identity: configuration.identity, scansNamespace: configuration.scansNamespace });
await runOperator(
  configuration,
  { api: new HttpsKubernetesApi(loadKubeConfig(configuration.kubeconfig)), grants: new ConnectGrantSource(configuration.grant), clock: systemClock, log, metrics, random: Math.random },
  stop.signal,
);
await health.close();
log.info('the operator has ended', { identity: configuration.identity });
// Sockets that are kept for later requests would keep the process.
process.exit(0);
