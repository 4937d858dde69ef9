import { pageRoutes } from '../../page-routes.js';

/** Tables of routes: router.vuejs.org/guide/essentials/nested-routes. */
export const routes = pageRoutes({ framework: 'vue-router', components: ['component'], tables: [], calls: /^(?:createRouter|VueRouter|Router)$/, types: /^RouteRecordRaw\b/ });
