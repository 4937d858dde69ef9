import type { Routes } from '@angular/router';

/** Pages of one organization. */
export const organizationRoutes: Routes = [
  { path: '', pathMatch: 'full', title: 'Dashboard', loadComponent: async () => (await import('./dashboard-page.js')).DashboardPage },
  { path: 'repositories', loadChildren: async () => (await import('../repositories/repositories.routes.js')).repositoriesRoutes },
  { path: 'search', title: 'Symbol search', loadComponent: async () => (await import('../symbols/organization-search-page.js')).OrganizationSearchPage },
  { path: 'members', title: 'Members', loadComponent: async () => (await import('../members/members-page.js')).MembersPage },
  { path: 'tokens', title: 'API tokens', loadComponent: async () => (await import('../tokens/tokens-page.js')).TokensPage },
  { path: 'r/:repository', loadChildren: async () => (await import('../repositories/repository.routes.js')).repositoryRoutes },
];
