import { EXPRESSION, Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import { onlySymbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import { parametersOf } from '../../routers.js';

/** Where a value comes from, as a function of a class knows it: what it is given, a field of `this`, a method of `this`, or a text. */
export type Source = { readonly parameter: number } | { readonly field: string } | { readonly method: string } | { readonly text: string } | undefined;

/** A queue or worker that a function makes. */
export interface MadeQueue {
  readonly kind: 'worker' | 'queue';
  readonly name: Source;
  /** What a worker has do the work. */
  readonly processor: Source;
}

const WORKER = /^npm:bullmq!Worker\b/;
const QUEUE = /^npm:bull(?:mq)?!(?:Queue|default)?\b(?!.*\.)/;
const PUBLISHED = /^npm:bull(?:mq)?!.*\.(?:add|addBulk)$/;
const DEPTH = 4;
const MOST_CALLS = 48;
const MOST_MADE = 16;

/** What functions of the repository do with BullMQ, also through others that they call. Files that are looked into are noted as read. */
export class QueueUses {
  private readonly made = new Map<number, readonly MadeQueue[]>();
  private readonly publishing = new Map<number, boolean>();

  /** Queues and workers that a function makes. @param symbol its number in the program */
  madeBy(view: FileView, symbol: number, depth = 0): readonly MadeQueue[] {
    const known = this.made.get(symbol);
    if (known !== undefined || depth > DEPTH) return known ?? [];
    // It may lead back to itself.
    this.made.set(symbol, []);
    const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
    const found = owner.callsOf(symbol).slice(0, MOST_CALLS).flatMap((call) => this.madeAt(owner, symbol, call, depth)).slice(0, MOST_MADE);
    this.made.set(symbol, found);
    return found;
  }

  private madeAt(view: FileView, symbol: number, call: CallSite, depth: number): readonly MadeQueue[] {
    const { expression } = call;
    const given = (position: number): Source => sourceOf(view, symbol, view.argument(expression, position));
    if (view.kind(expression) === Expression.new) {
      const path = classPath(view, expression);
      if (path === undefined) return [];
      return WORKER.test(path) ? [{ kind: 'worker', name: given(0), processor: given(1) }] : QUEUE.test(path) ? [{ kind: 'queue', name: given(0), processor: undefined }] : [];
    }
    const inner = onlySymbolOf(call.outcome);
    if (inner < 0 || view.kind(expression) !== Expression.call) return [];
    const isOwn = isOnThis(view, expression);
    const carried = (source: Source): Source => (source === undefined || 'text' in source ? source : 'parameter' in source ? given(source.parameter) : isOwn ? source : undefined);
    return this.madeBy(view, inner, depth + 1).map(({ kind, name, processor }) => ({ kind, name: carried(name), processor: carried(processor) }));
  }

  /** Whether a function puts something into a queue. */
  publishes(view: FileView, symbol: number, depth = 0): boolean {
    const known = this.publishing.get(symbol);
    if (known !== undefined || depth > DEPTH) return known ?? false;
    this.publishing.set(symbol, false);
    const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
    const found = owner.callsOf(symbol).slice(0, MOST_CALLS).some(({ expression, outcome }) => {
      const path = outsidePath(outcome);
      if (path !== undefined) return PUBLISHED.test(path);
      const inner = onlySymbolOf(outcome);
      return inner >= 0 && owner.kind(expression) === Expression.call && this.publishes(owner, inner, depth + 1);
    });
    this.publishing.set(symbol, found);
    return found;
  }
}

/** Path of the class outside the repository that is made; it may be one of two: `const Made = isPaid ? WorkerPro : Worker`. */
function classPath(view: FileView, made: number): string | undefined {
  const named = view.operand(made);
  const path = outsidePath(view.linker.named(view.file, named));
  const set = path === undefined ? view.initialiser(named) : -1;
  if (set < 0 || view.kind(set) !== Expression.either) return path;
  return [view.operand(set), view.facts.expressions.get(set, EXPRESSION.extra)].map((row) => (row < 0 ? undefined : outsidePath(view.linker.named(view.file, row)))).find((one) => one !== undefined);
}

/** `this.run()`, `super(…)`, `super.run()`. */
function isOnThis(view: FileView, call: number): boolean {
  const callee = view.operand(call);
  const root = view.kind(callee) === Expression.member ? view.operand(callee) : callee;
  return view.kind(root) === Expression.this || view.kind(root) === Expression.base;
}

function sourceOf(view: FileView, symbol: number, row: number): Source {
  if (row < 0) return undefined;
  const kind = view.kind(row);
  const parameters = parametersOf(view, symbol - view.file.firstSymbol);
  if (kind === Expression.name) {
    const position = parameters.indexOf(view.localOf(row));
    if (position >= 0) return { parameter: position };
  }
  // `this.handle.bind(this)`, `(job) => this.handle(job)`.
  const bound = kind === Expression.call && view.name(row) === 'bind' ? view.operand(view.operand(row)) : row;
  const own = ownMember(view, bound);
  if (own !== undefined) return isMethod(view, bound) ? { method: own } : { field: own };
  if (kind === Expression.lambda) {
    const called = view.calls().find(({ expression }) => view.kind(expression) === Expression.call && view.lambdasAround(expression).includes(row) && ownMember(view, view.operand(expression)) !== undefined);
    const name = called === undefined ? undefined : ownMember(view, view.operand(called.expression));
    return name === undefined ? undefined : { method: name };
  }
  const text = view.text(row);
  return text === undefined || text.includes('{}') ? undefined : { text };
}

/** The name behind `this.`. */
function ownMember(view: FileView, row: number): string | undefined {
  return view.kind(row) === Expression.member && view.kind(view.operand(row)) === Expression.this ? view.name(row) : undefined;
}

function isMethod(view: FileView, row: number): boolean {
  const symbol = view.symbolNamed(row);
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.method;
}
