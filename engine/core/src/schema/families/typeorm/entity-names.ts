import type { ClassView } from '../../class-view.js';
import { snakeCase } from '../../names.js';
import { isOf, optionOf } from './decorators.js';

/** Name and schema of an entity's table; undefined for what is none. */
export function entityName(one: ClassView): { readonly name: string; readonly schema: string | undefined } | undefined {
  const { view } = one;
  const entity = one.decorations.find((site) => isOf(view, site, 'Entity'));
  if (entity === undefined) return undefined;
  const name = view.text(view.argument(entity.expression, 0)) ?? view.text(optionOf(view, entity, 'name')) ?? snakeCase(one.name);
  return { name, schema: view.text(optionOf(view, entity, 'schema')) };
}

/** A class after all that it derives from. */
export function ancestorsOf(one: ClassView): readonly ClassView[] {
  return [...[...one.bases()].reverse(), one];
}

/** The entity whose table a child of it shares. */
export function sharedEntity(one: ClassView): ClassView | undefined {
  return one.bases().find((base) => base.decorations.some((site) => isOf(base.view, site, 'TableInheritance')));
}
