import { deployProject } from '../deploy/deploy-linker.js';

export const openProject = deployProject('processes');
