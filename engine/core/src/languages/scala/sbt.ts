import type { ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { folderOf, readManifestText } from '../../link/packages.js';
import { withUniqueNames } from '../generic/generic-project.js';

const BUILD = /(?:^|\/)build\.(?:sbt|sc|mill)$/;
const DEPENDENCY = /"([\w.-]+)"\s*%{1,3}\s*"([\w.-]+)"\s*%\s*(?:"([\w.+-]+)")?/g;
const MILL_DEPENDENCY = /(?:ivy|mvn)"([\w.-]+)::?:?([\w.-]+)::?([\w.+-]+)"/g;
const NAME = /^\s*(?:ThisBuild\s*\/\s*)?name\s*:=\s*"([^"]+)"/m;
const PROJECT_FILES = /^project\/[^/]+\.(?:scala|sbt)$/;

/**
 * sbt and Mill builds: a build file's folder is a package, whose dependencies are what it and the files of `project/` beside it
 * spell out. Builds are programs: what they compute is not seen.
 */
export function readBuilds(source: ProjectSource): readonly PackageManifest[] {
  return withUniqueNames(source.listed.filter((file) => BUILD.test(file)).map((file) => readBuild(source, file)));
}

function readBuild(source: ProjectSource, file: string): PackageManifest {
  const folder = folderOf(file);
  const beside = source.listed.filter((other) => PROJECT_FILES.test(folder === '' ? other : other.startsWith(`${folder}/`) ? other.slice(folder.length + 1) : ''));
  const texts = [file, ...beside].map((path) => readManifestText(source.root, path) ?? '');
  const dependencies = new Map<string, string>();
  for (const text of texts) for (const pattern of [DEPENDENCY, MILL_DEPENDENCY]) for (const [, group = '', artifact = '', version = ''] of text.matchAll(pattern)) if (!dependencies.has(`${group}:${artifact}`)) dependencies.set(`${group}:${artifact}`, version);
  const statedName = NAME.exec(texts[0] ?? '')?.[1];
  return { manager: 'maven', path: file, folder, name: statedName ?? `./${folder}`, statedName, dependencies };
}
