export * from './clock.js';
export * from './identifiers.js';
export * from './pause.js';
export * from './write-whole-file.js';
