import { hash } from 'node:crypto';
import type { LanguageLinker } from '../link/language-linker.js';
import type { PackageManifest } from '../link/packages.js';
import type { LinkFile } from '../link/program.js';
import type { Projects } from '../link/projects.js';
import { declaredBy } from '../meaning/read-meaning.js';

/** Hashes of what decides beside facts how a file is understood: by those that read it, by itself alone, and of where its symbols belong. */
export type Contexts = readonly [shared: string, own: string, place: string];

/** Hashes of contexts; texts that many files share are hashed once. */
export class FileContexts {
  private readonly hashes = new Map<string, string>();
  private readonly declared = new Map<PackageManifest | undefined, string>();

  constructor(
    private readonly projects: Projects,
    private readonly linkerOf: (file: LinkFile) => LanguageLinker,
  ) {}

  of(file: LinkFile): Contexts {
    const prefix = this.projects.of(file.languageId).keyPrefix(file.path, file.manifest);
    return [this.hash(`${prefix}\0${this.linkerOf(file).alone?.contextOf(file) ?? ''}`), this.declaredHash(file), this.hash(prefix)];
  }

  private declaredHash(file: LinkFile): string {
    const known = this.declared.get(file.manifest);
    if (known !== undefined) return known;
    const fresh = this.hash([...declaredBy(file)].join('\0'));
    this.declared.set(file.manifest, fresh);
    return fresh;
  }

  private hash(text: string): string {
    const known = this.hashes.get(text);
    if (known !== undefined) return known;
    const fresh = hash('sha256', text, 'base64').slice(0, 22);
    this.hashes.set(text, fresh);
    return fresh;
  }
}
