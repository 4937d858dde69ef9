import { describe, expect, it } from '@jest/globals';
import { listVariables } from './list-variables.js';

const NOTHING = { search: undefined, status: undefined, source: undefined, order: undefined };

describe('listVariables', () => {
  it('asks for everything, last scanned first, where the address says nothing', () => {
    expect(listVariables(NOTHING)).toEqual({ filter: {}, orderBy: { field: 'LAST_SCANNED_AT', direction: 'DESC' } });
  });

  it('puts search, status, source and order into the question', () => {
    expect(listVariables({ search: 'shop', status: 'FAILED', source: 'LOCAL_PATH', order: 'name' })).toEqual({
      filter: { search: 'shop', latestScanStatus: 'FAILED', source: 'LOCAL_PATH' },
      orderBy: { field: 'NAME', direction: 'ASC' },
    });
  });

  it('knows repositories that were never scanned', () => {
    expect(listVariables({ ...NOTHING, status: 'never' }).filter).toEqual({ isNeverScanned: true });
  });

  it('takes words it does not know as if they were absent', () => {
    expect(listVariables({ search: '', status: '__proto__', source: 'FTP', order: 'constructor' })).toEqual(listVariables(NOTHING));
  });
});
