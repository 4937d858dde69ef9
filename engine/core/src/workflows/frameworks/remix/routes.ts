import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';
import { configuredModules } from './config.js';
import { conventionalModule } from './conventions.js';
import { sitesOfModule } from './route-module.js';

/** Route modules by a table in routes.ts, or by the names of their files: reactrouter.com/start/framework/routing, reactrouter.com/how-to/file-route-conventions. */
export const routes: FrameworkRoutes = { files: /\.[cm]?[jt]sx?$/, read };

function read(view: FileView, maker: SiteMaker): readonly Site[] {
  const modules = /(?:^|\/)routes\.[jt]s$/.test(view.file.path) ? configuredModules(view) : conventionalModule(view);
  return modules.flatMap((module) => sitesOfModule(view, maker, module));
}
