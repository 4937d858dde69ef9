/** Threads know no TypeScript: tests start the built one. */
export const PICTURE_SCRIPT = new URL('../dist/picture/picture-worker.js', import.meta.url);
