import { EXPRESSION, Expression, Kind, REFERENCE, Reference, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { Outcome, Target } from '../../link/outcome.js';
import { exact, external, inferred, unresolved } from '../../link/outcome.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { rowKey } from '../../link/row-memo.js';
import type { Entity, ValueType } from '../typescript/entity.js';
import { none, unknown } from '../typescript/entity.js';
import type { Types } from '../typescript/types.js';
import { MemberBindings } from './bindings.js';
import { DeclaredIndex } from './declared-index.js';
import { Declarations, besideFile, textOf } from './declarations.js';
import type { Declaration } from './declarations.js';
import { isOwnElement } from './element-names.js';
import { packageOfAttribute, packageOfPipe, packagePrefixed } from './library-names.js';
import { keysOf, takes } from './selectors.js';
import type { ElementShape, Selector } from './selectors.js';
import { TemplateScopes } from './template-scopes.js';
import type { TemplateScope } from './template-scopes.js';

/** How sure it is that a class is meant whose selector or name fits, where it is not seen that the component takes it in. */
const ONE_FITTING = 80;
const SEVERAL_FITTING = 50;

const TEMPLATE_FILE = '.html';
const BOUND = /^(?:\[\((.+)\)\]|\[(.+)\]|\((.+)\)|\*(.+))$/;
const BROWSER = { manager: 'platform', name: 'browser' } as const;

interface Matching {
  readonly declaration: Declaration;
  readonly selector: Selector;
}

/** The directives that take an element, and how sure that is. */
interface Match {
  readonly found: readonly Matching[];
  readonly isExact: boolean;
}

const NO_MATCH: Match = { found: [], isExact: false };

/** Links what templates of Angular name: members of their component, elements, attributes and pipes. */
export class Templates {
  private readonly program: LinkProgram;
  private readonly declarations = new Declarations();
  private readonly index: DeclaredIndex;
  private readonly scopes: TemplateScopes;
  private readonly bindings: MemberBindings;
  private readonly parts = new Parts();
  private readonly matches = new Map<number, Match>();
  private readonly scopesOf = new Map<number, readonly TemplateScope[]>();
  /** Of files by their number, whether a template is in them. */
  private readonly known: (boolean | undefined)[] = [];

  constructor(private readonly types: Types) {
    this.program = types.program;
    this.index = new DeclaredIndex(this.program, this.declarations);
    this.scopes = new TemplateScopes(types, this.declarations, this.index);
    this.bindings = new MemberBindings(types, this.declarations);
  }

  /** Forgets what was concluded for another file. */
  forgetAnswers(): void {
    this.matches.clear();
    this.scopesOf.clear();
    this.scopes.forgetAnswers();
    this.bindings.forgetAnswers();
  }

  /** The outcome of what templates alone have; undefined for other references. */
  link(file: LinkFile, reference: number): Outcome | undefined {
    if (!this.areIn(file)) return undefined;
    const { references, expressions } = file.facts;
    const kind = references.get(reference, REFERENCE.kind);
    if (kind !== Reference.value && kind !== Reference.call && kind !== Reference.new) return undefined;
    const subject = references.get(reference, REFERENCE.subject);
    switch (expressions.get(subject, EXPRESSION.kind)) {
      case Expression.annotation:
        return kind === Reference.new ? this.elementOutcome(file, subject) : undefined;
      case Expression.member:
        return expressions.get(expressions.get(subject, EXPRESSION.operand), EXPRESSION.kind) === Expression.annotation ? this.attributeOutcome(file, subject) : undefined;
      case Expression.class:
        return isPipe(file, subject) ? this.pipeOutcome(file, subject, false) : undefined;
      case Expression.call: {
        const callee = expressions.get(subject, EXPRESSION.operand);
        return isPipe(file, callee) ? this.pipeOutcome(file, callee, true) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** A member of the component for a name that its template does not bind; undefined outside of templates. */
  memberNamed(file: LinkFile, scope: number, name: string): Entity | undefined {
    if (!this.areIn(file)) return undefined;
    const component = this.componentType(file, scope);
    return component === undefined ? undefined : component.kind === 'unknown' ? none(component.reason) : this.types.members.of(component, name);
  }

  /** What the component of a template is; undefined outside of templates. */
  componentType(file: LinkFile, scope: number): ValueType | undefined {
    const components = this.componentsAt(file, scope);
    if (components === undefined) return undefined;
    const parts = components.map((symbol): ValueType => ({ kind: 'instance', symbol: this.program.canonical(symbol) }));
    const [first] = parts;
    return first === undefined ? unknown('nameNotFound') : parts.length === 1 ? first : { kind: 'union', parts };
  }

  /** The instance that an element makes. */
  elementType(file: LinkFile, element: number): ValueType {
    const { found, isExact } = this.matchOf(file, element);
    const components = found.filter(({ declaration }) => declaration.kind === 'component');
    const [only] = components;
    if (only === undefined) return isCustom(this.tagOf(file, element)) ? unknown('receiverUnknown') : { kind: 'external', package: BROWSER, path: 'Element#' };
    if (components.length > 1) return unknown('ambiguous');
    return { kind: 'instance', symbol: this.program.canonical(only.declaration.symbol), ...(isExact ? {} : { isInferred: true }) };
  }

  /** The function of a pipe. */
  pipeType(file: LinkFile, pipe: number): ValueType {
    if (!isPipe(file, pipe)) return unknown('receiverUnknown');
    const [only, ...others] = this.pipesOf(file, pipe).found;
    if (only === undefined || others.length > 0) return unknown('receiverUnknown');
    return this.types.ofEntity(this.types.members.of({ kind: 'instance', symbol: this.program.canonical(only.symbol) }, 'transform'));
  }

  /** Whether a scope is a template's. */
  has(file: LinkFile, scope: number): boolean {
    return this.areIn(file) && (file.path.endsWith(TEMPLATE_FILE) || outermost(file, scope) > 0);
  }

  private areIn(file: LinkFile): boolean {
    return (this.known[file.index] ??= file.path.endsWith(TEMPLATE_FILE) || hasTemplate(file));
  }

  private componentsAt(file: LinkFile, scope: number): readonly number[] | undefined {
    if (file.path.endsWith(TEMPLATE_FILE)) return this.index.componentsOf(file.path).map(({ symbol }) => symbol);
    const top = outermost(file, scope);
    return top <= 0 ? undefined : [file.firstSymbol + file.facts.scopes.get(top, SCOPE.symbol)];
  }

  /** The components of whose template an expression is part. */
  private declarationsAt(file: LinkFile, expression: number): readonly Declaration[] {
    return (this.componentsAt(file, file.facts.expressions.get(expression, EXPRESSION.scope)) ?? []).flatMap((symbol) => {
      const of = this.program.fileOfSymbol(symbol);
      return this.declarations.in(of).get(symbol - of.firstSymbol) ?? [];
    });
  }

  private scopesAt(file: LinkFile, expression: number): readonly TemplateScope[] {
    const key = rowKey(file.index, Math.max(0, outermost(file, file.facts.expressions.get(expression, EXPRESSION.scope))));
    const known = this.scopesOf.get(key);
    if (known !== undefined) return known;
    const found = this.declarationsAt(file, expression).map((component) => this.scopes.of(component));
    this.scopesOf.set(key, found);
    return found;
  }

  private matchOf(file: LinkFile, element: number): Match {
    const key = rowKey(file.index, element);
    const known = this.matches.get(key);
    if (known !== undefined) return known;
    const match = this.findMatch(file, element);
    this.matches.set(key, match);
    return match;
  }

  private findMatch(file: LinkFile, element: number): Match {
    const shape = this.shapeOf(file, element);
    const fitting = new Map<number, Matching>();
    for (const key of new Set(keysOf(shape, shape.classes.size > 0 && this.index.hasClassKeys()))) for (const one of this.index.selecting(key)) if (!fitting.has(one.declaration.symbol) && takes(one.selector, shape)) fitting.set(one.declaration.symbol, one);
    if (fitting.size === 0) return NO_MATCH;
    const found = [...fitting.values()];
    const scopes = this.scopesAt(file, element);
    const seen = found.filter(({ declaration }) => scopes.some(({ symbols }) => symbols.has(this.program.canonical(declaration.symbol))));
    return seen.length > 0 ? { found: seen, isExact: true } : { found, isExact: false };
  }

  private tagOf({ facts }: LinkFile, element: number): string {
    return facts.text(facts.expressions.get(element, EXPRESSION.name));
  }

  private shapeOf(file: LinkFile, element: number): ElementShape {
    const attributes = new Map<string, string | undefined>();
    for (const { name = '', value } of this.parts.of(file.facts, element)) attributes.set(unbound(name), unbound(name) === name ? textOf(file, value) : undefined);
    return { tag: this.tagOf(file, element), attributes, classes: new Set((attributes.get('class') ?? '').split(/\s+/).filter((name) => name !== '')) };
  }

  private elementOutcome(file: LinkFile, element: number): Outcome {
    const { found, isExact } = this.matchOf(file, element);
    const tag = this.tagOf(file, element);
    const named = found.filter(({ selector }) => selector.tag === tag);
    if (named.length > 0) return this.outcome(named.map(({ declaration }) => declaration.symbol), isExact, 'template.element');
    return this.outsideOutcome(file, element, tag, 'template.element');
  }

  /** What is none of the repository's: of a package, as far as what the component takes in tells. */
  private outsideOutcome(file: LinkFile, expression: number, name: string, rule: string): Outcome {
    const scopes = this.scopesAt(file, expression);
    if (scopes.length === 0) return unresolved('nameNotFound');
    const found = packagePrefixed(name, scopes.flatMap(({ packages }) => packages));
    if (found !== undefined) return external(found.package, found.path, rule);
    return unresolved(scopes.some(({ packages }) => packages.length > 0) ? 'ambiguous' : 'nameNotFound');
  }

  private attributeOutcome(file: LinkFile, attribute: number): Outcome {
    const { expressions } = file.facts;
    const element = expressions.get(attribute, EXPRESSION.operand);
    const written = file.facts.text(expressions.get(attribute, EXPRESSION.name));
    const name = unbound(written);
    const { found, isExact } = this.matchOf(file, element);
    const members = found.flatMap(({ declaration }) => this.boundMembers(declaration, name, written));
    const selecting = found.filter(({ selector }) => selector.attributes.some((one) => one.name === name)).map(({ declaration }) => declaration.symbol);
    if (members.length + selecting.length > 0) return this.outcome([...selecting, ...members], isExact, members.length > 0 ? 'template.binding' : 'template.attribute');
    const owner = packageOfAttribute(name);
    if (owner !== undefined) return external(owner, name, 'template.attribute');
    const tag = this.tagOf(file, element);
    if (isCustom(tag) && found.length === 0) {
      const outside = this.elementOutcome(file, element);
      return outside.kind === 'external' ? external(outside.package, `${outside.member}#.${name}`, 'template.binding') : unresolved('receiverUnknown');
    }
    const prefixed = packagePrefixed(name, this.scopesAt(file, element).flatMap(({ packages }) => packages));
    return prefixed === undefined ? external(BROWSER, `Element#.${name}`, 'template.attribute') : external(prefixed.package, prefixed.path, 'template.attribute');
  }

  /** Members of a directive that an attribute binds: an input, an output, or both. */
  private boundMembers(declaration: Declaration, name: string, written: string): readonly number[] {
    const { inputs, outputs } = this.bindings.of(declaration);
    const input = written.startsWith('(') ? undefined : inputs.get(name);
    const output = written.startsWith('(') ? outputs.get(name) : written.startsWith('[(') ? outputs.get(`${name}Change`) : undefined;
    return [...new Set([input, output])].flatMap((member) => member ?? []);
  }

  private pipesOf(file: LinkFile, pipe: number): { readonly found: readonly Declaration[]; readonly isExact: boolean } {
    const named = this.index.pipesNamed(file.facts.text(file.facts.expressions.get(pipe, EXPRESSION.name)));
    if (named.length === 0) return { found: named, isExact: false };
    const scopes = this.scopesAt(file, pipe);
    const seen = named.filter(({ symbol }) => scopes.some(({ symbols }) => symbols.has(this.program.canonical(symbol))));
    return seen.length > 0 ? { found: seen, isExact: true } : { found: named, isExact: false };
  }

  private pipeOutcome(file: LinkFile, pipe: number, isCalled: boolean): Outcome {
    if (this.declarationsAt(file, pipe).length === 0) return unresolved('nameNotFound');
    const { found, isExact } = this.pipesOf(file, pipe);
    const name = file.facts.text(file.facts.expressions.get(pipe, EXPRESSION.name));
    if (found.length > 0) {
      const transforms = found.map(({ symbol }) => this.program.canonical(symbol)).map((symbol) => this.program.membersOf(symbol).get('transform')?.[0] ?? symbol);
      return this.outcome(isCalled ? transforms : found.map(({ symbol }) => symbol), isExact, 'template.pipe');
    }
    const owner = packageOfPipe(name);
    return owner === undefined ? this.outsideOutcome(file, pipe, name, 'template.pipe') : external(owner, name, 'template.pipe');
  }

  /** The file that a component's template stands in, by the text that names it. */
  fileNamed(file: LinkFile, literal: number): Entity {
    const path = besideFile(file, textOf(file, literal) ?? '');
    const found = this.program.fileAt(path);
    if (found !== undefined) return { kind: 'module', file: found.index };
    return this.program.isListed(path) ? { kind: 'asset', path } : none('moduleNotFound');
  }

  /** The class of a member, or a class itself. */
  private classOf(symbol: number): number {
    return this.program.cell(symbol, SYMBOL.kind) === Kind.class ? symbol : this.program.parentOf(symbol);
  }

  private outcome(symbols: readonly number[], isExact: boolean, rule: string): Outcome {
    const targets = symbols.map((symbol): Target => ({ kind: 'symbol', symbol: this.program.canonical(symbol) }));
    const [only] = targets;
    const classes = new Set(targets.map((target) => (target.kind === 'symbol' ? this.classOf(target.symbol) : -1)));
    if (!isExact) return inferred(targets, classes.size === 1 ? ONE_FITTING : SEVERAL_FITTING, `${rule}.fitting`);
    return only !== undefined && targets.length === 1 ? exact(only, rule) : { kind: 'resolved', targets, confidence: 100, rule };
  }
}

function hasTemplate({ facts: { scopes } }: LinkFile): boolean {
  for (let row = 1; row < scopes.rows; row++) if (scopes.get(row, SCOPE.parent) < 0) return true;
  return false;
}

/** The scope around all others of a place: only a template's is another than the file's first. */
function outermost({ facts: { scopes } }: LinkFile, scope: number): number {
  let top = scope;
  for (let next = scopes.get(top, SCOPE.parent); next >= 0; next = scopes.get(top, SCOPE.parent)) top = next;
  return top;
}

function isPipe({ facts: { expressions } }: LinkFile, row: number): boolean {
  return expressions.get(row, EXPRESSION.kind) === Expression.class && expressions.get(row, EXPRESSION.extra) < 0 && expressions.get(row, EXPRESSION.name) >= 0;
}

function isCustom(tag: string): boolean {
  return tag.includes('-') && !isOwnElement(tag);
}

/** An attribute's name without its brackets. */
function unbound(written: string): string {
  const [, both, input, output, structural] = BOUND.exec(written) ?? [];
  return both ?? input ?? output ?? structural ?? written;
}
