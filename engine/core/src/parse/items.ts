import type { Query } from 'web-tree-sitter';
import { CAPTURE_WORDS, SyntaxNode } from './syntax-tree.js';
import type { RawMatches, SyntaxTree } from './syntax-tree.js';

/**
 * What a language's queries may capture. A capture with a dot opens an item (`symbol.class`); one without is a
 * field of the item that its pattern opens (`name`). Several patterns may capture the same node under the same
 * head: they become one item, whose kind is that of the pattern that stands last in the query.
 */
export const HEADS = ['narrowing', 'scope', 'export', 'import', 'binding', 'symbol', 'local', 'heritage', 'reference', 'pattern', 'type', 'expression', 'return', 'region', 'error'] as const;
export type Head = (typeof HEADS)[number];

/** A capture's name, read once; a kind or field is the one string of its spelling that the engine compares by address. */
interface CaptureRule {
  readonly head: number;
  readonly kind: string;
  readonly field: string;
}

/** A node that the queries named, with its fields. */
export class Item {
  pattern = -1;
  kind = '';
  // Most items are names and literals, which have no fields.
  private fieldNames: string[] | undefined;
  private fieldNodes: SyntaxNode[] | undefined;

  constructor(
    readonly head: number,
    readonly node: SyntaxNode,
    readonly start: number,
    public end: number,
  ) {}

  put(name: string, node: SyntaxNode): void {
    if (this.fieldNames === undefined || this.fieldNodes === undefined) {
      this.fieldNames = [name];
      this.fieldNodes = [node];
      return;
    }
    for (let index = 0; index < this.fieldNodes.length; index++) {
      if (this.fieldNodes[index]?.id === node.id && this.fieldNames[index] === name) return;
    }
    this.fieldNames.push(name);
    this.fieldNodes.push(node);
  }

  field(name: string): SyntaxNode | undefined {
    const { fieldNames } = this;
    if (fieldNames === undefined) return undefined;
    for (let index = 0; index < fieldNames.length; index++) if (fieldNames[index] === name) return this.fieldNodes?.[index];
    return undefined;
  }

  has(name: string): boolean {
    return this.field(name) !== undefined;
  }

  /** Every node of a field that may stand several times. */
  all(name: string): SyntaxNode[] {
    return this.fieldNodes?.filter((_, index) => this.fieldNames?.[index] === name) ?? [];
  }
}

/** A condition of a pattern on the text of its captures, such as `#eq?`; made by the binding, which gives it names and nodes. */
type TextCondition = (captures: readonly { readonly name: string; readonly node: { readonly text: string } }[]) => boolean;

/** Reads capture names and conditions once per query. @throws Error where a pattern opens no item */
export class CaptureRules {
  /** By the capture's number; undefined for one that is there for the query's own conditions alone. */
  private readonly rules: (CaptureRule | undefined)[];
  private readonly conditions: readonly (readonly TextCondition[] | undefined)[];
  private readonly names: readonly string[];

  constructor(query: Query) {
    this.names = query.captureNames;
    this.rules = query.captureNames.map(ruleOf);
    const conditions: unknown = Reflect.get(query, 'textPredicates');
    if (!Array.isArray(conditions)) throw new Error('web-tree-sitter keeps conditions elsewhere: the extractor was written for another version');
    this.conditions = (conditions as (readonly TextCondition[])[]).map((some) => (some.length === 0 ? undefined : some)); // as the binding makes them
  }

  of(capture: number): CaptureRule | undefined {
    return this.rules[capture];
  }

  /** Whether the texts of a match's captures, from `words[first]` on, are what its pattern asks for. */
  holds(pattern: number, words: Int32Array, first: number, count: number, tree: SyntaxTree): boolean {
    const conditions = this.conditions[pattern];
    if (conditions === undefined) return true;
    const captures = Array.from({ length: count }, (_, index) => {
      const at = first + index * CAPTURE_WORDS;
      return { name: this.names[words[at] ?? 0] ?? '', node: { text: tree.text(nodeAt(words, at)) } };
    });
    return conditions.every((condition) => condition(captures));
  }
}

function ruleOf(name: string): CaptureRule | undefined {
  const dot = name.indexOf('.');
  // A name that starts with `_` is there for the query's own conditions.
  if (dot < 0) return name.startsWith('_') ? undefined : { head: -1, kind: '', field: asWrittenInCode(name) };
  const head = HEADS.findIndex((known) => known === name.slice(0, dot));
  if (head < 0) throw new Error(`the query captures @${name}, and "${name.slice(0, dot)}" is not one of ${HEADS.join(', ')}`);
  return { head, kind: asWrittenInCode(name.slice(dot + 1)), field: '' };
}

/** The same text as V8 keeps it for names of properties and for texts that code spells out: two of those are compared by address. */
function asWrittenInCode(text: string): string {
  const [name = text] = Object.keys({ [text]: true });
  return name;
}

/** The node of the capture that begins at `words[at]`. */
function nodeAt(words: Int32Array, at: number): SyntaxNode {
  return new SyntaxNode(words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0, words[at + 4] ?? 0, words[at + 5] ?? 0);
}

const HEAD_COUNT = HEADS.length;

/** Outer before inner, in source order. */
export function inOrder(items: Item[]): Item[] {
  return items.sort((a, b) => a.start - b.start || b.end - a.end || a.head - b.head);
}

/** Makes items of a query's matches, in order. */
export function collectItems(rules: CaptureRules, found: RawMatches, tree: SyntaxTree): Item[] {
  const { words, count } = found;
  const items: Item[] = [];
  const byNode = new Map<number, Item>();
  let at = found.at;
  for (let match = 0; match < count; match++) {
    const pattern = words[at] ?? 0;
    const captures = words[at + 1] ?? 0;
    const first = at + 2;
    at = first + captures * CAPTURE_WORDS;
    if (!rules.holds(pattern, words, first, captures, tree)) continue;
    let opened: Item | undefined;
    for (let capture = first; capture < at && opened === undefined; capture += CAPTURE_WORDS) {
      const rule = rules.of(words[capture] ?? 0);
      if (rule === undefined || rule.head < 0) continue;
      const key = (words[capture + 1] ?? 0) * HEAD_COUNT + rule.head;
      opened = byNode.get(key);
      if (opened === undefined) {
        const node = nodeAt(words, capture);
        opened = new Item(rule.head, node, node.start, tree.end(node));
        byNode.set(key, opened);
        items.push(opened);
      }
      if (rule.kind !== 'more' && pattern > opened.pattern) {
        opened.pattern = pattern;
        opened.kind = rule.kind;
      }
    }
    if (opened === undefined || captures === 1) continue;
    for (let capture = first; capture < at; capture += CAPTURE_WORDS) {
      const rule = rules.of(words[capture] ?? 0);
      if (rule === undefined || rule.head >= 0) continue;
      const node = nodeAt(words, capture);
      opened.put(rule.field, node);
      // What stands beside an item and belongs to it: the body of a function whose grammar keeps the two apart.
      if (rule.field === 'tail') opened.end = Math.max(opened.end, tree.end(node));
    }
  }
  return inOrder(items.filter((item) => item.kind !== ''));
}
