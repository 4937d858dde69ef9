import { pageRoutes } from '../../page-routes.js';

/** Route objects and elements: reactrouter.com/start/data/route-object, reactrouter.com/start/declarative/routing. */
export const routes = pageRoutes({ framework: 'react-router', components: ['element', 'Component', 'lazy', 'component', 'render'], tables: [], calls: /^(?:create(?:Browser|Hash|Memory)Router|useRoutes)$/, types: /^RouteObject\b/ });
