import { capital } from './project-model.js';
import type { ModelFile, ModelImport } from './project-model.js';

/** Where Java and Kotlin keep files, and how both name packages: one folder of sources for each folder of the model. */
export function packageOf(folder: string): string {
  return `app.${folder.replaceAll('/', '.')}`;
}

export function sourcePath({ folder, name }: ModelFile, extension: string): string {
  return `${folder}/src/${name === 'delta' ? 'test' : 'main'}/${extension}/app/${folder}/${capital(name)}.${extension === 'kotlin' ? 'kt' : extension}`;
}

/** The class that holds a Java file's functions. */
export function holderOf({ name }: ModelFile | ModelImport): string {
  return `${capital(name)}Functions`;
}

const pom = (artifact: string, dependencies = ''): string => `<project><groupId>com.acme</groupId><artifactId>${artifact}</artifactId><version>1.0</version><dependencies>${dependencies}</dependencies></project>`;
const dependency = (group: string, artifact: string): string => `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>1.0</version></dependency>`;

/** The configurations differ in which project a file is of, what a project sees, and which libraries it asks for. */
export const JVM_CONFIGURATIONS: readonly Readonly<Record<string, string>>[] = [
  { 'pom.xml': pom('app') },
  { 'pom.xml': pom('app', dependency('com.google.guava', 'guava')) },
  { 'core/pom.xml': pom('core'), 'web/pom.xml': pom('web', dependency('com.acme', 'core')) },
  { 'core/pom.xml': pom('core'), 'core/data/pom.xml': pom('data', dependency('com.google.guava', 'guava')), 'web/pom.xml': pom('web') },
  { 'settings.gradle': "rootProject.name = 'app'\ninclude 'core', 'web'\n", 'core/build.gradle': "dependencies { implementation 'com.google.guava:guava:33.0' }\n", 'web/build.gradle': "dependencies { implementation project(':core') }\n" },
  {},
];
