import { snakeCase } from '../../names.js';

/** TypeORM's own way to join a name's parts: each `_x` becomes `X`. */
function camelCase(text: string): string {
  return text.replaceAll(/[-_\s.]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '').replace(/^./, (first) => first.toLowerCase());
}

/** Column of an embedded object's member. @param prefixes of the objects around, the outermost first */
export function embeddedName(name: string, prefixes: readonly string[]): string {
  return prefixes.length === 0 ? name : `${camelCase(prefixes.join('_'))}${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`;
}

/** Column of a relation. @param referenced the member of the other table's key */
export function joinColumnName(member: string, referenced: string): string {
  return camelCase(`${member}_${referenced}`);
}

/** Table between two of many to many. */
export function joinTableName(first: string, member: string, second: string): string {
  return snakeCase(`${first}_${member}_${second}`);
}

/** Column of such a table. @param column the key's name in the database where it is stated, else its member */
export function joinTableColumnName(table: string, column: string): string {
  return camelCase(`${table}_${column}`);
}
