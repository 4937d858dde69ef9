export * from './scan-api.js';
export { scan } from './scan.js';
export { listFolder } from './discover/list-folder.js';
export { grammarFileOf, knownLanguages } from './languages/registry.js';
export type { KnownLanguage } from './languages/registry.js';
export { capturedSites } from './facts/captured-sites.js';
export type { CapturedSite } from './facts/captured-sites.js';
export { errorFacts } from './facts/error-facts.js';
export type { ErrorFact } from './facts/error-facts.js';
