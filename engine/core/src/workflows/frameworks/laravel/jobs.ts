import { Expression } from '../../../facts/schema.js';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import type { FileView } from '../../../view/file-view.js';
import { lineageOf, methodOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { HookSite } from '../../sites.js';

/** How people call functions that hand a job or command to the dispatcher: `dispatch`, `ajaxDispatch`, `dispatchSync`, `execute`. */
const DISPATCHES = /^(?:\w*[dD]ispatch(?:Sync|Now|Queue|If|Unless|AfterResponse)?|execute)$/;
/** Statements and much else are executed too: a bus by its name, or the dispatcher of the code itself. */
const BUS = /bus|dispatcher/i;
const MOST_BASES = 8;
/** A queue may keep what is dispatched, and a function of another purpose may have the name. */
const BY_NAME = 80;

/**
 * `$this->dispatch(new CreateOrder($request))`: the job's own `handle` runs, or that of the handler which is called after it, as a
 * bus finds it (laravel.com/docs/queues, laravel.com/docs/5.0/bus). A job that waits in a queue is a message where the framework is called itself.
 */
export function dispatchedJobs(view: FileView, maker: SiteMaker, marks: CallMarks): readonly HookSite[] {
  return view.calls().flatMap(({ expression, outcome, range }): readonly HookSite[] => {
    if (view.kind(expression) !== Expression.call || !DISPATCHES.test(view.name(expression).replace(/^.*[\\:]/s, ''))) return [];
    const receivers = view.chain(expression).slice(0, -1);
    if (view.name(expression) === 'execute' && outcome.kind !== 'resolved' && receivers.length > 0 && !receivers.some(({ name }) => BUS.test(name))) return [];
    const job = view.argument(expression, 0);
    const type = view.kind(job) === Expression.new ? view.typeNamed(view.name(job)) : -1;
    const source = type < 0 ? undefined : maker.keyAround(view, expression);
    if (source === undefined) return [];
    const lineage = lineageOf(view, type, MOST_BASES);
    if (outcome.kind !== 'resolved' && lineage.outside.includes('ShouldQueue')) return [];
    const target = methodOf(view, maker, lineage, 'handle') ?? maker.methodKey(view, view.typeNamed(`${view.program.nameOf(type)}Handler`), 'handle');
    return target === undefined || target === source ? [] : [{ kind: 'hook', framework: 'laravel', rule: 'laravel.job', source, target, range, confidence: BY_NAME, marks: marks.at(range.startRow, range.startColumn, view.symbolAround(expression)) }];
  });
}
