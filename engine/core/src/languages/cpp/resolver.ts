import type { LanguageLinker, LanguageProject, OpenProject } from '../../link/language-linker.js';
import type { LinkProgram } from '../../link/program.js';
import { plainProject } from '../../link/plain-project.js';
import { SemanticLinker } from '../../link/semantics/index.js';
import { CppHooks } from './cpp-hooks.js';
import { DeclaredNames } from './declared-names.js';
import { Includes } from './includes.js';

const openPlain = plainProject('cpp');

class CppLinker extends SemanticLinker {
  constructor(program: LinkProgram) {
    super(program, new CppHooks(program, new Includes(program), new DeclaredNames(program), () => this.evaluator));
  }
}

/** C and C++ have no manifest of their own: files are named by their paths. */
export const openProject: OpenProject = (source): LanguageProject => ({
  ...openPlain(source),
  createLinker: (program): LanguageLinker => new CppLinker(program),
});
