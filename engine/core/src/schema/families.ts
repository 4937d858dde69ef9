import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SchemaFamily } from './family.js';

const here = path.join(path.dirname(fileURLToPath(import.meta.url)), 'families');

let families: Promise<readonly SchemaFamily[]> | undefined;

/** Every family that has a folder, in the order of their names. */
export function allFamilies(): Promise<readonly SchemaFamily[]> {
  families ??= Promise.all(
    readdirSync(here, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .map(async (name) => ((await import(`./families/${name}/family.js`)) as { readonly family: SchemaFamily }).family), // each folder has one
  );
  return families;
}
