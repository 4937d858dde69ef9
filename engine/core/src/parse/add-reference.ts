import { Reference } from '../facts/schema.js';
import type { Assembly } from './assembly.js';
import type { SyntaxNode } from './syntax-tree.js';

/** The last name of what is called, constructed or named: `save` in `this.users.save()`. It is the reference's site. */
export function addReference(assembly: Assembly, kind: keyof typeof Reference, subject: number, site: SyntaxNode, argumentCount = -1): number {
  const { row, column } = site;
  const end = assembly.tree.endPosition(site);
  return assembly.facts.tables.references.add(Reference[kind], subject, assembly.owner, row, column, end.row, end.column, argumentCount);
}
