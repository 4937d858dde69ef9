// node tools/production-tree.mjs <workspace> <folder>: what one workspace needs at run time, copied out of the installed and built tree.
// For images: no development dependency, no other workspace, nothing that only people or compilers read.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packages that bring grammars: only the compiled grammar and the manifest are read. */
const GRAMMARS = /(^|\/)node_modules\/(@repomix\/tree-sitter-wasms|(?:@tree-sitter-grammars\/)?tree-sitter-[a-z-]+)$/;
/** For another JavaScript runtime, which their dependents ask for under its own condition alone. */
const OTHER_RUNTIME = /^bare-[a-z-]+$/;
/** What nothing reads at run time. */
const UNUSED_FILE = /\.(map|md|markdown|ts|mts|cts|tsx|tsbuildinfo|flow|coffee)$|(^|\/)(\.github|\.vscode|__tests__)(\/|$)/i;
/** Folders right below a package, or its built form, that its own authors alone use. Deeper ones may be anything: yaml has a `doc` that it runs. */
const AUTHORS_FOLDER = /^(dist\/)?(test|tests|bench|benchmark|benchmarks|example|examples|docs)(\/|$)/;
/** Builds for browsers, of packages that Node.js finds another one of. */
const FOR_BROWSERS = /^(rxjs\/dist\/bundles|es-toolkit\/dist\/browser\.global\.js)/;
/** Extensions of a database, each read only by who asks for it: we ask for none. */
const DATABASE_EXTENSION = /^@electric-sql\/pglite\/dist\/[a-z_-]+\.tar\.gz$/;
/** Licences stay with what they license. */
const LEGAL = /^(licen[cs]e|notice|copying|authors)/i;

/**
 * The places in a lockfile that a workspace needs at run time, itself included: its dependencies, theirs, their required peers, and
 * those optional ones that the machine has. Found as Node.js finds them: in the nearest node_modules above.
 *
 * @param {Record<string, object>} packages the lockfile's `packages`, by folder
 * @param {string} start the workspace's folder
 * @returns {string[]} folders, sorted
 */
export function neededPlaces(packages, start) {
  const found = new Set();
  const waiting = [start];
  while (waiting.length > 0) {
    const place = waiting.pop();
    if (found.has(place)) continue;
    found.add(place);
    const entry = packages[place];
    if (entry === undefined) throw new Error(`the lockfile knows no ${place}`);
    if (entry.link) {
      waiting.push(entry.resolved);
      continue;
    }
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = entry;
    const wanted = [
      ...Object.keys(dependencies).map((name) => ({ name, isRequired: !(name in optionalDependencies) })),
      ...Object.keys(optionalDependencies).map((name) => ({ name, isRequired: false })),
      ...Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional).map((name) => ({ name, isRequired: false })),
    ];
    for (const { name, isRequired } of wanted) {
      if (OTHER_RUNTIME.test(name)) continue;
      const target = resolveFrom(packages, place, name);
      if (target !== undefined) waiting.push(target);
      else if (isRequired) throw new Error(`${place} needs ${name}, and the lockfile does not have it`);
    }
  }
  return [...found].sort();
}

function resolveFrom(packages, place, name) {
  for (let folder = place; ; folder = parentOf(folder)) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (folder === '') return undefined;
  }
}

function parentOf(folder) {
  const above = path.posix.dirname(folder);
  return above === '.' ? '' : above;
}

/**
 * @param {string} place a folder of the lockfile
 * @param {string} file below it
 */
export function isNeededFile(place, file) {
  const base = path.posix.basename(file);
  if (LEGAL.test(base) && !file.endsWith('.map')) return true;
  if (GRAMMARS.test(place)) return file === 'package.json' || file.endsWith('.wasm');
  const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place) ?? [];
  // Of our own packages all that was built is there for a reason.
  if (name !== undefined && (AUTHORS_FOLDER.test(file) || FOR_BROWSERS.test(`${name}/${file}`) || DATABASE_EXTENSION.test(`${name}/${file}`))) return false;
  return !UNUSED_FILE.test(file);
}

/** Copies what is needed below a place. A nested node_modules has places of its own; of our packages only what was built is run. */
function copyPlace(root, place, target) {
  const isOurs = !place.includes('node_modules');
  for (const part of isOurs ? ['package.json', 'dist'] : ['']) copyNeeded(path.join(root, place), part, place, path.join(target, place));
}

function copyNeeded(from, file, place, to) {
  const source = path.join(from, file);
  if (statSync(source).isDirectory()) {
    for (const name of readdirSync(source)) if (name !== 'node_modules') copyNeeded(from, path.posix.join(file, name), place, to);
  } else if (isNeededFile(place, file)) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    copyFileSync(source, path.join(to, file));
  }
}

/**
 * @param {string} root of the installed and built tree
 * @param {string} workspace
 * @param {string} target
 * @returns {string[]} the places that were copied
 */
export function copyProductionTree(root, workspace, target) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const places = neededPlaces(packages, workspace);
  mkdirSync(target, { recursive: true });
  for (const place of places) {
    const { link, resolved, optional, peer } = packages[place];
    if (link) {
      const linkPath = path.join(target, place);
      mkdirSync(path.dirname(linkPath), { recursive: true });
      symlinkSync(readlinkSync(path.join(root, place)), linkPath);
    } else if (existsSync(path.join(root, place))) copyPlace(root, place, target);
    else if (!optional && !peer) throw new Error(`${place} is not installed (${resolved ?? 'no address'})`);
  }
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify({ name: 'pinata-code', private: true, type: 'module' })}\n`);
  return places;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [workspace, target] = process.argv.slice(2);
  if (workspace === undefined || target === undefined) {
    console.error('usage: node tools/production-tree.mjs <workspace> <folder>');
    process.exit(2);
  }
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  console.log(`${copyProductionTree(root, workspace, target).length} packages for ${workspace}`);
}
