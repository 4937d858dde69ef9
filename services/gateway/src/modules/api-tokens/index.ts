export * from './api-token.error.js';
export * from './api-tokens.module.js';
export * from './api-tokens.service.js';
