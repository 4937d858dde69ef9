/** Where the thread that lays graphs out starts. */
export const PICTURE_SCRIPT = new URL('./picture-worker.js', import.meta.url);
