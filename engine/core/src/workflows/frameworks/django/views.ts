import { Expression, Kind, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { lineageOf, memberOf, methodOf } from '../../lineage.js';
import type { Lineage } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';
import { texts } from '../../given.js';
import { calledFor, callsBase, classSetTo } from './called.js';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
/** The last two are what older versions have for the first. */
const ACTION = /^(?:action|detail_route|list_route)$/;
const DEPTH = 6;
const MOST_BASES = 32;

/** Standard actions of a view set: django-rest-framework.org/api-guide/routers. */
const ACTIONS = [
  { name: 'list', method: 'GET', isOfOne: false, from: /^(?:ListModelMixin|ModelViewSet|ReadOnlyModelViewSet)$/ },
  { name: 'create', method: 'POST', isOfOne: false, from: /^(?:CreateModelMixin|ModelViewSet)$/ },
  { name: 'retrieve', method: 'GET', isOfOne: true, from: /^(?:RetrieveModelMixin|ModelViewSet|ReadOnlyModelViewSet)$/ },
  { name: 'update', method: 'PUT', isOfOne: true, from: /^(?:UpdateModelMixin|ModelViewSet)$/ },
  { name: 'partial_update', method: 'PATCH', isOfOne: true, from: /^(?:UpdateModelMixin|ModelViewSet)$/ },
  { name: 'destroy', method: 'DELETE', isOfOne: true, from: /^(?:DestroyModelMixin|ModelViewSet)$/ },
] as const;

interface Handled extends Pick<TriggerSite, 'does'> {
  readonly method: string;
  readonly handler: string;
}

/** Methods that generic views answer: docs.djangoproject.com/en/stable/ref/class-based-views, django-rest-framework.org/api-guide/generic-views. */
const GENERIC: readonly { readonly base: RegExp; readonly methods: readonly string[] }[] = [
  { base: /^(?:List|Filter|Detail|Template|Archive\w*|Year\w*|Month\w*|Day\w*|Date\w*|Redirect)View$/, methods: ['GET'] },
  { base: /^(?:Create|Update|Delete|Form)View$/, methods: ['GET', 'POST'] },
  { base: /^(?:List|Retrieve|ListCreate|RetrieveUpdate|RetrieveDestroy|RetrieveUpdateDestroy)APIView$/, methods: ['GET'] },
  { base: /^(?:Create|ListCreate)APIView$/, methods: ['POST'] },
  { base: /^(?:Update|RetrieveUpdate|RetrieveUpdateDestroy)APIView$/, methods: ['PUT', 'PATCH'] },
  { base: /^(?:Destroy|RetrieveDestroy|RetrieveUpdateDestroy)APIView$/, methods: ['DELETE'] },
];

interface ActionRoute extends Handled {
  /** Below the view set's own path. */
  readonly path: string;
}

/** What answers a route: a function, or the methods of a class that `as_view` makes a view of; decorators that are called around it are looked through. */
export function viewHandlers(view: FileView, maker: SiteMaker, row: number, depth = 0): readonly Handled[] {
  if (row < 0 || depth > DEPTH) return [];
  if (view.kind(row) !== Expression.call) return functionHandlers(view, maker, row);
  const made = view.symbolNamed(view.operand(row));
  // A view may be an object: `FormPreview(OrderForm)`.
  if (made >= 0 && view.program.cell(made, SYMBOL.kind) === Kind.class) return [{ method: '*', handler: maker.keyOf(made) }];
  if (view.name(row) !== 'as_view') return view.arguments(row).flatMap((part) => viewHandlers(view, maker, part.value, depth + 1)).slice(0, VERBS.length);
  const type = view.symbolNamed(view.operand(view.operand(row)));
  if (type < 0) return [];
  const lineage = lineageOf(view, type, MOST_BASES);
  // `OrderViewSet.as_view({'get': 'list'})` says which method answers what.
  const given = view.argument(row, 0);
  const named = view.kind(given) === Expression.object ? view.arguments(given) : [];
  if (named.length > 0) {
    return named.flatMap(({ name, value }): readonly Handled[] => {
      if (name === undefined) return [];
      return [{ method: name.toUpperCase(), handler: methodOf(view, maker, lineage, view.text(value) ?? '') ?? maker.keyOf(type) }];
    });
  }
  const found = VERBS.flatMap((verb): readonly Handled[] => {
    const handler = methodOf(view, maker, lineage, verb);
    return handler === undefined ? [] : [{ method: verb.toUpperCase(), handler }];
  });
  const stated = new Set(found.map(({ method }) => method));
  const generic = genericMethods(lineage.bases).filter((method) => !stated.has(method));
  const isAnswered = answeredBy(view, lineage);
  const all = [...found, ...generic.flatMap((method) => byFramework(view, maker, lineage, type, method))].filter(({ method }) => isAnswered(method));
  return all.length > 0 ? all : [{ method: '*', handler: maker.keyOf(type) }];
}

/** Methods that views of libraries answer, by their names. */
export function genericMethods(names: readonly string[]): readonly string[] {
  return GENERIC.filter(({ base }) => names.some((name) => base.test(name))).flatMap(({ methods }) => methods);
}

/** What a class answers that its framework does for it: the class, and what it overrides of the framework's steps. */
function byFramework(view: FileView, maker: SiteMaker, lineage: Lineage, type: number, method: string): readonly Handled[] {
  const handlers = [maker.keyOf(type), ...calledFor(view, maker, lineage, method, lineageOf)];
  return handlers.map((handler, index): Handled => ({ method, handler, ...(index === 0 ? byDefault(view, maker, lineage, method) : {}) }));
}

/** `http_method_names = ['get', 'head']` shuts out the others. */
function answeredBy(view: FileView, lineage: Lineage): (method: string) => boolean {
  const member = memberOf(view, lineage, 'http_method_names');
  if (member < 0) return () => true;
  const named = new Set(texts(view.viewOf(view.program.fileOfSymbol(member)), view.program.cell(member, SYMBOL.value)).map((name) => name.toUpperCase()));
  return (method) => named.size === 0 || named.has(method);
}

function functionHandlers(view: FileView, maker: SiteMaker, row: number): readonly Handled[] {
  const symbol = view.symbolNamed(row);
  if (symbol < 0) return [];
  const handler = maker.keyOf(symbol);
  const methods = decorationValues(view, symbol, /^(?:api_view|require_http_methods)$/, 0);
  return (methods.length === 0 ? ['*'] : methods).map((method) => ({ method: method.toUpperCase(), handler }));
}

/** Routes of a view set's actions: those that it declares, those that its bases bring, and its own `@action`s. @param set number of the class, or -1 */
export function actionsOf(view: FileView, maker: SiteMaker, set: number): readonly ActionRoute[] {
  if (set < 0) return [];
  const lineage = lineageOf(view, set, MOST_BASES);
  const key = `{${valueOf(view, lineage, 'lookup_url_kwarg') ?? valueOf(view, lineage, 'lookup_field') ?? 'pk'}}`;
  const isAnswered = answeredBy(view, lineage);
  const standard = ACTIONS.flatMap(({ name, method, isOfOne, from }): readonly ActionRoute[] => {
    const member = memberOf(view, lineage, name);
    const path = isOfOne ? key : '';
    if (member < 0) return lineage.bases.some((base) => from.test(base)) ? byFramework(view, maker, lineage, set, method).map((handled) => ({ ...handled, path })) : [];
    const own: ActionRoute = { method, path, handler: maker.keyOf(member) };
    // The set is named beside what a base declares: the method runs on it.
    const onSet = view.program.parentOf(member) === view.program.canonical(set) ? [] : [{ ...own, handler: maker.keyOf(set) }];
    if (!callsBase(view, member, name)) return [...onSet, own];
    // What it overrides is done as well.
    return [...onSet, { ...own, ...byDefault(view, maker, lineage, method) }, ...calledFor(view, maker, lineage, method, lineageOf).map((handler) => ({ method, path, handler }))];
  }).filter(({ method }) => isAnswered(method));
  const added = lineage.types.flatMap((type) => [...view.program.membersOf(type)]).flatMap(([name, [member = -1]]) => {
    const action = member < 0 ? undefined : decorationOf(view, member, ACTION);
    if (action === undefined) return [];
    const { owner, expression } = action;
    const path = owner.text(owner.argument(expression, 'url_path')) ?? name;
    const [methods = []] = [owner.argument(expression, 'methods'), owner.argument(expression, 0)].map((row) => texts(owner, row)).filter((found) => found.length > 0);
    const isOfOne = action.name === 'detail_route' || owner.text(owner.argument(expression, 'detail')) === 'True';
    return (methods.length === 0 ? ['get'] : methods).map((method): ActionRoute => ({ method: method.toUpperCase(), path: `${isOfOne ? `${key}/` : ''}${path}`, handler: maker.keyOf(member) }));
  });
  return [...standard, ...added];
}

/** The text that an attribute of a class or of its bases holds. */
function valueOf(view: FileView, lineage: Lineage, name: string): string | undefined {
  const member = memberOf(view, lineage, name);
  if (member < 0) return undefined;
  const text = view.viewOf(view.program.fileOfSymbol(member)).text(view.program.cell(member, SYMBOL.value));
  return text === 'None' ? undefined : text;
}

/** What a view does by default with the model of its `queryset` or `model`. */
function byDefault(view: FileView, maker: SiteMaker, lineage: Lineage, method: string): Pick<TriggerSite, 'does'> {
  const { types } = lineage;
  for (const name of ['queryset', 'model']) {
    for (const member of types.flatMap((type) => view.program.membersOf(type).get(name) ?? [])) {
      const owner = view.viewOf(view.program.fileOfSymbol(member));
      const value = view.program.cell(member, SYMBOL.value);
      const links = value < 0 ? [] : owner.chain(value);
      const model = links.filter(({ call }) => call < 0).map(({ expression }) => owner.symbolNamed(expression)).find((symbol) => symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.class);
      if (model !== undefined) return { does: { access: method === 'GET' ? 'reads' : 'writes', model: maker.keyOf(model) } };
    }
  }
  return method === 'POST' || method === 'PUT' || method === 'PATCH' ? bySerializer(view, maker, lineage) : {};
}

/** A serializer's model: `class Meta: model = Order`. */
function bySerializer(view: FileView, maker: SiteMaker, lineage: Lineage): Pick<TriggerSite, 'does'> {
  const serializer = classSetTo(view, lineage, 'serializer_class');
  const meta = serializer < 0 ? -1 : memberOf(view, lineageOf(view, serializer, MOST_BASES), 'Meta');
  const model = meta < 0 ? -1 : classSetTo(view, { types: [meta] }, 'model');
  return model < 0 ? {} : { does: { access: 'writes', model: maker.keyOf(model) } };
}

function decorationOf(view: FileView, symbol: number, name: RegExp): { readonly owner: FileView; readonly expression: number; readonly name: string } | undefined {
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  const site = owner.decorationsOf(symbol - owner.file.firstSymbol).find((one) => name.test(one.name));
  return site === undefined ? undefined : { owner, expression: owner.callExpression(site.expression), name: site.name };
}

function decorationValues(view: FileView, symbol: number, name: RegExp, argument: number): readonly string[] {
  const found = decorationOf(view, symbol, name);
  return found === undefined ? [] : texts(found.owner, found.owner.argument(found.expression, argument));
}
