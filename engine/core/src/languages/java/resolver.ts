import type { OpenProject } from '../../link/language-linker.js';
import { JvmLanguageProject } from '../jvm/jvm-language-project.js';
import { JavaHooks } from './java-hooks.js';

export const openProject: OpenProject = (source) => new JvmLanguageProject(source, (program, projects) => new JavaHooks(program, projects).linker);
