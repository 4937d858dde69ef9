import path from 'node:path';
import type { ProjectSource } from '../../link/language-linker.js';
import { NearestAbove, folderOf, readManifestText } from '../../link/packages.js';
import type { EntryPoint, PackageManifest } from '../../link/packages.js';
import { normalizedName } from './distributions.js';
import { entryPointsOfConfiguration, entryPointsOfSetup } from './entry-points.js';
import type { StatedEntryPoint } from './entry-points.js';
import { readProjectFile } from './project-file.js';
import { addRequirement, configurationValues, readRequirements, setupStrings } from './requirements.js';

/** A folder that manifests make a package, with the folders in which its top-level modules lie. */
export interface PythonPackage {
  readonly manifest: PackageManifest;
  readonly roots: readonly string[];
}

/** The file that names the package comes first. */
const MANIFEST_NAMES = ['pyproject.toml', 'setup.cfg', 'setup.py', 'Pipfile'];
const REQUIREMENTS = /(?:^|[-_.])requirements(?:[-_.][\w.-]+)?\.(?:txt|in)$|^requirements[\w-]*\.txt$/;

interface Draft {
  readonly files: string[];
  readonly dependencies: Map<string, string>;
  readonly roots: Set<string>;
  readonly entryPoints: StatedEntryPoint[];
  name: string | undefined;
  isPackage: boolean;
}

function inside(folder: string, relative: string): string {
  const joined = path.posix.normalize(path.posix.join(folder, relative));
  return joined === '.' ? '' : joined.replace(/\/$/, '');
}

/** Adds what one file says; what a folder's files say together is one package. */
function addFile(draft: Draft, folder: string, name: string, text: string): void {
  const { dependencies, roots } = draft;
  let stated: string | undefined;
  let isPackage = true;
  if (name === 'pyproject.toml') {
    const project = readProjectFile(text, dependencies);
    stated = project.name;
    isPackage = project.isProject;
    for (const root of project.roots) roots.add(inside(folder, root));
    draft.entryPoints.push(...project.entryPoints);
  } else if (name === 'setup.cfg') {
    const [own] = configurationValues(text, /^metadata$/, /^name$/);
    stated = own;
    const required = [...configurationValues(text, /^options$/, /^(?:install_requires|tests_require)$/), ...configurationValues(text, /^options\.extras_require$/, /./)];
    for (const requirement of required) addRequirement(requirement, dependencies);
    for (const where of configurationValues(text, /^options\.packages\.find$/, /^where$/)) roots.add(inside(folder, where));
    draft.entryPoints.push(...entryPointsOfConfiguration(text));
    isPackage = own !== undefined || required.length > 0;
  } else if (name === 'setup.py') {
    stated = /\bname\s*=\s*["']([\w.-]+)["']/.exec(text)?.[1];
    draft.entryPoints.push(...entryPointsOfSetup(text));
    for (const requirement of ['setuptools', ...setupStrings(text, 'install_requires'), ...setupStrings(text, 'tests_require')]) addRequirement(requirement, dependencies);
  } else if (name === 'Pipfile') {
    for (const line of text.matchAll(/^"?([\w.-]+)"?\s*=\s*["{]/gm)) if (!/^(?:url|name|verify_ssl|python_version|python_full_version)$/.test(line[1] ?? '')) addRequirement(line[1] ?? '', dependencies);
  } else readRequirements(text, dependencies);
  draft.name ??= stated;
  draft.isPackage ||= isPackage;
}

/** The folder whose package a file describes, or undefined for other files. */
function describedFolder(file: string): string | undefined {
  const folder = folderOf(file);
  const name = file.slice(folder === '' ? 0 : folder.length + 1);
  if (MANIFEST_NAMES.includes(name) || REQUIREMENTS.test(name)) return folder;
  return /(?:^|\/)requirements$/.test(folder) && /\.(?:txt|in)$/.test(name) ? folderOf(folder) : undefined;
}

/** Every folder of the list with a manifest or a list of requirements. */
export function readPythonPackages(source: ProjectSource): readonly PythonPackage[] {
  const drafts = new Map<string, Draft>();
  const files = source.listed.filter((file) => describedFolder(file) !== undefined).sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  for (const file of files) {
    const folder = describedFolder(file) ?? '';
    const text = readManifestText(source.root, file);
    if (text === undefined) continue;
    const draft = drafts.get(folder) ?? { files: [], dependencies: new Map<string, string>(), roots: new Set<string>(), entryPoints: [], name: undefined, isPackage: false };
    drafts.set(folder, draft);
    draft.files.push(file);
    addFile(draft, folder, file.slice(file.lastIndexOf('/') + 1), text);
  }
  const used = [...drafts].filter(([, draft]) => draft.isPackage).sort(([a], [b]) => (a < b ? -1 : 1));
  const times = new Map<string, number>();
  for (const [, { name }] of used) if (name !== undefined) times.set(normalizedName(name), (times.get(normalizedName(name)) ?? 0) + 1);
  return used.map(([folder, draft]): PythonPackage => {
    const normalized = draft.name === undefined ? undefined : normalizedName(draft.name);
    const isUnique = normalized !== undefined && times.get(normalized) === 1;
    const roots = [...new Set([...draft.roots, inside(folder, 'src'), folder])];
    const manifest: PackageManifest = { manager: 'pypi', path: draft.files[0] ?? folder, folder, name: isUnique ? normalized : `./${folder}`, statedName: draft.name, dependencies: draft.dependencies, entryPoints: entryPointsByFile(draft.entryPoints, roots, source) };
    return { manifest, roots };
  });
}

function entryPointsByFile(stated: readonly StatedEntryPoint[], roots: readonly string[], source: ProjectSource): ReadonlyMap<string, readonly EntryPoint[]> {
  if (stated.length === 0) return new Map();
  const listed = new Set(source.listed);
  const found = stated.flatMap(({ name, module, member }) => {
    const inner = module.replaceAll('.', '/');
    const file = roots.flatMap((root) => [`${inner}.py`, `${inner}/__init__.py`].map((place) => path.posix.join(root, place))).find((place) => listed.has(place));
    return file === undefined ? [] : [{ file, point: { name, member } }];
  });
  return new Map([...Map.groupBy(found, ({ file }) => file)].map(([file, points]) => [file, points.map(({ point }) => point)]));
}

function order(file: string): number {
  const index = MANIFEST_NAMES.indexOf(file.slice(file.lastIndexOf('/') + 1));
  return index < 0 ? MANIFEST_NAMES.length : index;
}

const LOCKFILES = ['requirements.txt', 'Pipfile.lock', 'pdm.lock', 'poetry.lock', 'uv.lock'];

/** Versions that lockfiles pin, read when the first one is asked for. */
export class PythonLocks {
  private readonly nearest = new NearestAbove<string>();
  private readonly read = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly source: ProjectSource) {
    for (const name of LOCKFILES) for (const file of source.listed) if (file === name || file.endsWith(`/${name}`)) this.nearest.set(folderOf(file), file);
  }

  versionOf(distribution: string, folder: string): string | undefined {
    const file = this.nearest.of(folder);
    if (file === undefined) return undefined;
    let versions = this.read.get(file);
    if (versions === undefined) {
      versions = readLock(file, readManifestText(this.source.root, file, LOCK_BYTES) ?? '');
      this.read.set(file, versions);
    }
    return versions.get(distribution);
  }
}

const LOCK_BYTES = 64 * 1024 * 1024;

function readLock(file: string, text: string): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  if (file.endsWith('Pipfile.lock')) {
    for (const match of text.matchAll(/"([\w.-]+)":\s*\{[^{}]*"version":\s*"==([^"]+)"/g)) versions.set(normalizedName(match[1] ?? ''), match[2] ?? '');
  } else if (file.endsWith('.txt')) {
    for (const match of text.matchAll(/^([A-Za-z0-9][\w.-]*)(?:\[[^\]\n]*\])?\s*==\s*([\w.!+-]+)/gm)) versions.set(normalizedName(match[1] ?? ''), match[2] ?? '');
  } else {
    for (const match of text.matchAll(/^\[\[package\]\]\r?\nname = "([^"]+)"\r?\nversion = "([^"]+)"/gm)) versions.set(normalizedName(match[1] ?? ''), match[2] ?? '');
  }
  return versions;
}
