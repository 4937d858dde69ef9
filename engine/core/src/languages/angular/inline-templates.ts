import type { FactsBuilder } from '../../facts/file-facts.js';
import { LinePlaces } from '../../facts/line-places.js';
import { ARGUMENT, DECORATION, EXPRESSION, Expression, IMPORT, Kind, Reference, SYMBOL } from '../../facts/schema.js';
import { ExpressionReader } from '../markup/expression-reader.js';
import { TemplateFacts } from '../markup/template-facts.js';
import { readTemplate } from './template-reader.js';

import { ANGULAR } from './declarations.js';
const DECORATORS = /@(?:Component|Directive)\b/;
const DECLARING: ReadonlySet<string> = new Set(['Component', 'Directive']);
/** `(click)` and `[class.open]` of a component's own element. */
const BOUND = /^[([]/;
const EVENT = /^\(/;

/**
 * Adds to a file's facts what the texts of its components say: a template that stands in the file, the file that a template stands
 * in, and bindings of the component's own element. Their references are the class's.
 */
export function readInlineTemplates(source: string, facts: FactsBuilder): void {
  if (!source.includes(ANGULAR) || !DECORATORS.test(source) || !isOfAngular(facts)) return;
  const { decorations, symbols } = facts.tables;
  const places = new LinePlaces(source);
  const { rows } = decorations;
  for (let row = 0; row < rows; row++) {
    const component = decorations.get(row, DECORATION.symbol);
    const isOfClass = component >= 0 && symbols.get(component, SYMBOL.kind) === Kind.class;
    const stated = isOfClass ? statedAt(facts, decorations.get(row, DECORATION.expression)) : -1;
    const reader = new StatedTexts(source, facts, places, component);
    for (const { name, value } of stated < 0 ? [] : entriesOf(facts, stated)) {
      if (name === 'template') reader.readTemplate(value);
      else if (name === 'templateUrl') reader.addFile(value);
      else if (name === 'host') for (const entry of entriesOf(facts, value)) reader.readHost(entry);
    }
  }
}

interface Entry {
  readonly name: string;
  readonly value: number;
}

function isOfAngular({ tables: { imports }, strings }: FactsBuilder): boolean {
  for (let row = 0; row < imports.rows; row++) if (strings[imports.get(row, IMPORT.specifier)] === ANGULAR) return true;
  return false;
}

/** Entries of an object, or arguments of a call. */
function entriesOf({ tables, strings }: FactsBuilder, expression: number): readonly Entry[] {
  const entries: Entry[] = [];
  const { rows } = tables.arguments;
  for (let row = 0; row < rows; row++) {
    if (tables.arguments.get(row, ARGUMENT.expression) === expression) entries.push({ name: strings[tables.arguments.get(row, ARGUMENT.name)] ?? '', value: tables.arguments.get(row, ARGUMENT.value) });
  }
  return entries;
}

/** The object that a decorator of a component or directive is given, or -1. */
function statedAt(facts: FactsBuilder, call: number): number {
  const { tables: { expressions }, strings } = facts;
  if (call < 0 || expressions.get(call, EXPRESSION.kind) !== Expression.call) return -1;
  const name = strings[expressions.get(expressions.get(call, EXPRESSION.operand), EXPRESSION.name)] ?? '';
  const [first] = DECLARING.has(name) ? entriesOf(facts, call) : [];
  return first !== undefined && first.value >= 0 && expressions.get(first.value, EXPRESSION.kind) === Expression.object ? first.value : -1;
}

class StatedTexts {
  constructor(
    private readonly source: string,
    private readonly facts: FactsBuilder,
    private readonly places: LinePlaces,
    private readonly component: number,
  ) {}

  readTemplate(value: number): void {
    const literal = this.literal(value);
    if (literal !== undefined) readTemplate(new TemplateFacts(this.facts, this.places, literal.start, this.component), literal.text);
  }

  /** What an element's own binding says. */
  readHost({ name, value }: Entry): void {
    const literal = BOUND.test(name) ? this.literal(value) : undefined;
    if (literal === undefined) return;
    const facts = new TemplateFacts(this.facts, this.places, literal.start, this.component);
    const reader = new ExpressionReader(facts, literal.text, 0, literal.text.length);
    if (EVENT.test(name)) reader.statements(facts.root);
    else {
      reader.binding(facts.root);
      reader.finish();
    }
    facts.settle();
  }

  addFile(value: number): void {
    const literal = this.literal(value);
    if (literal === undefined) return;
    const from = this.places.of(literal.start - 1);
    const to = this.places.of(literal.start + literal.text.length + 1);
    const { expressions, references } = this.facts.tables;
    const text = this.facts.intern(literal.text);
    const named = expressions.add(Expression.literal, text, -1, text, expressions.get(value, EXPRESSION.scope), from.row, from.column);
    references.add(Reference.value, named, this.component, from.row, from.column, to.row, to.column, -1);
  }

  /** What stands between a text's quotes, at its place: what is escaped in it counts as itself. */
  private literal(value: number): { readonly text: string; readonly start: number } | undefined {
    const { expressions } = this.facts.tables;
    if (value < 0 || expressions.get(value, EXPRESSION.kind) !== Expression.literal) return undefined;
    const open = this.places.offset({ row: expressions.get(value, EXPRESSION.row), column: expressions.get(value, EXPRESSION.column) });
    const quote = this.source.charAt(open);
    if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
    let end = open + 1;
    while (end < this.source.length && this.source[end] !== quote) end += this.source[end] === '\\' ? 2 : 1;
    const text = this.source.slice(open + 1, end);
    return { text: text.includes('\\') ? text.replaceAll(/\\(?:([nrt])|([^]))/g, (_, space: string | undefined, other: string | undefined) => ` ${space === undefined ? other : ' '}`) : text, start: open + 1 };
  }
}
