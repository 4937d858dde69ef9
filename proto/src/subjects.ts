/** Which attempt of which scan of which organization a stream belongs to. The tenant is read from here, never from a message. */
export interface AttemptAddress {
  readonly organizationId: string;
  readonly scanId: string;
  readonly attempt: number;
}

export const SUBJECT_ROOT = 'pinata.scan';

/** Everything a scanner publishes; the bound that one message may not pass. */
export const MAXIMUM_MESSAGE_BYTES = 512 * 1024;

const TOKEN = /^[A-Za-z0-9_-]+$/;

/** Such as `pinata.scan.<organization>.<scan>.<attempt>`. Throws a RangeError for a part that could widen the subject. */
export function attemptSubject(address: AttemptAddress): string {
  for (const token of [address.organizationId, address.scanId]) {
    if (!TOKEN.test(token)) throw new RangeError('a subject token holds letters, digits, - and _ only');
  }
  if (!Number.isInteger(address.attempt) || address.attempt < 1) throw new RangeError('attempts count from 1');
  return `${SUBJECT_ROOT}.${address.organizationId}.${address.scanId}.${address.attempt}`;
}

/** Where an attempt asks for facts that its organization knows. */
export function factsSubject(address: AttemptAddress): string {
  return `${attemptSubject(address)}.facts`;
}

/** Where it alone hears: the beginning of every subject that it may subscribe to. */
export function attemptInbox(address: AttemptAddress): string {
  const { scanId, attempt } = address;
  attemptSubject(address);
  return `_INBOX_${scanId.replaceAll('-', '')}_${attempt}`;
}

/** Where it hears of facts, wherever it asks to be answered. */
export function factsInbox(address: AttemptAddress): string {
  return `${attemptInbox(address)}.facts`;
}

/** The address in a subject, or undefined when it is none of ours. */
export function parseAttemptSubject(subject: string): AttemptAddress | undefined {
  if (!subject.startsWith(`${SUBJECT_ROOT}.`)) return undefined;
  const [organizationId, scanId, attempt, ...rest] = subject.slice(SUBJECT_ROOT.length + 1).split('.');
  if (organizationId === undefined || scanId === undefined || attempt === undefined || rest.length > 1) return undefined;
  if (!TOKEN.test(organizationId) || !TOKEN.test(scanId) || !/^[1-9]\d*$/.test(attempt)) return undefined;
  return { organizationId, scanId, attempt: Number(attempt) };
}
