import { describe, expect, it } from '@jest/globals';
import { ago, attemptOf, NOW } from '../../test/support/scans.js';
import { completed, failed, isAllowedAfter, withAttemptEnded, withCondition, withNewAttempt } from './scan-status.js';
import type { ScanStatus } from './scan-resource.js';

const running: ScanStatus = { phase: 'Running', startedAt: ago(60), attempts: [attemptOf(1)] };

describe('a status after another', () => {
  it.each([
    ['queued, then running', { phase: 'Queued' }, running, true],
    ['running, then completed', running, completed(withAttemptEnded(running, NOW, 'Succeeded', 'done'), NOW), true],
    ['running, then queued', running, { ...running, phase: 'Queued' }, false],
    ['completed, then failed', completed(running, NOW), failed(completed(running, NOW), NOW, 'lost', ''), false],
    ['failed, then failed otherwise', failed(running, NOW, 'lost', ''), failed(running, NOW, 'memory', ''), false],
    ['an attempt that is forgotten', running, { ...running, attempts: [] }, false],
    ['an attempt that ends twice', withAttemptEnded(running, NOW, 'Failed', 'lost'), { ...running, attempts: [attemptOf(1, { finishedAt: ago(0), outcome: 'Failed', code: 'memory' })] }, false],
    ['an attempt that is started again', running, { ...running, attempts: [attemptOf(1, { startedAt: ago(0) })] }, false],
    ['one more attempt', withAttemptEnded(running, NOW, 'Failed', 'lost'), withNewAttempt(withAttemptEnded(running, NOW, 'Failed', 'lost'), attemptOf(2)), true],
  ] as const)('%s', (_name, before, after, isAllowed) => {
    expect(isAllowedAfter(before, after)).toBe(isAllowed);
  });

  it('stays within what a resource may hold, whatever a scanner says', () => {
    let status: ScanStatus = { observedGeneration: 2, phase: 'Running', startedAt: ago(60) };
    for (let number = 1; number <= 5; number++) status = withAttemptEnded(withNewAttempt(status, attemptOf(number)), NOW, 'Failed', 'x'.repeat(40), 16_777_216);
    for (const type of ['Accepted', 'Scheduled'] as const) status = withCondition(status, NOW, type, false, 'x'.repeat(40), 'no node '.repeat(500));
    status = failed(status, NOW, 'x'.repeat(40), 'ä'.repeat(5000));
    expect(Buffer.byteLength(JSON.stringify(status))).toBeLessThan(2900);
  });
});
