import type { Routes } from '@angular/router';

/** Scans of one repository. */
export const scansRoutes: Routes = [
  { path: '', pathMatch: 'full', title: 'Scans', loadComponent: async () => (await import('./list/scan-list-page.js')).ScanListPage },
  { path: 'new', title: 'Start scan', loadComponent: async () => (await import('./start/start-scan-page.js')).StartScanPage },
  { path: ':scan', title: 'Scan', loadComponent: async () => (await import('./scan-page/scan-page.js')).ScanPage },
];
