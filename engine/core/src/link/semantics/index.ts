export { Documented } from './documented.js';
export type { Container, HooksAlone, LanguageHooks, LibraryCall, Taking } from './language-hooks.js';
export type { Evaluator } from './evaluator.js';
export { Mixins } from './mixins.js';
export { NameIndex } from './name-index.js';
export { fits, isTypeKind } from './scopes.js';
export { SemanticLinker } from './semantic-linker.js';
export type { Entity, Purpose, Value } from './value.js';
export { memberPath, none, outside, unknown } from './value.js';
