import { EXPRESSION, Expression } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { classOfSymbol } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';

/** Types of members that stand for another entity, or several. */
const WRAPPERS = new Set(['Ref', 'LazyRef', 'Reference', 'IdentifiedReference', 'Rel', 'Loaded', 'Collection']);

export function isOf(view: FileView, site: DecorationSite, ...names: readonly string[]): boolean {
  return names.includes(site.name) && outsidePath(view.decorationOutcome(site))?.startsWith('npm:@mikro-orm/') === true;
}

export function find(one: ClassView, member: MemberView, ...names: readonly string[]): DecorationSite | undefined {
  return member.decorations.find((site) => isOf(one.view, site, ...names));
}

/** An entry of an argument that is an object, or -1. */
export function optionOf(view: FileView, site: DecorationSite, key: string): number {
  for (const part of view.arguments(site.expression)) {
    const value = view.kind(part.value) === Expression.object ? view.argument(part.value, key) : -1;
    if (value >= 0) return value;
  }
  return -1;
}

export function optionText(view: FileView, site: DecorationSite, key: string): string | undefined {
  return view.text(optionOf(view, site, key));
}

/** What is declared of a class as an entity. */
export function entitySite(one: ClassView): DecorationSite | undefined {
  return one.decorations.find((site) => isOf(one.view, site, 'Entity'));
}

/** Members of a class with its bases', the base's first. */
export function membersOf(one: ClassView): readonly { readonly part: ClassView; readonly member: MemberView }[] {
  return [...new Map([...[...one.bases()].reverse(), one].flatMap((part) => part.members().map((member) => [member.name, { part, member }] as const))).values()];
}

/** `() => Author`, `{ entity: () => Author }`, or the member's type. */
export function targetOf(one: ClassView, member: MemberView, site: DecorationSite, context: SchemaContext): ClassView | undefined {
  const { view } = one;
  const lambda = [view.argument(site.expression, 0), optionOf(view, site, 'entity')].find((row) => view.kind(row) === Expression.lambda);
  const symbol = lambda === undefined ? -1 : view.symbolNamed(view.returnedExpression(lambda));
  return (symbol < 0 ? undefined : classOfSymbol(symbol, context)) ?? one.classOf(member.type) ?? one.classOf(heldType(view, member));
}

/** What a reference or collection holds: `LazyRef<Author>`, `new Collection<Tag>(this)`; or -1. */
function heldType(view: FileView, member: MemberView): number {
  const made = member.type < 0 && view.kind(member.value) === Expression.new ? view.facts.expressions.get(member.value, EXPRESSION.extra) : member.type;
  if (made < 0) return -1;
  const [first] = view.typeArguments(made);
  if (WRAPPERS.has(/^\w*/.exec(view.typeText(made))?.[0] ?? '')) return first ?? -1;
  // Of what is made the row may be that of its type argument.
  return member.type < 0 && WRAPPERS.has(view.name(member.value)) ? made : -1;
}
