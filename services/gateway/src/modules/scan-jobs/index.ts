export * from './scan-jobs.module.js';
