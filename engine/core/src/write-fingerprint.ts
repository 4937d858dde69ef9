import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The build's last step: a hash over all that the engine and its graphs are made of, in the order of the files' names. */
const folder = path.dirname(fileURLToPath(import.meta.url));
const graphFolder = path.dirname(fileURLToPath(import.meta.resolve('@pinata/graph')));
const hash = createHash('sha256');
for (const place of [folder, graphFolder]) {
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:js|json|scm)$/.test(name)).map((name) => name.split(path.sep).join('/')).sort();
  for (const name of [...files, '../package.json']) hash.update(`${name}\0`).update(readFileSync(path.join(place, name))).update('\0');
}
writeFileSync(path.join(folder, 'fingerprint.txt'), hash.digest('hex').slice(0, 16));
