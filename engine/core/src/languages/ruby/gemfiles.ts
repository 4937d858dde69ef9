import type { ProjectSource } from '../../link/language-linker.js';
import { NearestAbove, folderOf, readManifestText } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';

const GEM = /^\s*gem[\s(]+["']([\w.-]+)["'](?:\s*,\s*["']([^"']+)["'])?/gm;
const DEPENDENCY = /\.add_(?:runtime_|development_)?dependency[\s(]+["']([\w.-]+)["'](?:\s*,\s*["']([^"']+)["'])?/g;
const NAME = /\.name\s*=\s*["']([\w.-]+)["']/;
const LOCKED = /^ {4}([\w.-]+) \(([^)]+)\)$/gm;
const LOCK_BYTES = 16 * 1024 * 1024;

interface Draft {
  readonly files: string[];
  readonly dependencies: Map<string, string>;
  name: string | undefined;
}

function addAll(text: string, pattern: RegExp, into: Map<string, string>): void {
  for (const match of text.matchAll(pattern)) {
    const [, name, version] = match;
    if (name !== undefined && (into.get(name) ?? '') === '') into.set(name, version ?? '');
  }
}

/** Every folder of the list with a Gemfile or a gemspec. They are read as text: neither is ever run. */
export function readGems(source: ProjectSource): readonly PackageManifest[] {
  const drafts = new Map<string, Draft>();
  for (const file of source.listed) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const isSpecification = name.endsWith('.gemspec');
    if (!isSpecification && name !== 'Gemfile' && name !== 'gems.rb') continue;
    const text = readManifestText(source.root, file);
    if (text === undefined) continue;
    const folder = folderOf(file);
    const draft = drafts.get(folder) ?? { files: [], dependencies: new Map<string, string>(), name: undefined };
    drafts.set(folder, draft);
    if (isSpecification) draft.name ??= NAME.exec(text)?.[1] ?? name.slice(0, -'.gemspec'.length);
    draft.files[isSpecification ? 'unshift' : 'push'](file);
    addAll(text, isSpecification ? DEPENDENCY : GEM, draft.dependencies);
  }
  const names = [...drafts.values()].map(({ name }) => name);
  return [...drafts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, { files, dependencies, name }]): PackageManifest => {
      const isUnique = name !== undefined && names.filter((other) => other === name).length === 1;
      return { manager: 'gem', path: files[0] ?? folder, folder, name: isUnique ? name : `./${folder}`, statedName: name, dependencies };
    });
}

/** Versions that Gemfile.lock states, what dependencies bring along included. */
export class GemLocks {
  private readonly nearest = new NearestAbove<string>();
  private readonly read = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly source: ProjectSource) {
    for (const file of source.listed) if (/(?:^|\/)(?:Gemfile|gems)\.(?:lock|locked)$/.test(file)) this.nearest.set(folderOf(file), file);
  }

  /** Gems by name around a folder; empty where no lockfile lies above it. */
  at(folder: string): ReadonlyMap<string, string> {
    const file = this.nearest.of(folder);
    if (file === undefined) return NOTHING;
    let versions = this.read.get(file);
    if (versions === undefined) {
      versions = new Map([...(readManifestText(this.source.root, file, LOCK_BYTES) ?? '').matchAll(LOCKED)].map((match) => [match[1] ?? '', match[2] ?? '']));
      this.read.set(file, versions);
    }
    return versions;
  }
}

const NOTHING: ReadonlyMap<string, string> = new Map();
