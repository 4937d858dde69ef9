/**
 * A table that is asked for names from scanned code. It inherits nothing, so that a class named `constructor` or a column
 * named `__proto__` finds only what was put in.
 */
export function namedValues<Value>(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.assign(Object.create(null) as Record<string, Value>, values);
}
