export * from './scan-api.js';
export { scan } from './scan.js';
