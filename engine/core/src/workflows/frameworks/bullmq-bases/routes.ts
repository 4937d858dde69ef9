import { Expression, Kind, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import { onlySymbolOf, symbolOf } from '../../../link/outcome.js';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { methodOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { EffectSite, Site, TriggerSite } from '../../sites.js';
import { typeAround } from '../../values.js';
import { classesFrom, constructorOf, fieldText, givenText } from './lineages.js';
import { QueueUses } from './uses.js';
import type { MadeQueue, Source } from './uses.js';

const BY_BASE = 80;
/** Names of methods that start a worker with what they are given. */
const STARTS = /worker|process|consume|listen|start|init|run/i;
/** What one of the classes is called in a repository that has such bases: others are not looked into, since what their functions do takes reading their files. */
const NAMED = /queue|job|task|bull|worker|process|consum|produc|publish/i;
const OWN = new Set<number | undefined>([Expression.this, Expression.base]);
/** Names of methods that bases have for what puts something into a queue. */
const PUBLISHES = /^(?:add|enqueue|publish|send|push|queue|schedule|dispatch|produce|emit)(?:\p{Lu}\w*)?$/u;

/** Workers and queues that a base class makes, with the queue's name from the class that continues it: `super('mails')`. */
export const routes: FrameworkRoutes = {
  files: /\.[cm]?[jt]sx?$/,
  read: (view, maker, marks) => {
    const uses = new QueueUses();
    return view.calls().flatMap((call): readonly Site[] => (view.kind(call.expression) === Expression.call ? [...workersOf(view, maker, uses, call), ...publishedBy(view, maker, uses, call, marks)] : []));
  },
};

/** A class that starts the worker of its base, in `super(…)` or a method that it calls, `this.createWorker(this.process)`; or who starts that of another class, `this.worker.createWorker(this.process)`. */
function workersOf(view: FileView, maker: SiteMaker, uses: QueueUses, { expression, outcome, owner, range }: CallSite): readonly TriggerSite[] {
  const callee = view.operand(expression);
  const called = owner < 0 ? -1 : symbolOf(outcome);
  const type = called < 0 ? -1 : startedType(view, expression, callee);
  if (type < 0) return [];
  const classes = classesFrom(view, type);
  if (!classes.some((one) => NAMED.test(view.program.nameOf(one)))) return [];
  const base = isType(view, called) ? called : view.program.parentOf(called);
  const started = isType(view, called) ? constructorOf(view, called) : called;
  if (started < 0 || !classes.includes(base) || (base === type && isOnOwn(view, callee))) return [];
  return uses.madeBy(view, started).filter(({ kind }) => kind === 'worker').flatMap((made): readonly TriggerSite[] => {
    const address = nameOf(view, classes, base, made.name, expression);
    const handler = handlerOf(view, maker, classes, made.processor, expression);
    if (address === undefined || handler === undefined) return [];
    return [{ kind: 'trigger', framework: 'bullmq', rule: 'bullmq.base.worker', protocol: 'message', method: '', address, ...handler, receiver: undefined, range, confidence: BY_BASE }];
  });
}

function isOnOwn(view: FileView, callee: number): boolean {
  return view.kind(callee) === Expression.base || OWN.has(view.kind(view.operand(callee)));
}

/** The class whose worker a call may start: the one around, if it continues another and is not abstract, or the declared one; -1 for none. */
function startedType(view: FileView, call: number, callee: number): number {
  if (view.kind(callee) !== Expression.base && view.kind(callee) !== Expression.member) return -1;
  if (!isOnOwn(view, callee)) {
    const declared = STARTS.test(view.name(call)) && view.argument(call, 0) >= 0 ? view.declaredType(view.operand(callee)) : undefined;
    const symbol = declared === undefined || declared.type < 0 ? -1 : onlySymbolOf(view.viewOf(declared.view).linker.namedType(declared.view, declared.type));
    return isType(view, symbol) ? symbol : -1;
  }
  const around = typeAround(view, view.symbolAround(call));
  const isStarted = around >= 0 && view.heritageOf(around).length > 0 && (view.facts.symbols.get(around, SYMBOL.flags) & SymbolFlag.abstract) === 0;
  return isStarted ? view.program.canonical(view.file.firstSymbol + around) : -1;
}

/** What is called on a queue's class of the repository and puts something into that queue: `this.mails.add(…)`. */
function publishedBy(view: FileView, maker: SiteMaker, uses: QueueUses, { expression, outcome, owner, range }: CallSite, marks: CallMarks): readonly EffectSite[] {
  const callee = view.operand(expression);
  if (view.kind(callee) !== Expression.member || !PUBLISHES.test(view.name(expression)) || view.kind(view.operand(callee)) === Expression.base) return [];
  const method = onlySymbolOf(outcome);
  const declared = method < 0 ? undefined : view.declaredType(view.operand(callee));
  if (declared === undefined || declared.type < 0) return [];
  const holder = onlySymbolOf(view.viewOf(declared.view).linker.namedType(declared.view, declared.type));
  if (holder < 0 || !isType(view, holder) || !classesFrom(view, holder).some((one) => NAMED.test(view.program.nameOf(one))) || !uses.publishes(view, method)) return [];
  const address = queueOf(view, uses, holder);
  if (address === undefined) return [];
  const row = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
  return [{ kind: 'effect', framework: 'bullmq', rule: 'bullmq.base.add', effect: 'publishes', target: 'channel', protocol: 'message', method: '', address, source: owner < 0 ? undefined : maker.keyOf(owner), range, marks: marks.at(range.startRow, range.startColumn, row), confidence: BY_BASE }];
}

/** The name of the queue that a class makes, by itself or by a base. */
function queueOf(view: FileView, uses: QueueUses, type: number): string | undefined {
  const classes = classesFrom(view, type);
  for (const one of classes) {
    for (const member of view.program.childrenOf(one)) {
      const kind = view.program.cell(member, SYMBOL.kind);
      if (kind !== Kind.constructor && kind !== Kind.method) continue;
      for (const made of uses.madeBy(view, member)) {
        const name = made.kind === 'queue' ? nameOf(view, classes, kind === Kind.constructor ? one : -1, made.name, -1) : undefined;
        if (name !== undefined) return name;
      }
    }
  }
  return undefined;
}

/** @param maker the class whose constructor makes it, or the one whose method is called. @param call that leads there, or -1 */
function nameOf(view: FileView, classes: readonly number[], maker: number, source: MadeQueue['name'], call: number): string | undefined {
  if (source === undefined || 'method' in source) return undefined;
  if ('text' in source) return source.text;
  if ('field' in source) return fieldText(view, classes, source.field);
  const given = call < 0 ? -1 : view.argument(call, source.parameter);
  const text = given < 0 ? undefined : view.text(given);
  if (text !== undefined) return text.includes('{}') ? undefined : text;
  const own = view.kind(given) === Expression.member && view.kind(view.operand(given)) === Expression.this ? fieldText(view, classes, view.name(given)) : undefined;
  return own ?? (call < 0 || view.kind(view.operand(call)) === Expression.base ? givenText(view, classes, classes.indexOf(maker), source.parameter) : undefined);
}

/** The function that does the work: what the class gives, or a method of its own that the base names. */
function handlerOf(view: FileView, maker: SiteMaker, classes: readonly number[], source: Source, call: number): Pick<TriggerSite, 'handler' | 'inline'> | undefined {
  if (source === undefined || 'text' in source || 'field' in source) return undefined;
  if ('method' in source) {
    const key = methodOf(view, maker, { types: classes }, source.method);
    return key === undefined ? undefined : { handler: key, inline: undefined };
  }
  const given = view.argument(call, source.parameter);
  if (given < 0) return undefined;
  if (view.kind(given) === Expression.lambda) return { handler: maker.keyAround(view, call), inline: view.lambdaRange(given) };
  const bound = view.kind(given) === Expression.call && view.name(given) === 'bind' ? view.operand(view.operand(given)) : given;
  const key = maker.keyNamed(view, bound);
  return key === undefined || key.startsWith('local ') ? undefined : { handler: key, inline: undefined };
}

function isType(view: FileView, symbol: number): boolean {
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.class;
}
