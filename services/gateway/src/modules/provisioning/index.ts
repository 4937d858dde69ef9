export * from './provisioning.module.js';
export * from './provisioning.service.js';
