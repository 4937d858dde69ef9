import type { ApiClient } from './api-client.js';

export interface ScanState {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly branch: string | null;
  readonly commit: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly attempts: readonly { readonly number: number; readonly status: string; readonly failure: { readonly code: string } | null }[];
  readonly summary: { readonly files: number; readonly graphDigest: string; readonly skippedFiles: number } | null;
}

const STATE = 'id status attempt branch commit failure { code message } attempts { number status failure { code } } summary { files graphDigest skippedFiles }';

export async function createRepository(client: ApiClient, organizationId: string, input: Readonly<Record<string, unknown>>): Promise<string> {
  const name = `repository-${Math.random().toString(36).slice(2, 8)}`;
  const { createRepository: created } = await client.ask<{ createRepository: { id: string } }>('mutation($input: CreateRepositoryInput!) { createRepository(input: $input) { id } }', {
    input: { organizationId, name, source: 'LOCAL_PATH', ...input },
  });
  return created.id;
}

export async function startScan(client: ApiClient, repositoryId: string, input: Readonly<Record<string, unknown>> = {}): Promise<ScanState> {
  const { startScan: started } = await client.ask<{ startScan: ScanState }>(`mutation($input: StartScanInput!) { startScan(input: $input) { ${STATE} } }`, { input: { repositoryId, ...input } });
  return started;
}

export async function scanState(client: ApiClient, id: string): Promise<ScanState> {
  return (await client.ask<{ scan: ScanState }>(`query($id: ID!) { scan(id: $id) { ${STATE} } }`, { id })).scan;
}

/** Waits, by the subscription, until the scan ended. */
export async function finished(client: ApiClient, id: string): Promise<ScanState> {
  await client.follow('subscription($id: ID!) { scanProgress(scanId: $id) { status } }', { id });
  return scanState(client, id);
}

export async function scanFolder(client: ApiClient, organizationId: string, location: string, input: Readonly<Record<string, unknown>> = {}): Promise<ScanState & { repositoryId: string }> {
  const repositoryId = await createRepository(client, organizationId, { location, ...input });
  return { ...(await finished(client, (await startScan(client, repositoryId)).id)), repositoryId };
}
