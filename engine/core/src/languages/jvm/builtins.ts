import type { LinkFile } from '../../link/program.js';
import type { Entity, Purpose } from '../../link/semantics/index.js';
import { customaryPackages } from './customary-types.js';
import { JAVA_LANG, OFTEN_BY_WILDCARD } from './java-lang.js';
import type { JvmNames } from './jvm-names.js';
import { KOTLIN_FUNCTIONS, KOTLIN_TYPES } from './kotlin-library.js';
import { JAVA, KOTLIN } from './package-owner.js';

/** Names that Kotlin's grammar reads as identifiers. */
const CONSTANTS = new Set(['null', 'true', 'false']);

/** What a name of the platform stands for that a file need not import. */
export function jvmBuiltin(names: JvmNames, file: LinkFile, name: string, purpose: Purpose): Entity | undefined {
  const kotlin = file.languageId === 'kotlin' ? kotlinBuiltin(name, purpose) : undefined;
  if (kotlin !== undefined) return { kind: 'external', package: KOTLIN, path: kotlin };
  if (JAVA_LANG.has(name)) return { kind: 'external', package: JAVA, path: `java.lang.${name}` };
  if (!OFTEN_BY_WILDCARD.has(name)) return undefined;
  const all = names.wildcardsOf(file).packages;
  // A package whose types are known by name has it itself.
  if (customaryPackages(all, name).length > 0) return undefined;
  const packages = all.filter((package_) => /^javax?\./.test(package_));
  const [only] = packages;
  return only === undefined ? undefined : { kind: 'external', package: JAVA, path: packages.length === 1 ? `${only}.${name}` : name };
}

function kotlinBuiltin(name: string, purpose: Purpose): string | undefined {
  if (CONSTANTS.has(name)) return name;
  const type = KOTLIN_TYPES.get(name);
  if (type !== undefined) return type;
  return purpose !== 'type' && KOTLIN_FUNCTIONS.has(name) ? `kotlin.${name}` : undefined;
}
