export * from './instance.module.js';
export * from './instance.service.js';
