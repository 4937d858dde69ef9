import { FILE_NAMES, FOLDERS, FUNCTION_NAMES, IMPORT_STYLES, MEMBER_NAMES, TYPE_NAMES } from './project-model.js';
import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, Statement } from './project-model.js';
import type { Random } from './random.js';

export function randomImport(random: Random): ModelImport {
  const names = [...TYPE_NAMES, ...FUNCTION_NAMES].filter(() => random.isLucky(0.5));
  return { folder: random.pick(FOLDERS), name: random.pick(FILE_NAMES), style: random.pick(IMPORT_STYLES), names };
}

export function randomChain(random: Random): Chain {
  const kind = random.pick(['new', 'parameter', 'local', 'function', 'static', 'this'] as const);
  const name = kind === 'function' ? random.pick(FUNCTION_NAMES) : random.pick(TYPE_NAMES);
  return { start: { kind, name }, links: random.many(3, () => random.pick([...MEMBER_NAMES, ...FUNCTION_NAMES])) };
}

export function randomStatement(random: Random): Statement {
  return { chain: randomChain(random), isLambda: random.isLucky(0.2), then: random.isLucky(0.5) ? random.pick(MEMBER_NAMES) : undefined };
}

export function randomFunction(random: Random, names: readonly string[]): ModelFunction {
  const returns = random.isLucky(0.6) ? random.pick(TYPE_NAMES) : undefined;
  return {
    name: random.pick(names),
    isExported: random.isLucky(0.8),
    isExtension: random.isLucky(0.4),
    parameters: random.many(2, () => random.pick(TYPE_NAMES)),
    returns,
    result: random.isLucky(0.7) ? randomChain(random) : undefined,
    body: random.many(2, () => randomStatement(random)),
  };
}

export function randomType(random: Random): ModelType {
  return {
    name: random.pick(TYPE_NAMES),
    isExported: random.isLucky(0.8),
    isInterface: random.isLucky(0.25),
    isPartial: random.isLucky(0.4),
    base: random.isLucky(0.5) ? random.pick(TYPE_NAMES) : undefined,
    fields: random.many(2, () => ({ name: random.pick(MEMBER_NAMES), type: random.pick(TYPE_NAMES) })),
    methods: random.many(2, () => randomFunction(random, MEMBER_NAMES)),
  };
}

export function randomFile(random: Random): ModelFile {
  const file: ModelFile = {
    folder: random.pick(FOLDERS),
    name: random.pick(FILE_NAMES),
    imports: random.many(3, () => randomImport(random)),
    types: random.many(2, () => randomType(random)),
    functions: random.many(2, () => randomFunction(random, FUNCTION_NAMES)),
    blankLines: random.below(2),
    isBroken: random.isLucky(0.03),
  };
  // A file that neither imports nor exports may speak to all others.
  if (random.isLucky(0.2)) {
    file.imports = [];
    for (const one of [...file.types, ...file.functions]) one.isExported = false;
  }
  return file;
}
