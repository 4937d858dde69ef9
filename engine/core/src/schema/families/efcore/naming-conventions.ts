import { Expression, LOCAL, Local } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import type { NameStyle } from '../../names.js';
import { SNAKE } from './composed-names.js';

/** How a program spells names of tables and columns that nothing states. */
export interface NamingConvention {
  readonly style: NameStyle;
  /** A loop over all columns, which leaves the names of tables. */
  readonly isOfColumns: boolean;
  /** The function that it stands in. */
  readonly by: number;
  /** Names of the contexts that it is stated for; empty where it may be any. */
  readonly contexts: readonly string[];
}

/** Calls of EFCore.NamingConventions. */
const CONVENTIONS: Readonly<Record<string, NameStyle>> = namedValues({ UseSnakeCaseNamingConvention: 'snake', UseUpperSnakeCaseNamingConvention: 'upperSnake', UseLowerCaseNamingConvention: 'lower', UseUpperCaseNamingConvention: 'upper', UseCamelCaseNamingConvention: 'camel' });
const COLUMNS = 'SetColumnName';

export function mentionsConvention(view: FileView): boolean {
  return [...Object.keys(CONVENTIONS), COLUMNS].some((name) => view.facts.indexOf(name) >= 0);
}

/** `options.UseNpgsql(…).UseSnakeCaseNamingConvention()`, and `column.SetColumnName(column.GetColumnName().ToSnakeCase())` in a loop over all: https://github.com/efcore/EFCore.NamingConventions */
export function namingConventions(view: FileView, { program }: SchemaContext): readonly NamingConvention[] {
  if (!mentionsConvention(view)) return [];
  return view.calls().flatMap(({ expression, owner }): readonly NamingConvention[] => {
    const name = view.name(expression);
    if (name === COLUMNS) return isSnakeCased(view, view.argument(expression, 0)) && isOfLoop(view, expression) ? [{ style: 'snake', isOfColumns: true, by: owner, contexts: [] }] : [];
    const style = CONVENTIONS[name];
    if (style === undefined) return [];
    const parent = owner < 0 ? -1 : program.parentOf(owner);
    const around = view.lambdasAround(expression).flatMap((lambda) => view.typeArgumentsOfCall(view.callAround(lambda)));
    const made = view.chain(expression).slice(0, 1).flatMap((root) => view.typeArgumentsOfCall(view.initialiser(root.expression)));
    return [{ style, isOfColumns: false, by: owner, contexts: [...around, ...made].map((type) => view.typeText(type)).concat(parent < 0 ? [] : [program.nameOf(parent)]) }];
  });
}

function isSnakeCased(view: FileView, row: number): boolean {
  return row >= 0 && view.kind(row) === Expression.call && SNAKE.test(view.name(row));
}

function isOfLoop(view: FileView, call: number): boolean {
  const [root] = view.chain(call);
  const local = root === undefined || view.kind(root.expression) !== Expression.name ? -1 : view.localOf(root.expression);
  return local >= 0 && view.facts.locals.get(local, LOCAL.kind) === Local.element;
}
