import type { Language } from '../languages/registry.js';
import { allLanguages } from '../languages/registry.js';
import type { ParsedFile } from '../parse/parse-phase.js';
import { ScanError } from '../scan-api.js';
import type { LanguageProject, OpenProject, ProjectSource } from './language-linker.js';
import { NearestAbove } from './packages.js';
import type { PackageManifest } from './packages.js';

/** The languages of a scan with what each found out about the repository's packages. */
export class Projects {
  readonly manifests: readonly PackageManifest[];
  readonly nearest = new NearestAbove<PackageManifest>();

  constructor(readonly all: readonly { readonly language: Language; readonly project: LanguageProject }[]) {
    this.manifests = all.flatMap(({ project }) => project.manifests);
    for (const { project } of all) {
      for (const manifest of project.manifests) {
        if (this.nearest.at(manifest.folder) === undefined) this.nearest.set(manifest.folder, manifest);
      }
    }
  }

  of(languageId: string): LanguageProject {
    const found = this.all.find(({ language }) => language.id === languageId);
    if (found === undefined) throw new ScanError('internal', `no project was opened for the language ${languageId}`);
    return found.project;
  }

  keyPrefixOf(file: ParsedFile): string {
    const project = this.of(file.grammar.languageId);
    return project.keyPrefix(file.path, project.manifestOf(file.path));
  }

  close(): void {
    for (const { project } of this.all) project.close();
  }
}

/**
 * Opens the projects of languages. To be closed by the caller.
 * @param used their ids
 */
export async function openProjects(used: ReadonlySet<string>, source: ProjectSource): Promise<Projects> {
  const all = [];
  for (const language of allLanguages()) {
    if (!used.has(language.id)) continue;
    const resolver = (await import(`../languages/${language.id}/resolver.js`)) as { readonly openProject: OpenProject }; // each language's folder has one
    all.push({ language, project: resolver.openProject(source) });
  }
  return new Projects(all);
}
