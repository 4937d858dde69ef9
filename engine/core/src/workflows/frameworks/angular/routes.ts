import { pageRoutes } from '../../page-routes.js';

/** Tables of routes, and modules that hold them: angular.dev/guide/routing/define-routes, angular.dev/guide/ngmodules. */
export const routes = pageRoutes({ framework: 'angular', components: ['component', 'loadComponent'], tables: ['loadChildren'], calls: /^(?:forRoot|forChild|provideRouter)$/, types: /^Routes?\b/, modules: { decorator: 'NgModule', entry: 'imports' } });
