import { genericProject } from '../generic/generic-project.js';
import { readSwiftPackages } from './package-swift.js';
import { SwiftModules } from './swift-modules.js';

export const openProject = genericProject((source) => {
  const packages = readSwiftPackages(source);
  return { manager: 'swift', manifests: packages.manifests, isNamedByPath: true, language: (program) => new SwiftModules(program, packages) };
});
