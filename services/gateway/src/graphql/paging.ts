import type { Cursor } from '@mikro-orm/core';
import { RequestError, type ApiErrorCode } from '../errors/index.js';
import type { Connection } from './connection.js';

export type PagingErrorCode = 'sizeInvalid' | 'cursorInvalid';

const API_CODES = { sizeInvalid: 'BAD_USER_INPUT', cursorInvalid: 'BAD_USER_INPUT' } as const satisfies Record<PagingErrorCode, ApiErrorCode>;

/** A page that cannot be given. */
export class PagingError extends RequestError<PagingErrorCode> {
  constructor(code: PagingErrorCode, message: string, field: string) {
    super(code, API_CODES[code], message, { field });
  }
}

export const MAXIMUM_PAGE = 200;
const CURSOR = /^[A-Za-z0-9_+/=-]{1,2000}$/;

export interface PageRequest {
  readonly first: number;
  readonly after: string | undefined;
}

/** Checks what a caller gave. @throws PagingError */
export function pageOf(first: number, after: string | null | undefined, maximum = MAXIMUM_PAGE): PageRequest {
  if (first < 1 || first > maximum) throw new PagingError('sizeInvalid', `A page has 1 to ${maximum} entries.`, 'first');
  if (after != null && (!CURSOR.test(after) || !isJsonArray(after))) throw new PagingError('cursorInvalid', 'That cursor is none of ours; begin again without it.', 'after');
  return { first, after: after ?? undefined };
}

function isJsonArray(cursor: string): boolean {
  try {
    return Array.isArray(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return false;
  }
}

/** A page of the database as a connection of the API. */
export function toConnection<Row extends object, Node>(cursor: Cursor<Row>, toNode: (row: Row) => Node): Connection<Node> {
  return {
    edges: cursor.items.map((row) => ({ cursor: cursor.from(row), node: toNode(row) })),
    pageInfo: { hasNextPage: cursor.hasNextPage, hasPreviousPage: cursor.hasPrevPage, startCursor: cursor.startCursor, endCursor: cursor.endCursor },
    totalCount: cursor.totalCount ?? 0,
  };
}
