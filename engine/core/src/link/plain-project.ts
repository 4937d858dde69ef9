import type { DerivedEdge, LanguageLinker, LanguageProject, LinkedAlone, OpenProject } from './language-linker.js';
import { pathPrefix } from './packages.js';
import { unresolved } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { LinkFile, LinkProgram } from './program.js';

/** A language whose files name nothing in other files, or what the list of paths alone tells. */
export class PlainLinker implements LanguageLinker {
  readonly alone: LinkedAlone = { begin: () => undefined, contextOf: () => '', hasContextOfSettings: true, declared: () => [] };

  link(_file: LinkFile, _reference: number): Outcome {
    return unresolved('unsupported');
  }

  named(): Outcome {
    return unresolved('unsupported');
  }

  namedType(): Outcome {
    return unresolved('unsupported');
  }

  derived(): readonly DerivedEdge[] {
    return [];
  }
}

/** A language without packages: its symbols are named by their files' paths. @param manager stands in keys */
export function plainProject(manager: string, createLinker: (program: LinkProgram) => LanguageLinker = () => new PlainLinker()): OpenProject {
  return (): LanguageProject => ({
    manifests: [],
    manifestOf: () => undefined,
    keyPrefix: (file) => pathPrefix(manager, file, undefined),
    versionOf: () => undefined,
    settings: () => '',
    createLinker,
    close: () => undefined,
  });
}
