import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadedBy } from './loaded-by.js';

/** A step of the build: hashes over what reads files into facts, and over all that the engine and its graphs are made of. */
const folder = path.dirname(fileURLToPath(import.meta.url));
const graphFolder = path.dirname(fileURLToPath(import.meta.resolve('@pinata/graph')));

function writeHash(name: string, files: readonly string[]): void {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${path.relative(folder, file).split(path.sep).join('/')}\0`).update(readFileSync(file)).update('\0');
  writeFileSync(path.join(folder, name), hash.digest('hex').slice(0, 16));
}

const languages = path.join(folder, 'languages');
const readers = readdirSync(languages).map((language) => path.join(languages, language, 'reader.js')).filter((file) => existsSync(file));
writeHash('extractor-fingerprint.txt', loadedBy([path.join(folder, 'parse', 'worker.js'), ...readers]));

const everything = [folder, graphFolder].flatMap((place) => {
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:js|json|scm)$/.test(name));
  return [...files.sort(), '../package.json'].map((name) => path.join(place, name));
});
writeHash('fingerprint.txt', everything);
