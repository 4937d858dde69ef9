import type { Routes } from '@angular/router';

/** Pages of one repository: its own behind `-`, and the results of a branch or commit. */
export const repositoryRoutes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./frame/repository-frame.js')).RepositoryFrame,
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('./home/repository-home.js')).RepositoryHome },
      { path: '-/settings', title: 'Settings', loadComponent: async () => (await import('./settings/repository-settings-page.js')).RepositorySettingsPage },
      { path: '-/scans', loadChildren: async () => (await import('../scans/scans.routes.js')).scansRoutes },
      { path: ':revision', loadChildren: async () => (await import('../results/results.routes.js')).resultsRoutes },
    ],
  },
];
