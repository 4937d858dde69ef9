import type { OpenProject } from '../../link/language-linker.js';
import { JvmLanguageProject } from '../jvm/jvm-language-project.js';

export const openProject: OpenProject = (source) => new JvmLanguageProject(source);
