import { plainProject } from '../../link/plain-project.js';

export const openProject = plainProject('protobuf');
