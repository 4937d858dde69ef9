import { joinPaths } from '@pinata/graph';
import { SETTING } from '../../../languages/deploy/settings.js';
import { applicationSettings } from '../../../view/application-settings.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { ApplicationSite } from '../../sites.js';

/** What stands before the routes of a framework, part by part; of the settings that may state a part the first that does. */
const PARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  spring: [[SETTING.contextPath, SETTING.reactivePath, SETTING.formerContextPath], [SETTING.servletPath, SETTING.formerServletPath, SETTING.firstServletPath]],
  jaxrs: [[SETTING.contextPath, SETTING.quarkusPath, SETTING.formerContextPath]],
  quarkus: [[SETTING.quarkusPath]],
  micronaut: [[SETTING.micronautPath]],
};
const PATH = /^\/?(?:[\w.~%@-]+(?:\/|$))*$/;

/** Paths that settings put before all routes of an application. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)application\.(?:properties|ya?ml)$/,
  read: (view) => {
    const settings = applicationSettings(view);
    if (settings === undefined) return [];
    return Object.entries(PARTS).flatMap(([framework, parts]): readonly ApplicationSite[] => {
      const stated = parts.flatMap((keys) => keys.map((key) => settings.values.get(key)).find((value) => value !== undefined) ?? []);
      // A path of which a part is only known when the program runs is none: not a wrong one.
      const prefix = stated.every((value) => PATH.test(value)) ? joinPaths(...stated) : '';
      return stated.length === 0 ? [] : [{ kind: 'application', framework, folder: settings.folder, prefix: prefix === '/' ? '' : prefix, except: [], rank: settings.rank }];
    });
  },
};
