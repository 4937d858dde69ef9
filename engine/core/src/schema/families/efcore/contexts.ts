import { onlySymbolOf } from '../../../link/outcome.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';

const CONTEXT = /(?:DbContext|^IdentityUserContext)$/;

const OF_MICROSOFT = /^(?:DbContext|Identity(?:Db|User)Context|(?:KeyApi|Api)AuthorizationDbContext)$/;

/** A class of `DbContext`, with the entities of its sets by the sets' names. */
export interface Context {
  readonly view: ClassView;
  readonly sets: readonly { readonly entity: ClassView; readonly name: string }[];
  /** Of `HasDefaultSchema`. */
  readonly defaultSchema: string | undefined;
  /** Names of the configurations that it applies; undefined where it applies all of some projects. */
  readonly configurations: ReadonlySet<string> | undefined;
  /** Manifests of the projects whose configurations it applies all: `ApplyConfigurationsFromAssembly(typeof(ShopContext).Assembly)`. */
  readonly projects: ReadonlySet<string>;
  /** Whether a base of a library beside EF Core and Identity may add columns to its tables. */
  readonly isExtended: boolean;
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
        projects: new Set(named('ApplyConfigurationsFromAssembly').map((call) => projectOf(view, call))),
        isExtended: isExtended(one),
        calls: new Set(calls.map(({ outcome }) => onlySymbolOf(outcome)).filter((symbol) => symbol >= 0)),
      };
    });
}

function isExtended(one: ClassView): boolean {
  return one.outsideBaseNames().some((name) => CONTEXT.test(name) && !OF_MICROSOFT.test(name));
}

/** The project of the type that an assembly is asked of, else the context's own. */
function projectOf(view: FileView, call: number): string {
  const given = view.argument(call, 0);
  const named = given < 0 ? undefined : view.chain(given).map((link) => (link.call >= 0 ? view.argument(link.call, 0) : -1)).find((row) => row >= 0);
  const type = named === undefined ? -1 : view.typeNamed(view.name(named));
  return type < 0 ? view.manifestPath : view.viewOf(view.program.fileOfSymbol(type)).manifestPath;
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
