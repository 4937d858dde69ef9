import type { Routes } from '@angular/router';

/** The list of repositories and the way to add one. */
export const repositoriesRoutes: Routes = [
  { path: '', pathMatch: 'full', title: 'Repositories', loadComponent: async () => (await import('./list/repository-list-page.js')).RepositoryListPage },
  { path: 'new', title: 'Add repository', loadComponent: async () => (await import('./wizard/repository-wizard.js')).RepositoryWizard },
];
