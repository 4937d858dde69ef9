import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { plural, snakeCase } from '../../names.js';

/** The type of GORM's settings that says what tables are called. */
export const STRATEGY = 'NamingStrategy';

/** What a struct's table is called by custom. */
type Naming = (struct: string) => string;

interface Strategy {
  readonly isSingular: boolean;
  readonly prefix: string | undefined;
}

/**
 * `gorm.Config{NamingStrategy: schema.NamingStrategy{SingularTable: true, TablePrefix: "shop_"}}` (gorm.io/docs/gorm_config.html):
 * as the first file of a module that states one has it.
 */
export function namingFor(views: readonly FileView[]): (view: FileView) => Naming {
  const namings = new Map<string, Naming>();
  for (const view of views) {
    const [stated] = view.file.role === 'test' ? [] : strategies(view);
    const manifest = view.manifestPath;
    if (stated !== undefined && !namings.has(manifest)) namings.set(manifest, namingBy(stated));
  }
  const byCustom = namingBy(undefined);
  return (view) => namings.get(view.manifestPath) ?? byCustom;
}

function namingBy(stated: Strategy | undefined): Naming {
  const prefix = stated?.prefix ?? '';
  return stated?.isSingular === true ? (struct) => `${prefix}${snakeCase(struct)}` : (struct) => `${prefix}${plural(snakeCase(struct))}`;
}

function strategies(view: FileView): readonly Strategy[] {
  if (view.facts.indexOf(STRATEGY) < 0) return [];
  const found: Strategy[] = [];
  for (let row = 0; row < view.facts.expressions.rows; row++) {
    if (view.kind(row) !== Expression.new || !view.name(row).endsWith(STRATEGY)) continue;
    const singular = view.argument(row, 'SingularTable');
    found.push({ isSingular: singular >= 0 && (view.text(singular) ?? view.name(singular)) === 'true', prefix: view.text(view.argument(row, 'TablePrefix')) });
  }
  return found;
}
