import { Expression } from '../../../facts/schema.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

const WORK = new Set(['command', 'call', 'job', 'exec']);
/** How often a task runs, by what is called on it. */
const OFTEN = /^(?:cron|every[A-Z]\w*|hourly(?:At)?|daily(?:At)?|twiceDaily(?:At)?|weekly(?:On)?|monthly(?:On)?|twiceMonthly|lastDayOfMonth|quarterly(?:On)?|yearly(?:On)?)$/;
const SCHEDULE = /^\$?schedule$|^\\?(?:Illuminate\\Support\\Facades\\)?Schedule$/;

/** `$schedule->command(Sweep::class)->dailyAt('13:00')`, `Schedule::call(fn () => …)->hourly()` (laravel.com/docs/scheduling). */
export function schedules(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  return view.calls().flatMap(({ expression, range }): readonly TriggerSite[] => {
    const chain = view.chain(expression);
    const often = chain[chain.length - 1];
    const work = chain[1];
    if (often === undefined || work === undefined || often.call !== expression || !OFTEN.test(often.name) || !WORK.has(work.name) || work.call < 0 || !SCHEDULE.test(chain[0]?.name ?? '')) return [];
    const handler = handlerOf(view, maker, work);
    if (handler === undefined) return [];
    const given = view.arguments(often.call).flatMap(({ value }) => view.text(value) ?? []);
    const address = often.name === 'cron' ? (given[0] ?? often.name) : [often.name, ...given].join(' ');
    return [{ kind: 'trigger', framework: 'laravel', rule: 'laravel.schedule', protocol: 'schedule', method: '', address, qualifier: handler.name, handler: handler.key, inline: handler.inline, ...(handler.runs === undefined ? {} : { runs: handler.runs }), receiver: undefined, range, confidence: 100 }];
  });
}

interface Handler extends Pick<TriggerSite, 'inline' | 'runs'> {
  readonly key: string | undefined;
  readonly name: string;
}

/** What a task runs: the method of a command's or job's class, a function that stands there, or a command by its name, which a package may have. */
function handlerOf(view: FileView, maker: SiteMaker, { call, name: kind }: ChainLink): Handler | undefined {
  const work = view.argument(call, 0);
  if (work < 0) return undefined;
  const named = kind === 'command' || kind === 'exec' ? view.text(work) : undefined;
  if (named !== undefined && view.kind(work) !== Expression.member) {
    const key = maker.keyAround(view, work);
    const [command = named] = named.split(/\s/);
    return { key, inline: view.place(work), name: named, ...(kind === 'command' ? { runs: command } : {}) };
  }
  if (view.kind(work) === Expression.lambda) return { key: maker.keyAround(view, work), inline: view.lambdaRange(work), name: 'call' };
  const type = view.kind(work) === Expression.new ? view.typeNamed(view.name(work)) : maker.typeNamed(view, work);
  const key = maker.methodKey(view, type, 'handle') ?? maker.methodKey(view, type, '__invoke');
  // One job may stand for several by what it is given.
  const given = view.kind(work) === Expression.new ? view.arguments(work).flatMap(({ value }) => view.text(value) ?? []) : [];
  return key === undefined ? undefined : { key, inline: undefined, name: [view.program.nameOf(type), ...given].join(' ') };
}
