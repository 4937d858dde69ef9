export * from './access.error.js';
export * from './access.module.js';
export * from './access.service.js';
export * from './caller.js';
