import { Expression, Kind, LOCAL, SYMBOL } from '../../../facts/schema.js';
import { onlySymbolOf } from '../../../link/outcome.js';
import type { FileView } from '../../../view/file-view.js';
import { parametersOf } from '../../routers.js';

const MOST_BASES = 8;

/** A class and those of the repository that it continues, the nearest first. */
export function classesFrom(view: FileView, type: number): readonly number[] {
  const found = [view.program.canonical(type)];
  for (let at = found[0] ?? -1; at >= 0 && found.length < MOST_BASES; at = found[found.length - 1] ?? -1) {
    const owner = view.viewOf(view.program.fileOfSymbol(at));
    const base = owner.heritageOf(at - owner.file.firstSymbol).map((row) => onlySymbolOf(owner.base(row).outcome)).find((symbol) => symbol >= 0 && owner.program.cell(symbol, SYMBOL.kind) === Kind.class);
    if (base === undefined || found.includes(base)) break;
    found.push(base);
  }
  return found;
}

export function constructorOf(view: FileView, type: number): number {
  return view.program.childrenOf(type).find((symbol) => view.program.cell(symbol, SYMBOL.kind) === Kind.constructor) ?? -1;
}

/** The text that a field of a class holds which a base of it sets to what its constructor is given. @param classes as `classesFrom` gives them */
export function fieldText(view: FileView, classes: readonly number[], field: string): string | undefined {
  for (const [at, type] of classes.entries()) {
    const symbol = constructorOf(view, type);
    if (symbol < 0) continue;
    const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
    const parameters = parametersOf(owner, symbol - owner.file.firstSymbol);
    const isOwn = view.program.membersOf(type).has(field);
    const position = !isOwn ? -1 : setFrom(owner, symbol, parameters, field);
    if (position >= 0) return givenText(view, classes, at, position);
  }
  return undefined;
}

/** Which parameter of a constructor a field is set to: one of its name, or the one in `this.field = parameter`; -1 for none. */
function setFrom(view: FileView, constructor: number, parameters: readonly number[], field: string): number {
  const { expressions } = view.facts;
  for (let row = 0; row + 2 < expressions.rows; row++) {
    // What is assigned stands for the assignment, before what it is assigned to.
    if (view.kind(row) !== Expression.same || view.kind(row + 1) !== Expression.member || view.name(row + 1) !== field || view.kind(view.operand(row + 1)) !== Expression.this) continue;
    const value = view.operand(row);
    const position = view.kind(value) === Expression.name ? parameters.indexOf(view.localOf(value)) : -1;
    if (position >= 0 && view.symbolAround(row) === constructor - view.file.firstSymbol) return position;
  }
  return parameters.findIndex((local) => view.facts.text(view.facts.locals.get(local, LOCAL.name)) === field);
}

/** What the classes below one give its constructor, as a text. */
export function givenText(view: FileView, classes: readonly number[], at: number, position: number): string | undefined {
  let wanted = position;
  for (let below = at - 1; below >= 0; below--) {
    const symbol = constructorOf(view, classes[below] ?? -1);
    // A class without a constructor hands on what it is given.
    if (symbol < 0) continue;
    const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
    const call = owner.callsOf(symbol).find(({ expression }) => owner.kind(expression) === Expression.call && owner.kind(owner.operand(expression)) === Expression.base);
    const given = call === undefined ? -1 : owner.argument(call.expression, wanted);
    if (given < 0) return undefined;
    const text = owner.text(given);
    if (text !== undefined) return text.includes('{}') ? undefined : text;
    wanted = owner.kind(given) === Expression.name ? parametersOf(owner, symbol - owner.file.firstSymbol).indexOf(owner.localOf(given)) : -1;
    if (wanted < 0) return undefined;
  }
  return undefined;
}
