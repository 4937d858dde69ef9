import { Expression } from '../../facts/schema.js';
import type { ChainLink, FileView } from '../../view/file-view.js';
import type { RelatedAccess } from '../model.js';
import type { LanguageConventions } from './family-conventions.js';

const DEPTH = 4;
/** What may be a path of members, with what stands behind it: `posts:id,title`, `orders as total`. */
const PATH = /^[-+]?([A-Za-z_][\w.]*)(?::([\w,\s]+)|\s+as\s+\w+)?$/;
/** What Django calls the records that point at one: `book_set` of `book`. */
export const SET_ENDING = /_set$/;
/** Functions that are given paths themselves: `Prefetch('tags')`, `Q(author__name='x')`, `F('author__name')`. */
const HOLDS_PATHS = /^[A-Z]\w*$/;
const ALIASED = /\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b/g;
const LONGEST_TEXT = 4_000;

/** What the calls of a chain reach by relations, in languages whose mappers are given paths as texts, names or keywords, or lambdas that follow members. */
export function relationPaths(view: FileView, chain: readonly ChainLink[], { follows, compares, parts, hasAliases, hasMemberPaths }: LanguageConventions): readonly RelatedAccess[] {
  const found: RelatedAccess[] = [];
  let included: readonly string[] = [];
  for (const { name, call } of chain) {
    if (call < 0) continue;
    if (follows(name)) for (const { name: key, value } of view.arguments(call)) found.push(...pathsIn(view, key, value, parts, 0));
    else if (compares(name)) for (const { name: key, value } of view.arguments(call)) found.push(...pathsIn(view, key, value, parts, 0).map((one) => ({ ...one, isCompared: true })));
    if (hasMemberPaths) {
      const paths = view.arguments(call).flatMap(({ value }) => (view.kind(value) === Expression.lambda ? memberPaths(view, value) : []));
      const [first] = paths;
      const isNext = name === 'ThenInclude';
      if (isNext && first !== undefined) included = [...included, ...first];
      else if (name === 'Include' && first !== undefined) included = first;
      for (const path of paths) if (isNext) found.push({ path: included, access: 'reads', columns: [] });
      else if (name === 'Include') found.push({ path, access: 'reads', columns: [] });
      else if (path.length > 1) found.push({ path, access: 'reads', columns: [], isCompared: true });
    }
  }
  return hasAliases ? [...found, ...aliasedPaths(view, chain)] : found;
}

function pathsIn(view: FileView, key: string | undefined, value: number, parts: RegExp, depth: number): readonly RelatedAccess[] {
  if (depth > DEPTH) return [];
  const own = key === undefined ? [] : pathOf(key, parts);
  const kind = view.kind(value);
  if (kind === Expression.object || kind === Expression.array) {
    const inner = view.arguments(value).flatMap((part) => pathsIn(view, part.name, part.value, parts, depth + 1));
    return own.length === 0 ? inner : [{ path: own, access: 'reads', columns: [] }, ...inner.map((one) => ({ ...one, path: [...own, ...one.path] }))];
  }
  if (kind === Expression.call && HOLDS_PATHS.test(view.name(value))) return view.arguments(value).flatMap((part) => pathsIn(view, part.name, part.value, parts, depth + 1));
  const text = kind === Expression.literal ? view.text(value) : undefined;
  const match = text === undefined || text.length > LONGEST_TEXT ? null : PATH.exec(text);
  // What a keyword is set to is a relation of what the keyword names: `comments: :author`.
  const stated = match === null ? [] : pathOf(match[1] ?? '', parts);
  const columns = (match?.[2] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (own.length === 0) return stated.length === 0 ? [] : [{ path: stated, access: 'reads', columns }];
  return [{ path: [...own, ...stated], access: 'reads', columns }];
}

function pathOf(text: string, parts: RegExp): readonly string[] {
  return text.split(parts).map((part) => part.replace(SET_ENDING, '')).filter((part) => part !== '');
}

/** Members of members that a lambda asks its parameters for: `Customer`, `Name` of `o => o.Customer.Name`. */
function memberPaths(view: FileView, lambda: number): readonly (readonly string[])[] {
  const parameters = new Set(view.parameterNames(lambda));
  const paths = new Map<number, readonly string[]>();
  const inner = new Set<number>();
  for (const row of view.membersIn(lambda)) {
    const path: string[] = [];
    let at = row;
    for (; view.kind(at) === Expression.member; at = view.operand(at)) path.unshift(view.name(at));
    if (view.kind(at) !== Expression.name || !parameters.has(view.name(at))) continue;
    inner.add(view.operand(row));
    paths.set(row, path);
  }
  return [...paths].flatMap(([row, path]) => (inner.has(row) ? [] : [path]));
}

/** `u.posts` of `createQueryBuilder('u').leftJoinAndSelect('u.posts', 'p')`, and `p.title` of a text in which the other name stands. */
function aliasedPaths(view: FileView, chain: readonly ChainLink[]): readonly RelatedAccess[] {
  const aliases = new Map<string, readonly string[]>();
  const found: RelatedAccess[] = [];
  const text = (call: number, position: number): string | undefined => view.text(view.argument(call, position));
  for (const { name, call } of chain) {
    if (call < 0) continue;
    const isBuilder = name === 'createQueryBuilder';
    const root = isBuilder ? (text(call, 1) ?? text(call, 0)) : name === 'from' ? text(call, 1) : undefined;
    if (root !== undefined) aliases.set(root, []);
    if (aliases.size === 0 || isBuilder) continue;
    const [, owner = '', member = ''] = /^(\w+)\.(\w+)$/.exec(text(call, 0) ?? '') ?? [];
    const before = aliases.get(owner);
    const isJoin = /join/i.test(name) && before !== undefined;
    if (isJoin) {
      const path = [...before, member];
      const alias = text(call, 1);
      if (alias !== undefined) aliases.set(alias, path);
      found.push({ path, access: 'reads', columns: [] });
    }
    for (const { value, position } of view.arguments(call)) {
      const stated = isJoin && position === 0 ? undefined : view.text(value);
      if (stated === undefined || stated.length > LONGEST_TEXT) continue;
      for (const [, alias = '', column = ''] of stated.matchAll(ALIASED)) {
        const path = aliases.get(alias);
        if (path !== undefined) found.push({ path, access: 'reads', columns: [column] });
      }
    }
  }
  return found;
}
