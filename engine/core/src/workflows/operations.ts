import { joinPaths } from '@pinata/graph';
import type { FileSites } from './assemble-workflows.js';
import type { OperationHandlerSite, OperationSite, TriggerSite } from './sites.js';

interface Described {
  readonly path: string;
  readonly site: OperationSite;
}

/** A trigger with the framework that serves it. */
export interface OperationTrigger {
  readonly file: FileSites;
  readonly site: TriggerSite;
  readonly server: string;
}

/** Triggers of methods that descriptions of APIs in the repository name: of several descriptions with such an operation the nearest one counts. */
export function operationTriggers(files: readonly FileSites[]): readonly OperationTrigger[] {
  const described = files.filter(({ isTest }) => !isTest).flatMap(({ path, sites }) => sites.flatMap((site): readonly Described[] => (site.kind === 'operation' ? [{ path, site }] : [])));
  if (described.length === 0) return [];
  const byName = Map.groupBy(described, ({ site }) => plain(site.operation));
  return files.flatMap((file) => file.sites.flatMap((site) => (site.kind === 'operationHandler' ? triggersOf(file, site, byName) : [])));
}

function triggersOf(file: FileSites, site: OperationHandlerSite, byName: ReadonlyMap<string, readonly Described[]>): readonly OperationTrigger[] {
  const found = byName.get(plain(site.operation)) ?? [];
  const most = Math.max(...found.map(({ path }) => sharedFolders(path, file.path)));
  const nearest = found.filter(({ path }) => sharedFolders(path, file.path) === most);
  const [first] = nearest;
  if (first === undefined || nearest.some((one) => one.site.method !== first.site.method || one.site.address !== first.site.address)) return [];
  const { framework, rule, handler, range, confidence } = site;
  return [{ file, server: site.server, site: { kind: 'trigger', framework, rule, protocol: 'http', method: first.site.method, address: joinPaths(site.prefix, first.site.address), handler, inline: undefined, receiver: undefined, range, confidence } }];
}

/** Generators spell operations as their languages do: `get-user` is `getUser` and `GetUser`. */
function plain(operation: string): string {
  return operation.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

function sharedFolders(one: string, other: string): number {
  const [a, b] = [one.split('/').slice(0, -1), other.split('/').slice(0, -1)];
  const differs = a.findIndex((folder, at) => folder !== b[at]);
  return differs < 0 ? a.length : differs;
}
