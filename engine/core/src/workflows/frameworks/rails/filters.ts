import type { SourceRange } from '@pinata/graph';
import { Expression, Kind, REFERENCE, Reference, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { lineageOf, methodOf } from '../../lineage.js';
import type { Lineage } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { HookSite } from '../../sites.js';

const FILTERS = /^(?:(?:prepend_|append_)?(?:before|after|around)_action|before_filter|after_filter)$/;
const MOST_TYPES = 48;
/** So many actions a filter is said to be called for. */
const MOST_ACTIONS = 200;

interface Filter {
  readonly method: string;
  /** Of the call that states it. */
  readonly name: string;
  readonly only: readonly string[];
  readonly except: readonly string[];
}

/** A class with the modules and classes that it takes methods from. */
export function ancestryOf(view: FileView, type: number): Lineage {
  return lineageOf(view, type, MOST_TYPES);
}

/** `before_action :set_order, only: :show`: what is called for the actions of the controllers of one file. */
export function filterSites(view: FileView, maker: SiteMaker): readonly HookSite[] {
  const { symbols } = view.facts;
  const sites: HookSite[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const kind = symbols.get(row, SYMBOL.kind);
    if (kind !== Kind.class && kind !== Kind.namespace && kind !== Kind.interface) continue;
    sites.push(...filtersOf(view, maker, row));
  }
  return sites;
}

function filtersOf(view: FileView, maker: SiteMaker, row: number): readonly HookSite[] {
  const type = view.program.canonical(view.file.firstSymbol + row);
  const ancestry = ancestryOf(view, type);
  const actions = actionsIn(view, row);
  if (actions.length === 0) return [];
  const stated = inOrder(view, type).flatMap((one) => statedFilters(view, one));
  const filters = [...stated.filter(({ name }) => name.startsWith('prepend_')).reverse(), ...stated.filter(({ name }) => !name.startsWith('prepend_'))];
  return filters.flatMap(({ method, name: call, only, except }, position) => {
    const target = methodOf(view, maker, ancestry, method);
    if (target === undefined) return [];
    return actions
      .filter(({ name }) => name !== method && (only.length === 0 || only.includes(name)) && !except.includes(name))
      .map(({ symbol }): HookSite => ({ kind: 'hook', framework: 'rails', rule: 'rails.filter', source: maker.keyOf(view.program.canonical(view.file.firstSymbol + symbol)), target, range: beside(view.symbolRange(symbol), position, call), confidence: 90 }))
      .filter(({ source }) => source !== target);
  });
}

/** A class behind what it takes filters from, in the order in which they run: its superclass, its modules as they are included, itself. */
function inOrder(view: FileView, type: number, known = new Set<number>()): readonly number[] {
  if (known.has(type) || known.size === MOST_TYPES) return [];
  known.add(type);
  const bases = view.program.sitesOf(view.program.canonical(type)).flatMap((site) => {
    const owner = view.viewOf(view.program.fileOfSymbol(site));
    return owner.heritageOf(site - owner.file.firstSymbol).map((row) => symbolOf(owner.base(row).outcome)).filter((base) => base >= 0);
  });
  return [...bases.flatMap((base) => inOrder(view, view.program.canonical(base), known)), type];
}

/** A place at an action by which its filters stand in their order: before what its body does, or behind that, where the last one stated runs first. */
function beside({ startRow, startColumn, endRow, endColumn }: SourceRange, position: number, call: string): SourceRange {
  const isAfter = /(?:^|_)after_/.test(call);
  return isAfter ? { startRow: endRow, startColumn: Math.max(0, endColumn - position), endRow, endColumn } : { startRow, startColumn: startColumn + position, endRow, endColumn };
}

/** Public methods that a controller declares. */
function actionsIn(view: FileView, row: number): readonly { readonly name: string; readonly symbol: number }[] {
  const { symbols } = view.facts;
  const found: { readonly name: string; readonly symbol: number }[] = [];
  for (let symbol = 0; symbol < symbols.rows && found.length < MOST_ACTIONS; symbol++) {
    const isPublic = (symbols.get(symbol, SYMBOL.flags) & (SymbolFlag.private | SymbolFlag.protected | SymbolFlag.static)) === 0;
    if (symbols.get(symbol, SYMBOL.parent) === row && symbols.get(symbol, SYMBOL.kind) === Kind.method && isPublic) found.push({ name: view.facts.text(symbols.get(symbol, SYMBOL.name)), symbol });
  }
  return found;
}

/** Filters that the body of a class or module states; in a module they stand in `included do`. */
function statedFilters(view: FileView, type: number): readonly Filter[] {
  const file = view.program.fileOfSymbol(type);
  if (!/(?:^|\/)controllers\//.test(file.path)) return [];
  const owner = view.bodiesOf(file);
  const { references } = owner.facts;
  // Where such calls lead is asked of none of them: that would link all that controllers take in once more.
  return Array.from({ length: references.rows }, (_, row) => row).flatMap((row) => {
    const expression = references.get(row, REFERENCE.subject);
    const symbol = references.get(row, REFERENCE.symbol);
    const isOf = references.get(row, REFERENCE.kind) === Reference.call && symbol >= 0 && FILTERS.test(owner.name(expression));
    return isOf && view.program.canonical(file.firstSymbol + symbol) === type ? readFilter(owner, { expression }) : [];
  });
}

function readFilter(view: FileView, { expression }: Pick<CallSite, 'expression'>): readonly Filter[] {
  const parts = view.arguments(expression);
  const words = (name: string): readonly string[] => parts.filter((part) => part.name === name).flatMap((part) => (view.kind(part.value) === Expression.array ? view.texts(part.value) : [view.text(part.value) ?? '']));
  const limits = { only: words('only'), except: words('except') };
  return parts.flatMap((part) => (part.name === undefined && view.kind(part.value) === Expression.literal ? [{ method: view.text(part.value) ?? '', name: view.name(expression), ...limits }] : []));
}
