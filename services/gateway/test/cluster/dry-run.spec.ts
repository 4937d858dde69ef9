import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { helm, kubectl, kubectlWith } from './commands.js';
import { CHART } from './installed-platform.js';

const VARIANTS = readdirSync(path.join(CHART, 'tests/values'));

/** Every rendered variant is taken by the real API server, which knows more of each field than a schema does. */
describe('the API server takes the variant', () => {
  const namespace = `pinata-test-${randomUUID().slice(0, 8)}`;
  beforeAll(async () => {
    for (const name of [namespace, `${namespace}-scans`]) {
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted', 'pinata.dev/test': 'true' };
      await kubectlWith([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }], 'apply');
    }
  });
  afterAll(() => kubectl('delete', 'namespace', namespace, `${namespace}-scans`, '--wait=false'));

  it.each(VARIANTS)('%s', async (variant) => {
    const text = await helm('template', 'p', CHART, '--namespace', namespace, '--set', `scans.namespace=${namespace}-scans`, '--kube-version', '1.30.0', '--values', path.join(CHART, 'tests/values', variant));
    const objects = parseAllDocuments(text)
      .map((document) => document.toJS() as { readonly metadata: object } | null)
      .flatMap((object) => (object === null ? [] : [{ ...object, metadata: { namespace, ...object.metadata } }]));
    const answer = await kubectlWith(objects, 'apply', '--dry-run=server');
    expect(answer.trim().split('\n')).toHaveLength(objects.length);
  });
});
