import { ARGUMENT, BINDING, Binding, DECORATION, EXPORT, EXPRESSION, Expression, HERITAGE, IMPORT, IMPORT_BINDING, LOCAL, Local, RETURN, SCOPE, SYMBOL, TYPE, TYPE_ARGUMENT, Type } from '../facts/schema.js';
import type { FileFacts } from '../facts/file-facts.js';
import { isTypeKind } from '../link/semantics/scopes.js';
import { RowsBy } from '../facts/rows-by.js';

/** Columns of a symbol that nobody else asks for, and those that name rows of other tables. */
const UNSEEN = new Set([SYMBOL.startRow, SYMBOL.startColumn, SYMBOL.endRow, SYMBOL.endColumn, SYMBOL.nameRow, SYMBOL.nameColumn, SYMBOL.signature, SYMBOL.body]);
const FOLLOWED = new Set([SYMBOL.name, SYMBOL.descriptor, SYMBOL.scope, SYMBOL.ownScope, SYMBOL.type, SYMBOL.value]);
const TYPE_EXTRAS = new Set<number>([Expression.new, Expression.cast, Expression.annotation, Expression.call, Expression.name, Expression.member]);
/** Locals that a scope is asked for by its kinds, not by a name. */
const SEEN_LOCALS = new Set<number>([Local.parameter, Local.typeParameter, Local.receiver, Local.alias, Local.documented]);
/** What a pattern is called that takes a value apart: its place in braces. */
const PATTERN_NAME = /^\{\d+\}$/;
const EXPRESSION_EXTRAS = new Set<number>([Expression.index, Expression.either, Expression.assign, Expression.query]);

/**
 * Writes what linking another file can come to: the symbols in their order, imports, exports, bases, and from there every scope,
 * type, local and expression that a name, a value or a return leads to. Rows are numbered as they are met, and places are left
 * out, so that an edit inside a body changes nothing unless something leads there.
 */
export class InterfaceText {
  private readonly words: (string | number)[] = [];
  private readonly met = { scopes: new Map<number, number>(), types: new Map<number, number>(), locals: new Map<number, number>(), expressions: new Map<number, number>() };
  private readonly bindings: RowsBy;
  private readonly returns: RowsBy;
  private readonly localsIn: RowsBy;
  private readonly parts: RowsBy;
  private readonly localsOfValue: RowsBy;
  private readonly callsOfPart: RowsBy;
  private readonly patterns = new Map<string, number>();
  private readonly lambdaOfScope = new Map<number, number>();

  constructor(private readonly facts: FileFacts) {
    this.bindings = new RowsBy(facts.bindings, BINDING.scope);
    this.returns = new RowsBy(facts.returns, RETURN.scope);
    this.localsIn = new RowsBy(facts.locals, LOCAL.scope);
    this.parts = new RowsBy(facts.arguments, ARGUMENT.expression);
    this.localsOfValue = new RowsBy(facts.locals, LOCAL.value);
    this.callsOfPart = new RowsBy(facts.arguments, ARGUMENT.value);
    const { expressions } = facts;
    for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.lambda) this.lambdaOfScope.set(expressions.get(row, EXPRESSION.extra), row);
  }

  write(): string {
    const { symbols, imports, importBindings, exports, heritage, decorations } = this.facts;
    for (let row = 0; row < symbols.rows; row++) {
      this.words.push('symbol');
      for (let column = 0; column < symbols.width; column++) if (!UNSEEN.has(column) && !FOLLOWED.has(column)) this.words.push(symbols.get(row, column));
      this.text(symbols.get(row, SYMBOL.name));
      this.text(symbols.get(row, SYMBOL.descriptor));
      this.scope(symbols.get(row, SYMBOL.scope));
      this.scope(symbols.get(row, SYMBOL.ownScope));
      this.type(symbols.get(row, SYMBOL.type));
      this.expression(symbols.get(row, SYMBOL.value));
      // What a type's first line says it is: a trait, a module, a companion.
      if (isTypeKind(symbols.get(row, SYMBOL.kind))) this.text(symbols.get(row, SYMBOL.signature));
    }
    this.topLevel();
    for (let row = 0; row < imports.rows; row++) {
      this.words.push('import', imports.get(row, IMPORT.kind), imports.get(row, IMPORT.flags));
      this.text(imports.get(row, IMPORT.specifier));
      this.scope(imports.get(row, IMPORT.scope));
    }
    for (let row = 0; row < importBindings.rows; row++) {
      this.words.push('binding', importBindings.get(row, IMPORT_BINDING.import), importBindings.get(row, IMPORT_BINDING.flags));
      this.text(importBindings.get(row, IMPORT_BINDING.local));
      this.text(importBindings.get(row, IMPORT_BINDING.imported));
    }
    for (let row = 0; row < exports.rows; row++) {
      this.words.push('export', exports.get(row, EXPORT.kind), exports.get(row, EXPORT.import), exports.get(row, EXPORT.symbol));
      this.text(exports.get(row, EXPORT.exported));
      this.name(exports.get(row, EXPORT.scope), exports.get(row, EXPORT.local));
      this.expression(exports.get(row, EXPORT.expression));
    }
    for (let row = 0; row < heritage.rows; row++) {
      this.words.push('base', heritage.get(row, HERITAGE.symbol), heritage.get(row, HERITAGE.kind));
      this.type(heritage.get(row, HERITAGE.type));
      this.expression(heritage.get(row, HERITAGE.expression));
    }
    for (let row = 0; row < decorations.rows; row++) {
      this.words.push('decoration', decorations.get(row, DECORATION.symbol));
      this.local(decorations.get(row, DECORATION.local));
      this.expression(decorations.get(row, DECORATION.expression));
    }
    return this.words.join(' ');
  }

  /** What a module's own scope holds beside symbols, and what is added to its variables: `__all__ += […]`. */
  private topLevel(): void {
    const { bindings, expressions } = this.facts;
    for (const row of this.bindings.of(0)) {
      if (bindings.get(row, BINDING.kind) !== Binding.local) continue;
      this.localName(bindings.get(row, BINDING.name));
      this.local(bindings.get(row, BINDING.target));
    }
    for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.assign && expressions.get(row, EXPRESSION.scope) === 0) this.expression(row);
  }

  private text(index: number): void {
    this.words.push(index < 0 ? -1 : JSON.stringify(this.facts.text(index)));
  }

  /** A local's name; of a pattern, which is named by its place, by when it is met. */
  private localName(index: number): void {
    const name = index < 0 ? '' : this.facts.text(index);
    if (!PATTERN_NAME.test(name)) return this.text(index);
    let number = this.patterns.get(name);
    if (number === undefined) this.patterns.set(name, (number = this.patterns.size));
    this.words.push('pattern', number);
  }

  /** Whether a row is met for the first time; says its number either way. */
  private isNew(kind: keyof InterfaceText['met'], row: number): boolean {
    const numbers = this.met[kind];
    const known = numbers.get(row);
    this.words.push(kind, known ?? numbers.size);
    if (known === undefined) numbers.set(row, numbers.size);
    return known === undefined;
  }

  private scope(row: number): void {
    if (row < 0) return void this.words.push(-1);
    if (!this.isNew('scopes', row)) return;
    const { scopes, locals } = this.facts;
    this.words.push(scopes.get(row, SCOPE.kind), scopes.get(row, SCOPE.symbol), scopes.get(row, SCOPE.owner));
    this.scope(scopes.get(row, SCOPE.parent));
    for (const local of this.localsIn.of(row)) {
      const kind = locals.get(local, LOCAL.kind);
      if (SEEN_LOCALS.has(kind)) this.local(local);
    }
    for (const one of this.returns.of(row)) this.expression(this.facts.returns.get(one, RETURN.expression));
    // A name in a lambda may be a member of what the lambda is called on.
    const lambda = this.lambdaOfScope.get(row);
    if (lambda !== undefined) this.expression(lambda);
  }

  /** What a name may stand for in a scope and around it. */
  private name(scope: number, name: number): void {
    this.localName(name);
    this.scope(scope);
    if (name < 0) return;
    const { scopes, bindings } = this.facts;
    for (let at = scope; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      for (const row of this.bindings.of(at)) {
        if (bindings.get(row, BINDING.name) !== name) continue;
        const kind = bindings.get(row, BINDING.kind);
        const target = bindings.get(row, BINDING.target);
        this.words.push('bound', kind);
        if (kind === Binding.local) this.local(target);
        else this.words.push(target);
      }
      this.words.push('around');
    }
  }

  private local(row: number): void {
    if (row < 0) return void this.words.push(-1);
    if (!this.isNew('locals', row)) return;
    const { locals } = this.facts;
    this.words.push(locals.get(row, LOCAL.kind));
    this.localName(locals.get(row, LOCAL.name));
    this.scope(locals.get(row, LOCAL.scope));
    this.type(locals.get(row, LOCAL.type));
    this.expression(locals.get(row, LOCAL.value));
  }

  private type(row: number): void {
    if (row < 0) return void this.words.push(-1);
    if (!this.isNew('types', row)) return;
    const { types, typeArguments } = this.facts;
    const kind = types.get(row, TYPE.kind);
    const name = types.get(row, TYPE.name);
    const scope = types.get(row, TYPE.scope);
    this.words.push(kind, types.get(row, TYPE.argumentCount));
    this.name(scope, name);
    // `A.B<C>` is looked up by its parts.
    for (const part of name < 0 ? [] : this.facts.text(name).split(/[^\p{L}\p{N}_$@]+/u)) this.name(scope, this.facts.indexOf(part));
    const qualifier = types.get(row, TYPE.qualifier);
    if (kind === Type.typeof) this.expression(qualifier);
    else if (kind === Type.import) this.words.push(qualifier);
    else this.type(qualifier);
    const first = types.get(row, TYPE.firstArgument);
    for (let at = 0; at < types.get(row, TYPE.argumentCount); at++) this.type(typeArguments.get(first + at, TYPE_ARGUMENT.type));
  }

  private expression(row: number): void {
    if (row < 0) return void this.words.push(-1);
    if (!this.isNew('expressions', row)) return;
    const { expressions } = this.facts;
    const kind = expressions.get(row, EXPRESSION.kind);
    const extra = expressions.get(row, EXPRESSION.extra);
    this.words.push(kind);
    this.name(expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name));
    this.expression(expressions.get(row, EXPRESSION.operand));
    if (TYPE_EXTRAS.has(kind)) this.type(extra);
    else if (EXPRESSION_EXTRAS.has(kind)) this.expression(extra);
    else if (kind === Expression.lambda) this.scope(extra);
    else if (kind === Expression.literal) this.text(extra);
    else this.words.push(extra);
    for (const part of this.parts.of(row)) {
      this.words.push('part', this.facts.arguments.get(part, ARGUMENT.position));
      this.text(this.facts.arguments.get(part, ARGUMENT.name));
      this.expression(this.facts.arguments.get(part, ARGUMENT.value));
    }
    // A bare `new()` has the type of what it is put into; a lambda's parameters have what the call around it gives.
    for (const local of this.localsOfValue.of(row)) this.local(local);
    if (kind === Expression.lambda) for (const part of this.callsOfPart.of(row)) this.expression(this.facts.arguments.get(part, ARGUMENT.expression));
  }
}
