import { EXPRESSION } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';
import type { ValueType } from '../typescript/entity.js';
import { unknown } from '../typescript/entity.js';
import type { Types } from '../typescript/types.js';
import { ANGULAR } from './declarations.js';

/** Functions that make signals, by what their first argument says of the value: angular.dev/guide/signals, angular.dev/guide/components/queries. */
const OF_VALUE = new Set(['signal', 'model', 'input']);
const OF_FUNCTION = new Set(['computed', 'linkedSignal']);
const OF_CLASS = new Set(['viewChild', 'viewChild.required', 'contentChild', 'contentChild.required']);
const OF_CLASSES = new Set(['viewChildren', 'contentChildren']);
const OF_NOTHING = new Set(['input.required', 'model.required']);

/** The signal that a call of Angular's functions makes; undefined for other calls. */
export function signalMade(types: Types, callee: ValueType, file: LinkFile, call: number): ValueType | undefined {
  if (callee.kind !== 'external' || callee.package.name !== ANGULAR) return undefined;
  const { path } = callee;
  const isMany = OF_CLASSES.has(path);
  if (!isMany && ![OF_VALUE, OF_FUNCTION, OF_CLASS, OF_NOTHING].some((names) => names.has(path))) return undefined;
  const stated = types.generics.stated(file, file.facts.expressions.get(call, EXPRESSION.extra));
  const held = (path === 'linkedSignal' ? stated?.at(-1) : stated?.[0]) ?? given(types, path, file, call);
  return { kind: 'signal', path: `${path}()`, value: isMany ? { kind: 'array', element: held } : held };
}

/** The value by what the call is given. */
function given(types: Types, path: string, file: LinkFile, call: number): ValueType {
  const [first] = types.parts.of(file.facts, call);
  if (first === undefined || first.value < 0 || OF_NOTHING.has(path)) return unknown('receiverUnknown');
  const type = types.ofExpression(file, first.value);
  if (OF_VALUE.has(path)) return type;
  if (OF_FUNCTION.has(path)) return types.returnOf(type);
  return type.kind === 'declared' ? { kind: 'instance', symbol: type.symbol } : unknown('receiverUnknown');
}
