import type { SourceRange } from '@pinata/graph';
import { Kind, LOCAL, Local, SYMBOL, SYMBOL_KIND_NAMES, SymbolFlag } from '../facts/schema.js';
import { symbolOf } from '../link/outcome.js';
import type { Outcome } from '../link/outcome.js';
import type { CallMarks } from '../assemble-graph/call-marks.js';
import type { CallSite, FileView } from '../view/file-view.js';
import { outsidePath } from '../view/file-view.js';
import type { FrameworkDescription, FrameworkRoutes, Rule } from './framework.js';
import type { SiteMaker } from './make-sites.js';
import { registeredRoutes } from './registered-routes.js';
import { handedRouters } from './routers.js';
import type { Site } from './sites.js';
import { typeAround, typeNameAround, valuesOf } from './values.js';
import type { Subject } from './given.js';
import { WrappedRequests } from './wrapped-requests.js';
import { WrappedRoutes } from './wrapped-routes.js';

const BY_NAME = 70;
const BY_BASE = 90;
/** Bases of the repository between a class and a library's. */
const OWN_BASES = 3;

/** So many names are remembered for one expression. */
const MOST_NAMES = 10_000;

/** A framework with its expressions compiled. */
interface Compiled {
  readonly description: FrameworkDescription;
  readonly packages: KnownNames | undefined;
  readonly imports: RegExp | undefined;
  readonly rules: readonly CompiledRule[];
}

interface CompiledRule {
  readonly rule: Rule;
  readonly callee: RegExp | undefined;
  readonly name: RegExp | undefined;
  readonly receiver: RegExp | undefined;
  readonly files: RegExp | undefined;
  readonly within: RegExp | undefined;
  readonly inside: RegExp | undefined;
  readonly decoratedWith: RegExp | undefined;
  readonly notDecoratedWith: RegExp | undefined;
  readonly openUnless: RegExp | undefined;
}

/** What a rule's expressions are held against. */
interface Candidate {
  /** Name of what is outside of the repository, where it leads there. */
  readonly path: string | undefined;
  /** Whether it surely leads to what the repository declares itself. */
  readonly isOwn: boolean;
  readonly name: string;
  readonly receiver: string;
}

interface CallCandidate extends Candidate {
  readonly call: CallSite;
}

const expressionOf = (text: string | undefined): RegExp | undefined => (text === undefined ? undefined : new RegExp(text, 'u'));
const namesOf = (text: string | undefined): KnownNames | undefined => (text === undefined ? undefined : new KnownNames(new RegExp(text, 'u')));

/** An expression that remembers which names it holds for: files use the same packages again and again. */
class KnownNames {
  private readonly answers = new Map<string, boolean>();
  private readonly answersOfSets = new WeakMap<ReadonlySet<string>, boolean>();

  constructor(private readonly expression: RegExp) {}

  /** Whether it holds for a name of a set that does not change. */
  testAny(names: ReadonlySet<string>): boolean {
    const known = this.answersOfSets.get(names);
    if (known !== undefined) return known;
    const fresh = [...names].some((name) => this.test(name));
    this.answersOfSets.set(names, fresh);
    return fresh;
  }

  test(name: string): boolean {
    const known = this.answers.get(name);
    if (known !== undefined) return known;
    if (this.answers.size === MOST_NAMES) this.answers.clear();
    const fresh = this.expression.test(name);
    this.answers.set(name, fresh);
    return fresh;
  }
}

/** Finds in linked files what frameworks make of their code. */
export class Recogniser {
  private readonly byLanguage = new Map<string, readonly Compiled[]>();
  private readonly wrapped = new Map<string, readonly [WrappedRequests, WrappedRoutes]>();

  constructor(
    private readonly frameworks: readonly FrameworkDescription[],
    private readonly routes: ReadonlyMap<string, FrameworkRoutes>,
    private readonly maker: SiteMaker,
  ) {}

  /** Sites of one file, in the order of rules and places. They depend on the file's facts, outcomes and look-ups alone. */
  sitesOf(view: FileView, marks: CallMarks, declared: ReadonlySet<string>): readonly Site[] {
    const used = usedBy(view, declared);
    const sites: Site[] = [];
    let found: readonly CallCandidate[] | undefined;
    const calls = (): readonly CallCandidate[] => (found ??= view.calls().map((call) => callCandidate(view, call)));
    for (const framework of this.compiled(view.file.languageId)) {
      if (!isActive(framework, used)) continue;
      for (const compiled of framework.rules) this.apply(framework.description, compiled, view, calls, marks, sites);
      const { routers } = framework.description;
      if (routers !== undefined) sites.push(...handedRouters(view, this.maker, routers));
      if (framework.description.hasRegistered === true) sites.push(...registeredRoutes(view, this.maker, framework.description.framework, sites));
      const routes = this.routes.get(framework.description.framework);
      if (routes?.files.test(view.file.path) === true) sites.push(...routes.read(view, this.maker, marks));
    }
    for (const wrapped of this.wrappedOf(view.file.languageId)) sites.push(...wrapped.sitesOf(view, marks));
    return sites;
  }

  private wrappedOf(languageId: string): readonly [WrappedRequests, WrappedRoutes] {
    const known = this.wrapped.get(languageId);
    if (known !== undefined) return known;
    const rules = this.compiled(languageId).flatMap(({ description: { framework, routers }, rules: all }) => {
      const groups = new RegExp(`^(?:${routers?.groups ?? ''})$`, 'u');
      return all.flatMap(({ rule, callee, name, receiver }) => (callee !== undefined && rule.on === 'call' ? [{ framework, rule, callee, name, receiver, groups }] : []));
    });
    const fresh = [new WrappedRequests(rules.filter(({ rule }) => isHandedOn(rule)), this.maker), new WrappedRoutes(rules.filter(({ rule }) => rule.trigger?.protocol === 'http'), this.maker)] as const;
    this.wrapped.set(languageId, fresh);
    return fresh;
  }

  private compiled(languageId: string): readonly Compiled[] {
    const known = this.byLanguage.get(languageId);
    if (known !== undefined) return known;
    const fresh = this.frameworks
      .filter(({ languages }) => languages.includes(languageId))
      .map((description) => ({
        description,
        packages: namesOf(description.packages),
        imports: expressionOf(description.imports),
        rules: description.rules.map((rule) => ({ rule, callee: expressionOf(rule.callee), name: expressionOf(rule.name), receiver: expressionOf(rule.receiver), files: expressionOf(rule.files), within: expressionOf(rule.within), inside: expressionOf(rule.inside), decoratedWith: expressionOf(rule.decoratedWith), notDecoratedWith: expressionOf(rule.notDecoratedWith), openUnless: expressionOf(rule.openUnless) })),
      }));
    this.byLanguage.set(languageId, fresh);
    return fresh;
  }

  private apply(framework: FrameworkDescription, compiled: CompiledRule, view: FileView, calls: () => readonly CallCandidate[], marks: CallMarks, sites: Site[]): void {
    const { rule } = compiled;
    if (compiled.files !== undefined && !compiled.files.test(view.file.path)) return;
    const found = (subject: Subject, confidence: number, range: SourceRange): void => {
      if (rule.requires?.some((spec) => valuesOf(subject, spec).length === 0) === true) return;
      sites.push(...this.maker.make(rule, subject, { framework: framework.framework, rule: rule.id, range, confidence }, marks));
    };
    switch (rule.on) {
      case 'call':
        for (const candidate of calls()) {
          const { call } = candidate;
          if (compiled.inside?.test(call.owner < 0 ? '' : view.program.nameOf(call.owner)) === false) continue;
          const confidence = match(compiled, candidate);
          if (confidence > 0) found({ view, expression: call.expression, symbol: call.owner < 0 ? -1 : rowOf(view, call.owner), type: -1 }, confidence, call.range);
        }
        return;
      case 'decoration':
        for (const site of view.decorations()) {
          if (site.symbol < 0 || site.local >= 0 || !isOfKind(view, site.symbol, rule.kinds)) continue;
          if (compiled.name !== undefined && !compiled.name.test(site.name)) continue;
          if (compiled.within?.test(typeNameAround(view, site.symbol)) === false || !isInDecorated(compiled, view, site.symbol)) continue;
          const chain = view.chain(site.expression);
          const confidence = match(compiled, { ...leadsTo(compiled.callee === undefined ? undefined : view.decorationOutcome(site)), name: site.name, receiver: chain[chain.length - 2]?.name ?? '' }, 100);
          if (confidence > 0) found({ view, expression: site.expression, symbol: site.symbol, type: -1 }, confidence, view.place(site.expression));
        }
        return;
      case 'heritage':
        for (let symbol = 0; symbol < view.facts.symbols.rows; symbol++) {
          for (const row of view.heritageOf(symbol)) {
            const base = view.base(row);
            const confidence = matchBase(compiled, view, base, OWN_BASES);
            if (confidence > 0) found({ view, expression: -1, symbol, type: base.type }, confidence, view.symbolRange(symbol));
          }
        }
        return;
      case 'symbol':
        for (let symbol = 0; symbol < view.facts.symbols.rows; symbol++) {
          if (compiled.within !== undefined && ((view.facts.symbols.get(symbol, SYMBOL.flags) & SymbolFlag.private) !== 0 || !compiled.within.test(typeNameAround(view, symbol)))) continue;
          if (!isOfKind(view, symbol, rule.kinds) || compiled.name?.test(view.facts.text(view.facts.symbols.get(symbol, SYMBOL.name))) === false || !isInDecorated(compiled, view, symbol)) continue;
          found({ view, expression: -1, symbol, type: -1 }, rule.confidence ?? 100, view.symbolRange(symbol));
        }
    }
  }
}

/** Whether who calls a function around the rule's call may say what is asked for or published there. */
function isHandedOn({ effect }: Rule): boolean {
  return effect !== undefined && (effect.target === 'endpoint' ? effect.protocol === 'http' : effect.target === 'channel' && effect.effect === 'publishes');
}

function callCandidate(view: FileView, call: CallSite): CallCandidate {
  const chain = view.chain(call.expression);
  return { call, ...leadsTo(call.outcome), name: chain[chain.length - 1]?.name ?? view.name(call.expression), receiver: chain[chain.length - 2]?.name ?? '' };
}

function leadsTo(outcome: Outcome | undefined): Pick<Candidate, 'path' | 'isOwn'> {
  return { path: outsidePath(outcome), isOwn: outcome?.kind === 'resolved' && outcome.confidence === 100 };
}

/** Per cent of a match, 0 for none. */
function match({ rule, callee, name, receiver }: CompiledRule, candidate: Candidate, byName = rule.confidence ?? BY_NAME): number {
  const { path } = candidate;
  if (callee !== undefined && path !== undefined) {
    if (callee.test(path)) return 100;
    if (name === undefined) return 0;
  }
  if (name === undefined || !name.test(candidate.name)) return 0;
  if (receiver !== undefined && !receiver.test(candidate.receiver)) return 0;
  // What the repository declares itself is not the framework's.
  if (candidate.isOwn) return 0;
  return rule.confidence ?? byName;
}

/** Per cent of a match of a base, or of what bases of the repository behind it are derived from with the same first type argument. @param depth how many of those are looked into */
function matchBase(compiled: CompiledRule, view: FileView, { outcome, name, type }: ReturnType<FileView['base']>, depth: number): number {
  const direct = match(compiled, { ...leadsTo(outcome), name, receiver: '' }, BY_BASE);
  const symbol = direct > 0 || compiled.rule.isThroughOwn !== true || depth === 0 || view.typeArguments(type).length === 0 ? -1 : symbolOf(outcome);
  if (symbol < 0) return direct;
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  const row = symbol - owner.file.firstSymbol;
  const parameter = firstParameter(owner, row);
  const behind = owner.heritageOf(row).map((one) => owner.base(one)).filter((base) => base.type >= 0 && owner.typeText(owner.typeArguments(base.type)[0] ?? -1) === parameter);
  return Math.max(0, ...behind.map((base) => matchBase(compiled, owner, base, depth - 1)));
}

/** Name of the first type parameter that a type states. @param symbol its row */
function firstParameter(view: FileView, symbol: number): string | undefined {
  const { facts } = view;
  const parameter = view.localsIn(facts.symbols.get(symbol, SYMBOL.ownScope)).find((row) => facts.locals.get(row, LOCAL.kind) === Local.typeParameter);
  return parameter === undefined ? undefined : facts.text(facts.locals.get(parameter, LOCAL.name));
}

/** Packages that a file names or that its manifest declares, and its imports. */
interface Used {
  readonly packages: readonly string[];
  readonly declared: ReadonlySet<string>;
  readonly imports: readonly string[];
}

function usedBy(view: FileView, declared: ReadonlySet<string>): Used {
  return { packages: [...view.packages()], declared, imports: view.imports() };
}

function isActive({ packages, imports }: Compiled, used: Used): boolean {
  if (packages === undefined && imports === undefined) return true;
  const isNamed = packages !== undefined && (packages.testAny(used.declared) || used.packages.some((name) => packages.test(name)));
  return isNamed || (imports !== undefined && used.imports.some((specifier) => imports.test(specifier)));
}

function isInDecorated({ decoratedWith, notDecoratedWith, openUnless }: CompiledRule, view: FileView, symbol: number): boolean {
  if (decoratedWith === undefined && notDecoratedWith === undefined && openUnless === undefined) return true;
  const around = typeAround(view, symbol);
  const names = view.decorationsOf(around).map(({ name }) => name);
  if (openUnless !== undefined && isOpen(view, around) && !names.some((name) => openUnless.test(name))) return false;
  return (decoratedWith === undefined || names.some((name) => decoratedWith.test(name))) && !names.some((name) => notDecoratedWith?.test(name));
}

/** Whether a class is there for others to derive from. @param type row, or -1 */
function isOpen(view: FileView, type: number): boolean {
  if (type < 0 || view.facts.symbols.get(type, SYMBOL.kind) !== Kind.class) return false;
  const { symbols, locals } = view.facts;
  return (symbols.get(type, SYMBOL.flags) & SymbolFlag.abstract) !== 0 || view.localsIn(symbols.get(type, SYMBOL.ownScope)).some((row) => locals.get(row, LOCAL.kind) === Local.typeParameter);
}

function isOfKind(view: FileView, symbol: number, kinds: readonly string[] | undefined): boolean {
  return kinds === undefined || kinds.includes(SYMBOL_KIND_NAMES[view.facts.symbols.get(symbol, SYMBOL.kind)] ?? '');
}

function rowOf(view: FileView, symbol: number): number {
  return view.program.fileOfSymbol(symbol) === view.file ? symbol - view.file.firstSymbol : -1;
}
