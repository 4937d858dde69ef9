import { pageRoutes } from '../../page-routes.js';

/** Route objects: reactrouter.com/start/data/route-object. */
export const routes = pageRoutes({ framework: 'react-router', components: ['element', 'Component', 'lazy'], tables: [], calls: /^(?:create(?:Browser|Hash|Memory)Router|useRoutes)$/, types: /^RouteObject\b/ });
