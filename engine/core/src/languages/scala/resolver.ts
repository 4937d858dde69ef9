import { PackageOwners } from '../jvm/package-owner.js';
import { genericProject } from '../generic/generic-project.js';
import { readBuilds } from './sbt.js';
import { ScalaModules } from './scala-modules.js';

export const openProject = genericProject((source) => {
  const owners = new PackageOwners();
  return { manager: 'maven', manifests: readBuilds(source), isNamedByPath: false, language: (program) => new ScalaModules(program, owners) };
});
