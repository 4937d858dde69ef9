import type { CallSite, FileView } from '../../../view/file-view.js';
import type { Lineage } from '../../lineage.js';
import { memberOf, methodOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import { Expression, SYMBOL } from '../../../facts/schema.js';

/** Methods of views and of their serializers that the frameworks call for a request, in their order: django-rest-framework.org/api-guide/generic-views, docs.djangoproject.com/en/stable/ref/class-based-views. */
const OF_REST: Readonly<Record<string, readonly string[]>> = {
  GET: ['dispatch', 'initial', 'get_queryset', 'filter_queryset', 'get_object', 'get_serializer_class'],
  POST: ['dispatch', 'initial', 'get_serializer_class', 'perform_create'],
  PUT: ['dispatch', 'initial', 'get_queryset', 'get_object', 'get_serializer_class', 'perform_update'],
  PATCH: ['dispatch', 'initial', 'get_queryset', 'get_object', 'get_serializer_class', 'perform_update'],
  DELETE: ['dispatch', 'initial', 'get_queryset', 'get_object', 'perform_destroy'],
};
const OF_PAGES: Readonly<Record<string, readonly string[]>> = {
  GET: ['dispatch', 'get_queryset', 'get_object', 'get_initial', 'get_form_class', 'get_form', 'get_context_data'],
  POST: ['dispatch', 'get_queryset', 'get_object', 'get_form_class', 'get_form', 'form_valid'],
};
const OF_SERIALIZERS: Readonly<Record<string, readonly string[]>> = { POST: ['validate', 'create'], PUT: ['validate', 'update'], PATCH: ['validate', 'update'] };
const REST = /^(?:\w*APIView|(?:Generic|Model|ReadOnlyModel)?ViewSet|GenericViewSet|(?:List|Create|Retrieve|Update|Destroy)ModelMixin)$/;
const MOST_BASES = 32;

/** Keys of methods of the repository that a generic view's framework calls for a method, in the order in which it does. */
export function calledFor(view: FileView, maker: SiteMaker, lineage: Lineage, method: string, lineageOf: (view: FileView, type: number, most: number) => Lineage): readonly string[] {
  const isRest = lineage.bases.some((base) => REST.test(base));
  const names = (isRest ? OF_REST : OF_PAGES)[method] ?? [];
  const own = names.flatMap((name) => methodOf(view, maker, lineage, name) ?? []);
  const serializer = isRest ? classSetTo(view, lineage, 'serializer_class') : -1;
  if (serializer < 0) return own;
  const ofSerializer = lineageOf(view, serializer, MOST_BASES);
  return [...own, ...(OF_SERIALIZERS[method] ?? []).flatMap((name) => methodOf(view, maker, ofSerializer, name) ?? [])];
}

/** The class that an attribute of a class or of its bases is set to, or -1. */
export function classSetTo(view: FileView, lineage: Pick<Lineage, 'types'>, name: string): number {
  const member = memberOf(view, lineage, name);
  if (member < 0) return -1;
  const owner = view.viewOf(view.program.fileOfSymbol(member));
  const value = view.program.cell(member, SYMBOL.value);
  return value < 0 ? -1 : owner.symbolNamed(value);
}

/** Whether a method calls the one of its base that it overrides: `super().create(request)`. */
export function callsBase(view: FileView, method: number, name: string): boolean {
  const owner = view.bodiesOf(view.program.fileOfSymbol(method));
  return owner.callsOf(method).some(({ expression }: CallSite) => owner.name(expression) === name && isSuper(owner, expression));
}

function isSuper(view: FileView, call: number): boolean {
  const on = view.operand(view.operand(call));
  return view.kind(on) === Expression.base || (view.kind(on) === Expression.call && (view.name(on) === 'super' || view.kind(view.operand(on)) === Expression.base));
}
