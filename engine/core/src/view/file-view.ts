import type { SourceRange } from '@pinata/graph';
import { EXPRESSION, Expression, HERITAGE, Kind, LOCAL, REFERENCE, Reference, SYMBOL, TYPE } from '../facts/schema.js';
import type { HeldType, LanguageLinker } from '../link/language-linker.js';
import { referenceRange } from '../link/reference-place.js';
import type { Outcome } from '../link/outcome.js';
import { onlySymbolOf, symbolOf, unresolved } from '../link/outcome.js';
import type { Parts } from '../link/parts.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import type { NameIndex } from '../link/semantics/name-index.js';
import { CHAIN_LENGTH, FileShape, TEXT_DEPTH, lastName } from './file-shape.js';
import type { DecorationSite } from './file-shape.js';

export { valueOfLink } from './file-shape.js';
export type { ChainLink, DecorationSite } from './file-shape.js';

const NAME_MARKS = /[\\.:]+/;
const NUMBER = /^[\d.]+$/;
/** Stands in a text for what only the running program knows. */
const GAP = '{}';
/** Gaps that are filled, and functions that are looked into, for one text. */
/** Types of libraries that hold an address, and calls that make one of a text. */
const ADDRESS_TYPES = /^(?:URI|Uri|URL|Request)$/;
const ADDRESS_MAKERS = /^(?:URI\.(?:create|parse)|Uri\.parse|HttpUrl\.(?:parse|get))$/;
const FORMATS = /^(?:[sS]printf|formatted)$/;
/** Places in a pattern of `printf`. */
const VERBS = /%(?:%|[-+ #0]*(?:\d+|\*)?(?:\.\d+)?[a-zA-Z])/g;
const MOST_GAPS = 500;
const MOST_FUNCTIONS = 64;

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

const CALLS = new Set<number>([Reference.call, Reference.new, Reference.taggedTemplate, Reference.decorator]);

/** One linked file, as rules for frameworks and models read it. */
export class FileView extends FileShape {
  private readonly referenceOf = new Map<number, number>();
  private callSites: readonly CallSite[] | undefined;
  private callsByOwner: ReadonlyMap<number, readonly CallSite[]> | undefined;
  private usedPackages: ReadonlySet<string> | undefined;
  private givenTexts: ReadonlyMap<number, string> | undefined;

  constructor(
    readonly file: LinkFile,
    readonly program: LinkProgram,
    readonly linker: LanguageLinker,
    private readonly outcomeOf: (reference: number) => Outcome,
    parts: Parts,
    private readonly views: (file: LinkFile) => FileView,
    private readonly types: (languageId: string) => NameIndex,
  ) {
    super(file.facts, parts);
    const { references } = file.facts;
    for (let row = 0; row < references.rows; row++) if (CALLS.has(references.get(row, REFERENCE.kind))) this.referenceOf.set(references.get(row, REFERENCE.subject), row);
  }

  /** Calls and the like, in the order of the source. */
  calls(): readonly CallSite[] {
    const { references } = this.facts;
    this.callSites ??= Array.from({ length: references.rows }, (_, row) => row).filter((row) => CALLS.has(references.get(row, REFERENCE.kind))).map((row) => this.callSite(row));
    return this.callSites;
  }

  /** Calls that stand in a symbol of the file itself, in the order of the source. */
  callsOf(symbol: number): readonly CallSite[] {
    this.callsByOwner ??= Map.groupBy(this.calls(), ({ owner }) => owner);
    return this.callsByOwner.get(symbol) ?? [];
  }

  private callSite(reference: number): CallSite {
    return new LinkedCall(this, reference, this.outcomeOf);
  }

  /** Where the manifest lies of which the file is; empty where there is none. */
  get manifestPath(): string {
    return this.file.manifest?.path ?? '';
  }

  /** Another file, where a declaration leads there. */
  viewOf(file: LinkFile): FileView {
    return file === this.file ? this : this.views(file);
  }

  /** The file of a declaration, for whoever looks into bodies: these are in no interface, so that its whole content counts as read. */
  bodiesOf(file: LinkFile): FileView {
    if (file !== this.file) this.program.noteContent(file);
    return this.viewOf(file);
  }

  /** How the call with this expression was linked. */
  callOf(expression: number): CallSite | undefined {
    const reference = this.referenceOf.get(expression);
    return reference === undefined ? undefined : this.callSite(reference);
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

  /** Gaps that were filled for the text that is asked for. */
  private static filledGaps = 0;
  /** Functions that were looked into for it: each may give back what many others do. */
  private static functionsRead = 0;

  /** The text that an expression states: a string, a number, a constant that holds one. */
  text(expression: number, depth = 0): string | undefined {
    if (expression < 0 || depth > TEXT_DEPTH) return undefined;
    if (depth === 0) {
      FileView.filledGaps = 0;
      FileView.functionsRead = 0;
    }
    const { expressions } = this.facts;
    switch (this.kind(expression)) {
      case Expression.literal: {
        const text = expressions.get(expression, EXPRESSION.extra);
        return text < 0 ? undefined : this.filled(expression, this.facts.text(text), depth);
      }
      case Expression.same:
      case Expression.cast:
        return this.text(this.operand(expression), depth + 1);
      case Expression.name:
      case Expression.member:
        return this.constantText(this.linker.named(this.file, expression), depth) ?? this.variableText(expression, depth);
      case Expression.call:
        return this.name(expression) === 'nameof' ? this.name(this.argument(expression, 0)) : (this.returnedText(expression, this.callOf(expression)?.outcome, depth) ?? this.statedText(expression, depth));
      case Expression.new:
        return ADDRESS_TYPES.test(this.name(expression)) ? this.addressText(expression, depth) : undefined;
      default:
        return undefined;
    }
  }

  /** A text with what constants state in the place of `{}`. */
  private filled(literal: number, text: string, depth: number): string {
    const gaps = text.includes(GAP) ? this.arguments(literal) : [];
    let next = 0;
    if (gaps.length === 0) return text;
    return text.replaceAll(GAP, (_, offset: number) => {
      // Texts of texts of texts grow as a power.
      if (FileView.filledGaps++ > MOST_GAPS) return GAP;
      const stated = this.text(gaps[next++]?.value ?? -1, depth + 1) ?? GAP;
      // A number in a path is one of many.
      return NUMBER.test(stated) && text[offset - 1] === '/' ? GAP : stated;
    });
  }

  /** Finds something while parameters of a function hold texts. @param texts by the parameters' rows */
  given<Found>(texts: ReadonlyMap<number, string>, find: () => Found): Found {
    const before = this.givenTexts;
    this.givenTexts = texts;
    try {
      return find();
    } finally {
      this.givenTexts = before;
    }
  }

  /** What a parameter is given, or a variable of a function is first set to. */
  private variableText(expression: number, depth: number): string | undefined {
    const local = this.kind(expression) === Expression.name ? this.localOf(expression) : -1;
    if (local < 0) return undefined;
    const given = this.givenTexts?.get(local);
    const stated = given ?? this.text(this.facts.locals.get(local, LOCAL.value), depth + 1);
    // A variable that begins as nothing, or counts, becomes something else.
    return given === undefined && stated !== undefined && (stated === '' || NUMBER.test(stated)) ? undefined : stated;
  }

  private constantText(outcome: Outcome, depth: number): string | undefined {
    const symbol = symbolOf(outcome);
    if (symbol < 0) return undefined;
    const file = this.program.fileOfSymbol(symbol);
    const value = this.program.cell(symbol, SYMBOL.value);
    if (value < 0 || file.facts.expressions.get(value, EXPRESSION.kind) !== Expression.literal) return value < 0 ? undefined : this.viewOf(file).text(value, depth + 1);
    const text = file.facts.expressions.get(value, EXPRESSION.extra);
    if (text < 0) return undefined;
    const stated = file.facts.text(text);
    return stated.includes(GAP) ? this.viewOf(file).text(value, depth + 1) : stated;
  }

  /** The text that a function of the repository gives back for what it is given. */
  private returnedText(call: number, outcome: Outcome | undefined, depth: number): string | undefined {
    const symbol = onlySymbolOf(outcome);
    if (symbol < 0) return undefined;
    const owner = this.viewOf(this.program.fileOfSymbol(symbol));
    const scope = this.program.cell(symbol, SYMBOL.ownScope);
    const values = owner.returnedIn(scope);
    const literal = values.map((value) => (owner.kind(value) === Expression.literal ? owner.facts.text(owner.facts.expressions.get(value, EXPRESSION.extra)) : undefined)).find((text) => text !== undefined);
    if (literal?.includes(GAP) === false) return literal;
    if (FileView.functionsRead++ > MOST_FUNCTIONS) return undefined;
    const given = this.textsGiven(call, owner, scope, depth);
    if (given.size === 0) return literal;
    // One path, whatever is asked for behind it.
    const found = owner.given(given, () => new Set(values.map((value) => owner.text(value, depth + 1)?.replace(/\?.*$/s, ''))));
    return found.size === 1 ? ([...found][0] ?? literal) : undefined;
  }

  /** What a library's call makes of what it is given: `fmt.Sprintf("/users/%s", id)`, `URI.create("/users")`. */
  private statedText(call: number, depth: number): string | undefined {
    const links = this.chain(call);
    const name = this.name(call);
    const on = links[links.length - 2]?.name ?? '';
    if (ADDRESS_TYPES.test(name) || ADDRESS_MAKERS.test(`${on}.${name}`)) return this.addressText(call, depth);
    const template = this.operand(this.operand(call));
    const isOfText = this.kind(template) === Expression.literal;
    // What Python's texts leave out has braces as it is.
    if (name === 'format' && isOfText) return this.text(template, depth + 1);
    if (!FORMATS.test(name) && !(name === 'format' && on === 'String')) return undefined;
    const given = this.arguments(call).map(({ value }) => value);
    const [pattern = -1, ...values] = name === 'formatted' ? [template, ...given] : given;
    const text = this.text(pattern, depth + 1);
    let next = 0;
    return text?.replaceAll(VERBS, (verb) => (verb === '%%' ? '%' : FileView.filledGaps++ > MOST_GAPS ? GAP : (this.text(values[next++] ?? -1, depth + 1) ?? GAP)));
  }

  /** An address as a type of the library holds it: `new URL('/users', base)`. */
  private addressText(made: number, depth: number): string | undefined {
    const [first, base] = this.arguments(made);
    const text = first === undefined ? undefined : this.text(first.value, depth + 1);
    const before = text?.startsWith('/') === true && base !== undefined ? this.text(base.value, depth + 1) : undefined;
    return before === undefined ? text : `${before.replace(/\/$/, '')}${text ?? ''}`;
  }

  /** Texts that a call gives a function, by its parameters' rows. */
  private textsGiven(call: number, owner: FileView, scope: number, depth: number): ReadonlyMap<number, string> {
    const parameters = scope < 0 ? [] : owner.parametersIn(scope);
    return new Map(
      this.arguments(call).flatMap(({ name, position, value }): [number, string][] => {
        const parameter = name === undefined && position >= 0 ? parameters[position] : undefined;
        const text = parameter === undefined ? undefined : this.text(value, depth + 1);
        return parameter === undefined || text === undefined ? [] : [[parameter, text]];
      }),
    );
  }

  /** The texts that an expression states: its own, or those of its parts. */
  texts(expression: number): readonly string[] {
    const one = this.text(expression);
    if (one !== undefined) return [one];
    return expression < 0 ? [] : this.arguments(expression).flatMap((part) => this.text(part.value) ?? []);
  }

  /** The symbol that an expression names, by its number in the program; -1 where it is none. */
  symbolNamed(expression: number): number {
    return expression < 0 ? -1 : symbolOf(this.linker.named(this.file, expression));
  }

  /** The model or other type whose instances an expression's value holds. */
  held(expression: number): HeldType | undefined {
    return expression < 0 ? undefined : this.linker.held?.(this.file, expression);
  }

  /** The file that `import('./page')` loads, or undefined where it is none of the repository's. */
  importedFile(expression: number): LinkFile | undefined {
    if (this.kind(expression) !== Expression.import) return undefined;
    const row = this.facts.expressions.get(expression, EXPRESSION.extra);
    const { references } = this.facts;
    for (let reference = 0; reference < references.rows; reference++) {
      if (references.get(reference, REFERENCE.kind) !== Reference.import || references.get(reference, REFERENCE.subject) !== row) continue;
      const outcome = this.outcomeOf(reference);
      const [target] = outcome.kind === 'resolved' ? outcome.targets : [];
      return target?.kind === 'file' ? this.program.files[target.file] : undefined;
    }
    return undefined;
  }

  /** The expression that a variable, field or constant was first set to, in this file; -1 where it is not stated. */
  initialiser(expression: number): number {
    if (this.kind(expression) === Expression.name) {
      const local = this.localOf(expression);
      if (local >= 0) return this.facts.locals.get(local, LOCAL.value);
    }
    if (this.kind(expression) !== Expression.name && this.kind(expression) !== Expression.member) return -1;
    const symbol = this.symbolNamed(expression);
    return symbol >= 0 && this.program.fileOfSymbol(symbol) === this.file ? this.program.cell(symbol, SYMBOL.value) : -1;
  }

  /** What a variable, field or constant is first set to, in its own file. */
  setting(expression: number): { readonly view: FileView; readonly row: number } | undefined {
    const own = this.initialiser(expression);
    if (own >= 0) return { view: this, row: own };
    const symbol = this.symbolNamed(expression);
    if (symbol < 0) return undefined;
    const owner = this.viewOf(this.program.fileOfSymbol(symbol));
    const stated = this.program.cell(symbol, SYMBOL.value);
    const row = stated < 0 ? owner.setLater(symbol) : stated;
    return row < 0 ? undefined : { view: owner, row };
  }

  /** What a class of the file sets a field to that it declares without a value, where it does so once: `this.client = axios.create()`; or -1. */
  private setLater(symbol: number): number {
    if (this.program.cell(symbol, SYMBOL.kind) !== Kind.field) return -1;
    const { expressions } = this.facts;
    const set = this.assignmentsTo(this.program.nameOf(symbol)).filter((row) => {
      const target = expressions.get(row, EXPRESSION.extra);
      return this.kind(this.operand(target)) === Expression.this && this.symbolNamed(target) === symbol;
    });
    return set.length === 1 ? this.operand(set[0] ?? -1) : -1;
  }

  /** The only class of the file's language that is called so: of several with the last name the one whose whole name it is, or ends so; -1 where none or several are. */
  typeNamed(name: string, index = this.file.languageId): number {
    const wanted = name.split(NAME_MARKS).filter((part) => part !== '');
    const found = this.types(index).get(wanted[wanted.length - 1] ?? '');
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

  /** What a base names, with the type as it is written where the language writes types. */
  base(row: number): { readonly outcome: Outcome; readonly type: number; readonly name: string } {
    const { heritage, types } = this.facts;
    const type = heritage.get(row, HERITAGE.type);
    if (type >= 0) return { outcome: this.linker.namedType(this.file, type), type, name: lastName(this.facts.text(types.get(this.namedRow(type), TYPE.name))) };
    const expression = heritage.get(row, HERITAGE.expression);
    return { outcome: this.linker.named(this.file, expression), type: -1, name: this.name(expression) };
  }

  /** The declared type of a symbol's or local's expression: what `repo` is declared as in `repo.find()`. */
  declaredType(expression: number): { readonly view: LinkFile; readonly type: number } | undefined {
    const kind = this.kind(expression);
    if (kind === Expression.name) {
      const local = this.localOf(expression);
      if (local >= 0) return { view: this.file, type: this.facts.locals.get(local, LOCAL.type) };
    }
    if (kind !== Expression.name && kind !== Expression.member) return undefined;
    const symbol = this.symbolNamed(expression);
    return symbol < 0 ? undefined : { view: this.program.fileOfSymbol(symbol), type: this.program.cell(symbol, SYMBOL.type) };
  }

}


/** `npm:express!Router().get`: what an outcome outside the repository is, as rules match it. */
export function outsidePath(outcome: Outcome | undefined): string | undefined {
  return outcome?.kind === 'external' ? `${outcome.package.manager}:${outcome.package.name}!${outcome.member}` : undefined;
}

/** A call whose outcome is asked for where it is wanted: of a file that was not linked just now it is found then. */
class LinkedCall implements CallSite {
  readonly expression: number;
  private known: Outcome | undefined;

  constructor(
    private readonly view: FileView,
    readonly reference: number,
    private readonly outcomeOf: (reference: number) => Outcome,
  ) {
    this.expression = view.facts.references.get(reference, REFERENCE.subject);
  }

  get outcome(): Outcome {
    return (this.known ??= this.outcomeOf(this.reference));
  }

  get owner(): number {
    const { facts, file, program } = this.view;
    const symbol = facts.references.get(this.reference, REFERENCE.symbol);
    return symbol < 0 ? -1 : program.canonical(file.firstSymbol + symbol);
  }

  get range(): SourceRange {
    return referenceRange(this.view.facts, this.reference);
  }
}
