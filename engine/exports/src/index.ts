export { DOT_LEVELS, exportDot } from './dot/export-dot.js';
export type { DotLevel, DotOptions } from './dot/export-dot.js';
export { JSON_EXPORT_VERSION, exportJson } from './json/export-json.js';
export type { ExportHeader } from './json/export-json.js';
export { summaryText, unresolvedByReason, unresolvedTotal } from './summary/summary-text.js';
export type { SummaryInput, SummarySource } from './summary/summary-text.js';
export { printable, printableJson } from './text/printable.js';
