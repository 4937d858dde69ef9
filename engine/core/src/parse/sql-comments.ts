const COMMENTS = /(?:\s*--[^\n]{0,300}\n)+/y;

/** Where a statement begins behind comments that lead it: `-- name: ListOrders :many` of sqlc. */
export function commentsEnd(text: string): number {
  COMMENTS.lastIndex = 0;
  return COMMENTS.test(text) ? COMMENTS.lastIndex : 0;
}
