/** Threads know no TypeScript: tests start the built one. */
export const WORKER_SCRIPT = new URL('../dist/parse/worker.js', import.meta.url);
