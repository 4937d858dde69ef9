import type { ColumnFact } from '../../model.js';
import { plural } from '../../names.js';

/** The table of a model that names none. */
export function pluralOf(name: string): string {
  const many = plural(name);
  return /^[A-Z]/.test(name) ? `${many.charAt(0).toUpperCase()}${many.slice(1)}` : many;
}

/** Times that Sequelize keeps, unless a model says that it does not. */
export function stampsOf(given: (name: string) => string | undefined, nameOf: (attribute: string) => string): readonly ColumnFact[] {
  if (given('timestamps') === 'false') return [];
  const stamp = (option: string, isNullable: boolean): readonly ColumnFact[] => {
    const stated = given(option);
    return stated === 'false' ? [] : [{ name: stated === undefined || stated === 'true' ? nameOf(option) : stated, type: 'timestamptz', isNullable }];
  };
  return [...stamp('createdAt', false), ...stamp('updatedAt', false), ...(given('paranoid') === 'true' ? stamp('deletedAt', true) : [])];
}
