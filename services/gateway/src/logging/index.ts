export * from './log.js';
export * from './pino-log.js';
export * from './without-secrets.js';
