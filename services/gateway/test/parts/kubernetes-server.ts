import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadYaml } from '@kubernetes/client-node';
import { KubernetesClient, KubernetesError } from '../../src/adapters/job-runner/kubernetes/kubernetes-client.js';

const DEFINITION = path.resolve(import.meta.dirname, '../../../../charts/pinata-code/templates/crd-scan.yaml');
const JSON_TYPE = 'application/json';

/** What a test reads of a `Scan`. */
export interface ScanObject {
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string };
  readonly spec: { readonly organizationId: string; readonly deadlineSeconds: number; readonly memoryMegabytes: number; readonly maximumAttempts: number; readonly isCancelled: boolean };
  readonly status?: Readonly<Record<string, unknown>>;
}

/** A namespace of its own on the API server that KUBECONFIG names, where a test plays the operator. */
export class KubernetesServer {
  readonly namespace = `pinata-test-${randomBytes(4).toString('hex')}`;
  private readonly client: KubernetesClient;

  constructor(kubeconfig: string) {
    this.client = new KubernetesClient(kubeconfig);
  }

  /** The definition of `Scan` is the chart's; one that is there already stays. */
  async prepare(): Promise<void> {
    const lines = readFileSync(DEFINITION, 'utf8').split('\n').filter((line) => !line.includes('{{'));
    await this.make('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', loadYaml(lines.join('\n').replace(/^ {2}labels:\n/m, '')));
    await this.make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace } });
    for (let tries = 0; tries < 100; tries++) {
      if (await this.scans().then(() => true, () => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the API server does not serve scans');
  }

  async scans(): Promise<ScanObject[]> {
    const { items } = (await this.client.call({ method: 'GET', path: this.path() })) as { items: ScanObject[] };
    return items;
  }

  async scan(name: string): Promise<ScanObject | undefined> {
    return (await this.scans()).find(({ metadata }) => metadata.name === name);
  }

  /** As the operator writes it. */
  async setStatus(name: string, status: Readonly<Record<string, unknown>>): Promise<void> {
    await this.client.call({ method: 'PATCH', path: `${this.path()}/${name}/status`, body: { type: 'application/merge-patch+json', value: { status } } });
  }

  async remove(name: string): Promise<void> {
    await this.client.call({ method: 'DELETE', path: `${this.path()}/${name}` });
  }

  async close(): Promise<void> {
    for (const { metadata } of await this.scans()) await this.remove(metadata.name);
    await this.client.call({ method: 'DELETE', path: `/api/v1/namespaces/${this.namespace}` });
    this.client.close();
  }

  private path(): string {
    return `/apis/pinata.dev/v1alpha1/namespaces/${this.namespace}/scans`;
  }

  private async make(collection: string, value: unknown): Promise<void> {
    try {
      await this.client.call({ method: 'POST', path: collection, body: { type: JSON_TYPE, value } });
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.status !== 409) throw error;
    }
  }
}
