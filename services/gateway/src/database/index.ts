export * from './entities/index.js';
export * from './migrations/index.js';
export * from '../ports/tenant-scope.js';
