import type { RepositoryFilter, RepositoryOrder } from '../repositories.generated.js';

export const STATUSES = [
  { value: '', label: 'Any' },
  { value: 'COMPLETED', label: 'Completed' },
  { value: 'RUNNING', label: 'Running' },
  { value: 'QUEUED', label: 'Queued' },
  { value: 'FAILED', label: 'Failed' },
  { value: 'CANCELLED', label: 'Cancelled' },
  { value: 'never', label: 'Never scanned' },
] as const;

export const ORDERS = [
  { value: 'scanned', label: 'Last scanned', order: { field: 'LAST_SCANNED_AT', direction: 'DESC' } },
  { value: 'name', label: 'Name', order: { field: 'NAME', direction: 'ASC' } },
  { value: 'created', label: 'Newest', order: { field: 'CREATED_AT', direction: 'DESC' } },
  { value: 'updated', label: 'Last changed', order: { field: 'UPDATED_AT', direction: 'DESC' } },
] as const;

/** What stands in the address; anything may be typed there. */
export interface ListAddress {
  readonly search: string | undefined;
  readonly status: string | undefined;
  readonly source: string | undefined;
  readonly order: string | undefined;
}

/** Unknown words in an address are as if they were absent. */
export function listVariables(address: ListAddress): { readonly filter: RepositoryFilter; readonly orderBy: RepositoryOrder } {
  const status = STATUSES.find(({ value }) => value === address.status)?.value ?? '';
  const order = ORDERS.find(({ value }) => value === address.order) ?? ORDERS[0];
  return {
    filter: {
      ...(address.search === undefined || address.search === '' ? {} : { search: address.search }),
      ...(status === 'never' ? { isNeverScanned: true } : status === '' ? {} : { latestScanStatus: status }),
      ...(address.source === 'URL' || address.source === 'LOCAL_PATH' ? { source: address.source } : {}),
    },
    orderBy: order.order,
  };
}
