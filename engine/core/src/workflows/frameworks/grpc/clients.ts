import { EXPRESSION, Expression, SYMBOL } from '../../../facts/schema.js';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import { symbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { lastName } from '../../../view/file-shape.js';
import type { SiteMaker } from '../../make-sites.js';
import type { EffectSite } from '../../sites.js';
import { clientMade, methodAsked } from './connect.js';
import { rpcsOf, specifierOf } from './definitions.js';

/** Generated code is often not kept in the repository: a client is then known by its name alone. */
const BY_NAME = 80;
const DEPTH = 6;
/** No client's type is written longer. */
const LONGEST_TYPE = 300;
/** More calls than a person writes into one file. */
const MOST_CALLS = 2_000;
/** Where generated clients lie, where they are kept in the repository. */
const GENERATED = /_pb2?_grpc\.|\.pb\.|_grpc_pb\.|Grpc\.|proto|generated|gen\//i;
const GENERATED_MODULE = /pb|proto|rpc|gen|api|connect/i;
/** What every client has beside the methods of its service. */
const OWN_METHODS = /^(?:with[A-Z]\w*|getChannel|getCallOptions|close|Close|waitForReady|getClient|Dispose|CloneWithCallOptions)$/;
/** How the functions that make clients are called: grpc.io/docs/languages. */
const MAKERS: Readonly<Record<string, RegExp>> = { go: /^New(\w+)Client$/, python: /^(\w+)Stub$/, kotlin: /^(\w+?)(?:Coroutine)?Stub$/, csharp: /^(\w+)Client$/, typescript: /^(\w+?)(?:Client)?$/ };
/** How clients are declared: with the module or service that they come from, where other clients are called alike. */
const TYPES: Readonly<Record<string, RegExp>> = {
  go: /(?:pb|proto|grpc|gen|api|connect)\w*\.(\w+)Client$/i,
  csharp: /(?:^|\.)(\w+)\.\1Client$/,
  java: /(\w+?)(?:Blocking(?:V2)?|Future)?Stub$/,
  kotlin: /(\w+?)(?:Coroutine|Blocking|Future)?Stub$/,
};

/** Calls of methods of services through their clients. */
export function clientCalls(view: FileView, maker: SiteMaker, marks: CallMarks): readonly EffectSite[] {
  const { languageId } = view.file;
  if (!(languageId in MAKERS) && !(languageId in TYPES)) return [];
  return view
    .calls()
    .slice(0, MOST_CALLS)
    .flatMap((call) => {
      const asked = methodAsked(view, call);
      if (asked !== undefined) return [siteOf(view, maker, marks, call, asked)];
      const method = methodOf(view, call);
      const service = method === undefined ? undefined : serviceOf(view, view.operand(view.operand(call.expression)));
      if (method === undefined || service === undefined || rpcsOf(view, service)?.some(({ name }) => name === method) === false) return [];
      return [siteOf(view, maker, marks, call, `${service}/${method}`)];
    });
}

/** The method as the service declares it; undefined for a call that is none of a client. */
function methodOf(view: FileView, { expression, outcome }: CallSite): string | undefined {
  if (view.kind(expression) !== Expression.call || view.kind(view.operand(expression)) !== Expression.member) return undefined;
  const name = view.name(expression);
  if (OWN_METHODS.test(name) || name === '') return undefined;
  if ((view.file.languageId === 'go' || view.file.languageId === 'csharp') && !/^\p{Lu}/u.test(name)) return undefined;
  const target = symbolOf(outcome);
  // What the repository declares itself is a client only where it was generated.
  if (target >= 0 && !GENERATED.test(view.program.fileOfSymbol(target).path)) return undefined;
  const stated = view.file.languageId === 'csharp' ? name.replace(/(?<=.)Async$/, '') : name;
  return `${stated.charAt(0).toUpperCase()}${stated.slice(1)}`;
}

/** The service whose client an expression is. */
function serviceOf(view: FileView, row: number, depth = 0): string | undefined {
  if (row < 0 || depth > DEPTH) return undefined;
  switch (view.kind(row)) {
    case Expression.same:
    case Expression.await:
    case Expression.cast:
      return serviceOf(view, view.operand(row), depth + 1);
    case Expression.call:
    case Expression.new:
      return madeBy(view, row, depth);
    case Expression.name:
    case Expression.member: {
      const made = view.initialiser(row);
      return (made < 0 ? undefined : serviceOf(view, made, depth + 1)) ?? madeElsewhere(view, row, depth) ?? declared(view, row);
    }
    default:
      return undefined;
  }
}

/** The service of a client that another file makes. */
function madeElsewhere(view: FileView, row: number, depth: number): string | undefined {
  const symbol = view.symbolNamed(row);
  const file = symbol < 0 ? view.file : view.program.fileOfSymbol(symbol);
  const value = file === view.file || file.languageId !== view.file.languageId ? -1 : view.program.cell(symbol, SYMBOL.value);
  return value < 0 ? undefined : serviceOf(view.viewOf(file), value, depth + 1);
}

function madeBy(view: FileView, row: number, depth: number): string | undefined {
  const { languageId } = view.file;
  const name = lastName(view.name(row));
  const connected = languageId === 'typescript' ? clientMade(view, row) : undefined;
  if (connected !== undefined) return connected;
  if (languageId === 'java' || languageId === 'kotlin') {
    const chain = view.chain(row);
    const owner = chain[chain.length - 2]?.name ?? '';
    if (/^new(?:\w*)Stub$/.test(name)) return /^(\w+)Grpc(?:Kt)?$/.exec(owner)?.[1];
    if (/^with[A-Z]/.test(name)) return serviceOf(view, view.operand(view.operand(row)), depth + 1);
  }
  const service = MAKERS[languageId]?.exec(name)?.[1];
  if (service === undefined) return undefined;
  if (languageId === 'go' && !isOfGenerated(view, row, service)) return undefined;
  if (languageId === 'csharp') return view.kind(row) === Expression.new && TYPES.csharp?.test(stated(view, row)) === true ? service : undefined;
  // Any class may be called so: a client of gRPC is made with an address and credentials.
  if (languageId === 'typescript') return view.kind(row) === Expression.new && /credentials|insecure/i.test(view.chain(view.argument(row, 1)).map((link) => link.name).join('.')) ? service : undefined;
  return service;
}

/** Whether a function of Go is one that a generator writes, by the module that it is of: others make clients too. */
function isOfGenerated(view: FileView, call: number, service: string): boolean {
  const chain = view.chain(call);
  const module = specifierOf(view, chain[chain.length - 2]?.name ?? '');
  return module === '' || GENERATED_MODULE.test(module) || rpcsOf(view, service) !== undefined;
}

/** The type of `new X.XClient(…)` as it is written. */
function stated(view: FileView, row: number): string {
  const type = view.facts.expressions.get(row, EXPRESSION.extra);
  const text = type < 0 ? '' : view.typeText(type);
  return text.length > LONGEST_TYPE ? '' : text;
}

function declared(view: FileView, row: number): string | undefined {
  const wanted = TYPES[view.file.languageId];
  const found = wanted === undefined ? undefined : view.declaredType(row);
  if (wanted === undefined || found === undefined || found.type < 0) return undefined;
  const text = view.viewOf(found.view).typeText(found.type);
  const bare = text.length > LONGEST_TYPE ? '' : text.replace(/[?*]/g, '');
  const service = wanted.exec(bare)?.[1];
  if (service !== undefined) return service;
  // What a definition names may come from a module of any name.
  const named = /\.(\w+)Client$/.exec(bare)?.[1];
  return view.file.languageId === 'go' && named !== undefined && rpcsOf(view, named) !== undefined ? named : undefined;
}

function siteOf(view: FileView, maker: SiteMaker, marks: CallMarks, { owner, range }: CallSite, address: string): EffectSite {
  const symbol = owner >= 0 && view.program.fileOfSymbol(owner) === view.file ? owner - view.file.firstSymbol : -1;
  return {
    kind: 'effect', framework: 'grpc', rule: 'grpc.call', effect: 'requests', target: 'endpoint', protocol: 'grpc', method: '', address,
    source: symbol < 0 ? undefined : maker.keyOf(owner), range, marks: marks.at(range.startRow, range.startColumn, symbol), confidence: BY_NAME,
  };
}
