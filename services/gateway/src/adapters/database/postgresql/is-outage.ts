/** Classes of SQLSTATE that speak of the server and not of the statement: connection, transaction rollback, resources (a full disk), operator intervention, system error. */
const OUTAGES = new Set(['08', '40', '53', '57', '58']);
const MOST_CAUSES = 8;

/**
 * Whether an error, or what caused it, says that the database cannot do its work now, whatever it is asked.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isOutage(error: unknown): boolean {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < MOST_CAUSES; depth++) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code) && OUTAGES.has(at.code.slice(0, 2))) return true;
    at = 'cause' in at ? at.cause : 'previous' in at ? at.previous : undefined;
  }
  return false;
}
