export { EXIT } from './exit-codes.js';
export type { ExitCode } from './exit-codes.js';
export { run } from './run.js';
export type { Terminal } from './terminal.js';
