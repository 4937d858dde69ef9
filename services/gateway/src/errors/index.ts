export * from './request-error.js';
