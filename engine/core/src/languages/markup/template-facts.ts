import type { FactsBuilder } from '../../facts/file-facts.js';
import type { LinePlaces } from '../../facts/line-places.js';
import { Binding, EXPRESSION, Expression, FactError, Local, Reference, SCOPE, Scope } from '../../facts/schema.js';

/** Views inside views: what is deeper has the names of the deepest. */
const MOST_VIEWS = 200;

interface Captured {
  readonly kind: number;
  readonly subject: number;
  readonly start: number;
  readonly end: number;
  readonly argumentCount: number;
  readonly isWritten: boolean;
}

/**
 * The facts of one template. An element is an annotation with the tag's name, whose arguments are its attributes as they are
 * written; an attribute is a member of its element; a pipe is a class by its name. The outermost scope has none around it, and
 * the component's row, where its file declares the component: names that no scope binds are that class's members.
 */
export class TemplateFacts {
  readonly root: number;
  private readonly captured: Captured[] = [];
  private readonly bound = new Set<string>();
  private readonly depths = new Map<number, number>();

  /** @param base offset in the file of the text's beginning; @param component row of the class, or -1; @param reportsErrors false where its language has expressions that are not read here */
  constructor(
    private readonly facts: FactsBuilder,
    private readonly places: LinePlaces,
    private readonly base: number,
    private readonly component: number,
    private readonly reportsErrors = true,
  ) {
    this.root = facts.tables.scopes.add(-1, component < 0 ? Scope.file : Scope.block, component, -1);
  }

  expression(kind: keyof typeof Expression, name: string, operand: number, extra: number, scope: number, at: number): number {
    const { row, column } = this.places.of(this.base + at);
    return this.facts.tables.expressions.add(Expression[kind], name === '' ? -1 : this.facts.intern(name), operand, extra, scope, row, column);
  }

  text(text: string): number {
    return this.facts.intern(text);
  }

  argument(expression: number, position: number, name: string, value: number): void {
    this.facts.tables.arguments.add(expression, position, name === '' ? -1 : this.facts.intern(name), value);
  }

  reference(kind: keyof typeof Reference, subject: number, start: number, end: number, argumentCount = -1): void {
    this.captured.push({ kind: Reference[kind], subject, start, end, argumentCount, isWritten: false });
  }

  /** A name or member that is set. */
  write(subject: number, start: number, end: number): void {
    this.captured.push({ kind: Reference.value, subject, start, end, argumentCount: -1, isWritten: true });
  }

  local(kind: keyof typeof Local, name: string, scope: number, value: number): void {
    const { locals, bindings } = this.facts.tables;
    const text = this.facts.intern(name);
    const key = `${scope} ${text}`;
    if (this.bound.has(key)) return;
    this.bound.add(key);
    bindings.add(scope, text, Binding.local, locals.add(Local[kind], text, scope, -1, value, -1));
  }

  openScope(parent: number): number {
    const depth = (this.depths.get(parent) ?? 0) + 1;
    if (depth > MOST_VIEWS) return parent;
    const scope = this.facts.tables.scopes.add(parent, Scope.block, this.component, -1);
    this.depths.set(scope, depth);
    return scope;
  }

  error(start: number, end: number): void {
    if (!this.reportsErrors) return;
    const from = this.places.of(this.base + start);
    const to = this.places.of(this.base + end);
    this.facts.tables.errors.add(FactError.syntax, from.row, from.column, to.row, to.column);
  }

  /** Writes down the references, but for names that the template itself binds. */
  settle(): void {
    const { expressions, references } = this.facts.tables;
    for (const { kind, subject, start, end, argumentCount, isWritten } of this.captured.sort((a, b) => a.start - b.start)) {
      if (kind === Reference.value && expressions.get(subject, EXPRESSION.kind) === Expression.name && this.isBound(subject)) continue;
      const from = this.places.of(this.base + start);
      const to = this.places.of(this.base + end);
      references.add(kind, subject, this.component, from.row, from.column, to.row, to.column, argumentCount, isWritten ? 1 : 0);
    }
  }

  private isBound(name: number): boolean {
    const { expressions, scopes } = this.facts.tables;
    const text = expressions.get(name, EXPRESSION.name);
    for (let scope = expressions.get(name, EXPRESSION.scope); scope >= 0; scope = scopes.get(scope, SCOPE.parent)) if (this.bound.has(`${scope} ${text}`)) return true;
    return false;
  }
}
