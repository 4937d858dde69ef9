import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dumpYaml } from '@kubernetes/client-node';
import { fromBinary, create } from '@bufbuild/protobuf';
import { AttemptGrantSchema, CheckoutGrantSchema, PodGrantSchema } from '@pinata/proto';
import { describe, expect, it } from '@jest/globals';
import { attemptOf, jobOfAttempt, scanOf, settings } from '../../test/support/scans.js';
import { secretOf } from './attempt-secret.js';
import { jobOf } from './job-spec.js';

function golden(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}

describe('the Job of an attempt', () => {
  it('reads as the plain one does', () => {
    expect(dumpYaml(jobOf(scanOf(), attemptOf(1), 600, settings()))).toBe(golden('plain-job.yaml'));
  });

  it('reads as the one with everything does', () => {
    const everything = settings({
      imagePullPolicy: 'Always',
      imagePullSecrets: ['registry'],
      sizeClasses: [
        { name: 'large', upToMemoryMegabytes: 8192, cpuRequest: '2', cpuLimit: '4' },
        { name: 'small', upToMemoryMegabytes: 512, cpuRequest: '250m' },
      ],
      workVolumeSize: '50Gi',
      nodeSelector: { pool: 'scans' },
      tolerations: [{ key: 'scans', operator: 'Exists', effect: 'NoSchedule' }],
      priorityClassName: 'low',
      runtimeClassName: 'gvisor',
      runAsUser: 1000,
      fsGroup: 1000,
      cacheVolumeClaim: 'cache',
      proxy: { https: 'http://proxy.example.org:3128', except: '.svc' },
      certificateAuthority: { configMapName: 'authorities' },
      labels: { team: 'platform' },
      annotations: { 'sidecar.istio.io/inject': 'true', note: 'ours' },
    });
    expect(dumpYaml(jobOf(scanOf(), attemptOf(2, { memoryMegabytes: 2048 }), 42, everything))).toBe(golden('job-with-everything.yaml'));
  });

  it('shows an organization its own folder of the shared volume, and the checkout none', () => {
    const mountsOf = (organizationId: string) => {
      const scan = scanOf();
      const { initContainers = [], containers = [] } = jobOf({ ...scan, spec: { ...scan.spec, organizationId } }, attemptOf(1), 1, settings({ cacheVolumeClaim: 'cache' })).spec.template?.spec ?? {};
      return [...initContainers, ...containers].map(({ volumeMounts }) => volumeMounts.filter(({ name }) => name === 'cache'));
    };
    for (const organization of ['acme', 'other']) expect(mountsOf(organization)).toEqual([[], [{ name: 'cache', mountPath: '/cache', subPath: organization }]]);
  });

  it.each([
    [512, '500m'],
    [2048, '500m'],
    [2049, '1'],
    [100_000, '2'],
  ])('gives %i MB the processors of its class', (memoryMegabytes, cpu) => {
    expect(jobOf(scanOf(), attemptOf(1, { memoryMegabytes }), 1, settings()).spec.template?.spec.containers[0]?.resources.requests).toEqual({ memory: `${memoryMegabytes}Mi`, cpu });
  });
});

describe('the Secret of an attempt', () => {
  const grant = create(AttemptGrantSchema, {
    scan: { scanId: 'scan', attempt: 1, source: { location: { case: 'url', value: 'https://git.example.org/a.git' }, credential: { secret: 'misplaced-credential' } } },
    credential: { username: 'me', secret: 'git-canary' },
    nats: { servers: ['nats://nats:4222'], credentials: 'nats-canary' },
    upload: { url: 'http://s3/upload-canary', keyPrefix: 'organization/scan/attempt-1/' },
    previousFactPackUrl: 'http://s3/previous',
    expiresAt: 7n,
  });
  const secret = secretOf(scanOf(), attemptOf(1), jobOfAttempt(1), grant);
  const part = (name: string) => Buffer.from(secret.data[name] ?? '', 'base64');

  it('gives the git credential to the checkout alone', () => {
    expect(fromBinary(CheckoutGrantSchema, part('checkout'))).toMatchObject({ scan: { scanId: 'scan' }, credential: { username: 'me', secret: 'git-canary' } });
    expect(part('scan').includes('git-canary')).toBe(false);
    expect(part('scan').includes('misplaced-credential')).toBe(false);
  });

  it('gives what publishes and uploads to the scan alone', () => {
    expect(fromBinary(PodGrantSchema, part('scan'))).toMatchObject({ scan: { scanId: 'scan', source: { location: { value: 'https://git.example.org/a.git' } } }, nats: { credentials: 'nats-canary' }, upload: { keyPrefix: 'organization/scan/attempt-1/' }, previousFactPackUrl: 'http://s3/previous', expiresAt: 7n });
    for (const canary of ['nats-canary', 'upload-canary']) expect(part('checkout').includes(canary)).toBe(false);
  });

  it('is owned by the Job, and never changes', () => {
    expect(secret).toMatchObject({ type: 'Opaque', immutable: true, metadata: { name: attemptOf(1).jobName, ownerReferences: [{ kind: 'Job', uid: 'job-1' }] } });
  });
});
