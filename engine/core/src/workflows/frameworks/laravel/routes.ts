import { joinPaths } from '@pinata/graph';
import { Expression } from '../../../facts/schema.js';
import type { CallSite, ChainLink, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import { singular } from '../../../schema/names.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { MountSite, TriggerSite } from '../../sites.js';
import { valuesOf } from '../../values.js';
import { dispatchedJobs } from './jobs.js';
import { schedules } from './schedules.js';

const FACADE = /!Illuminate\\Support\\Facades\\Route(?:\..*\(\))?\.(?:resource|apiResource|singleton|apiSingleton)$/u;
/** Paths of the groups around a route. */
const PREFIX = 'around:group|prefix:0|0.prefix';
const ACTIONS = { index: 'GET', create: 'GET', store: 'POST', show: 'GET', edit: 'GET', update: 'PUT', destroy: 'DELETE' } as const;
type Action = keyof typeof ACTIONS;

/** `Route::resource('photos', PhotoController::class)`: a route for each action; and which files of routes lie under a path. */
export const routes: FrameworkRoutes = {
  files: /\.php$/,
  read: (view, maker, marks) => [...view.calls().filter((call) => FACADE.test(outsidePath(call.outcome) ?? '')).flatMap((call) => resource(view, maker, call)), ...includedFiles(view), ...schedules(view, maker), ...dispatchedJobs(view, maker, marks)],
};

/** `Route::prefix('api')->group(base_path('routes/api.php'))`, `require base_path(…)` in a group, and `withRouting(api: …)`. */
function includedFiles(view: FileView): readonly MountSite[] {
  return view.calls().flatMap(({ expression }): readonly MountSite[] => {
    if (view.name(expression) === 'withRouting') {
      const file = view.argument(expression, 'api') < 0 ? undefined : projectFile(view, 'routes/api.php');
      return file === undefined ? [] : [{ kind: 'mount', parent: undefined, child: fileKey(file), prefix: view.text(view.argument(expression, 'apiPrefix')) ?? 'api' }];
    }
    if (view.name(expression) !== 'base_path') return [];
    const file = projectFile(view, view.text(view.argument(expression, 0)) ?? '');
    if (file === undefined || file === view.file.path) return [];
    const group = view.callAround(expression);
    const subject = { view, expression, symbol: -1, type: -1 };
    const around = valuesOf(subject, PREFIX)[0];
    const own = view.kind(group) === Expression.call && view.name(group) === 'group' ? valuesOf({ ...subject, expression: group }, ['chain:prefix:0', 'arg:0.prefix'])[0] ?? configuredPrefix(view, group) : undefined;
    return [{ kind: 'mount', parent: fileKey(view.file.path), child: fileKey(file), prefix: joinPaths(around, own) }];
  });
}

/** `Route::prefix(config('api.prefix'))`: what the settings say where the environment says nothing. */
function configuredPrefix(view: FileView, group: number): string | undefined {
  const link = view.chain(group).find((one) => one.name === 'prefix' && one.call >= 0);
  const given = link === undefined ? -1 : view.argument(link.call, 0);
  const [name = '', ...keys] = (view.kind(given) === Expression.call && view.name(given) === 'config' ? (view.text(view.argument(given, 0)) ?? '') : '').split('.');
  const path = name === '' || keys.length === 0 ? undefined : projectFile(view, `config/${name}.php`);
  const file = path === undefined ? undefined : view.program.fileAt(path);
  if (file === undefined) return undefined;
  view.program.noteContent(file);
  const settings = view.viewOf(file);
  let value = outermost(settings, keys[0] ?? '');
  for (const key of keys) value = value < 0 ? -1 : settings.argument(value, key);
  return value < 0 ? undefined : (settings.text(value) ?? (settings.name(value) === 'env' ? settings.text(settings.argument(value, 1)) : undefined));
}

/** The array that a file of settings gives back: the one that is part of nothing, or -1. */
function outermost(view: FileView, key: string): number {
  for (let row = 0; row < view.facts.expressions.rows; row++) {
    const isTable = view.kind(row) === Expression.array || view.kind(row) === Expression.object;
    if (isTable && view.callAround(row) < 0 && view.argument(row, key) >= 0) return row;
  }
  return -1;
}

/** A file of the project that a file is of, by its path in it. */
function projectFile(view: FileView, name: string): string | undefined {
  if (!name.endsWith('.php')) return undefined;
  const folders = view.file.path.split('/').slice(0, -1);
  for (; ; folders.pop()) {
    const candidate = [...folders, ...name.split('/').filter((part) => part !== '')].join('/');
    if (view.program.isListed(candidate)) return candidate;
    if (folders.length === 0) return undefined;
  }
}

function resource(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { expression } = call;
  const name = view.text(view.argument(expression, 0));
  const controller = maker.controllerNamed(view, view.argument(expression, 1));
  if (name === undefined || controller < 0) return [];
  const subject = { view, expression, symbol: -1, type: -1 };
  const prefix = joinPaths(valuesOf(subject, PREFIX)[0], valuesOf(subject, 'chain:prefix:0')[0]);
  const links = afterwards(view, expression);
  const limited = (method: string): readonly string[] | undefined => {
    const link = links.find((one) => one.name === method && one.call >= 0);
    const row = link === undefined ? -1 : view.argument(link.call, 0);
    return row < 0 ? undefined : view.texts(row);
  };
  const [only, except] = [limited('only'), limited('except')];
  const isForMachines = /^api/.test(view.name(expression).replace(/^.*[.:\\]/s, ''));
  const isSingle = /singleton$/i.test(view.name(expression));
  const parts = name.split('.');
  const base = joinPaths(prefix, ...parts.map((part, index) => (index < parts.length - 1 ? `${part}/${parameterOf(part)}` : part)));
  const key = isSingle ? '' : parameterOf(parts[parts.length - 1] ?? name);
  return (Object.keys(ACTIONS) as Action[])
    .filter((action) => (only === undefined || only.includes(action)) && except?.includes(action) !== true && !(isForMachines && (action === 'create' || action === 'edit')) && !(isSingle && action === 'index'))
    .flatMap((action): TriggerSite[] => {
      const handler = maker.actionKey(view, controller, action);
      if (handler === undefined) return [];
      const address = action === 'index' || action === 'store' ? base : action === 'create' ? joinPaths(base, 'create') : joinPaths(base, key, action === 'edit' ? 'edit' : '');
      return [{ kind: 'trigger', framework: 'laravel', rule: 'laravel.resource', protocol: 'http', method: ACTIONS[action], address, handler, inline: undefined, receiver: fileKey(view.file.path), range: call.range, confidence: 100, fetches: maker.fetchedForAction(view, controller, action, 'name') }];
    });
}

/** What is called on the result: `->only(['index'])`. */
function afterwards(view: FileView, expression: number): readonly ChainLink[] {
  let longest: readonly ChainLink[] = [];
  for (const call of view.calls()) {
    const chain = view.chain(call.expression);
    if (chain.length > longest.length && chain.some((link) => link.call === expression)) longest = chain;
  }
  return longest;
}

/** The parameter of a resource's path: words with a dash become one name. */
function parameterOf(resource: string): string {
  return `{${singular(resource.replaceAll('-', '_'))}}`;
}
