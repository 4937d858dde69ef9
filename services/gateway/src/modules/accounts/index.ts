export * from './account.error.js';
export * from './accounts.module.js';
export * from './accounts.service.js';
