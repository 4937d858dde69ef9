import { ARGUMENT } from '../facts/schema.js';
import { commentsEnd } from './sql-comments.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';
import type { SyntaxNode } from './syntax-tree.js';

/** Arguments and elements beyond this are data; entries have names, and a table may have many columns. */
const MOST_PARTS = 64;
const MOST_ENTRIES = 2_000;
/** Calls and objects are no data: operations of a migration, a table of routes. */
const DOES = /call|creation|invocation|new_expression|^(?:object|dictionary|hash|composite_literal)$/;
const WRAPPER_DEPTH = 3;
const LONGEST_GAP = 64;
const JOINED_DEPTH = 64;
/** Longer strings are data; statements in SQL and documents of GraphQL may be longer. */
const LONGEST_TEXT = 400;
const LONGEST_STATEMENT = 16_384;
const STATEMENT = /^\W{0,64}(?:select|insert|update|delete|with|merge|create|alter|drop|replace|truncate|exec|call|query|mutation|subscription|fragment|from\s+[\w.]+\s+(?:(?:as\s+)?\w+\s+)?(?:where|left|right|inner|join|order|group))\b/i;
const SPREAD = /spread|splat/;
const SHORTHAND = 'shorthand_property_identifier';
const QUOTES = /^[A-Za-z@$#]{0,3}("""|'''|"|'|`)/;

/** A node around what is interpolated; in other languages a variable stands in the text itself. */
const INTERPOLATION = /interpolat|substitution/;
const BRACE = /brace/;
/** A text with more gaps is a message. */
const MOST_GAPS = 8;

/** An argument, entry or element. */
export interface Part {
  readonly name: string | undefined;
  readonly value: SyntaxNode;
  /** A method of an object: it has a name, and is no expression. */
  readonly isMethod?: boolean;
  /** Several parts, which another list holds. */
  readonly isSpread?: boolean;
}

/** The parts of an argument list, object or array, in order. */
export function partsOf(assembly: Assembly, list: SyntaxNode): Part[] {
  const wrappers = assembly.rules.wrappers ?? [];
  const children = assembly.tree.namedChildren(list).filter((child) => !assembly.tree.type(child).endsWith('comment'));
  if (wrappers.length === 0) return children.map((child) => ({ name: undefined, value: child }));
  const parts: Part[] = [];
  for (let at = 0; at < children.length; at++) {
    const child = children[at];
    const next = children[at + 1];
    if (child === undefined) continue;
    if (next !== undefined && isKey(assembly, child, next)) {
      parts.push({ name: keyText(assembly.tree.text(child)), value: next });
      at++;
    } else if (assembly.rules.methodEntries?.includes(assembly.tree.type(child)) === true) parts.push(methodPart(assembly, child));
    else parts.push(unwrap(assembly, wrappers, child));
  }
  return parts;
}

/** What an element of JSX is given: its attributes by their names, then the elements in it. @param tag the opening tag, or the element itself */
export function partsOfElement({ tree }: Assembly, element: SyntaxNode, tag: SyntaxNode): Part[] {
  const attributes = tree.namedChildren(tag).filter((child) => tree.type(child) === 'jsx_attribute');
  const elements = tag.id === element.id ? [] : tree.namedChildren(element).filter((child) => /^jsx_(?:self_closing_)?element$/.test(tree.type(child)));
  return [
    ...attributes.flatMap((attribute): Part[] => {
      const [name, value = name] = tree.namedChildren(attribute);
      if (name === undefined || value === undefined) return [];
      const [inside = value] = tree.type(value) === 'jsx_expression' ? tree.namedChildren(value) : [value];
      return [{ name: tree.text(name), value: inside }];
    }),
    ...elements.map((value) => ({ name: undefined, value })),
  ];
}

/** Some grammars lay `a = b` flat into the list: an equals sign alone stands between key and value. */
function isKey({ source, tree }: Assembly, child: SyntaxNode, next: SyntaxNode): boolean {
  const end = tree.end(child);
  return next.start - end <= LONGEST_GAP && source.slice(end, next.start).trim() === '=';
}

function methodPart(assembly: Assembly, node: SyntaxNode): Part {
  const [first = node] = assembly.tree.namedChildren(node);
  return { name: keyText(assembly.tree.text(first)), value: node, isMethod: true };
}

function unwrap(assembly: Assembly, wrappers: readonly string[], node: SyntaxNode): Part {
  let name: string | undefined;
  let value = node;
  const isSpread = SPREAD.test(assembly.tree.type(node));
  // `{ url }` is `{ url: url }`.
  if (assembly.tree.type(node) === SHORTHAND) name = keyText(assembly.tree.text(node));
  for (let depth = 0; depth < WRAPPER_DEPTH && wrappers.includes(assembly.tree.type(value)); depth++) {
    const children = assembly.tree.namedChildren(value);
    const last = children[children.length - 1];
    const [first] = children;
    if (last === undefined) break;
    if (first !== undefined && first !== last) name ??= keyText(assembly.tree.text(first));
    value = last;
  }
  return { name, value, isSpread };
}

/** A key as code writes it, without quotes and colons: `"a"`, `:a`, `a:`. */
function keyText(text: string): string {
  return text.slice(0, LONGEST_TEXT).replace(/^["'`:]+|["'`:]+$/g, '');
}

/** Elements behind those of another list have no place that is known. */
export function addElements(assembly: Assembly, array: number, parts: readonly Part[]): void {
  const spread = parts.findIndex(({ isSpread }) => isSpread === true);
  addParts(assembly, array, parts, spread < 0 ? parts.length : spread);
}

/** Writes down parts; their values are filled in when all expressions are known. @param placed how many of them have a place @param first the place of the first */
export function addParts(assembly: Assembly, expression: number, parts: readonly Part[], placed = parts.length, first = 0): void {
  const { facts } = assembly;
  for (const [position, part] of parts.slice(0, MOST_ENTRIES).entries()) {
    if (position >= MOST_PARTS && part.name === undefined && !DOES.test(assembly.tree.type(part.value))) continue;
    const row = facts.tables.arguments.add(expression, position < placed ? first + position : -1, part.name === undefined ? -1 : facts.intern(part.name), -1);
    if (part.isMethod === true) assembly.methodParts.add(row);
    assembly.refer('arguments', row, ARGUMENT.value, part.value, 'expression');
  }
}

/** The text of a literal without its quotes, `{}` where code is interpolated; -1 for a text too long to be a name, path or statement. */
export function literalText(assembly: Assembly, item: Item): number {
  const text = statedText(assembly, item, []);
  return text === undefined ? -1 : assembly.facts.intern(text);
}

/** What stands in a gap of a text: a node, or a name where the grammar has none for it. */
export type Gap = SyntaxNode | string;

/** The gaps of a text that may be a name, a path or a statement; none where it is a message, or states braces itself, which would move the others. */
export function gapsWorthKeeping(text: string, gaps: readonly Gap[]): readonly Gap[] {
  const isMessage = /\s/.test(text) && !beginsStatement(text);
  return gaps.length > MOST_GAPS || isMessage || text.split('{}').length - 1 !== gaps.length ? [] : gaps;
}

/** Whether a text reads like a statement, behind comments of its own. */
function beginsStatement(text: string): boolean {
  return STATEMENT.test(text.slice(commentsEnd(text)).slice(0, 80));
}

/** @param gaps gets what is interpolated, in order */
export function statedText(assembly: Assembly, item: Item, gaps: Gap[]): string | undefined {
  const { rules, tree } = assembly;
  if (rules.concatenations?.includes(tree.type(item.node)) === true) {
    if (item.end - item.start > LONGEST_STATEMENT) return undefined;
    const text = joinedText(assembly, rules.concatenations, item.node, 0, gaps);
    return text.length > LONGEST_TEXT && !beginsStatement(text) ? undefined : text;
  }
  // Strings that stand beside each other are one.
  const nodes = item.has('part') ? item.all('part') : [item.node];
  let joined = '';
  for (const node of nodes) {
    const text = textOf(assembly, node, item.field('end')?.start ?? assembly.tree.end(node), gaps);
    if (text === undefined) return undefined;
    joined += text;
  }
  return joined.length > LONGEST_STATEMENT ? undefined : joined;
}

function joinedText(assembly: Assembly, concatenations: readonly string[], node: SyntaxNode, depth: number, gaps: Gap[]): string {
  const { tree } = assembly;
  if (depth < JOINED_DEPTH && concatenations.includes(tree.type(node))) return tree.namedChildren(node).map((child) => joinedText(assembly, concatenations, child, depth + 1, gaps)).join('');
  if (!QUOTES.test(assembly.source.slice(node.start, Math.min(tree.end(node), node.start + 8)))) {
    gaps.push(node);
    return '{}';
  }
  assembly.joined.add(node.id);
  return textOf(assembly, node, tree.end(node), gaps) ?? '';
}

/** @param stop where the text ends: before its end mark, where the grammar counts that in */
function textOf(assembly: Assembly, node: SyntaxNode, stop: number, gaps: Gap[]): string | undefined {
  const { source, tree, rules } = assembly;
  const { start } = node;
  const length = stop - start;
  if (length > LONGEST_STATEMENT) return undefined;
  const raw = source.slice(start, start + length);
  const quote = QUOTES.exec(raw);
  const [opening, mark] = quote === null ? [rules.namePrefixes?.find((prefix) => raw.startsWith(prefix)) ?? '', ''] : [quote[0], quote[1] ?? ''];
  const end = raw.endsWith(mark) && raw.length >= opening.length + mark.length ? raw.length - mark.length : raw.length;
  if (length > LONGEST_TEXT && !beginsStatement(raw.slice(opening.length))) return undefined;
  const { interpolations, bareInterpolation, doubledBraces } = rules;
  const isDoubled = doubledBraces !== undefined && raw.includes('{') && new RegExp(doubledBraces, 'i').test(opening);
  const bare = (part: string): string => {
    if (isDoubled) return part.replaceAll('{{', '{').replaceAll('}}', '}');
    if (bareInterpolation === undefined) return part;
    return part.replaceAll(new RegExp(bareInterpolation, 'g'), (found) => {
      gaps.push(found.replace(/^\W+/, ''));
      return '{}';
    });
  };
  if (interpolations === undefined || !/[{$#\\]/.test(raw)) return raw.slice(opening.length, end);
  let text = '';
  let at = opening.length;
  for (const child of tree.namedChildren(node)) {
    if (!interpolations.includes(tree.type(child))) continue;
    // Braces around what is interpolated belong to it.
    const end = tree.end(child) - start;
    const isBraced = raw[child.start - start - 1] === '{' && raw[end] === '}';
    text += `${bare(raw.slice(at, child.start - start - (isBraced ? 1 : 0)))}{}`;
    gaps.push(INTERPOLATION.test(tree.type(child)) ? (tree.namedChildren(child).find((inner) => !BRACE.test(tree.type(inner))) ?? child) : child);
    at = end + (isBraced ? 1 : 0);
  }
  return text + bare(raw.slice(at, Math.max(at, end)));
}
