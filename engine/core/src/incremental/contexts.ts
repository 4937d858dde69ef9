import { hash } from 'node:crypto';
import type { LanguageLinker } from '../link/language-linker.js';
import type { PackageManifest } from '../link/packages.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import type { Projects } from '../link/projects.js';
import { declaredBy } from '../meaning/read-meaning.js';

/** Hashes of what decides beside facts how a file is understood: by those that read it, by itself alone, and of where its symbols belong. */
export type Contexts = readonly [shared: string, own: string, place: string];

/** Hashes of contexts; texts that many files share are hashed once. */
export class FileContexts {
  private readonly hashes = new Map<string, string>();
  /** By the text of the language, and what stands in front of it. */
  private readonly shared = new Map<string, Map<string, string>>();
  private readonly declared = new Map<PackageManifest | undefined, string>();

  private foreign: ReadonlyMap<LinkFile, string> | undefined;

  constructor(
    private readonly program: LinkProgram,
    private readonly projects: Projects,
    private readonly linkerOf: (file: LinkFile) => LanguageLinker,
  ) {}

  of(file: LinkFile): Contexts {
    this.foreign ??= this.program.aside(() => this.readForeign());
    const prefix = this.prefixOf(file);
    return [this.sharedHash(prefix, this.foreign.get(file) ?? '', this.linkerOf(file).alone?.contextOf(file) ?? ''), this.declaredHash(file), this.hash(prefix)];
  }

  private prefixOf(file: LinkFile): string {
    return this.projects.of(file.languageId).keyPrefix(file.path, file.manifest);
  }

  /** What keys of files begin with whose namespaces are another package's first. */
  private readForeign(): ReadonlyMap<LinkFile, string> {
    const found = new Map<LinkFile, string>();
    for (const sites of this.program.namespaces()) {
      const [first, ...others] = sites.map((site) => this.program.fileOfSymbol(site));
      if (first === undefined) continue;
      const prefix = this.prefixOf(first);
      for (const file of others) if (this.prefixOf(file) !== prefix) found.set(file, `${found.get(file) ?? ''}${prefix}\0`);
    }
    return found;
  }

  private declaredHash(file: LinkFile): string {
    const known = this.declared.get(file.manifest);
    if (known !== undefined) return known;
    const fresh = this.hash([...declaredBy(file)].join('\0'));
    this.declared.set(file.manifest, fresh);
    return fresh;
  }

  /** What is long in it is the same text for many files. */
  private sharedHash(prefix: string, foreign: string, context: string): string {
    let known = this.shared.get(context);
    if (known === undefined) this.shared.set(context, (known = new Map<string, string>()));
    const short = `${prefix}\0${foreign}`;
    let hashed = known.get(short);
    if (hashed === undefined) known.set(short, (hashed = this.hash(`${short}${context}`)));
    return hashed;
  }

  private hash(text: string): string {
    const known = this.hashes.get(text);
    if (known !== undefined) return known;
    const fresh = hash('sha256', text, 'base64').slice(0, 22);
    this.hashes.set(text, fresh);
    return fresh;
  }
}
