import { EXPRESSION, Expression } from '../../../facts/schema.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import { classOfType } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { Place } from '../../model.js';

/** `field.String("name").Optional()` in what a method of a schema gives back. */
export interface Statement {
  readonly view: FileView;
  /** The builder's first call: `String("name")`. */
  readonly first: ChainLink;
  /** What is called on it, in order. */
  readonly more: readonly ChainLink[];
  readonly place: Place;
}

/** Statements of a method that begin with one of ent's packages, each once and with all that is called on it. @param root name of the package: `field` */
export function statementsIn(one: ClassView, method: string, root: string, context: SchemaContext): readonly Statement[] {
  const found = new Map<number, { readonly view: FileView; readonly chain: readonly ChainLink[]; readonly place: Place }>();
  for (const { view, call } of callsIn(one, method, context)) {
    const chain = view.chain(call.expression);
    const [from, first] = chain;
    if (from === undefined || from.call >= 0 || from.name !== root || first === undefined || first.call < 0) continue;
    if (chain.length > (found.get(from.expression)?.chain.length ?? 0)) found.set(from.expression, { view, chain, place: { path: view.file.path, range: call.range } });
  }
  return [...found.values()].flatMap(({ view, chain: [, first, ...more], place }) => (first === undefined ? [] : [{ view, first, more, place }]));
}

function callsIn(one: ClassView, method: string, context: SchemaContext) {
  const { program } = context;
  const members = program.membersOf(program.canonical(one.view.file.firstSymbol + one.symbol)).get(method) ?? [];
  return members.flatMap((member) => {
    const view = context.viewOf(program.fileOfSymbol(member));
    return view.callsOf(member).map((call) => ({ view, call }));
  });
}

/** Whether a method hands out what functions of the repository make: which, only those tell. */
export function isMadeElsewhere(one: ClassView, method: string, context: SchemaContext): boolean {
  return callsIn(one, method, context).some(({ view, call: { expression, outcome } }) => view.kind(expression) === Expression.call && outcome.kind === 'resolved');
}

/** A struct that a method makes one of, such as a mixin; by its name alone where a library has it. */
export interface Made {
  readonly name: string;
  readonly one: ClassView | undefined;
}

export function madeIn(one: ClassView, method: string, context: SchemaContext): readonly Made[] {
  return callsIn(one, method, context).flatMap(({ view, call: { expression } }): readonly Made[] => {
    if (view.kind(expression) !== Expression.new) return [];
    return [{ name: view.name(expression), one: classOfType(view, view.facts.expressions.get(expression, EXPRESSION.extra), context) }];
  });
}

/** The table that annotations state: `entsql.Annotation{Table: "people"}`, `entsql.Table("people")`. */
export function statedTable(one: ClassView, context: SchemaContext): string | undefined {
  for (const { view, call: { expression } } of callsIn(one, 'Annotations', context)) {
    const row = view.kind(expression) === Expression.new ? view.argument(expression, 'Table') : view.name(expression) === 'Table' ? view.argument(expression, 0) : -1;
    const text = row < 0 ? undefined : view.text(row);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The call of a name among those that go on from a statement. */
export function callNamed({ more }: Pick<Statement, 'more'>, name: string): number {
  return more.find((link) => link.name === name)?.call ?? -1;
}

/** The text that a call among them is given first. */
export function textOf(statement: Statement, name: string): string | undefined {
  const call = callNamed(statement, name);
  return call < 0 ? undefined : statement.view.text(statement.view.argument(call, 0));
}
