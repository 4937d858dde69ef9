// What of a definition's schema an upgrade may change: resources of the earlier version must stay good, and lose no field.
import { isDeepStrictEqual } from 'node:util';

/** Limits by the way they may move: up means that a larger one lets more in. */
const LIMITS = { minimum: 'down', minLength: 'down', minItems: 'down', maximum: 'up', maxLength: 'up', maxItems: 'up' };
/** What may not differ at all. */
const FIXED = ['type', 'format', 'pattern', 'default', 'nullable', 'x-kubernetes-list-type', 'x-kubernetes-preserve-unknown-fields'];

/**
 * @param {any} before a structural schema
 * @param {any} after its successor
 * @returns {string[]} what refuses a resource of the earlier version, or drops a field of it
 */
export function narrowings(before, after, place = '') {
  const found = [];
  for (const key of FIXED) if (!isDeepStrictEqual(before[key], after[key])) found.push(`${place}: ${key} is another`);
  for (const [key, direction] of Object.entries(LIMITS)) {
    if (after[key] === undefined) continue;
    if (before[key] === undefined || (direction === 'up' ? after[key] < before[key] : after[key] > before[key])) found.push(`${place}: ${key} is narrower`);
  }
  if (after.enum !== undefined && (before.enum === undefined || before.enum.some((value) => !after.enum.includes(value)))) found.push(`${place}: enum lacks a value`);
  for (const name of after.required ?? []) if (!(before.required ?? []).includes(name)) found.push(`${place}.${name} is required now`);
  const rules = (before['x-kubernetes-validations'] ?? []).map(({ rule }) => rule);
  for (const { rule } of after['x-kubernetes-validations'] ?? []) if (!rules.includes(rule)) found.push(`${place}: there is a new rule, ${rule}`);
  for (const [name, property] of Object.entries(before.properties ?? {})) {
    const next = after.properties?.[name];
    if (next === undefined) found.push(`${place}.${name} is gone`);
    else found.push(...narrowings(property, next, `${place}.${name}`));
  }
  if (before.items !== undefined) found.push(...(after.items === undefined ? [`${place}[] is gone`] : narrowings(before.items, after.items, `${place}[]`)));
  return found;
}
