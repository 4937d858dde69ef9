import { Expression } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

const ADDS = /^pypi:apscheduler!(?:.*\.)?(add_job|scheduled_job|add_schedule)$/iu;
const TRIGGER = /(?:Cron|Interval|Date|Combining|CalendarInterval)Trigger$/;
/** Parts of when a job runs, of all that it is given. */
const WHEN: ReadonlySet<string> = new Set(['year', 'month', 'day', 'week', 'day_of_week', 'hour', 'minute', 'second', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'run_date', 'run_time', 'start_date', 'end_date']);

/** `scheduler.add_job(sweep, 'cron', hour=3)`, `@scheduler.scheduled_job(CronTrigger.from_crontab('0 3 * * *'))`: apscheduler.readthedocs.io/en/3.x/userguide.html. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker) => (view.facts.indexOf('add_job') < 0 && view.facts.indexOf('scheduled_job') < 0 && view.facts.indexOf('add_schedule') < 0 ? [] : [...view.calls().flatMap((call) => addedBy(view, maker, call)), ...decorated(view, maker)]),
};

function addedBy(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const [, name] = ADDS.exec(outsidePath(call.outcome) ?? '') ?? [];
  if (name === undefined || name === 'scheduled_job') return [];
  const given = argumentOf(view, call.expression, 0, 'func');
  // `sweep.send` of a task has the task done elsewhere: what is named before it.
  const isSent = view.kind(given) === Expression.member && /^(?:send|delay)$/.test(view.name(given));
  const handler = maker.handlerOf(view, call, isSent ? view.operand(given) : given) ?? named(view, maker, isSent ? view.operand(given) : given);
  const when = whenOf(view, call.expression, argumentOf(view, call.expression, 1, 'trigger'));
  return handler === undefined || when === '' ? [] : [siteOf(when, view.name(isSent ? view.operand(given) : given), handler, call.range)];
}

function named(view: FileView, maker: SiteMaker, row: number): Pick<TriggerSite, 'handler' | 'inline'> | undefined {
  const handler = row < 0 || view.symbolNamed(row) < 0 ? undefined : maker.keyNamed(view, row);
  return handler === undefined ? undefined : { handler, inline: undefined };
}

function decorated(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  return view.decorations().flatMap((site): readonly TriggerSite[] => {
    if (site.symbol < 0 || site.name !== 'scheduled_job' || !ADDS.test(outsidePath(view.decorationOutcome(site)) ?? '')) return [];
    const call = view.callExpression(site.expression);
    const when = whenOf(view, call, argumentOf(view, call, 0, 'trigger'));
    return when === '' ? [] : [siteOf(when, view.program.nameOf(view.file.firstSymbol + site.symbol), { handler: maker.keyOf(view.file.firstSymbol + site.symbol), inline: undefined }, view.place(site.expression))];
  });
}

function siteOf(address: string, job: string, handler: Pick<TriggerSite, 'handler' | 'inline'>, range: TriggerSite['range']): TriggerSite {
  return { kind: 'trigger', framework: 'apscheduler', rule: 'apscheduler.job', protocol: 'schedule', method: '', address, ...(job === '' ? {} : { qualifier: job }), ...handler, receiver: undefined, range, confidence: 100 };
}

function argumentOf(view: FileView, call: number, position: number, name: string): number {
  const stated = view.argument(call, name);
  return stated < 0 ? view.argument(call, position) : stated;
}

/** A line of cron where one is stated, else the kind and its parts: `interval hours=2`. */
function whenOf(view: FileView, call: number, trigger: number): string {
  const made = view.kind(trigger) === Expression.name ? view.initialiser(trigger) : trigger;
  const type = view.chain(made).find((link) => TRIGGER.test(link.name))?.name;
  if (type === undefined) return [view.text(trigger) ?? '', ...partsOf(view, call)].filter((part) => part !== '').join(' ');
  const line = view.text(view.argument(made, 0));
  return line !== undefined && /Cron/.test(type) ? line : [type.replace(/Trigger$/, '').toLowerCase(), ...partsOf(view, made)].join(' ');
}

function partsOf(view: FileView, call: number): readonly string[] {
  return view.arguments(call).flatMap(({ name, value }) => (name !== undefined && WHEN.has(name) ? [`${name}=${view.text(value) ?? view.name(value)}`] : []));
}
