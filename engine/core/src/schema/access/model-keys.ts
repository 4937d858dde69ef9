import { Expression, Kind, LOCAL, SYMBOL } from '../../facts/schema.js';
import { onlySymbolOf } from '../../link/outcome.js';
import type { Outcome } from '../../link/outcome.js';
import type { FileView } from '../../view/file-view.js';
import { outsideModel } from '../family.js';
import type { LanguageConventions } from './family-conventions.js';

const ALIAS_PARTS = 3;

/** How models are named, and what the families of the file's language say of their use. */
export interface Keys {
  readonly keyOf: (symbol: number) => string;
  readonly conventions: LanguageConventions;
}

export const MODELS = new Set<number>([Kind.class, Kind.struct, Kind.record, Kind.interface]);
export const CONSTANTS = new Set<number>([Kind.constant, Kind.variable]);

/** Key of a model that a library has, where a family knows it. */
export function outsideKey(outcome: Outcome, { conventions }: Keys): string | undefined {
  return outcome.kind === 'external' && conventions.outside(outcome.member) ? outsideModel(outcome.member) : undefined;
}

/** The model of what a variable or parameter holds: by its declared type, or by what made it. */
export function heldModel(view: FileView, expression: number, keys: Keys): string | undefined {
  const local = view.kind(expression) === Expression.name ? view.localOf(expression) : -1;
  if (local < 0) return undefined;
  const { locals } = view.facts;
  const typed = typeKey(view, locals.get(local, LOCAL.type), keys);
  const value = locals.get(local, LOCAL.value);
  return typed ?? (value < 0 ? undefined : (modelKey(onlySymbolOf(view.callOf(value)?.outcome), view, keys) ?? madeBy(view, value, keys)));
}

/** The class that a written type names, also by an alias: `CurrentUser` of `Annotated[User, …]`. */
export function typeKey(view: FileView, type: number, keys: Keys): string | undefined {
  const symbol = onlySymbolOf(view.linker.namedType(view.file, view.heldType(type)));
  if (symbol < 0 || view.program.cell(symbol, SYMBOL.kind) !== Kind.typeAlias) return modelKey(symbol, view, keys);
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  // `HydratedDocument<User>`, `Document & User`
  return owner.typeArguments(view.program.cell(symbol, SYMBOL.type)).slice(0, ALIAS_PARTS).map((part) => modelKey(onlySymbolOf(owner.linker.namedType(owner.file, part)), view, keys)).find((key) => key !== undefined);
}

/** `Item.model_validate(given)`, `session.get(Item, id)`: what a call of a class or with one gives is most often of that class. */
function madeBy(view: FileView, value: number, keys: Keys): string | undefined {
  const at = view.kind(value) === Expression.await || view.kind(value) === Expression.same ? view.operand(value) : value;
  if (view.kind(at) !== Expression.call) return undefined;
  const [root] = view.chain(at);
  const first = view.argument(at, 0);
  return [root?.call === -1 ? root.expression : -1, first].filter((row) => row >= 0 && view.kind(row) === Expression.name).map((row) => modelKey(onlySymbolOf(view.linker.named(view.file, row)), view, keys)).find((key) => key !== undefined);
}

export function modelKey(symbol: number, view: FileView, keys: Keys): string | undefined {
  return symbol >= 0 && MODELS.has(view.program.cell(symbol, SYMBOL.kind)) ? keys.keyOf(symbol) : undefined;
}
