import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { plural, snakeCase } from '../../names.js';

/** The type of GORM's settings that says what tables are called. */
export const STRATEGY = 'NamingStrategy';

/** What a struct's table is called by custom. */
export type Naming = (struct: string) => string;

/**
 * `gorm.Config{NamingStrategy: schema.NamingStrategy{SingularTable: true, TablePrefix: "shop_"}}` (gorm.io/docs/gorm_config.html):
 * as the first file of a program that states one has it.
 */
export function namingOf(views: readonly FileView[]): Naming {
  const [stated] = views.flatMap((view) => (view.file.role === 'test' ? [] : strategies(view)));
  const prefix = stated?.prefix ?? '';
  return stated?.isSingular === true ? (struct) => `${prefix}${snakeCase(struct)}` : (struct) => `${prefix}${plural(snakeCase(struct))}`;
}

function strategies(view: FileView): readonly { readonly isSingular: boolean; readonly prefix: string | undefined }[] {
  if (view.facts.indexOf(STRATEGY) < 0) return [];
  const found: { readonly isSingular: boolean; readonly prefix: string | undefined }[] = [];
  for (let row = 0; row < view.facts.expressions.rows; row++) {
    if (view.kind(row) !== Expression.new || !view.name(row).endsWith(STRATEGY)) continue;
    const singular = view.argument(row, 'SingularTable');
    found.push({ isSingular: singular >= 0 && (view.text(singular) ?? view.name(singular)) === 'true', prefix: view.text(view.argument(row, 'TablePrefix')) });
  }
  return found;
}
