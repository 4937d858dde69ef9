export * from './authentication.module.js';
export * from './authentication.service.js';
