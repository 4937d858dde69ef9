import { Expression } from '../../../facts/schema.js';
import { outsidePath } from '../../../view/file-view.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { classOfSymbol } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';

export function isOf(view: FileView, site: DecorationSite, ...names: readonly string[]): boolean {
  return names.includes(site.name) && outsidePath(view.decorationOutcome(site))?.startsWith('npm:typeorm!') !== false;
}

export function findDecorator(one: ClassView, member: MemberView, ...names: readonly string[]): DecorationSite | undefined {
  return member.decorations.find((site) => isOf(one.view, site, ...names));
}

/** An entry of an argument that is an object. */
export function optionOf(view: FileView, site: DecorationSite, key: string): number {
  for (const part of view.arguments(site.expression)) {
    if (view.kind(part.value) !== Expression.object) continue;
    const value = view.argument(part.value, key);
    if (value >= 0) return value;
  }
  return -1;
}

/** What `() => User`, `'User'` or the member's type names. */
export function classNamed(one: ClassView, member: MemberView, site: DecorationSite, context: SchemaContext): ClassView | undefined {
  const { view } = one;
  const first = view.argument(site.expression, 0);
  if (view.kind(first) === Expression.lambda) {
    const symbol = view.symbolNamed(view.returnedExpression(first));
    if (symbol >= 0) return classOfSymbol(symbol, context);
  }
  const text = view.text(first);
  return text === undefined ? one.classOf(member.type) : classOfSymbol(view.typeNamed(text), context);
}
