import { describe, expect, it } from '@jest/globals';
import { attemptInbox, attemptSubject, factsInbox, factsSubject, parseAttemptSubject } from './subjects.js';

const address = { organizationId: 'org-1', scanId: 'scan-2', attempt: 3 };

describe('attempt subjects', () => {
  it('names the organization, the scan and the attempt', () => {
    expect(attemptSubject(address)).toBe('pinata.scan.org-1.scan-2.3');
    expect(parseAttemptSubject('pinata.scan.org-1.scan-2.3')).toEqual(address);
    expect(parseAttemptSubject('pinata.scan.org-1.scan-2.3.results')).toEqual(address);
  });

  it('names where an attempt asks for facts, and where it is answered', () => {
    expect(factsSubject(address)).toBe('pinata.scan.org-1.scan-2.3.facts');
    expect([attemptInbox(address), factsInbox(address)]).toEqual(['_INBOX_scan2_3', '_INBOX_scan2_3.facts']);
    expect(() => factsInbox({ ...address, scanId: 'a.>' })).toThrow(RangeError);
  });

  it.each(['a.b', '*', '>', '', 'a b', 'a\n'])('refuses a token that could widen a subject: %j', (token) => {
    expect(() => attemptSubject({ ...address, organizationId: token })).toThrow(RangeError);
    expect(() => attemptSubject({ ...address, scanId: token })).toThrow(RangeError);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses attempt %p', (attempt) => {
    expect(() => attemptSubject({ ...address, attempt })).toThrow(RangeError);
  });

  it.each(['pinata.scan', 'other.scan.a.b.1', 'pinata.scan.a.b', 'pinata.scan.a.b.0', 'pinata.scan.a.b.x', 'pinata.scan.a.b.1.c.d', 'pinata.scan.*.b.1'])('does not read %j', (subject) => {
    expect(parseAttemptSubject(subject)).toBeUndefined();
  });
});
