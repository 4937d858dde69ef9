import { Region } from '../facts/schema.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';

/** A region of the code, in the body of the innermost symbol around. */
export function addRegion(assembly: Assembly, item: Item, kind: keyof typeof Region): void {
  const { row, column } = item.node;
  const end = assembly.tree.endPosition(item.node);
  assembly.facts.tables.regions.add(Region[kind], assembly.owner, row, column, end.row, end.column);
}
