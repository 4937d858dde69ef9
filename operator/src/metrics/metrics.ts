import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus sees of the operator. */
export class Metrics {
  readonly registry = new Registry();
  readonly reconciles = new Counter({ name: 'pinata_operator_reconciles_total', help: 'Reconciliations of a Scan, by how they ended.', labelNames: ['result'] as const, registers: [this.registry] });
  readonly reconcileSeconds = new Histogram({ name: 'pinata_operator_reconcile_seconds', help: 'How long a reconciliation took.', buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers: [this.registry] });
  readonly attempts = new Counter({ name: 'pinata_operator_attempts_total', help: 'Attempts that ended, by code; done is a good end.', labelNames: ['code'] as const, registers: [this.registry] });
  readonly refusals = new Counter({ name: 'pinata_operator_grant_refusals_total', help: 'Grants that the gateway refused, by its code; unauthenticated means that it does not know the install key.', labelNames: ['code'] as const, registers: [this.registry] });
  readonly watchRestarts = new Counter({ name: 'pinata_operator_watch_restarts_total', help: 'Watches that were begun again, by resource and whether an error ended them.', labelNames: ['resource', 'result'] as const, registers: [this.registry] });
  readonly isLeader = new Gauge({ name: 'pinata_operator_leader', help: '1 in the replica that reconciles.', registers: [this.registry] });
  readonly queueDepth = new Gauge({ name: 'pinata_operator_queue_depth', help: 'Scans that wait to be reconciled.', registers: [this.registry] });
  readonly running = new Gauge({ name: 'pinata_operator_scans_running', help: 'Scans that hold a place.', registers: [this.registry] });
  readonly queued = new Gauge({ name: 'pinata_operator_scans_queued', help: 'Scans that wait for a place.', registers: [this.registry] });
  readonly orphans = new Counter({ name: 'pinata_operator_orphans_removed_total', help: 'Jobs that were removed because their Scan was gone.', registers: [this.registry] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // A series that begins with its first refusal would hide that one from an alert's increase().
    for (const code of REFUSALS) this.refusals.inc({ code }, 0);
  }

  /** Codes come from scanners too: only those known here become labels, or a hostile one could make any number of them. */
  countAttempt(code: string): void {
    this.attempts.inc({ code: KNOWN_CODES.has(code) ? code : 'other' });
  }

  countRefusal(code: string): void {
    this.refusals.inc({ code: REFUSALS.has(code) ? code : 'other' });
  }
}

const KNOWN_CODES: ReadonlySet<string> = new Set(['done', 'crashed', 'memory', 'storage', 'evicted', 'nodeLost', 'preempted', 'podDeleted', 'imagePull', 'deadline', 'lost', 'cannotSucceed', 'cancelled']);
const REFUSALS: ReadonlySet<string> = new Set(['unknown', 'cancelled', 'ended', 'superseded', 'failed', 'unauthenticated']);
