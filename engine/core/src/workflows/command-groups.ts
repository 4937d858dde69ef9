import { EXPRESSION, Expression, LOCAL, SYMBOL } from '../facts/schema.js';
import type { FileView } from '../view/file-view.js';
import type { SiteMaker } from './make-sites.js';
import type { MountSite } from './sites.js';

/** Stands before the key of a command: what is put in it. */
const GROUP = 'group ';

/** What a command's own commands are put in, by the command's key. */
export function groupKey(key: string): string {
  return key.startsWith(GROUP) ? key : `${GROUP}${key}`;
}

/** What stands before a command's own commands, unless nothing holds it: the program's name is not written. */
export function namedGroup(key: string, name: string): MountSite {
  return { kind: 'mount', parent: key, child: groupKey(key), prefix: name, isWithinParent: true };
}

/** The first word of what a command is called with: `add` of `add <name>`. */
export function commandWord(text: string): string {
  return text.trim().split(/\s+/)[0] ?? '';
}

/** By what a value that a file makes is known to others: the variable that it is set to, or the function that gives it back; else by its place. */
export class HolderKeys {
  private readonly wholes = new Map<number, number>();

  constructor(
    private readonly view: FileView,
    private readonly maker: SiteMaker,
  ) {
    const { expressions } = view.facts;
    for (let row = 0; row < expressions.rows; row++) if (view.kind(row) === Expression.same) this.wholes.set(expressions.get(row, EXPRESSION.operand), row);
  }

  /** @param row what makes the value, with all that is called on it at once */
  of(row: number): string {
    const { view, maker } = this;
    const whole = this.wholes.get(row) ?? row;
    const symbol = view.symbolSetTo(whole);
    if (symbol >= 0) return maker.keyOf(view.program.canonical(view.file.firstSymbol + symbol));
    const [use] = view.usesOf(whole);
    const used = use === undefined ? undefined : maker.keyNamed(view, use);
    if (used !== undefined) return used;
    const around = view.symbolAround(row);
    const isGivenBack = around >= 0 && view.returnedIn(view.facts.symbols.get(around, SYMBOL.ownScope)).includes(whole);
    return isGivenBack ? (maker.keyAround(view, row) ?? '') : `place ${view.file.path} ${row}`;
  }
}

/** The parameter or variable behind a name, its first value included; -1 for none. */
export function firstValue(view: FileView, name: number): number {
  const local = view.kind(name) === Expression.name ? view.localOf(name) : -1;
  return local >= 0 ? view.facts.locals.get(local, LOCAL.value) : view.initialiser(name);
}
