import { onlySymbolOf } from '../../../link/outcome.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';

const CONTEXT = /(?:DbContext|^IdentityUserContext)$/;

/** A class of `DbContext`, with the entities of its sets by the sets' names. */
export interface Context {
  readonly view: ClassView;
  readonly sets: readonly { readonly entity: ClassView; readonly name: string }[];
  /** Of `HasDefaultSchema`. */
  readonly defaultSchema: string | undefined;
  /** Names of the configurations that it applies; undefined where it applies all. */
  readonly configurations: ReadonlySet<string> | undefined;
  /** Functions of the repository that it calls. */
  readonly calls: ReadonlySet<number>;
}

export function contextsOf(view: FileView, schema: SchemaContext): readonly Context[] {
  return classesOf(view, schema)
    .filter((one) => one.baseNames().some((name) => CONTEXT.test(name)))
    .map((one) => {
      const calls = view.calls().filter(({ owner }) => owner >= 0 && schema.program.parentOf(owner) === schema.program.canonical(view.file.firstSymbol + one.symbol));
      const named = (name: string): readonly number[] => calls.map(({ expression }) => expression).filter((call) => view.name(call) === name);
      const [stated] = named('HasDefaultSchema');
      return {
        view: one,
        sets: setsOf(one),
        defaultSchema: stated === undefined ? undefined : view.text(view.argument(stated, 0)),
        configurations: named('ApplyConfigurationsFromAssembly').length > 0 ? undefined : new Set(named('ApplyConfiguration').map((call) => view.name(view.argument(call, 0)))),
        calls: new Set(calls.map(({ outcome }) => onlySymbolOf(outcome)).filter((symbol) => symbol >= 0)),
      };
    });
}

/** `DbSet<User> Users`: the entity, and the table's name by convention. */
function setsOf(one: ClassView): Context['sets'] {
  return one.members().flatMap((member) => {
    const [argument] = one.view.typeArguments(member.type);
    if (argument === undefined || !/^DbSet\b/.test(one.view.typeText(member.type))) return [];
    const entity = one.classOf(argument);
    return entity === undefined ? [] : [{ entity, name: member.name }];
  });
}
