import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The build's last step: a hash over all that the engine is made of, in the order of its files' names. */
const folder = path.dirname(fileURLToPath(import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:js|json|scm)$/.test(name)).map((name) => name.split(path.sep).join('/')).sort();
const hash = createHash('sha256');
for (const name of [...files, '../package.json']) hash.update(`${name}\0`).update(readFileSync(path.join(folder, name))).update('\0');
writeFileSync(path.join(folder, 'fingerprint.txt'), hash.digest('hex').slice(0, 16));
