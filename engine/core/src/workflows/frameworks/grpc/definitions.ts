import { EXPRESSION, IMPORT, IMPORT_BINDING, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { INTERFACES } from '../../../view/file-views.js';

/** The major version at the end of a module's path. */
const VERSION = /\/v(?:[2-9]|[1-9]\d+)$/;
const DEFINITIONS = `protobuf${INTERFACES}`;
/** Methods of a service that people write down. */
const MOST_METHODS = 1_000;

/** A method of a service as its definition states it. */
export interface Rpc {
  readonly name: string;
  /** Routes that it is mapped to, each a method and a pattern as they are written. */
  readonly routes: readonly string[];
}

/** The methods that the only definition of a service states; undefined where the repository has none or several. @param module the name before what is called, where the language has modules there */
export function rpcsOf(view: FileView, service: string, module = ''): readonly Rpc[] | undefined {
  const own = view.typeNamed(service, DEFINITIONS);
  const type = own >= 0 ? own : namedByModule(view, service, module);
  if (type < 0) return undefined;
  const { facts } = view.program.fileOfSymbol(type);
  return Array.from(view.program.membersOf(type), ([name, [member = -1]]): Rpc => {
    const value = view.program.cell(member, SYMBOL.value);
    return { name, routes: value < 0 ? [] : facts.text(facts.expressions.get(value, EXPRESSION.extra)).split('\n') };
  }).slice(0, MOST_METHODS);
}

/** `orders.v1.Orders` where `v1.RegisterOrdersServer` is of `…/gen/orders/v1`: versions of a service have one name. */
function namedByModule(view: FileView, service: string, module: string): number {
  const parts = module === '' ? [] : specifierOf(view, module).split(/[/.]/);
  for (const length of [3, 2, 1]) {
    const found = parts.length < length ? -1 : view.typeNamed([...parts.slice(-length), service].join('.'), DEFINITIONS);
    if (found >= 0) return found;
  }
  return -1;
}

/** The path that a name for a module stands for, one that an import gives or its path ends in; empty where none does. */
export function specifierOf(view: FileView, module: string): string {
  const { facts } = view;
  const { importBindings, imports } = facts;
  const name = facts.indexOf(module);
  for (let row = 0; row < importBindings.rows; row++) if (importBindings.get(row, IMPORT_BINDING.local) === name && name >= 0) return facts.text(imports.get(importBindings.get(row, IMPORT_BINDING.import), IMPORT.specifier));
  return view.imports().find((specifier) => module !== '' && (specifier.replace(VERSION, '').split('/').pop() === module || specifier.endsWith(`/${module}`))) ?? '';
}

/** A pattern as a path, without the verb's own meaning: `/v1/{name=orders/*}:pay` is `/v1/orders/{name}:pay` (google/api/http.proto). */
export function pathOf(pattern: string): string {
  return pattern.replaceAll(/\{([\w.]+)=([^{}]*)\}/g, (_, field: string, segments: string) => segments.replaceAll(/\*+/g, (wildcard) => (wildcard === '**' ? '**' : `{${field}}`)));
}
