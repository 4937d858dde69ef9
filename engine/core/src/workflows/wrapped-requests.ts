import type { CallMarks } from '../assemble-graph/call-marks.js';
import { Expression } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import type { CallSite, FileView } from '../view/file-view.js';
import { outsidePath } from '../view/file-view.js';
import type { Rule } from './framework.js';
import type { SiteMaker } from './make-sites.js';
import { parametersOf } from './routers.js';
import type { EffectSite, Site } from './sites.js';

/** A rule for requests, or for messages that are published, that is held against packages alone. */
export interface RequestRule {
  readonly framework: string;
  readonly rule: Rule;
  readonly callee: RegExp;
}

/** Names of functions that are looked into. */
const ASKING = /^(?:get|post|put|patch|delete|del|head|options|query|request|send|call|fetch|api|http|ajax|load|emit|publish|dispatch|produce|enqueue|notify|broadcast)(?:\p{Lu}\w*|_\w+|)$/u;
/** Functions that lead to a request, one in the other. */
const DEPTH = 3;
/** Calls of one function that are looked at. */
const MOST_CALLS = 32;
const BY_WRAPPER = 80;
const NOTHING: ReadonlyMap<number, string> = new Map();

/** Requests and messages of functions that are given the address: whoever calls `api.get('/users')` asks for it, wherever `get` asks for what it is given. */
export class WrappedRequests {
  constructor(
    private readonly rules: readonly RequestRule[],
    private readonly maker: SiteMaker,
  ) {}

  sitesOf(view: FileView, marks: CallMarks): readonly EffectSite[] {
    if (this.rules.length === 0) return [];
    return view.calls().flatMap((call) =>
      this.behind(view, call, marks, 0).map((site): EffectSite => {
        const { owner, range } = call;
        const row = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
        return { ...site, rule: `${site.rule}.wrapped`, source: owner < 0 ? undefined : this.maker.keyOf(owner), range, marks: marks.at(range.startRow, range.startColumn, row), confidence: Math.min(site.confidence, BY_WRAPPER) };
      }),
    );
  }

  /** What a call of a function of the repository asks for, with the texts that it is given. */
  private behind(view: FileView, { expression, outcome }: CallSite, marks: CallMarks, depth: number): readonly EffectSite[] {
    const symbol = depth < DEPTH && view.kind(expression) === Expression.call ? onlySymbolOf(outcome) : -1;
    if (symbol < 0 || (depth === 0 && !ASKING.test(view.name(expression)))) return [];
    const owner = view.viewOf(view.program.fileOfSymbol(symbol));
    const row = symbol - owner.file.firstSymbol;
    const parameters = parametersOf(owner, row);
    const texts = new Map<number, string>();
    for (const { name, position, value } of view.arguments(expression)) {
      const parameter = name === undefined && position >= 0 ? parameters[position] : undefined;
      const text = parameter === undefined ? undefined : view.text(value);
      if (parameter !== undefined && text !== undefined) texts.set(parameter, text);
    }
    if (texts.size === 0) return [];
    const own = view.bodiesOf(owner.file).callsOf(symbol).slice(0, MOST_CALLS);
    const plain = owner.given(NOTHING, () => new Set(own.flatMap((call) => this.requestsOf(owner, row, call, marks)).map(addressOf)));
    return owner.given(texts, () => own.flatMap((call) => [...this.requestsOf(owner, row, call, marks), ...this.behind(owner, call, marks, depth + 1)])).filter((site) => !plain.has(addressOf(site)));
  }

  private requestsOf(view: FileView, symbol: number, { expression, outcome, range }: CallSite, marks: CallMarks): readonly EffectSite[] {
    const path = outsidePath(outcome);
    if (path === undefined) return [];
    return this.rules.filter(({ callee }) => callee.test(path)).flatMap(({ framework, rule }) => this.maker.make(rule, { view, expression, symbol, type: -1 }, { framework, rule: rule.id, range, confidence: 100 }, marks).filter(isEffect));
  }
}

function isEffect(site: Site): site is EffectSite {
  return site.kind === 'effect';
}

function addressOf({ method, address }: EffectSite): string {
  return `${method} ${address}`;
}
