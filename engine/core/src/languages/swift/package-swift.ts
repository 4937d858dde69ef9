import type { ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { folderOf, readManifestText } from '../../link/packages.js';
import { withUniqueNames } from '../generic/generic-project.js';

const PACKAGE = /\.package\(\s*(?:name:\s*"([^"]+)",\s*)?(?:url|path):\s*"([^"]+)"([^)]*)/g;
const PRODUCT = /\.product\(\s*name:\s*"([^"]+)",\s*package:\s*"([^"]+)"/g;
const TARGET = /\.(?:target|executableTarget|testTarget|macro|plugin|systemLibrary)\(\s*name:\s*"([^"]+)"/g;
const TARGET_PATH = /^[^)]*?\bpath:\s*"([^"]+)"/;
const FOLDERS = ['Sources', 'Source', 'src', 'srcs', 'Tests', 'Plugins'];

/** A module that a package builds: all files below a folder. */
export interface SwiftTarget {
  readonly name: string;
  readonly folder: string;
}

export interface SwiftPackages {
  readonly manifests: readonly PackageManifest[];
  readonly targets: readonly SwiftTarget[];
  /** Modules of other packages to those packages' names, as `.product` says. */
  readonly products: ReadonlyMap<string, string>;
}

function lastPart(url: string): string {
  return url.replace(/(?:\.git)?\/?$/, '').replace(/^.*[/:]/, '');
}

/** Packages of the Swift Package Manager. Manifests are programs: what they spell out is seen, what they compute is not. */
export function readSwiftPackages(source: ProjectSource): SwiftPackages {
  const manifests: PackageManifest[] = [];
  const targets: SwiftTarget[] = [];
  const products = new Map<string, string>();
  for (const file of source.listed) {
    if (file !== 'Package.swift' && !file.endsWith('/Package.swift')) continue;
    const text = readManifestText(source.root, file) ?? '';
    const folder = folderOf(file);
    const statedName = /Package\(\s*name:\s*"([^"]+)"/.exec(text)?.[1];
    const dependencies = new Map<string, string>();
    for (const [, name, url = '', rest = ''] of text.matchAll(PACKAGE)) dependencies.set(name ?? lastPart(url), /"([^"]+)"/.exec(rest)?.[1] ?? '');
    for (const [, product = '', package_ = ''] of text.matchAll(PRODUCT)) products.set(product, package_);
    for (const match of text.matchAll(TARGET)) targets.push(...placesOf(source, folder, match[1] ?? '', TARGET_PATH.exec(text.slice(match.index + match[0].length, match.index + match[0].length + 4_000))?.[1]));
    manifests.push({ manager: 'swift', path: file, folder, name: statedName ?? `./${folder}`, statedName, dependencies });
  }
  return { manifests: withUniqueNames(manifests), targets, products };
}

/** Where a target's files lie: where it says, or in the customary folders. */
function placesOf(source: ProjectSource, folder: string, name: string, stated: string | undefined): readonly SwiftTarget[] {
  const below = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const places = stated === undefined ? FOLDERS.map((each) => below(`${each}/${name}`)) : [below(stated.replace(/^\.\//, '').replace(/\/$/, ''))];
  return places.filter((place) => source.listed.some((file) => file.startsWith(`${place}/`))).map((place) => ({ name, folder: place }));
}
