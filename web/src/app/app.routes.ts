import type { Routes } from '@angular/router';

/** Each feature is one lazy folder; a new page adds one line here or in its feature's routes. */
export const routes: Routes = [
  {
    path: '',
    loadComponent: async () => (await import('./shell/shell.js')).Shell,
    children: [
      { path: '', pathMatch: 'full', loadComponent: async () => (await import('./session/welcome/welcome.js')).Welcome },
      { path: 'o/:organization', loadChildren: async () => (await import('./dashboard/organization.routes.js')).organizationRoutes },
      { path: 'graphql', title: 'GraphQL', loadComponent: async () => (await import('./graphql-console/graphql-console.js')).GraphqlConsole },
      { path: 'account', title: 'Account', loadComponent: async () => (await import('./account/account-page.js')).AccountPage },
      { path: '**', title: 'Not found', loadComponent: async () => (await import('./shell/not-found/not-found.js')).NotFound },
    ],
  },
];
