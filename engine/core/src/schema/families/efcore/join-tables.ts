import { Expression } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { classOfType } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';

/** `UsingEntity(join => join.ToTable("…"))`. */
export function tableNamedIn(view: FileView, call: number): string | undefined {
  const [inner] = callsGivenTo(view, call, 'ToTable');
  return inner === undefined ? undefined : view.text(view.argument(inner.expression, 0));
}

/** `UsingEntity("…", right => right.HasOne<Tag>().WithMany().HasForeignKey("TagCode"), …)`, or `HasOne(typeof(Tag))`. */
export function joinKeysIn(view: FileView, call: number, context: SchemaContext): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { expression } of callsGivenTo(view, call, 'HasForeignKey')) {
    const column = view.text(view.argument(expression, 0));
    const end = view.chain(expression).find(({ name, call: at }) => name === 'HasOne' && at >= 0);
    const [type] = end === undefined ? [] : view.typeArgumentsOfCall(end.call);
    const target = type === undefined ? undefined : classOfType(view, type, context);
    if (column !== undefined && target !== undefined) keys.set(target.key, column);
  }
  return keys;
}

/** Calls of a name inside the lambdas that a call is given, in the order of the source. */
function callsGivenTo(view: FileView, call: number, name: string): readonly CallSite[] {
  const lambdas = new Set(view.arguments(call).flatMap(({ value }) => (view.kind(value) === Expression.lambda ? [value] : [])));
  return lambdas.size === 0 ? [] : view.calls().filter(({ expression }) => view.name(expression) === name && view.lambdasAround(expression).some((lambda) => lambdas.has(lambda)));
}
