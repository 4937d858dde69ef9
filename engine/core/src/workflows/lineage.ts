import { Kind, SYMBOL } from '../facts/schema.js';
import { symbolOf } from '../link/outcome.js';
import type { FileView } from '../view/file-view.js';
import { outsidePath } from '../view/file-view.js';
import type { SiteMaker } from './make-sites.js';

/** A class, with the modules and classes of the repository that it takes members from, the nearest first, and the names of all bases. */
export interface Lineage {
  readonly types: readonly number[];
  readonly bases: readonly string[];
  /** Names of those that the repository does not declare. */
  readonly outside: readonly string[];
  /** Paths of those that libraries have. */
  readonly libraries: readonly string[];
}

/** @param most types that are looked at */
export function lineageOf(view: FileView, type: number, most: number): Lineage {
  const bases: string[] = [];
  const outside: string[] = [];
  const libraries: string[] = [];
  const types = new Set<number>([type]);
  for (const at of types) {
    for (const site of view.program.sitesOf(view.program.canonical(at))) {
      const owner = view.viewOf(view.program.fileOfSymbol(site));
      for (const row of owner.heritageOf(site - owner.file.firstSymbol)) {
        const { name, outcome } = owner.base(row);
        bases.push(name);
        const base = symbolOf(outcome);
        if (base < 0) outside.push(name);
        const library = outsidePath(outcome);
        if (library !== undefined) libraries.push(library);
        if (base >= 0 && types.size < most) types.add(base);
      }
    }
  }
  return { types: [...types], bases, outside, libraries };
}

/** A member of a class or of the nearest that it takes it from, or -1. */
export function memberOf(view: FileView, { types }: Pick<Lineage, 'types'>, name: string): number {
  return types.flatMap((type) => view.program.membersOf(type).get(name) ?? [])[0] ?? -1;
}

/** A method that a class itself declares, or what it holds under that name where it has no such method, or -1: a language may tell fields from methods by their use. */
export function methodNamed(view: FileView, type: number, name: string): number {
  const members = view.program.membersOf(type).get(name) ?? [];
  return members.find((member) => view.program.cell(member, SYMBOL.kind) === Kind.method) ?? members[0] ?? -1;
}

/** Key of a method of a class or of the nearest that it takes it from, or undefined. */
export function methodOf(view: FileView, maker: SiteMaker, { types }: Pick<Lineage, 'types'>, name: string): string | undefined {
  return types.map((type) => maker.methodKey(view, type, name)).find((key) => key !== undefined);
}
