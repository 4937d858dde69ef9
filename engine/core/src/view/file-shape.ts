import type { SourceRange } from '@pinata/graph';
import { RowsBy } from '../facts/rows-by.js';
import { ARGUMENT, DECORATION, EXPORT, EXPRESSION, Export, Expression, HERITAGE, IMPORT, LOCAL, Local, REGION, RETURN, Region, SCOPE, SYMBOL, SymbolFlag, TYPE, Type } from '../facts/schema.js';
import { typeArgumentsOf } from '../facts/type-arguments.js';
import type { FileFacts } from '../facts/file-facts.js';
import type { PartRow, Parts } from '../link/parts.js';

export const TEXT_DEPTH = 6;
export const CHAIN_LENGTH = 48;

/** A decorator, annotation or attribute at a declaration. */
export interface DecorationSite {
  /** Row of the decorated symbol, or -1. */
  readonly symbol: number;
  /** Row of the decorated parameter, or -1. */
  readonly local: number;
  /** Row of the call, annotation, name or member. */
  readonly expression: number;
  readonly name: string;
}

/** One member of a chain of calls: `Entity` in `builder.Entity<User>().HasKey(…)`. */
export interface ChainLink {
  readonly name: string;
  /** Row of the call, or -1 where it is only named. */
  readonly call: number;
  /** Row of the name or member. */
  readonly expression: number;
}

/** Row of what a link stands for: its call, or its name where it is not called. */
export function valueOfLink({ call, expression }: ChainLink): number {
  return call >= 0 ? call : expression;
}

/** What a file's facts alone say, as rules for frameworks and models read it. */
export class FileShape {
  private decorationRows: readonly DecorationSite[] | undefined;
  private decorationsBySymbol: ReadonlyMap<number, readonly DecorationSite[]> | undefined;
  /** Symbols by the scopes of their bodies. */
  private bodies: Map<number, number> | undefined;
  /** Lambdas by their scopes. */
  private lambdas: Map<number, number> | undefined;
  /** What each part belongs to: calls by what they are given. */
  private holders: Map<number, number> | undefined;
  private localsByScope: ReadonlyMap<number, readonly number[]> | undefined;
  private locals: Map<string, number> | undefined;
  private heritageRows: ReadonlyMap<number, readonly number[]> | undefined;
  private returnsByScope: RowsBy | undefined;
  private namesByLocal: ReadonlyMap<number, readonly number[]> | undefined;
  private localsByValue: RowsBy | undefined;
  private assignments: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(
    readonly facts: FileFacts,
    private readonly parts: Parts,
  ) {}

  kind(expression: number): number {
    return expression < 0 ? -1 : this.facts.expressions.get(expression, EXPRESSION.kind);
  }

  operand(expression: number): number {
    return this.facts.expressions.get(expression, EXPRESSION.operand);
  }

  /** The last name of an expression: `get` of `app.router.get`, of a call what is called. */
  name(expression: number): string {
    let at = expression;
    for (let depth = 0; at >= 0 && depth < TEXT_DEPTH; depth++) {
      const name = this.facts.expressions.get(at, EXPRESSION.name);
      const kind = this.kind(at);
      if (name >= 0 && kind !== Expression.literal) return this.facts.text(name);
      if (kind === Expression.this) return 'this';
      // What names its class by an expression has its type arguments there.
      if ((kind === Expression.new && this.operand(at) < 0) || kind === Expression.annotation) {
        const type = this.facts.expressions.get(at, EXPRESSION.extra);
        if (type >= 0) return this.facts.text(this.facts.types.get(this.namedRow(type), TYPE.name));
      }
      at = this.operand(at);
    }
    return '';
  }

  arguments(expression: number): readonly PartRow[] {
    return this.parts.of(this.facts, expression);
  }

  /** Row of the argument at a position (from the end where negative) or of a name; -1 where there is none. */
  argument(expression: number, which: number | string): number {
    const parts = this.arguments(expression);
    if (typeof which === 'string') return parts.find((part) => part.name === which)?.value ?? -1;
    if (which < 0) return parts[parts.length + which]?.value ?? -1;
    return parts.find((part) => part.position === which && part.name === undefined)?.value ?? -1;
  }

  /** The call in a decorator's expression; what is no call is itself. */
  callExpression(expression: number): number {
    let at = expression;
    for (let depth = 0; this.kind(at) === Expression.same && depth < TEXT_DEPTH; depth++) at = this.operand(at);
    return at;
  }

  /** The type arguments that a call states. */
  typeArgumentsOfCall(expression: number): readonly number[] {
    const call = this.callExpression(expression);
    const type = this.kind(call) === Expression.call ? this.facts.expressions.get(call, EXPRESSION.extra) : -1;
    if (type < 0) return [];
    const isSeveral = this.facts.types.get(type, TYPE.kind) === Type.tuple && this.facts.types.get(type, TYPE.name) < 0;
    return isSeveral ? this.typeArguments(type) : [type];
  }

  /** What a lambda gives back, without the type that it states; or -1. */
  returnedExpression(lambda: number): number {
    const [first] = this.returnedIn(this.facts.expressions.get(lambda, EXPRESSION.extra));
    return first === undefined ? -1 : this.withoutCast(first);
  }

  /** Where local variables are named that hold a value: `routes` of `routes := func() { … }`. */
  usesOf(value: number): readonly number[] {
    this.localsByValue ??= new RowsBy(this.facts.locals, LOCAL.value);
    const locals = this.localsByValue.of(value);
    if (locals.length === 0) return [];
    const named = (this.namesByLocal ??= Map.groupBy(Array.from({ length: this.facts.expressions.rows }, (_, row) => row).filter((row) => this.kind(row) === Expression.name), (row) => this.localOf(row)));
    return locals.flatMap((local) => named.get(local) ?? []);
  }

  /** Expressions that a function's scope gives back, in the order of the source. */
  returnedIn(scope: number): readonly number[] {
    const { returns } = this.facts;
    this.returnsByScope ??= new RowsBy(returns, RETURN.scope);
    return this.returnsByScope.of(scope).map((row) => returns.get(row, RETURN.expression));
  }

  private withoutCast(expression: number): number {
    const operand = this.kind(expression) === Expression.cast ? this.operand(expression) : -1;
    return operand >= 0 ? operand : expression;
  }

  /** Names of the members that a lambda asks its parameters for: `Name` of `u => u.Name == name`. */
  memberNames(lambda: number): readonly string[] {
    const { expressions } = this.facts;
    const parameters = new Set(this.localsIn(expressions.get(lambda, EXPRESSION.extra)).map((row) => this.facts.locals.get(row, LOCAL.name)));
    return this.membersIn(lambda).flatMap((row) => {
      const operand = this.operand(row);
      return this.kind(operand) === Expression.name && parameters.has(expressions.get(operand, EXPRESSION.name)) ? [this.name(row)] : [];
    });
  }

  /** Rows of the members that stand in a lambda, in those inside of it as well. */
  membersIn(lambda: number): readonly number[] {
    const { expressions, scopes } = this.facts;
    const scope = expressions.get(lambda, EXPRESSION.extra);
    const found: number[] = [];
    // What stands in a lambda comes after it, and inner scopes have larger numbers.
    for (let row = lambda + 1; row < expressions.rows; row++) {
      let at = expressions.get(row, EXPRESSION.scope);
      while (at > scope) at = scopes.get(at, SCOPE.parent);
      if (at !== scope) break;
      if (this.kind(row) === Expression.member) found.push(row);
    }
    return found;
  }

  /** Lambdas in which an expression stands, the innermost first. */
  lambdasAround(expression: number): readonly number[] {
    const { scopes, expressions } = this.facts;
    const found: number[] = [];
    for (let scope = expression < 0 ? -1 : expressions.get(expression, EXPRESSION.scope); scope >= 0; scope = scopes.get(scope, SCOPE.parent)) {
      const lambda = this.lambdaOf(scope);
      if (lambda >= 0) found.push(lambda);
    }
    return found;
  }

  /** Row of the innermost symbol whose body an expression stands in; -1 at the top of a file. */
  symbolAround(expression: number): number {
    const { scopes, symbols, expressions } = this.facts;
    if (this.bodies === undefined) {
      this.bodies = new Map();
      for (let row = symbols.rows - 1; row >= 0; row--) this.bodies.set(symbols.get(row, SYMBOL.ownScope), row);
    }
    for (let scope = expression < 0 ? -1 : expressions.get(expression, EXPRESSION.scope); scope >= 0; scope = scopes.get(scope, SCOPE.parent)) {
      const symbol = this.bodies.get(scope);
      if (symbol !== undefined) return symbol;
    }
    return -1;
  }

  /** Parameters and variables that a scope declares. */
  localsIn(scope: number): readonly number[] {
    this.localsByScope ??= rowsBy(this.facts.locals, LOCAL.scope);
    return this.localsByScope.get(scope) ?? [];
  }

  /** Parameters that a scope declares, in order. */
  parametersIn(scope: number): readonly number[] {
    return this.localsIn(scope).filter((row) => this.facts.locals.get(row, LOCAL.kind) === Local.parameter);
  }

  /** What the file imports, as it is written. */
  imports(): readonly string[] {
    const { imports } = this.facts;
    return Array.from({ length: imports.rows }, (_, row) => this.facts.text(imports.get(row, IMPORT.specifier)));
  }

  /** Row of the symbol that the file gives out by default, or -1. */
  defaultExport(): number {
    const { symbols, exports, expressions } = this.facts;
    for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.parent) < 0 && (symbols.get(row, SYMBOL.flags) & SymbolFlag.default) !== 0) return row;
    for (let row = 0; row < exports.rows; row++) {
      const value = exports.get(row, EXPORT.expression);
      if (exports.get(row, EXPORT.kind) !== Export.default || value < 0 || this.kind(value) !== Expression.name) continue;
      const name = expressions.get(value, EXPRESSION.name);
      for (let symbol = 0; symbol < symbols.rows; symbol++) if (symbols.get(symbol, SYMBOL.parent) < 0 && symbols.get(symbol, SYMBOL.name) === name) return symbol;
    }
    return -1;
  }

  /** Assignments to members of a name, on `this` and on other values. */
  assignmentsTo(name: string): readonly number[] {
    const { expressions } = this.facts;
    this.assignments ??= Map.groupBy(Array.from({ length: expressions.rows }, (_, row) => row).filter((row) => this.kind(row) === Expression.assign && this.kind(expressions.get(row, EXPRESSION.extra)) === Expression.member), (row) => this.name(expressions.get(row, EXPRESSION.extra)));
    return this.assignments.get(name) ?? [];
  }

  /** The symbol that is set to an expression: a row, or -1. */
  symbolSetTo(expression: number): number {
    const { symbols } = this.facts;
    for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.value) === expression) return row;
    return -1;
  }

  /** Names of a lambda's parameters. */
  parameterNames(lambda: number): readonly string[] {
    const scope = this.facts.expressions.get(lambda, EXPRESSION.extra);
    return this.parametersIn(scope).map((row) => this.facts.text(this.facts.locals.get(row, LOCAL.name)));
  }

  /** The call that a lambda is given to, or -1. */
  callAround(lambda: number): number {
    if (this.holders === undefined) {
      const { arguments: parts } = this.facts;
      this.holders = new Map();
      for (let row = parts.rows - 1; row >= 0; row--) this.holders.set(parts.get(row, ARGUMENT.value), parts.get(row, ARGUMENT.expression));
    }
    return this.holders.get(lambda) ?? -1;
  }

  /** The lambda whose scope this is, or -1. */
  lambdaOf(scope: number): number {
    if (this.lambdas === undefined) {
      const { expressions } = this.facts;
      this.lambdas = new Map();
      for (let row = expressions.rows - 1; row >= 0; row--) if (expressions.get(row, EXPRESSION.kind) === Expression.lambda) this.lambdas.set(expressions.get(row, EXPRESSION.extra), row);
    }
    return this.lambdas.get(scope) ?? -1;
  }

  /** `builder`, `Entity`, `HasKey` of `builder.Entity<User>().HasKey(…)`: from the root to the expression itself. */
  chain(expression: number): readonly ChainLink[] {
    const links: ChainLink[] = [];
    let call = -1;
    for (let at = expression; at >= 0 && links.length < CHAIN_LENGTH; ) {
      const kind = this.kind(at);
      if (kind === Expression.call) call = at;
      else if (kind === Expression.name || kind === Expression.member || kind === Expression.this || kind === Expression.base || kind === Expression.new) {
        links.push({ name: this.name(at), call: kind === Expression.new ? at : call, expression: at });
        call = -1;
        if (kind !== Expression.member) break;
      }
      at = this.operand(at);
    }
    return links.reverse();
  }

  decorations(): readonly DecorationSite[] {
    if (this.decorationRows !== undefined) return this.decorationRows;
    const { decorations } = this.facts;
    this.decorationRows = Array.from({ length: decorations.rows }, (_, row) => {
      const expression = decorations.get(row, DECORATION.expression);
      return { symbol: decorations.get(row, DECORATION.symbol), local: decorations.get(row, DECORATION.local), expression, name: lastName(this.name(expression)) };
    });
    return this.decorationRows;
  }

  /** Decorations of a symbol, without those of its parameters: of a parameter that is a property too, those of both. @param symbol a row of the file's symbols */
  decorationsOf(symbol: number): readonly DecorationSite[] {
    this.decorationsBySymbol ??= Map.groupBy(this.decorations(), (site) => site.symbol);
    return this.decorationsBySymbol.get(symbol) ?? [];
  }

  /** Heritage rows of a symbol, in order. @param symbol a row of the file's symbols */
  heritageOf(symbol: number): readonly number[] {
    this.heritageRows ??= rowsBy(this.facts.heritage, HERITAGE.symbol);
    return this.heritageRows.get(symbol) ?? [];
  }

  /** The named type inside a generic one. */
  namedRow(type: number): number {
    const qualifier = this.facts.types.get(type, TYPE.qualifier);
    return qualifier >= 0 && this.facts.types.get(type, TYPE.name) < 0 ? qualifier : type;
  }

  /** The type inside of `T?`; another is itself. */
  presentType(type: number): number {
    return this.isOptional(type) ? (this.typeArguments(type)[0] ?? type) : type;
  }

  /** What a written type is of: `User` of `*User`, `User?` and `[]User`. */
  heldType(type: number): number {
    let at = type;
    for (let depth = 0; at >= 0 && depth < TEXT_DEPTH; depth++) {
      const kind = this.facts.types.get(at, TYPE.kind);
      if (kind !== Type.optional && kind !== Type.array) return at;
      at = typeArgumentsOf(this.facts, at)[0] ?? -1;
    }
    return at;
  }

  /** Rows of a written type's arguments. */
  typeArguments(type: number): readonly number[] {
    if (type < 0) return [];
    const qualifier = this.facts.types.get(type, TYPE.qualifier);
    return typeArgumentsOf(this.facts, type).filter((row) => row !== qualifier);
  }

  /** `T?`, by the language's own spelling. */
  isOptional(type: number): boolean {
    return type >= 0 && this.facts.types.get(type, TYPE.kind) === Type.optional;
  }

  /** A written type in one line. */
  typeText(type: number): string {
    if (type < 0) return '';
    const given = this.typeArguments(type).map((row) => this.typeText(row));
    if (this.facts.types.get(type, TYPE.kind) === Type.union) return given.join(' | ');
    const name = this.facts.text(this.facts.types.get(this.namedRow(type), TYPE.name));
    return given.length === 0 || name.includes('<') ? name : `${name}<${given.join(', ')}>`;
  }

  /** The parameter or variable that a name means: the one declared in the innermost scope around it, or -1. */
  localOf(expression: number): number {
    const { expressions, locals, scopes } = this.facts;
    if (this.locals === undefined) {
      this.locals = new Map();
      for (let row = locals.rows - 1; row >= 0; row--) this.locals.set(`${locals.get(row, LOCAL.scope)} ${locals.get(row, LOCAL.name)}`, row);
    }
    const name = expressions.get(expression, EXPRESSION.name);
    for (let scope = expressions.get(expression, EXPRESSION.scope); scope >= 0; scope = scopes.get(scope, SCOPE.parent)) {
      const row = this.locals.get(`${scope} ${name}`);
      if (row !== undefined) return row;
    }
    return -1;
  }

  /** Where a lambda stands, from its beginning to its end. */
  lambdaRange(expression: number): SourceRange | undefined {
    const { expressions, regions } = this.facts;
    const [row, column] = [expressions.get(expression, EXPRESSION.row), expressions.get(expression, EXPRESSION.column)];
    for (let region = 0; region < regions.rows; region++) {
      if (regions.get(region, REGION.kind) !== Region.lambda || regions.get(region, REGION.startRow) !== row || regions.get(region, REGION.startColumn) !== column) continue;
      return { startRow: row, startColumn: column, endRow: regions.get(region, REGION.endRow), endColumn: regions.get(region, REGION.endColumn) };
    }
    return undefined;
  }

  /** Range of a symbol's whole declaration. @param symbol a row of the file's symbols */
  symbolRange(symbol: number): SourceRange {
    const { symbols } = this.facts;
    return { startRow: symbols.get(symbol, SYMBOL.startRow), startColumn: symbols.get(symbol, SYMBOL.startColumn), endRow: symbols.get(symbol, SYMBOL.endRow), endColumn: symbols.get(symbol, SYMBOL.endColumn) };
  }

  /** A place of one expression; its end is not known. */
  place(expression: number): SourceRange {
    const { expressions } = this.facts;
    const [row, column] = [expressions.get(expression, EXPRESSION.row), expressions.get(expression, EXPRESSION.column)];
    return { startRow: row, startColumn: column, endRow: row, endColumn: column };
  }
}

/** Rows of a table by what one of their columns holds, each list in order. */
function rowsBy(table: { readonly rows: number; get(row: number, column: number): number }, column: number): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const key = table.get(row, column);
    const rows = found.get(key);
    if (rows === undefined) found.set(key, [row]);
    else rows.push(row);
  }
  return found;
}

/** `Get` of `common.Get`, `Route` of `RouteAttribute` is left to the rules. */
export function lastName(text: string): string {
  return text.replace(/<.*$/s, '').split(/::|\\|\./).pop()?.trim() ?? text;
}
