import { KubernetesApiError, type KubernetesApi } from '../../src/runtime/kubernetes-api.js';

const WRITES: ReadonlySet<string> = new Set(['create', 'replace', 'replaceStatus', 'mergePatch', 'delete']);

export interface Mortal {
  readonly api: KubernetesApi;
  /** Resolves when the last permitted write was made, or lost its answer. */
  readonly died: Promise<void>;
  readonly writes: () => number;
}

/**
 * The connection of a process that is killed: after so many writes nothing that it does reaches the server any more, and no
 * answer reaches it. The last write is done or lost, as its answer would be in either case.
 *
 * @param isCounted which writes count, by collection
 */
export function mortal(api: KubernetesApi, writesToLive: number, isLastDone: boolean, isCounted: (plural: string) => boolean): Mortal {
  let writes = 0;
  let isDead = false;
  let announce: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (announce = resolve));
  const dead = () => Promise.reject(new KubernetesApiError(0, '', 'this process was killed'));
  const wrapped = new Proxy(api, {
    get: (target, name: string) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...parameters: unknown[]) => {
        if (isDead) return name === 'watch' ? (async function* () { await dead(); yield undefined; })() : dead();
        const [collection] = parameters as [{ readonly plural: string }];
        if (!WRITES.has(name) || !isCounted(collection.plural)) return Reflect.apply(method, target, parameters) as unknown;
        if (++writes < writesToLive) return Reflect.apply(method, target, parameters) as unknown;
        isDead = true;
        const last = isLastDone ? (Reflect.apply(method, target, parameters) as Promise<unknown>) : Promise.resolve();
        return last.then(announce, announce).then(dead);
      };
    },
  });
  return { api: wrapped, died, writes: () => writes };
}
