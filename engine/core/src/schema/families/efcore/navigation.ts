import type { FileView } from '../../../view/file-view.js';
import type { ClassView, MemberView } from '../../class-view.js';

const COLLECTIONS = /^(?:I?ReadOnlyCollection|IReadOnlyList|IReadOnlySet|ICollection|IList|List|HashSet|SortedSet|ISet|IEnumerable|Collection|ObservableCollection)</;

/** The class that a navigation names: itself, or as the elements of a collection. Enums are columns. */
export function navigationTarget(one: ClassView, type: number): ClassView | undefined {
  const { view } = one;
  const inner = view.presentType(type);
  const target = COLLECTIONS.test(view.typeText(inner)) ? one.classOf(view.typeArguments(inner)[0] ?? -1) : one.classOf(inner);
  return target === undefined || target.kind === 'enum' || target.kind === 'interface' || target.kind === 'struct' ? undefined : target;
}

/** Whether a class can be no entity, for it has no key, nor anything that could become one: what holds one converts it into a column. */
export function isKeyless(one: ClassView): boolean {
  const parts = [one, ...one.bases()];
  // Of a base outside the repository nothing is known.
  if (parts.some((part) => part.view.heritageOf(part.symbol).some((row) => part.view.base(row).outcome.kind !== 'resolved' && !/^(?:I[A-Z]|object$|Object$)/.test(part.view.base(row).name)))) return false;
  return !parts.some((part) => part.members('property', 'accessor', 'field').some((member) => /^_?id$/i.test(member.name) || member.name.toLowerCase() === `${one.name.toLowerCase()}id` || member.decorations.some(({ name }) => name === 'Key')) || part.decoration('PrimaryKey') !== undefined || part.decoration('Keyless') !== undefined);
}

export function isCollection(view: FileView, type: number): boolean {
  return COLLECTIONS.test(view.typeText(view.presentType(type)));
}

/** The member of a name that a class or one of its bases declares, with that class. */
export function memberOf(one: ClassView, name: string): { readonly part: ClassView; readonly member: MemberView } | undefined {
  for (const part of [one, ...one.bases()]) {
    const member = part.members().find((candidate) => candidate.name === name);
    if (member !== undefined) return { part, member };
  }
  return undefined;
}
