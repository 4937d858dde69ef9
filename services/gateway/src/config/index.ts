export * from './cluster-configuration.js';
export * from './command-line.js';
export * from './configuration.js';
export * from './setting-types.js';

export const CONFIGURATION = Symbol('Configuration');
