import { DECORATION, LOCAL, Local } from '../facts/schema.js';
import type { Assembly, Place } from './assembly.js';
import type { SyntaxNode } from './syntax-tree.js';

/** A decorator, annotation or attribute; what it stands at is known when all declarations are. */
export function addDecoration(assembly: Assembly, value: SyntaxNode, end: number): void {
  const { decorations } = assembly.facts.tables;
  const row = decorations.add(-1, -1, -1);
  assembly.refer('decorations', row, DECORATION.expression, value, 'expression');
  assembly.decorations.push({ row, start: value.start, end, symbol: assembly.top.symbol });
}

/** Finds for each decoration its declaration: the one it stands in, before its name, else the next one, else the one it ends. */
export function settleDecorations(assembly: Assembly): void {
  const { symbolPlaces, localPlaces, facts } = assembly;
  for (const { row, start, end, symbol } of assembly.decorations) {
    const around = symbolPlaces[symbol];
    const local = within(localPlaces, start, end);
    if (local >= 0 && facts.tables.locals.get(local, LOCAL.kind) === Local.parameter && (around === undefined || (localPlaces[local]?.start ?? 0) >= around.start)) {
      facts.tables.decorations.set(row, DECORATION.local, local);
      const twin = symbolPlaces.findIndex((place) => place.start === localPlaces[local]?.start);
      if (twin >= 0) facts.tables.decorations.set(row, DECORATION.symbol, twin);
    } else if (around !== undefined && around.start <= start && start < around.name) facts.tables.decorations.set(row, DECORATION.symbol, symbol);
    else {
      const next = nextAfter(symbolPlaces, end);
      // A package that the file states at its head ends there.
      const isOfNext = around === undefined || (next >= 0 && (around.end <= start || (symbolPlaces[next]?.start ?? 0) < around.end));
      facts.tables.decorations.set(row, DECORATION.symbol, isOfNext ? next : symbol);
    }
  }
}

/** The last parameter or variable that contains a place; places stand in the order of their beginnings. */
function within(places: readonly Place[], start: number, end: number): number {
  for (let index = firstAfter(places, start) - 1, steps = 0; index >= 0 && steps < 8; index--, steps++) {
    const place = places[index];
    if (place !== undefined && place.start <= start && place.end >= end) return index;
  }
  return -1;
}

function nextAfter(places: readonly Place[], position: number): number {
  const index = firstAfter(places, position - 1);
  return index < places.length ? index : -1;
}

/** Index of the first place that begins after a position. */
function firstAfter(places: readonly Place[], position: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.start ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
