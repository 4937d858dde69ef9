export type { Container, LanguageHooks } from './language-hooks.js';
export { NameIndex } from './name-index.js';
export { SemanticLinker } from './semantic-linker.js';
export type { Entity, Purpose, Value } from './value.js';
export { memberPath, none, outside, unknown } from './value.js';
