const MEGABYTE = 1024 * 1024;
/** What a process takes before it reads, and what a parser thread adds to it. */
const PROCESS_BYTES = 200 * MEGABYTE;
const THREAD_BYTES = 250 * MEGABYTE;

/** Parser threads that a limit of memory has room for. @param limit bytes; undefined for none */
export function threadsWithin(limit: number | undefined): number {
  return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor((limit - PROCESS_BYTES) / THREAD_BYTES));
}
