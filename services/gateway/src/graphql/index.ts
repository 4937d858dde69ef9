export * from './connection.js';
export * from './context.js';
export * from './enums.js';
export * from './paging.js';
export * from './source-range.type.js';
