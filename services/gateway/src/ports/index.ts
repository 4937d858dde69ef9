export * from './artifact-store.js';
export * from './cache.js';
export * from './database.js';
export * from './event-bus.js';
export * from './identity-provider.js';
export * from './job-runner.js';
export * from './result-stream.js';
export * from './secret-box.js';
