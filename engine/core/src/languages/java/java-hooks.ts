import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';
import type { Entity } from '../../link/semantics/index.js';
import { JvmHooks } from '../jvm/jvm-hooks.js';
import { JAVA } from '../jvm/package-owner.js';
import { JAVA_LANG, OFTEN_BY_WILDCARD } from './java-lang.js';

const GETTER = /^(?:get|is|set)(?=\p{Lu})/u;

/** How Java finds its names. */
export class JavaHooks extends JvmHooks {
  readonly constructsByCall = false;
  readonly separatesCalls = true;

  protected builtin(file: LinkFile, name: string): Entity | undefined {
    if (JAVA_LANG.has(name)) return { kind: 'external', package: JAVA, path: `java.lang.${name}` };
    if (!OFTEN_BY_WILDCARD.has(name)) return undefined;
    const packages = this.names.wildcardsOf(file).packages.filter((package_) => /^javax?\./.test(package_));
    const [only] = packages;
    if (only === undefined) return undefined;
    return { kind: 'external', package: JAVA, path: packages.length === 1 ? `${only}.${name}` : name };
  }

  /** Java reads a Kotlin property by its getter. */
  memberSpellings(symbol: number, name: string): readonly string[] {
    if (!GETTER.test(name) || this.program.fileOfSymbol(symbol).languageId !== 'kotlin') return [];
    const property = name.replace(GETTER, '');
    const small = `${property.slice(0, 1).toLowerCase()}${property.slice(1)}`;
    return name.startsWith('is') ? [name, small] : [small, `is${property}`];
  }

  /** A companion's members are its class's for Java where they are marked so; what is not marked is not called so. */
  memberOwners(symbol: number): readonly number[] {
    if (this.program.fileOfSymbol(symbol).languageId !== 'kotlin') return [];
    return (this.program.membersOf(symbol).get('Companion') ?? []).filter((id) => this.program.cell(id, SYMBOL.kind) === Kind.class);
  }
}
