export * from './scan-api.js';
