import { beforeEach, describe, expect, it } from '@jest/globals';
import { JOBS, NAMESPACE, SCANS, scanId, ScriptedGrants, SECRETS } from '../../test/support/operator-world.js';
import { MemoryKubernetes } from '../../test/support/memory-kubernetes.js';
import { settings } from '../../test/support/scans.js';
import type { Job, Secret } from '../runtime/kubernetes-objects.js';
import { attemptName, type Scan } from './scan-resource.js';
import { startAttempt } from './start-attempt.js';

const never = new AbortController().signal;
const NAME = attemptName(scanId(1), 1);
const ATTEMPT = { number: 1, jobName: NAME, memoryMegabytes: 512 };

let server: MemoryKubernetes;
let grants: ScriptedGrants;
let scan: Scan;

beforeEach(async () => {
  server = new MemoryKubernetes();
  grants = new ScriptedGrants();
  scan = await server.create<Scan>(SCANS, { metadata: { name: scanId(1) }, spec: { organizationId: 'acme', deadlineSeconds: 60, memoryMegabytes: 512, maximumAttempts: 2, isCancelled: false, ttlSecondsAfterFinished: 60 } });
});

function start(of: Scan = scan) {
  return startAttempt({ type: 'startAttempt', attempt: ATTEMPT, deadlineSeconds: 60 }, of, { api: server, grants, settings: settings(), namespace: NAMESPACE }, never);
}

describe('starting an attempt', () => {
  it('does nothing for a scan that is no longer what the copy says', async () => {
    await server.mergePatch(SCANS, scanId(1), { spec: { isCancelled: true } });
    await expect(start()).rejects.toMatchObject({ status: 409 });
    expect([grants.asked, server.all(JOBS)]).toEqual([[], []]);
  });

  it('asks for no second grant when the Job was let go already', async () => {
    await start();
    await start();
    expect(grants.asked).toHaveLength(1);
    expect(server.writes.filter((write) => write.startsWith('create jobs'))).toHaveLength(1);
  });

  it('replaces the Secret of a suspended Job that a dead leader left, since the grant in it may be old', async () => {
    await start();
    await server.mergePatch<Job>(JOBS, NAME, { spec: { suspend: true } });
    const [before] = server.all<Secret>(SECRETS);
    await start();
    const [after] = server.all<Secret>(SECRETS);
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(after?.metadata.ownerReferences?.[0]?.uid).toBe(server.all<Job>(JOBS)[0]?.metadata.uid);
  });

  it('removes a Job of its name that belongs to an earlier resource, and is tried again', async () => {
    await start();
    await server.mergePatch<Job>(JOBS, NAME, { metadata: { ownerReferences: [{ apiVersion: 'pinata.dev/v1alpha1', kind: 'Scan', name: scanId(1), uid: 'another' }] } });
    await expect(start()).rejects.toMatchObject({ status: 409 });
    expect(server.all(JOBS)).toEqual([]);
    expect(await start()).toEqual({ type: 'started' });
  });

  it('makes nothing when the gateway refuses', async () => {
    grants.answer = () => ({ code: 'ended', message: 'It has ended.' });
    expect(await start()).toEqual({ type: 'refused', code: 'ended', message: 'It has ended.' });
    expect([server.all(JOBS), server.all(SECRETS)]).toEqual([[], []]);
  });
});
