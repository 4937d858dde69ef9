import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { TriggerSite } from '../../sites.js';

const KINDS = new Set(['runner', 'rake', 'command', 'script']);
/** `Order.sweep`, `Reports::Daily.new.run`. */
const CALL = /^((?:[A-Z]\w*::)*[A-Z]\w*)(?:\.new(?:\([^)]*\))?)?\.(\w+[?!]?)/;
const ENQUEUES = /^perform_(?:later|async|in|at)$/;
const DEPTH = 4;

/** Jobs of a crontab with what they run: github.com/javan/whenever. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)config\/(?:.*\/)?schedule\.rb$/,
  read: (view, maker) => view.calls().flatMap(({ expression, range }) => (KINDS.has(view.name(expression)) && view.chain(expression).length === 1 ? jobAt(view, maker, expression, range) : [])),
};

function jobAt(view: FileView, maker: SiteMaker, call: number, range: TriggerSite['range']): readonly TriggerSite[] {
  const often = view.lambdasAround(call).flatMap((lambda) => {
    const around = view.callAround(lambda);
    return around >= 0 && view.name(around) === 'every' ? [frequencyOf(view, around)] : [];
  })[0];
  const does = view.text(view.argument(call, 0));
  if (often === undefined || does === undefined) return [];
  const shared = { kind: 'trigger', framework: 'whenever', protocol: 'schedule', method: '', address: often, qualifier: does, receiver: undefined, range, confidence: 100 } as const;
  const kind = view.name(call);
  const handler = kind === 'runner' ? methodOf(view, maker, does) : undefined;
  const { startRow, startColumn } = range;
  // What only a shell does is shown where it is stated.
  const inline = { startRow, startColumn, endRow: startRow, endColumn: startColumn + 1 };
  if (kind === 'rake') return [{ ...shared, rule: 'whenever.rake', handler: fileKey(view.file.path), inline, runs: does.replace(/\[.*$/, '') }];
  return [handler === undefined ? { ...shared, rule: `whenever.${kind}`, handler: fileKey(view.file.path), inline } : { ...shared, rule: `whenever.${kind}`, handler, inline: undefined }];
}

/** The method that a runner calls; of a job that it enqueues, what the job does. */
function methodOf(view: FileView, maker: SiteMaker, text: string): string | undefined {
  const [, type = '', method = ''] = CALL.exec(text) ?? [];
  const symbol = type === '' ? -1 : view.typeNamed(type);
  return symbol < 0 ? undefined : maker.methodKey(view, symbol, ENQUEUES.test(method) ? 'perform' : method);
}

/** `every 3.hours`, `every 1.day at 4:30 am`, or the cron expression that is given. */
function frequencyOf(view: FileView, call: number): string {
  const [first] = view.arguments(call);
  const text = first === undefined ? undefined : termOf(view, first.value, 0);
  const at = view.text(view.argument(call, 'at'));
  const often = text !== undefined && /\s/.test(text) && /[*\d]/.test(text.charAt(0)) && text.split(/\s+/).length >= 5 ? text : `every ${text ?? '{}'}`;
  return at === undefined ? often : `${often} at ${at}`;
}

/** `3.hours`, `:hour`. */
function termOf(view: FileView, row: number, depth: number): string | undefined {
  const kind = view.kind(row);
  if (kind === Expression.call && depth < DEPTH) return termOf(view, view.operand(row), depth + 1);
  if (kind !== Expression.member || depth === DEPTH) return view.text(row);
  const amount = termOf(view, view.operand(row), depth + 1);
  return amount === undefined ? undefined : `${amount}.${view.name(row)}`;
}
