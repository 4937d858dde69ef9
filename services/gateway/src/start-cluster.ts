import { setTimeout as delay } from 'node:timers/promises';
import { serve, type Application } from './application.js';
import type { ClusterProfileConfiguration } from './config/index.js';
import { createLog, type Log } from './logging/index.js';
import { createClusterPlatform } from './profiles/cluster.module.js';

/** Until every proxy knows that this replica is no longer ready. */
const LEAVING_MILLISECONDS = 5_000;
/** For what is under way; the kubelet gives 30 seconds in all. */
const CLOSING_MILLISECONDS = 20_000;

/** The life of a replica in a cluster. It ends with its signal, or when it lost a part that only another start gives back. */
export async function runCluster(configuration: ClusterProfileConfiguration): Promise<void> {
  const log = createLog(configuration.logLevel, process.stdout);
  let isStopping = false;
  const onLost = (error: unknown): void => {
    if (isStopping) return;
    log.error('the connection to NATS was lost for good; ending', { error });
    process.exit(1);
  };
  const { host, port, publicUrl, cluster } = configuration;
  log.info('starting', { role: cluster.role });
  const platform = await createClusterPlatform({ configuration, log, isStopping: () => isStopping, onLost });
  const application = await serve(platform, { configuration, log, origin: publicUrl, host, port });
  log.info('listening', { role: cluster.role, port });
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    void leave(application, log);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

/** First it stops being ready, then it answers what it was asked, then it stores what it was sent, and ends. */
async function leave(application: Application, log: Log): Promise<never> {
  log.info('ending: no longer ready');
  await delay(LEAVING_MILLISECONDS);
  setTimeout(() => {
    log.error('what was under way did not end in time');
    process.exit(1);
  }, CLOSING_MILLISECONDS).unref();
  try {
    await application.close();
    log.info('ended');
    process.exit(0);
  } catch (error) {
    log.error('could not end as it should', { error });
    process.exit(1);
  }
}
