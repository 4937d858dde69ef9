import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { snakeCase } from '../../names.js';

/** The name in the database of a column that states none. */
export type NameOf = (view: FileView, property: string) => string;

const MAKERS = new Set(['drizzle', 'defineConfig']);

/**
 * What `drizzle({ …, casing: 'snake_case' })`, or `defineConfig` of the kit, makes of properties' names: for the files of the
 * same module, and for modules that make no connection where all that do agree.
 */
export function casingOf(views: readonly FileView[]): NameOf {
  const byModule = new Map<string, string>();
  for (const view of views) {
    for (const { expression } of view.calls()) {
      if (view.kind(expression) !== Expression.call || !MAKERS.has(view.name(expression))) continue;
      const stated = view.arguments(expression).map(({ value }) => (view.kind(value) === Expression.object ? view.text(view.argument(value, 'casing')) : undefined)).find((text) => text !== undefined);
      byModule.set(view.manifestPath, stated ?? byModule.get(view.manifestPath) ?? '');
    }
  }
  const all = new Set(byModule.values());
  const shared = all.size === 1 ? [...all][0] : undefined;
  return (view, property) => {
    const casing = byModule.get(view.manifestPath) ?? shared;
    if (casing === 'snake_case') return snakeCase(property);
    return casing === 'camelCase' ? snakeCase(property).replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : property;
  };
}
