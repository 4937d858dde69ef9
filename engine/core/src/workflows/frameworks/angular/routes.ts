import { pageRoutes } from '../../page-routes.js';

/** Tables of routes: angular.dev/guide/routing/define-routes. */
export const routes = pageRoutes({ framework: 'angular', components: ['component', 'loadComponent'], tables: ['loadChildren'], calls: /^(?:forRoot|forChild|provideRouter)$/, types: /^Routes?\b/ });
