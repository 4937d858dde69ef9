export * from './entitlements.js';
export * from './scan.error.js';
export * from './scans.module.js';
export { ScansRepository } from './scans.repository.js';
export { ScansService } from './scans.service.js';
export { ScanType, toScan } from './scans.types.js';
