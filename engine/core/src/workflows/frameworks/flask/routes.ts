import { joinPaths } from '@pinata/graph';
import { Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { lineageOf, methodOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { MountSite, TriggerSite } from '../../sites.js';

const API = /^pypi:flask[-_]rest(?:ful|x|plus)!flask_rest(?:ful|x|plus)\.(?:[\w.]+\.)?(?:Api|Namespace)(?:\(\)|\.|$)/iu;
const ADDS = /^add_(?:\w+_)?resource$/;
const ADDS_RULE = /^pypi:[Ff]lask!flask\.(?:Flask|Blueprint)\(\)\.add_url_rule$/u;
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const MOST_BASES = 16;

/** Classes whose methods answer: `api.add_resource(User, '/users/<id>')` of Flask-RESTful, `@namespace.route('/users')` of Flask-RESTX, and `add_url_rule` with a view of Flask's own. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker) => [...view.calls().flatMap((call) => [...resources(view, maker, call), ...rules(view, maker, call), ...added(view, maker, call)]), ...decorated(view, maker), ...apis(view, maker)],
};

function resources(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { expression } = call;
  if (!ADDS.test(view.name(expression))) return [];
  const [root] = view.chain(expression);
  if (root === undefined || !isApi(view, root.expression)) return [];
  const type = maker.typeNamed(view, view.argument(expression, 0));
  const paths = view.arguments(expression).filter(({ name, position }) => name === undefined && position > 0).flatMap(({ value }) => view.text(value) ?? []);
  const prefix = view.text(view.argument(view.initialiser(root.expression), 'prefix'));
  return paths.flatMap((path) => answers(view, maker, call, type, { rule: 'flask.resource', address: joinPaths(prefix, path), receiver: maker.keyNamed(view, root.expression) }));
}

/** `@users.route('/', '/all')` at a class: https://flask-restx.readthedocs.io/en/latest/quickstart.html */
function decorated(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  return view.decorations().flatMap((site): readonly TriggerSite[] => {
    if (site.name !== 'route' || site.symbol < 0 || site.local >= 0 || view.facts.symbols.get(site.symbol, SYMBOL.kind) !== Kind.class) return [];
    const [root] = view.chain(site.expression);
    if (root === undefined || !isApi(view, root.expression)) return [];
    const paths = view.arguments(site.expression).filter(({ name }) => name === undefined).flatMap(({ value }) => view.text(value) ?? []);
    const place = { range: view.place(site.expression) };
    return paths.flatMap((path) => answers(view, maker, place, view.file.firstSymbol + site.symbol, { rule: 'flask.resource', address: joinPaths(path), receiver: maker.keyNamed(view, root.expression) }));
  });
}

/** `api.add_namespace(users, '/users')`: without a path the namespace's own, or its name. */
function added(view: FileView, maker: SiteMaker, { expression }: CallSite): readonly MountSite[] {
  if (view.name(expression) !== 'add_namespace') return [];
  const [root] = view.chain(expression);
  const child = view.argument(expression, 0);
  const key = child < 0 ? undefined : maker.keyNamed(view, child);
  if (root === undefined || key === undefined || !isApi(view, root.expression)) return [];
  const second = view.argument(expression, 1);
  const stated = view.text(second < 0 ? view.argument(expression, 'path') : second);
  const made = view.setting(child);
  const prefix = stated ?? (made === undefined ? undefined : namespacePath(made.view, made.row));
  return prefix === undefined ? [] : [{ kind: 'mount', parent: maker.keyNamed(view, root.expression), child: key, prefix }];
}

/** Where a namespace lies by itself: `Namespace('users')`, `api.namespace('users', path='/people')`. */
function namespacePath(view: FileView, made: number): string | undefined {
  const path = view.text(view.argument(made, 'path'));
  const name = view.text(view.argument(made, 0)) ?? view.text(view.argument(made, 'name'));
  return path ?? (name === undefined ? undefined : `/${name}`);
}

/** `app.add_url_rule('/users', view_func=Users.as_view('users'))`, or with a function. */
function rules(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { expression } = call;
  if (!ADDS_RULE.test(outsidePath(call.outcome) ?? '')) return [];
  const named = view.argument(expression, 'view_func');
  const given = named < 0 ? view.argument(expression, 2) : named;
  const path = view.text(view.argument(expression, 0)) ?? view.text(view.argument(expression, 'rule'));
  const [root] = view.chain(expression);
  if (path === undefined || given < 0 || root === undefined) return [];
  const prefix = view.name(view.initialiser(root.expression)) === 'Blueprint' ? view.text(view.argument(view.initialiser(root.expression), 'url_prefix')) : undefined;
  const shared = { rule: 'flask.urlRule', address: joinPaths(prefix, path), receiver: maker.keyNamed(view, root.expression) };
  const made = view.kind(given) === Expression.call ? given : view.initialiser(given);
  if (view.name(made) === 'as_view') return answers(view, maker, call, maker.typeNamed(view, view.operand(view.operand(made))), shared, view.texts(view.argument(expression, 'methods')));
  const handler = maker.keyNamed(view, given);
  const methods = view.texts(view.argument(expression, 'methods'));
  return handler === undefined ? [] : (methods.length === 0 ? ['GET'] : methods).map((method) => triggerAt(call, { ...shared, method, handler }));
}

/** A route for each method of a class that answers one. @param stated the methods that the route takes, where it says so */
function answers(view: FileView, maker: SiteMaker, call: Pick<CallSite, 'range'>, type: number, shared: Pick<TriggerSite, 'rule' | 'address' | 'receiver'>, stated: readonly string[] = []): readonly TriggerSite[] {
  if (type < 0) return [];
  const lineage = lineageOf(view, type, MOST_BASES);
  const found = METHODS.flatMap((name) => {
    const handler = stated.length > 0 && !stated.some((method) => method.toLowerCase() === name) ? undefined : methodOf(view, maker, lineage, name);
    return handler === undefined ? [] : [triggerAt(call, { ...shared, method: name.toUpperCase(), handler })];
  });
  const dispatch = found.length > 0 ? undefined : methodOf(view, maker, lineage, 'dispatch_request');
  return dispatch === undefined ? found : (stated.length === 0 ? ['GET'] : stated).map((method) => triggerAt(call, { ...shared, method, handler: dispatch }));
}

function triggerAt(call: Pick<CallSite, 'range'>, given: Pick<TriggerSite, 'rule' | 'method' | 'address' | 'handler' | 'receiver'>): TriggerSite {
  return { ...given, kind: 'trigger', framework: 'flask', protocol: 'http', inline: undefined, range: call.range, confidence: 100 };
}

/** Whether a name stands for an interface of Flask-RESTful's, or of a class that derives from it. */
function isApi(view: FileView, expression: number): boolean {
  const { view: owner, row: made } = view.setting(expression) ?? { view, row: view.initialiser(expression) };
  if (owner.kind(made) !== Expression.call) return false;
  const path = outsidePath(owner.callOf(made)?.outcome);
  if (path !== undefined) return API.test(path);
  const type = owner.symbolNamed(owner.operand(made));
  return type >= 0 && lineageOf(owner, type, MOST_BASES).outside.some((base) => base === 'Api' || base === 'Namespace');
}

/** `api = Api(blueprint)`: its routes lie where the blueprint's do; `users = api.namespace('users')` lies in what makes it. */
function apis(view: FileView, maker: SiteMaker): readonly MountSite[] {
  const { symbols } = view.facts;
  return Array.from({ length: symbols.rows }, (_, row) => row).flatMap((row): readonly MountSite[] => {
    const made = symbols.get(row, SYMBOL.value);
    if (made < 0 || view.kind(made) !== Expression.call || !API.test(outsidePath(view.callOf(made)?.outcome) ?? '')) return [];
    if (view.name(made) === 'namespace') {
      const prefix = namespacePath(view, made);
      const [root] = view.chain(made);
      return prefix === undefined || root === undefined ? [] : [{ kind: 'mount', parent: maker.keyNamed(view, root.expression), child: maker.keyOf(view.file.firstSymbol + row), prefix }];
    }
    const given = view.argument(made, 0);
    const blueprint = given < 0 ? -1 : view.initialiser(given);
    if (blueprint < 0 || view.name(blueprint) !== 'Blueprint') return [];
    return [{ kind: 'mount', parent: maker.keyNamed(view, given), child: maker.keyOf(view.file.firstSymbol + row), prefix: view.text(view.argument(blueprint, 'url_prefix')) ?? '' }];
  });
}
