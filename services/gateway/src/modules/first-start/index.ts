export * from './first-start.module.js';
export * from './first-start.service.js';
