// In the order in which the schema prints them.
export * from './node.types.js';
export * from './link.types.js';
export * from './blind-spots.types.js';
export * from './way.types.js';
export * from './call.types.js';
export * from './found.types.js';
export * from './join.types.js';
export * from './meaning.types.js';
export * from './overview.types.js';
export * from './snapshot-file.types.js';
