import path from 'node:path';
import { isRecord, folderOf, readManifestText } from '../../link/packages.js';
import type { ProjectSource } from '../../link/language-linker.js';
import { filesIn } from './deploy-facts.js';
import { startedByPrograms } from './programs.js';

const DEPTH = 4;
const known = new WeakMap<ProjectSource, PackageScripts>();

/** Scripts of the package.json files of a repository. */
export class PackageScripts {
  private readonly ofFolder = new Map<string, ReadonlyMap<string, string>>();

  private constructor(source: ProjectSource) {
    for (const file of source.listed) {
      if (file !== 'package.json' && !file.endsWith('/package.json')) continue;
      const scripts = scriptsOf(readManifestText(source.root, file));
      if (scripts.size > 0) this.ofFolder.set(folderOf(file), scripts);
    }
  }

  /** Read once for all languages of a scan. */
  static of(source: ProjectSource): PackageScripts {
    const found = known.get(source) ?? new PackageScripts(source);
    known.set(source, found);
    return found;
  }

  /** All of them as text. */
  get text(): string {
    return JSON.stringify([...this.ofFolder].map(([folder, scripts]) => [folder, [...scripts]]));
  }

  commandOf(folder: string, name: string): string | undefined {
    return this.ofFolder.get(folder)?.get(name);
  }

  /** Paths that a script names, from the repository's root, whether or not there is such a file. */
  filesOf(folder: string, name: string, depth = 0): readonly string[] {
    const command = this.commandOf(folder, name);
    if (command === undefined || depth > DEPTH) return [];
    const files = filesIn(command).map(({ word }) => path.posix.join(folder, word));
    const started = startedByPrograms([{ text: command, start: 0 }]).flatMap((one) => {
      const place = path.posix.join(folder, one.folder);
      if (place.startsWith('..')) return [];
      return one.naming === 'script' ? this.filesOf(place === '.' ? '' : place, one.name, depth + 1) : one.naming === 'start' ? [path.posix.join(folder, one.name)] : [];
    });
    return [...files, ...started];
  }
}

function scriptsOf(text: string | undefined): ReadonlyMap<string, string> {
  if (text === undefined) return new Map();
  try {
    const content: unknown = JSON.parse(text);
    const scripts = isRecord(content) && isRecord(content.scripts) ? Object.entries(content.scripts) : [];
    return new Map(scripts.flatMap(([name, command]) => (typeof command === 'string' ? [[name, command]] : [])));
  } catch {
    return new Map(); // the language of the file says that it is broken
  }
}
