import { ApiException, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import type { SecretStore } from '../../install/index.js';

const NOT_FOUND = 404;
const CONFLICT = 409;

/** Secrets of one namespace, with the rights of the pod's own service account: create, and get of those by name. */
export class KubernetesSecretStore implements SecretStore {
  private readonly api: CoreV1Api;

  constructor(
    private readonly namespace: string,
    private readonly labels: Readonly<Record<string, string>>,
  ) {
    const configuration = new KubeConfig();
    configuration.loadFromDefault();
    this.api = configuration.makeApiClient(CoreV1Api);
  }

  async keysOf(name: string): Promise<readonly string[] | undefined> {
    try {
      const { data } = await this.api.readNamespacedSecret({ namespace: this.namespace, name });
      return Object.keys(data ?? {});
    } catch (error) {
      if (isCode(error, NOT_FOUND)) return undefined;
      throw withoutBody(error, `read ${name}`);
    }
  }

  async create(name: string, content: Readonly<Record<string, string>>): Promise<boolean> {
    try {
      await this.api.createNamespacedSecret({ namespace: this.namespace, body: { metadata: { name, labels: { ...this.labels } }, type: 'Opaque', stringData: { ...content } } });
      return true;
    } catch (error) {
      if (isCode(error, CONFLICT)) return false;
      throw withoutBody(error, `create ${name}`);
    }
  }
}

function isCode(error: unknown, code: number): boolean {
  return error instanceof ApiException && error.code === code;
}

/** The client's own error repeats the answer, which may repeat what was sent. */
function withoutBody(error: unknown, what: string): Error {
  return error instanceof ApiException ? new Error(`Kubernetes answered ${error.code} to: ${what}`) : new Error(`Kubernetes did not answer to: ${what}`, { cause: error });
}
