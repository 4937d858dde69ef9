export { runOperator, type OperatorParts, type OperatorSettings } from './operator.js';
export type { Scan, ScanPhase, ScanSpec, ScanStatus } from './scan/scan-resource.js';
