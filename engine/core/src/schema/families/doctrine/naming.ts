import type { ClassView } from '../../class-view.js';
import { snakeCase } from '../../names.js';

const BUNDLES = ['doctrine/doctrine-bundle', 'symfony/framework-bundle'];

/** How names of tables and columns follow from those of classes and properties. */
export interface Naming {
  readonly table: (name: string) => string;
  readonly column: (name: string) => string;
}

const UNDERSCORE: Naming = { table: snakeCase, column: snakeCase };
const SAME: Naming = { table: (name) => name, column: (name) => name };

/** Applications of Symfony are set up with underscores; Doctrine alone keeps names as they are. */
export function namingOf({ view }: ClassView): Naming {
  const { manifest } = view.file;
  return manifest === undefined || BUNDLES.some((bundle) => manifest.dependencies.has(bundle)) ? UNDERSCORE : SAME;
}

/** A property's name without the mark of a variable. */
export function bare(name: string): string {
  return name.replace(/^\$/, '');
}
