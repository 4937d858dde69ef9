import { EXPRESSION, Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { snakeCase } from '../../names.js';

/** Row of the local that stands for one entity type after another. */
export type LoopVariable = number;

/** What the running program knows of an entity type. */
export interface NamedType {
  readonly name: string;
  readonly namespace: string;
  /** What its table is called so far. */
  readonly table: string;
}

const DEPTH = 12;
const LONGEST = 200;
/** So many expressions are looked into for one name: each may be made of many others. */
const MOST_STEPS = 500;
const LONGEST_PART = 2_000;
/** Functions of repositories and packages that are called after what they do. */
export const SNAKE = /snake_?case|^Underscore$/i;

/** The text that an expression has for an entity type; undefined where it is made in a way that is not known. */
export function textFor(view: FileView, row: number, variable: LoopVariable, type: NamedType): string | undefined {
  const found = new Composed(view, variable, type).of(row, 0);
  return typeof found === 'string' && found !== '' && found.length <= LONGEST ? found : undefined;
}

class Composed {
  private steps = 0;

  constructor(
    private readonly view: FileView,
    private readonly variable: LoopVariable,
    private readonly type: NamedType,
  ) {}

  of(row: number, depth: number): string | readonly string[] | undefined {
    if (row < 0 || depth > DEPTH || this.steps++ > MOST_STEPS) return undefined;
    const found = this.found(row, depth);
    return typeof found === 'string' && found.length > LONGEST_PART ? undefined : found;
  }

  private found(row: number, depth: number): string | readonly string[] | undefined {
    const { view } = this;
    switch (view.kind(row)) {
      case Expression.literal:
        return this.filled(row, depth);
      case Expression.same:
      case Expression.cast:
        return this.of(view.operand(row), depth + 1);
      case Expression.name:
        return this.named(row, depth);
      case Expression.member:
        return this.member(row);
      case Expression.index:
        return this.element(row, depth);
      case Expression.call:
        return this.called(row, depth);
      default:
        return undefined;
    }
  }

  private text(row: number, depth: number): string | undefined {
    const found = this.of(row, depth);
    return typeof found === 'string' ? found : undefined;
  }

  private filled(row: number, depth: number): string | undefined {
    const { view } = this;
    const extra = view.facts.expressions.get(row, EXPRESSION.extra);
    if (extra < 0) return undefined;
    const gaps = view.arguments(row).map(({ value }) => this.text(value, depth + 1));
    let next = 0;
    const text = view.facts.text(extra).replaceAll('{}', () => gaps[next++] ?? '{}');
    return text.includes('{}') ? undefined : text;
  }

  private named(row: number, depth: number): string | readonly string[] | undefined {
    const local = this.view.localOf(row);
    if (local === this.variable) return undefined;
    return local < 0 ? this.view.text(row) : this.of(this.view.initialiser(row), depth + 1);
  }

  /** Names behind the loop's variable: `ClrType.Namespace`. */
  private path(row: number): string | undefined {
    const [root, ...rest] = this.view.chain(row);
    if (root === undefined || this.view.kind(root.expression) !== Expression.name || this.view.localOf(root.expression) !== this.variable) return undefined;
    return rest.map(({ name }) => name).join('.');
  }

  private member(row: number): string | undefined {
    const { name, namespace } = this.type;
    switch (this.path(row)) {
      case 'ClrType.Name':
        return name;
      case 'ClrType.Namespace':
        return namespace === '' ? undefined : namespace;
      case 'Name':
      case 'ClrType.FullName':
        return namespace === '' ? name : `${namespace}.${name}`;
      default:
        return undefined;
    }
  }

  private element(row: number, depth: number): string | undefined {
    const whole = this.of(this.view.operand(row), depth + 1);
    const stated = this.view.facts.expressions.get(row, EXPRESSION.extra);
    const index = stated < 0 ? undefined : this.view.text(stated);
    return Array.isArray(whole) && index !== undefined && /^\d+$/.test(index) ? String((whole as readonly string[])[Number(index)] ?? '') : undefined;
  }

  private called(row: number, depth: number): string | readonly string[] | undefined {
    const { view } = this;
    const callee = view.operand(row);
    const name = view.name(row);
    switch (this.path(row)) {
      case 'GetTableName':
      case 'GetDefaultTableName':
        return this.type.table;
      case 'DisplayName':
      case 'ShortName':
        return this.type.name;
      default:
    }
    const given = view.arguments(row).map(({ value }) => this.of(value, depth + 1));
    const texts = given.every((one) => typeof one === 'string') ? given : undefined;
    const receiver = view.kind(callee) === Expression.member ? view.operand(callee) : -1;
    if (name === 'Concat' || name === 'Join') {
      const list = texts ?? (given.length === 2 && typeof given[0] === 'string' && Array.isArray(given[1]) ? [given[0], ...(given[1] as readonly string[])] : undefined);
      return name === 'Concat' ? texts?.join('') : list?.slice(1).join(list[0]);
    }
    const subject = this.of(receiver, depth + 1);
    if (SNAKE.test(name)) return snakeCased(typeof subject === 'string' ? subject : texts?.[0]);
    if (Array.isArray(subject)) return name === 'Last' || name === 'LastOrDefault' ? (subject as readonly string[]).at(-1) : name === 'First' || name === 'FirstOrDefault' ? (subject as readonly string[])[0] : undefined;
    return typeof subject === 'string' ? changed(subject, name, texts ?? undefined) : undefined;
  }
}

function snakeCased(text: string | undefined): string | undefined {
  return text === undefined ? undefined : snakeCase(text);
}

/** What a method of a text gives. */
function changed(text: string, method: string, given: readonly string[] | undefined): string | readonly string[] | undefined {
  const [first, second] = given ?? [];
  switch (method) {
    case 'ToLower':
    case 'ToLowerInvariant':
      return text.toLowerCase();
    case 'ToUpper':
    case 'ToUpperInvariant':
      return text.toUpperCase();
    case 'ToString':
      return text;
    case 'Split':
      return first === undefined || first === '' ? undefined : text.split(first);
    case 'Replace':
      return first === undefined || first === '' || second === undefined ? undefined : replaced(text, first, second);
    case 'Substring':
      return first === undefined || !/^\d+$/.test(first) ? undefined : second === undefined ? text.slice(Number(first)) : /^\d+$/.test(second) ? text.slice(Number(first), Number(first) + Number(second)) : undefined;
    default:
      return undefined;
  }
}

function replaced(text: string, first: string, second: string): string | undefined {
  return text.length * (second.length + 1) > LONGEST_PART * LONGEST ? undefined : text.replaceAll(first, second);
}
