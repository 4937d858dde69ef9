import { genericProject } from '../generic/generic-project.js';
import { ElixirModules } from './elixir-modules.js';
import { readMixLocks, readMixProjects } from './mix.js';

export const openProject = genericProject((source) => ({
  manager: 'hex',
  manifests: readMixProjects(source),
  isNamedByPath: false,
  versions: readMixLocks(source),
  language: (program) => new ElixirModules(program),
}));
