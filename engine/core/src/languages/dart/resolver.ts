import { genericProject } from '../generic/generic-project.js';
import { DartLibraries } from './dart-libraries.js';
import { readPubLocks, readPubspecs } from './pubspec.js';

export const openProject = genericProject((source) => {
  const manifests = readPubspecs(source);
  return { manager: 'pub', manifests, isNamedByPath: true, versions: readPubLocks(source), language: (program) => new DartLibraries(program, manifests) };
});
