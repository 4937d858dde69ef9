export * from './command-line.js';
export * from './configuration.js';

export const CONFIGURATION = Symbol('Configuration');
