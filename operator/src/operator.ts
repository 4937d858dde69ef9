import type { Configuration } from './config/index.js';
import type { GrantSource } from './grant/grant-source.js';
import type { Log } from './logging/log.js';
import type { Metrics } from './metrics/metrics.js';
import type { Clock } from './runtime/clock.js';
import type { KubernetesApi } from './runtime/kubernetes-api.js';
import { LeaderElector, USUAL_LEASE } from './runtime/leader-elector.js';
import { ScanController } from './scan/scan-controller.js';

export interface OperatorParts {
  readonly api: KubernetesApi;
  readonly grants: GrantSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export type OperatorSettings = Pick<Configuration, 'scansNamespace' | 'operatorNamespace' | 'leaseName' | 'identity' | 'workers' | 'jobs'> & { readonly lease?: typeof USUAL_LEASE | { readonly leaseMilliseconds: number; readonly renewDeadlineMilliseconds: number; readonly retryMilliseconds: number } };

/** One replica: campaigns, and reconciles while it leads. Resolves when the signal was aborted, everything stopped, and the Lease is given up. */
export async function runOperator(settings: OperatorSettings, parts: OperatorParts, signal: AbortSignal): Promise<void> {
  const { api, clock, log, metrics, grants, random } = parts;
  const elector = new LeaderElector(
    api,
    clock,
    { namespace: settings.operatorNamespace, name: settings.leaseName, identity: settings.identity, ...(settings.lease ?? USUAL_LEASE) },
    {
      onChange: (isLeader) => {
        metrics.isLeader.set(isLeader ? 1 : 0);
        log.info(isLeader ? 'this replica leads' : 'this replica leads no more', { identity: settings.identity });
      },
      onError: (error) => log.warn('the lease could not be read or written, or leading failed', { error }),
    },
  );
  await elector.run(signal, (term) => new ScanController({ api, grants, clock, log, metrics, random, settings: settings.jobs, namespace: settings.scansNamespace, identity: settings.identity, workers: settings.workers }).run(term));
}
