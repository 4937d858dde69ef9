import type { Condition } from '../runtime/kubernetes-objects.js';
import { isTerminal, type AttemptOutcome, type AttemptRecord, type ConditionType, type ScanStatus } from './scan-resource.js';

/** In bytes: the whole resource is to stay under 4 KiB, whatever scanners and schedulers say. */
const LONGEST_MESSAGE = 160;
const LONGEST_FAILURE = 320;

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** A status with one condition set; its transition time changes only with its status. */
export function withCondition(status: ScanStatus, now: number, type: ConditionType, isTrue: boolean, reason: string, message = ''): ScanStatus {
  const conditions = status.conditions ?? [];
  const before = conditions.find((condition) => condition.type === type);
  const value = isTrue ? 'True' : 'False';
  const condition: Condition = {
    type,
    status: value,
    reason,
    message: bounded(message, LONGEST_MESSAGE),
    lastTransitionTime: before?.status === value && before.lastTransitionTime !== undefined ? before.lastTransitionTime : timeText(now),
  };
  return { ...status, conditions: before === undefined ? [...conditions, condition] : conditions.map((other) => (other === before ? condition : other)) };
}

/** Only who waits for its turn has a position. */
export function withoutPosition(status: ScanStatus | undefined): ScanStatus {
  const { queuePosition: _position, ...others } = status ?? {};
  return others;
}

/** Appends an attempt that is not yet started. */
export function withNewAttempt(status: ScanStatus, attempt: AttemptRecord): ScanStatus {
  return { ...status, attempt: attempt.number, attempts: [...(status.attempts ?? []), attempt] };
}

export function withAttemptStarted(status: ScanStatus, now: number): ScanStatus {
  return { ...changeLast(status, { startedAt: timeText(now) }), phase: 'Running', startedAt: status.startedAt ?? timeText(now) };
}

/** Ends the present attempt, if there is one. */
export function withAttemptEnded(status: ScanStatus, now: number, outcome: AttemptOutcome, code: string, peakMemoryMegabytes?: number): ScanStatus {
  const last = status.attempts?.at(-1);
  return last === undefined || last.finishedAt !== undefined ? status : changeLast(status, { finishedAt: timeText(now), outcome, code, ...(peakMemoryMegabytes === undefined ? {} : { peakMemoryMegabytes }) });
}

export function completed(status: ScanStatus, now: number): ScanStatus {
  const ended: ScanStatus = { ...status, phase: 'Completed', finishedAt: timeText(now) };
  return withCondition(withCondition(ended, now, 'Running', false, 'Completed'), now, 'Completed', true, 'ScannerDone');
}

export function failed(status: ScanStatus, now: number, code: string, message: string): ScanStatus {
  const ended: ScanStatus = { ...status, phase: 'Failed', finishedAt: timeText(now), failure: { code, message: bounded(message, LONGEST_FAILURE) } };
  const reason = reasonOf(code);
  return withCondition(withCondition(ended, now, 'Running', false, reason), now, 'Failed', true, reason);
}

export function cancelled(status: ScanStatus, now: number): ScanStatus {
  const ended: ScanStatus = { ...withAttemptEnded(status, now, 'Cancelled', 'cancelled'), phase: 'Cancelled', finishedAt: timeText(now) };
  return withCondition(ended, now, 'Running', false, 'Cancelled');
}

/** A code as a condition's reason, such as ImagePull. */
export function reasonOf(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1);
}

/**
 * Whether a status may follow another: an ended scan stays as it ended, a scan that ran is never queued again, attempts are only
 * ever added, and what was written of an ended one stays.
 */
export function isAllowedAfter(before: ScanStatus | undefined, after: ScanStatus): boolean {
  if (before === undefined) return true;
  if (isTerminal(before.phase)) return after.phase === before.phase && after.finishedAt === before.finishedAt && after.failure?.code === before.failure?.code;
  if (before.phase === 'Running' && after.phase === 'Queued') return false;
  return (before.attempts ?? []).every((attempt, index) => {
    const later = after.attempts?.[index];
    if (later === undefined || later.number !== attempt.number) return false;
    return (attempt.startedAt ?? later.startedAt) === later.startedAt && (attempt.finishedAt === undefined || (attempt.finishedAt === later.finishedAt && attempt.code === later.code));
  });
}

function changeLast(status: ScanStatus, change: Partial<AttemptRecord>): ScanStatus {
  const attempts = status.attempts ?? [];
  return { ...status, attempts: attempts.map((attempt, index) => (index === attempts.length - 1 ? { ...attempt, ...change } : attempt)) };
}

function bounded(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const ellipsis = '…';
  let left = bytes - Buffer.byteLength(ellipsis);
  let kept = '';
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    kept += character;
  }
  return kept + ellipsis;
}
