/** Where a parser thread starts. */
export const WORKER_SCRIPT = new URL('./worker.js', import.meta.url);
