import { Expression } from '../../../facts/schema.js';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { EffectSite, Site, TriggerSite } from '../../sites.js';

/** How sure it is that a dictionary with a task and a schedule is an entry of the beat's. */
const BY_SHAPE = 90;
/** Parts of `crontab(…)` in the order of a cron expression. */
const CRON = ['minute', 'hour', 'day_of_month', 'month_of_year', 'day_of_week'];

/** What the beat sends and when: docs.celeryq.dev/en/stable/userguide/periodic-tasks.html. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker, marks) => {
    const { expressions } = view.facts;
    const entries = Array.from({ length: expressions.rows }, (_, row) => row).filter((row) => view.kind(row) === Expression.object);
    return [...entries.flatMap((row) => entryOf(view, maker, marks, row)), ...view.calls().flatMap(({ expression }) => added(view, maker, expression))];
  },
};

/** `{"task": "mail.send", "schedule": crontab(hour=3)}`: a message to the task of that name. */
function entryOf(view: FileView, maker: SiteMaker, marks: CallMarks, row: number): readonly Site[] {
  const task = view.text(view.argument(row, 'task'));
  const schedule = scheduleOf(view, view.argument(row, 'schedule'));
  if (task === undefined || task === '' || schedule === undefined) return [];
  const source = maker.keyAround(view, row);
  const place = view.place(row);
  const { startRow, startColumn } = place;
  // The message is all that the trigger does there: it begins where the entry begins.
  const inline = { startRow, startColumn, endRow: startRow, endColumn: startColumn + 1 };
  const shared = { framework: 'celery', range: place, confidence: BY_SHAPE } as const;
  return [
    { ...shared, kind: 'trigger', rule: 'celery.beat', protocol: 'schedule', method: '', address: schedule, qualifier: task, handler: source, inline, receiver: undefined } satisfies TriggerSite,
    { ...shared, kind: 'effect', rule: 'celery.beat', effect: 'publishes', target: 'channel', protocol: 'message', method: '', address: task, source, marks: marks.at(startRow, startColumn, view.symbolAround(row)) } satisfies EffectSite,
  ];
}

/** `sender.add_periodic_task(30.0, check.s())`: the task itself. */
function added(view: FileView, maker: SiteMaker, expression: number): readonly TriggerSite[] {
  if (view.name(expression) !== 'add_periodic_task') return [];
  const schedule = scheduleOf(view, view.argument(expression, 0));
  const chain = view.chain(view.argument(expression, 1));
  const task = view.symbolNamed(chain[chain.length - 2]?.expression ?? -1);
  if (schedule === undefined || task < 0) return [];
  const handler = maker.keyOf(task);
  return [{ kind: 'trigger', framework: 'celery', rule: 'celery.periodic', protocol: 'schedule', method: '', address: schedule, qualifier: handler, handler, inline: undefined, receiver: undefined, range: view.place(expression), confidence: 100 }];
}

/** A cron expression, or how long it is between two runs; undefined where there is nothing. */
function scheduleOf(view: FileView, row: number): string | undefined {
  if (row < 0) return undefined;
  const text = view.text(row);
  if (text !== undefined) return `every ${text} s`;
  if (view.kind(row) !== Expression.call) return '{}';
  const name = view.name(row);
  if (name === 'crontab') return CRON.map((part, position) => cronPart(view, row, part, position)).join(' ');
  const [length] = name === 'timedelta' ? view.arguments(row) : [];
  return length === undefined ? '{}' : `every ${view.text(length.value) ?? '{}'} ${length.name ?? 'days'}`;
}

function cronPart(view: FileView, call: number, part: string, position: number): string {
  const named = view.argument(call, part);
  const given = named < 0 ? view.argument(call, position) : named;
  return given < 0 ? '*' : (view.text(given) ?? '{}');
}
