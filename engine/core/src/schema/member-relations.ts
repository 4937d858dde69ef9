import { Expression, Type, TYPE } from '../facts/schema.js';
import type { ClassView, MemberView } from './class-view.js';
import type { RelationFact } from './model.js';

const DEPTH = 4;

/** Members that hold records of another class, also in a list, a promise or a wrapper of the mapper's: whether the class has a table is known when the schema is. */
export function memberRelations(one: ClassView, isManyToMany: (part: ClassView, member: MemberView) => boolean = isDecorated): readonly RelationFact[] {
  return [one, ...one.bases()].flatMap((part) =>
    part.members().flatMap((member): readonly RelationFact[] => {
      const target = decoratedClass(part, member) ?? heldClass(part, member.type, 0);
      return target === undefined || target.kind === 'enum' ? [] : [{ name: member.name, target: { model: target.key }, ...(isManyToMany(part, member) ? { isManyToMany: true } : {}) }];
    }),
  );
}

const DECORATORS = /^(?:One|Many)To(?:One|Many)$/;

/** `() => Post` of `@OneToMany(() => Post, …)`, `Post::class` of `#[OneToMany(targetEntity: Post::class)]`. */
function decoratedClass(part: ClassView, { decorations }: MemberView): ClassView | undefined {
  const { view } = part;
  const site = decorations.find(({ name }) => DECORATORS.test(name));
  if (site === undefined) return undefined;
  const given = [view.argument(site.expression, 'targetEntity'), view.argument(site.expression, 0)].find((row) => row >= 0) ?? -1;
  return part.classAt(view.kind(given) === Expression.lambda ? view.returnedExpression(given) : given);
}

function isDecorated(_: ClassView, { decorations }: MemberView): boolean {
  return decorations.some(({ name }) => name === 'ManyToMany');
}

function heldClass(part: ClassView, type: number, depth: number): ClassView | undefined {
  if (type < 0 || depth > DEPTH) return undefined;
  const kind = part.view.facts.types.get(type, TYPE.kind);
  const own = kind === Type.union || kind === Type.array || kind === Type.optional ? undefined : part.classOf(type);
  return own ?? part.view.typeArguments(type).map((argument) => heldClass(part, argument, depth + 1)).find((found) => found !== undefined);
}
