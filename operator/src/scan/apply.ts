import { isDeepStrictEqual } from 'node:util';
import { KEY_REFUSED } from '../grant/grant-source.js';
import type { Metrics } from '../metrics/metrics.js';
import { isConflict } from '../runtime/kubernetes-api.js';
import { afterStart, type Decision, type Effect, type ScanNotice } from './decide.js';
import { noticeEvent } from './notice-event.js';
import { collections, type Scan, type ScanStatus } from './scan-resource.js';
import { isAllowedAfter } from './scan-status.js';
import { startAttempt, type StartTools } from './start-attempt.js';

export interface ApplyTools extends StartTools {
  readonly metrics: Metrics;
  readonly identity: string;
  readonly now: () => number;
  /** What could not be told as an event. */
  readonly onNoticeLost: (error: unknown) => void;
}

export interface Applied {
  readonly status: ScanStatus | undefined;
  /** The decision could not be carried out yet; the status says why. */
  readonly isToBeTriedAgain: boolean;
}

/**
 * The decision's effects in their order, one write of the status, then its notices. Nothing is remembered between two of them:
 * after an error, or a death, the next decision sees what was done and goes on.
 *
 * @throws KubernetesApiError, of status 409 when the scan has changed meanwhile: gather again
 */
export async function apply(decision: Decision, scan: Scan | undefined, tools: ApplyTools, signal: AbortSignal): Promise<Applied> {
  let { status, notices } = decision;
  let isToBeTriedAgain = false;
  for (const effect of decision.effects) {
    if (effect.type !== 'startAttempt') await perform(effect, scan, tools, signal);
    else if (scan !== undefined && status !== undefined) {
      const result = await startAttempt(effect, scan, tools, signal);
      if (result.type === 'refused' || (result.type === 'unavailable' && result.code === KEY_REFUSED)) tools.metrics.countRefusal(result.code);
      ({ status, notices, isToBeTriedAgain } = afterStart(status, effect.attempt, result, tools.now()));
    }
  }
  if (scan === undefined || status === undefined) return { status: undefined, isToBeTriedAgain };
  if (!isDeepStrictEqual(status, scan.status ?? {})) {
    if (!isAllowedAfter(scan.status, status)) throw new Error(`the status of a scan may not go from ${scan.status?.phase ?? 'none'} to ${status.phase ?? 'none'} (${decision.policy})`);
    await tools.api.replaceStatus<Scan>(collections.scans(tools.namespace), { ...scan, status }, signal);
    countEnded(scan.status, status, tools.metrics);
  }
  await tell(notices, scan, tools, signal);
  return { status, isToBeTriedAgain };
}

async function perform(effect: Exclude<Effect, { readonly type: 'startAttempt' }>, scan: Scan | undefined, { api, namespace }: ApplyTools, signal: AbortSignal): Promise<void> {
  const precondition = 'uid' in effect && effect.uid !== undefined ? { uid: effect.uid } : {};
  switch (effect.type) {
    case 'deleteJob':
      return void (await orOther(api.delete(collections.jobs(namespace), effect.name, { ...precondition, propagationPolicy: 'Foreground' }, signal)));
    case 'deletePod':
      return void (await orOther(api.delete(collections.pods(namespace), effect.name, { ...precondition, ...(effect.isForced ? { gracePeriodSeconds: 0 } : {}) }, signal)));
    case 'deleteSecret':
      return void (await api.delete(collections.secrets(namespace), effect.name, {}, signal));
    case 'deleteScan':
      return void (scan === undefined ? undefined : await orOther(api.delete(collections.scans(namespace), scan.metadata.name, { ...precondition, propagationPolicy: 'Background' }, signal)));
  }
}

/** A conflict means that the one we meant is gone, and another has its name. */
async function orOther(deletion: Promise<boolean>): Promise<boolean> {
  try {
    return await deletion;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

function countEnded(before: ScanStatus | undefined, after: ScanStatus, metrics: Metrics): void {
  for (const [index, attempt] of (after.attempts ?? []).entries()) {
    if (attempt.finishedAt !== undefined && before?.attempts?.[index]?.finishedAt === undefined) metrics.countAttempt(attempt.code ?? 'other');
  }
}

/** Events are for people; a scan does not wait for them. */
async function tell(notices: readonly ScanNotice[], scan: Scan, { api, namespace, identity, now, onNoticeLost }: ApplyTools, signal: AbortSignal): Promise<void> {
  for (const notice of notices) await api.create(collections.events(namespace), noticeEvent(notice, scan, identity, now()), signal).catch(onNoticeLost);
}
