import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryKubernetes } from '../../test/support/memory-kubernetes.js';
import { JOBS, NAMESPACE, PODS, SCANS } from '../../test/support/operator-world.js';
import { attemptOf, jobOfAttempt, podOf, runningScan, SCAN_ID, scanOf } from '../../test/support/scans.js';
import type { Job, Pod } from '../runtime/kubernetes-objects.js';
import { gather, type Copies } from './gather.js';
import type { Scan } from './scan-resource.js';

const never = new AbortController().signal;
const FAILED = { conditions: [{ type: 'Failed' }] };
let server: MemoryKubernetes;

beforeEach(() => {
  server = new MemoryKubernetes();
});

function copiesOf({ scan, jobs = [], pods = [] }: { readonly scan?: Scan; readonly jobs?: readonly Job[]; readonly pods?: readonly Pod[] }): Copies {
  return { scan: () => scan, jobs: () => jobs, pods: () => pods };
}

function gathered(copies: Copies) {
  return gather(SCAN_ID, copies, server, NAMESPACE, never);
}

describe('gathering', () => {
  it('takes the copies for true as long as they tell everything', async () => {
    await server.create<Job>(JOBS, jobOfAttempt(2));
    const copies = { scan: runningScan(), jobs: [jobOfAttempt(1)], pods: [podOf()] };
    expect(await gathered(copiesOf(copies))).toEqual(copies);
  });

  it.each([
    ['the Job of the present attempt is missing', { scan: runningScan() }],
    ['nothing of the last attempt is left', { scan: runningScan({}, [attemptOf(1, { finishedAt: 'then' })]) }],
    ['the Job has failed and its pod does not say why', { scan: runningScan(), jobs: [jobOfAttempt(1, FAILED)], pods: [podOf({ phase: 'Running' })] }],
    ['the Job has failed and its pod is not to be seen', { scan: runningScan(), jobs: [jobOfAttempt(1, FAILED)] }],
  ])('asks the server when %s', async (_name, copies) => {
    await server.create<Job>(JOBS, jobOfAttempt(1, FAILED));
    await server.create<Pod>(PODS, podOf({ phase: 'Failed' }));
    expect(await gathered(copiesOf(copies))).toMatchObject({ jobs: [{ status: { conditions: [{ type: 'Failed' }] } }], pods: [{ status: { phase: 'Failed' } }] });
  });

  it('calls a Scan gone, for whose Jobs that would be the end, only when the server does', async () => {
    const copies = copiesOf({ jobs: [jobOfAttempt(1)] });
    expect((await gathered(copies)).scan).toBeUndefined();
    await server.create<Scan>(SCANS, scanOf());
    expect((await gathered(copies)).scan?.metadata.name).toBe(SCAN_ID);
  });
});
