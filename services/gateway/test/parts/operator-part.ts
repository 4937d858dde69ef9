import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { GrantService, type AttemptGrant } from '@pinata/proto';
import { INSTALL_KEY } from './cluster-gateway.js';

/** Asks for a grant as the operator does. */
export function askGrant(url: string, scanId: string, attempt: number, key = INSTALL_KEY) {
  return createClient(GrantService, createConnectTransport({ baseUrl: url, httpVersion: '1.1' })).grant({ scanId, attempt }, { headers: { authorization: `Bearer ${key}` } });
}

/** @throws Error for a refusal */
export async function granted(url: string, scanId: string, attempt: number): Promise<AttemptGrant> {
  const { answer } = await askGrant(url, scanId, attempt);
  if (answer.case !== 'grant') throw new Error(`refused: ${answer.value?.code ?? 'nothing was said'}`);
  return answer.value;
}

/** The code of a refusal, or `granted`. */
export async function refusalOf(url: string, scanId: string, attempt: number): Promise<string> {
  const { answer } = await askGrant(url, scanId, attempt);
  return answer.case === 'refusal' ? answer.value.code : 'granted';
}
