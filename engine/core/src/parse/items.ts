import type { Node, Query, QueryCapture, QueryMatch } from 'web-tree-sitter';

/**
 * What a language's queries may capture. A capture with a dot opens an item (`symbol.class`); one without is a
 * field of the item that its pattern opens (`name`). Several patterns may capture the same node under the same
 * head: they become one item, whose kind is that of the pattern that stands last in the query.
 */
export const HEADS = ['scope', 'export', 'import', 'binding', 'symbol', 'local', 'heritage', 'reference', 'pattern', 'expression', 'type', 'return', 'error'] as const;
export type Head = (typeof HEADS)[number];

/** A capture's name, read once. */
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
  private fieldNodes: Node[] | undefined;

  constructor(
    readonly head: number,
    readonly node: Node,
    readonly start: number,
    readonly end: number,
  ) {}

  put(name: string, node: Node): void {
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

  field(name: string): Node | undefined {
    if (this.fieldNames === undefined) return undefined;
    const index = this.fieldNames.indexOf(name);
    return index < 0 ? undefined : this.fieldNodes?.[index];
  }

  has(name: string): boolean {
    return this.fieldNames?.includes(name) === true;
  }

  /** Every node of a field that may stand several times. */
  all(name: string): Node[] {
    return this.fieldNodes?.filter((_, index) => this.fieldNames?.[index] === name) ?? [];
  }
}

/** Reads capture names once per query. @throws Error where a pattern opens no item */
export class CaptureRules {
  private readonly rules = new Map<string, CaptureRule>();

  constructor(query: Query) {
    for (const name of query.captureNames) {
      const dot = name.indexOf('.');
      if (dot < 0) {
        // A name that starts with `_` is there for the query's own conditions.
        if (!name.startsWith('_')) this.rules.set(name, { head: -1, kind: '', field: name });
        continue;
      }
      const head = HEADS.findIndex((known) => known === name.slice(0, dot));
      if (head < 0) throw new Error(`the query captures @${name}, and "${name.slice(0, dot)}" is not one of ${HEADS.join(', ')}`);
      this.rules.set(name, { head, kind: name.slice(dot + 1), field: '' });
    }
  }

  of(capture: QueryCapture): CaptureRule | undefined {
    return this.rules.get(capture.name);
  }
}

const HEAD_COUNT = HEADS.length;

/** Makes items of a query's matches, outer before inner, in source order. */
export function collectItems(rules: CaptureRules, matches: readonly QueryMatch[]): Item[] {
  const items: Item[] = [];
  const byNode = new Map<number, Item>();
  for (const match of matches) {
    let opened: Item | undefined;
    for (const capture of match.captures) {
      const rule = rules.of(capture);
      if (rule === undefined || rule.head < 0) continue;
      const key = capture.node.id * HEAD_COUNT + rule.head;
      opened = byNode.get(key);
      if (opened === undefined) {
        opened = new Item(rule.head, capture.node, capture.node.startIndex, capture.node.endIndex);
        byNode.set(key, opened);
        items.push(opened);
      }
      if (rule.kind !== 'more' && match.patternIndex > opened.pattern) {
        opened.pattern = match.patternIndex;
        opened.kind = rule.kind;
      }
      break;
    }
    if (opened === undefined || match.captures.length === 1) continue;
    for (const capture of match.captures) {
      const rule = rules.of(capture);
      if (rule !== undefined && rule.head < 0) opened.put(rule.field, capture.node);
    }
  }
  return items.filter((item) => item.kind !== '').sort((a, b) => a.start - b.start || b.end - a.end || a.head - b.head);
}
