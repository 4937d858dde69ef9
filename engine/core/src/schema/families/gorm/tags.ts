import { Expression } from '../../../facts/schema.js';
import type { ClassView, MemberView } from '../../class-view.js';

/** Settings of a `gorm:"column:name;not null"` tag, by their names in lower case; a setting alone has an empty text. */
export type Tag = ReadonlyMap<string, readonly string[]>;

export function tagOf({ view }: ClassView, member: MemberView): Tag | undefined {
  for (const site of member.decorations) {
    if (view.kind(site.expression) !== Expression.annotation) continue;
    const [first] = view.arguments(site.expression);
    const stated = /(?:^|\s)gorm:"((?:[^"\\]|\\.)*)"/.exec(first === undefined ? '' : (view.text(first.value) ?? ''))?.[1];
    if (stated !== undefined) return settingsIn(stated.replaceAll('\\"', '"'));
  }
  return undefined;
}

function settingsIn(text: string): Tag {
  const settings = new Map<string, string[]>();
  // A semicolon of a value is written with a backslash before it.
  for (const part of text.split(/(?<!\\);/)) {
    const colon = part.indexOf(':');
    const name = (colon < 0 ? part : part.slice(0, colon)).trim().toLowerCase();
    if (name === '') continue;
    const value = colon < 0 ? '' : part.slice(colon + 1).trim();
    settings.set(name, [...(settings.get(name) ?? []), value]);
  }
  return settings;
}

/** The value of a setting that has one. */
export function setting(tag: Tag | undefined, name: string): string | undefined {
  const value = tag?.get(name)?.[0];
  return value === '' ? undefined : value;
}

export function isSet(tag: Tag | undefined, ...names: readonly string[]): boolean {
  return names.some((name) => tag?.has(name) === true && setting(tag, name) !== 'false');
}
