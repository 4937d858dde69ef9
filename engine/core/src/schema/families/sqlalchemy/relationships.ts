import { Expression } from '../../../facts/schema.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { RelationFact } from '../../model.js';

const MAKERS = /^(?:relationship|dynamic_loader|Relationship)$/;
/** The class in `Mapped[list["Post"]]` where it is quoted. */
const QUOTED = /["']([\w.]+)["']/;
const DEPTH = 4;

/** Members that `relationship(…)` makes: by what it is given, or by the member's type. */
export function relationsOf(parts: readonly ClassView[]): readonly RelationFact[] {
  return parts.flatMap((part) =>
    part.members().flatMap((member): readonly RelationFact[] => {
      const { value } = member;
      if (value < 0 || part.view.kind(value) !== Expression.call || !MAKERS.test(part.view.name(value))) return [];
      const target = targetOf(part, member);
      return target === undefined ? [] : [{ name: member.name, target: { model: target.key } }];
    }),
  );
}

function targetOf(part: ClassView, { value, type }: MemberView): ClassView | undefined {
  const { view } = part;
  const first = view.argument(value, 0);
  const given = first >= 0 ? first : view.argument(value, 'argument');
  return part.classAt(view.kind(given) === Expression.lambda ? view.returnedExpression(given) : given) ?? heldIn(part, type, 0);
}

function heldIn(part: ClassView, type: number, depth: number): ClassView | undefined {
  if (type < 0 || depth > DEPTH) return undefined;
  const found = part.classOf(type) ?? part.view.typeArguments(type).map((argument) => heldIn(part, argument, depth + 1)).find((held) => held !== undefined);
  const quoted = found === undefined ? QUOTED.exec(part.view.typeText(type))?.[1] : undefined;
  return quoted === undefined ? found : part.classNamed(quoted);
}
