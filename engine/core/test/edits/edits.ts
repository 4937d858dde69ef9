import { CONFIGURATIONS, FILE_NAMES, FOLDERS, FUNCTION_NAMES, MEMBER_NAMES, TYPE_NAMES, placeOf } from './project-model.js';
import type { ModelFile, ModelFunction, Project } from './project-model.js';
import { Random } from './random.js';
import { randomChain, randomFile, randomFunction, randomImport, randomStatement, randomType } from './random-file.js';

type Act = (project: Project, random: Random) => void;

function put(project: Project, file: ModelFile): void {
  project.files.set(placeOf(file), file);
}

/** Changes one file, if there is any, and puts it where it then belongs. */
function inFile(change: (file: ModelFile, random: Random) => void): Act {
  return (project, random) => {
    const files = [...project.files.values()];
    if (files.length === 0) return put(project, randomFile(random));
    const file = random.pick(files);
    project.files.delete(placeOf(file));
    change(file, random);
    put(project, file);
  };
}

function inFunction(change: (target: ModelFunction, random: Random) => void): Act {
  return inFile((file, random) => {
    const all = [...file.functions, ...file.types.flatMap(({ methods }) => methods)];
    if (all.length === 0) file.functions.push(randomFunction(random, FUNCTION_NAMES));
    else change(random.pick(all), random);
  });
}

function drop<Value>(list: Value[], random: Random): void {
  if (list.length > 0) list.splice(random.below(list.length), 1);
}

/** What people do to a project between two scans. */
export const EDITS: Readonly<Record<string, Act>> = {
  'change a body': inFunction((target, random) => (target.body = random.many(3, () => randomStatement(random)))),
  'change a result': inFunction((target, random) => (target.result = randomChain(random))),
  'change a signature': inFunction((target, random) => {
    target.parameters = random.many(2, () => random.pick(TYPE_NAMES));
    target.returns = random.isLucky(0.5) ? random.pick(TYPE_NAMES) : undefined;
    target.isExtension = random.isLucky(0.5);
  }),
  'rename a function': inFunction((target, random) => (target.name = random.pick([...FUNCTION_NAMES, ...MEMBER_NAMES]))),
  'change what is exported': inFile((file, random) => {
    for (const one of [...file.types, ...file.functions]) if (random.isLucky(0.4)) one.isExported = !one.isExported;
  }),
  'add a type': inFile((file, random) => file.types.push(randomType(random))),
  'remove a type': inFile((file, random) => drop(file.types, random)),
  'rename a type': inFile((file, random) => {
    if (file.types.length > 0) random.pick(file.types).name = random.pick(TYPE_NAMES);
  }),
  'change a type': inFile((file, random) => {
    if (file.types.length === 0) return;
    const type = random.pick(file.types);
    type.base = random.isLucky(0.7) ? random.pick(TYPE_NAMES) : undefined;
    type.isPartial = random.isLucky(0.5);
    type.fields = random.many(2, () => ({ name: random.pick(MEMBER_NAMES), type: random.pick(TYPE_NAMES) }));
  }),
  'add a function': inFile((file, random) => file.functions.push(randomFunction(random, FUNCTION_NAMES))),
  'remove a function': inFile((file, random) => drop(file.functions, random)),
  'add an import': inFile((file, random) => file.imports.push(randomImport(random))),
  'remove an import': inFile((file, random) => drop(file.imports, random)),
  'move lines': inFile((file) => (file.blankLines += 1)),
  'break or mend a file': inFile((file) => (file.isBroken = !file.isBroken)),
  'add a file': (project, random) => put(project, randomFile(random)),
  'delete a file': (project, random) => {
    // The last one stays: without a file there is nothing to scan.
    if (project.files.size > 1) project.files.delete(random.pick([...project.files.keys()]));
  },
  'rename a file': inFile((file, random) => (file.name = random.pick(FILE_NAMES))),
  'move a file': inFile((file, random) => (file.folder = random.pick(FOLDERS))),
  'copy a file': (project, random) => {
    const files = [...project.files.values()];
    if (files.length > 0) put(project, { ...structuredClone(random.pick(files)), folder: random.pick(FOLDERS), name: random.pick(FILE_NAMES) });
  },
  'change the configuration': (project, random) => (project.configuration = random.below(CONFIGURATIONS)),
};

export interface Edit {
  readonly kind: string;
  readonly seed: number;
}

export function startProject(seeds: readonly number[]): Project {
  const project: Project = { files: new Map(), configuration: (seeds[0] ?? 0) % CONFIGURATIONS };
  for (const seed of seeds) put(project, randomFile(new Random(seed)));
  return project;
}

export function applyEdit(project: Project, { kind, seed }: Edit): void {
  EDITS[kind]?.(project, new Random(seed));
}
