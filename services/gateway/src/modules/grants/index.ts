export * from './grants.module.js';
export * from './grants.service.js';
