import type { SourceRange, UnresolvedReason } from '@pinata/graph';
import { ARGUMENT, DECORATION, EXPRESSION, Expression, HERITAGE, LOCAL, Local, REFERENCE, REGION, RETURN, Reference, Region, SCOPE, SYMBOL, TYPE, TYPE_ARGUMENT, Type } from '../facts/schema.js';
import type { FileFacts } from '../facts/file-facts.js';
import type { LanguageLinker } from '../link/language-linker.js';
import { referenceRange } from '../link/reference-place.js';
import type { Outcome } from '../link/outcome.js';
import { unresolved } from '../link/outcome.js';
import type { Parts } from '../link/parts.js';
import type { PartRow } from '../link/parts.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import type { NameIndex } from '../link/semantics/name-index.js';

const TEXT_DEPTH = 6;
const NAME_MARKS = /[\\.:]+/;
const CHAIN_LENGTH = 48;

/** A call, construction, decorator or annotation with how it was linked. */
export interface CallSite {
  readonly reference: number;
  /** Row of the call's expression. */
  readonly expression: number;
  readonly outcome: Outcome;
  /** The innermost named symbol around, by its number in the program; -1 is the file itself. */
  readonly owner: number;
  readonly range: SourceRange;
}

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

const CALLS = new Set<number>([Reference.call, Reference.new, Reference.taggedTemplate, Reference.decorator]);

/** One linked file, as rules for frameworks and models read it. */
export class FileView {
  readonly facts: FileFacts;
  private readonly referenceOf = new Map<number, number>();
  private decorationRows: readonly DecorationSite[] | undefined;
  private usedPackages: ReadonlySet<string> | undefined;
  private lambdas: Map<number, number> | undefined;
  private localsByScope: ReadonlyMap<number, readonly number[]> | undefined;
  private locals: Map<string, number> | undefined;
  private heritageRows: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(
    readonly file: LinkFile,
    readonly program: LinkProgram,
    readonly linker: LanguageLinker,
    private readonly outcomeOf: (reference: number) => Outcome,
    private readonly parts: Parts,
    private readonly views: (file: LinkFile) => FileView,
    private readonly types: (languageId: string) => NameIndex,
  ) {
    this.facts = file.facts;
    const { references } = file.facts;
    for (let row = 0; row < references.rows; row++) if (CALLS.has(references.get(row, REFERENCE.kind))) this.referenceOf.set(references.get(row, REFERENCE.subject), row);
  }

  *calls(): Generator<CallSite> {
    const { references } = this.facts;
    for (let row = 0; row < references.rows; row++) {
      if (CALLS.has(references.get(row, REFERENCE.kind))) yield this.callSite(row);
    }
  }

  private callSite(reference: number): CallSite {
    const { references } = this.facts;
    const symbol = references.get(reference, REFERENCE.symbol);
    return {
      reference,
      expression: references.get(reference, REFERENCE.subject),
      outcome: this.outcomeOf(reference),
      owner: symbol < 0 ? -1 : this.program.canonical(this.file.firstSymbol + symbol),
      range: referenceRange(this.facts, reference),
    };
  }

  /** Another file, where a declaration leads there. */
  viewOf(file: LinkFile): FileView {
    return file === this.file ? this : this.views(file);
  }

  /** How the call with this expression was linked. */
  callOf(expression: number): CallSite | undefined {
    const reference = this.referenceOf.get(expression);
    return reference === undefined ? undefined : this.callSite(reference);
  }

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
      if (kind === Expression.new || kind === Expression.annotation) {
        const type = this.facts.expressions.get(at, EXPRESSION.extra);
        if (type >= 0) return this.facts.text(this.facts.types.get(type, TYPE.name));
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

  /** Packages that the file's references lead to, as `manager:name`. */
  packages(): ReadonlySet<string> {
    if (this.usedPackages !== undefined) return this.usedPackages;
    const used = new Set<string>();
    for (let row = 0; row < this.facts.references.rows; row++) {
      const outcome = this.outcomeOf(row);
      if (outcome.kind === 'external') used.add(`${outcome.package.manager}:${outcome.package.name}`);
    }
    this.usedPackages = used;
    return used;
  }

  /** The text that an expression states: a string, a number, a constant that holds one. */
  text(expression: number, depth = 0): string | undefined {
    if (expression < 0 || depth > TEXT_DEPTH) return undefined;
    const { expressions } = this.facts;
    switch (this.kind(expression)) {
      case Expression.literal: {
        const text = expressions.get(expression, EXPRESSION.extra);
        return text < 0 ? undefined : this.facts.text(text);
      }
      case Expression.same:
      case Expression.cast:
        return this.text(this.operand(expression), depth + 1);
      case Expression.name:
      case Expression.member:
        return this.constantText(this.linker.named(this.file, expression), depth);
      case Expression.call:
        return this.name(expression) === 'nameof' ? this.name(this.argument(expression, 0)) : this.returnedText(this.callOf(expression)?.outcome);
      default:
        return undefined;
    }
  }

  private constantText(outcome: Outcome, depth: number): string | undefined {
    const [target] = outcome.kind === 'resolved' ? outcome.targets : [];
    if (target?.kind !== 'symbol') return undefined;
    const file = this.program.fileOfSymbol(target.symbol);
    const value = this.program.cell(target.symbol, SYMBOL.value);
    if (value < 0 || file.facts.expressions.get(value, EXPRESSION.kind) !== Expression.literal) return file === this.file ? this.text(value, depth + 1) : undefined;
    const text = file.facts.expressions.get(value, EXPRESSION.extra);
    return text < 0 ? undefined : file.facts.text(text);
  }

  /** The text that a function of the repository gives back. */
  private returnedText(outcome: Outcome | undefined): string | undefined {
    const [target, ...more] = outcome?.kind === 'resolved' ? outcome.targets : [];
    if (target?.kind !== 'symbol' || more.length > 0) return undefined;
    const { facts } = this.program.fileOfSymbol(target.symbol);
    const scope = this.program.cell(target.symbol, SYMBOL.ownScope);
    for (let row = 0; row < facts.returns.rows; row++) {
      const value = facts.returns.get(row, RETURN.expression);
      if (facts.returns.get(row, RETURN.scope) !== scope || facts.expressions.get(value, EXPRESSION.kind) !== Expression.literal) continue;
      return facts.text(facts.expressions.get(value, EXPRESSION.extra));
    }
    return undefined;
  }

  /** What a lambda gives back, or -1. */
  returnedExpression(lambda: number): number {
    const { returns, expressions } = this.facts;
    const scope = expressions.get(lambda, EXPRESSION.extra);
    for (let row = 0; row < returns.rows; row++) if (returns.get(row, RETURN.scope) === scope) return returns.get(row, RETURN.expression);
    return -1;
  }

  /** Names of the members that a lambda asks its parameters for: `Name` of `u => u.Name == name`. */
  memberNames(lambda: number): readonly string[] {
    const { expressions, scopes } = this.facts;
    const scope = expressions.get(lambda, EXPRESSION.extra);
    const parameters = new Set(this.localsIn(scope).map((row) => this.facts.locals.get(row, LOCAL.name)));
    const names: string[] = [];
    // What stands in a lambda comes after it, and inner scopes have larger numbers.
    for (let row = lambda + 1; row < expressions.rows; row++) {
      let at = expressions.get(row, EXPRESSION.scope);
      while (at > scope) at = scopes.get(at, SCOPE.parent);
      if (at !== scope) break;
      if (this.kind(row) !== Expression.member) continue;
      const operand = this.operand(row);
      if (this.kind(operand) === Expression.name && parameters.has(expressions.get(operand, EXPRESSION.name))) names.push(this.name(row));
    }
    return names;
  }

  /** The expression that a variable, field or constant was first set to, in this file; -1 where it is not stated. */
  initialiser(expression: number): number {
    if (this.kind(expression) === Expression.name) {
      const local = this.localOf(expression);
      if (local >= 0) return this.facts.locals.get(local, LOCAL.value);
    }
    if (this.kind(expression) !== Expression.name && this.kind(expression) !== Expression.member) return -1;
    const outcome = this.linker.named(this.file, expression);
    const [target] = outcome.kind === 'resolved' ? outcome.targets : [];
    return target?.kind === 'symbol' && this.program.fileOfSymbol(target.symbol) === this.file ? this.program.cell(target.symbol, SYMBOL.value) : -1;
  }

  /** The only class of the file's language that is called so: of several with the last name the one whose whole name it is, or ends so; -1 where none or several are. */
  typeNamed(name: string): number {
    const wanted = name.split(NAME_MARKS).filter((part) => part !== '');
    const found = this.types(this.file.languageId).get(wanted[wanted.length - 1] ?? '');
    if (found.length < 2) return found[0] ?? -1;
    const named = found.map((symbol) => ({ symbol, name: this.wholeName(symbol) }));
    const exact = named.filter((one) => one.name === wanted.join('.'));
    const ends = exact.length > 0 ? exact : named.filter((one) => one.name.endsWith(`.${wanted.join('.')}`));
    return ends.length === 1 ? (ends[0]?.symbol ?? -1) : -1;
  }

  /** Names of a symbol and of what it stands in, with dots. */
  private wholeName(symbol: number): string {
    const names: string[] = [];
    for (let at = symbol; at >= 0 && names.length < CHAIN_LENGTH; at = this.program.parentOf(at)) names.unshift(...this.program.nameOf(at).split(NAME_MARKS));
    return names.filter((part) => part !== '').join('.');
  }

  /** Lambdas in which an expression stands, the innermost first. */
  lambdasAround(expression: number): readonly number[] {
    const { scopes, expressions } = this.facts;
    if (this.lambdas === undefined) {
      this.lambdas = new Map();
      for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.lambda) this.lambdas.set(expressions.get(row, EXPRESSION.extra), row);
    }
    const found: number[] = [];
    for (let scope = expression < 0 ? -1 : expressions.get(expression, EXPRESSION.scope); scope >= 0; scope = scopes.get(scope, SCOPE.parent)) {
      const lambda = this.lambdas.get(scope);
      if (lambda !== undefined) found.push(lambda);
    }
    return found;
  }

  /** Parameters and variables that a scope declares. */
  localsIn(scope: number): readonly number[] {
    if (this.localsByScope === undefined) {
      const byScope = new Map<number, number[]>();
      const { locals } = this.facts;
      for (let row = 0; row < locals.rows; row++) {
        const at = locals.get(row, LOCAL.scope);
        const rows = byScope.get(at);
        if (rows === undefined) byScope.set(at, [row]);
        else rows.push(row);
      }
      this.localsByScope = byScope;
    }
    return this.localsByScope.get(scope) ?? [];
  }

  /** Names of a lambda's parameters. */
  parameterNames(lambda: number): readonly string[] {
    const scope = this.facts.expressions.get(lambda, EXPRESSION.extra);
    return this.localsIn(scope).filter((row) => this.facts.locals.get(row, LOCAL.kind) === Local.parameter).map((row) => this.facts.text(this.facts.locals.get(row, LOCAL.name)));
  }

  /** The call that a lambda is given to, or -1. */
  callAround(lambda: number): number {
    const { arguments: parts } = this.facts;
    for (let row = 0; row < parts.rows; row++) if (parts.get(row, ARGUMENT.value) === lambda) return parts.get(row, ARGUMENT.expression);
    return -1;
  }

  /** The lambda whose scope this is, or -1. */
  lambdaOf(scope: number): number {
    const { expressions } = this.facts;
    for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.lambda && expressions.get(row, EXPRESSION.extra) === scope) return row;
    return -1;
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
    return this.decorations().filter((site) => site.symbol === symbol);
  }

  /** How the decorator's or annotation's name was linked. */
  decorationOutcome({ expression }: DecorationSite): Outcome {
    if (expression < 0) return unresolved('unsupported');
    if (this.kind(expression) !== Expression.annotation) {
      const call = this.callOf(expression);
      return call?.outcome ?? this.linker.named(this.file, expression);
    }
    const type = this.facts.expressions.get(expression, EXPRESSION.extra);
    return type < 0 ? unresolved('unsupported') : this.linker.namedType(this.file, type);
  }

  /** Heritage rows of a symbol, in order. @param symbol a row of the file's symbols */
  heritageOf(symbol: number): readonly number[] {
    if (this.heritageRows === undefined) {
      const rows = new Map<number, number[]>();
      const { heritage } = this.facts;
      for (let row = 0; row < heritage.rows; row++) {
        const owner = heritage.get(row, HERITAGE.symbol);
        const list = rows.get(owner);
        if (list === undefined) rows.set(owner, [row]);
        else list.push(row);
      }
      this.heritageRows = rows;
    }
    return this.heritageRows.get(symbol) ?? [];
  }

  /** What a base names, with the type as it is written where the language writes types. */
  base(row: number): { readonly outcome: Outcome; readonly type: number; readonly name: string } {
    const { heritage, types } = this.facts;
    const type = heritage.get(row, HERITAGE.type);
    if (type >= 0) return { outcome: this.linker.namedType(this.file, type), type, name: lastName(this.facts.text(types.get(this.namedRow(type), TYPE.name))) };
    const expression = heritage.get(row, HERITAGE.expression);
    return { outcome: this.linker.named(this.file, expression), type: -1, name: this.name(expression) };
  }

  /** The named type inside a generic one. */
  namedRow(type: number): number {
    const qualifier = this.facts.types.get(type, TYPE.qualifier);
    return qualifier >= 0 && this.facts.types.get(type, TYPE.name) < 0 ? qualifier : type;
  }

  /** Rows of a written type's arguments. */
  typeArguments(type: number): readonly number[] {
    if (type < 0) return [];
    const { types, typeArguments } = this.facts;
    const first = types.get(type, TYPE.firstArgument);
    const qualifier = types.get(type, TYPE.qualifier);
    return Array.from({ length: types.get(type, TYPE.argumentCount) }, (_, index) => typeArguments.get(first + index, TYPE_ARGUMENT.type)).filter((row) => row !== qualifier);
  }

  /** `T?`, by the language's own spelling. */
  isOptional(type: number): boolean {
    return type >= 0 && this.facts.types.get(type, TYPE.kind) === Type.optional;
  }

  /** A written type in one line. */
  typeText(type: number): string {
    if (type < 0) return '';
    const given = this.typeArguments(type).map((row) => this.typeText(row));
    const name = this.facts.text(this.facts.types.get(this.namedRow(type), TYPE.name));
    return given.length === 0 || name.includes('<') ? name : `${name}<${given.join(', ')}>`;
  }

  /** The declared type of a symbol's or local's expression: what `repo` is declared as in `repo.find()`. */
  declaredType(expression: number): { readonly view: LinkFile; readonly type: number } | undefined {
    const kind = this.kind(expression);
    if (kind === Expression.name) {
      const local = this.localOf(expression);
      if (local >= 0) return { view: this.file, type: this.facts.locals.get(local, LOCAL.type) };
    }
    if (kind !== Expression.name && kind !== Expression.member) return undefined;
    const outcome = this.linker.named(this.file, expression);
    const [target] = outcome.kind === 'resolved' ? outcome.targets : [];
    return target?.kind === 'symbol' ? { view: this.program.fileOfSymbol(target.symbol), type: this.program.cell(target.symbol, SYMBOL.type) } : undefined;
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

/** `Get` of `common.Get`, `Route` of `RouteAttribute` is left to the rules. */
function lastName(text: string): string {
  return text.replace(/<.*$/s, '').split(/::|\\|\./).pop()?.trim() ?? text;
}

/** `npm:express!Router().get`: what an outcome outside the repository is, as rules match it. */
export function outsidePath(outcome: Outcome): string | undefined {
  return outcome.kind === 'external' ? `${outcome.package.manager}:${outcome.package.name}!${outcome.member}` : undefined;
}

export function reasonOf(outcome: Outcome): UnresolvedReason | undefined {
  return outcome.kind === 'unresolved' ? outcome.reason : undefined;
}
