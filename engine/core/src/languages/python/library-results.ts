import type { LibraryCall, Value } from '../../link/semantics/index.js';
import { outside, unknown } from '../../link/semantics/index.js';
import { PYTHON } from './standard-library.js';

/** Functions of the library that give what they are handed, a list of the same elements, or one of these. */
const GIVE_ARGUMENT = new Set(['copy.copy', 'copy.deepcopy', 'weakref.proxy', 'contextlib.closing', 'inspect.unwrap']);
const GIVE_SAME = new Set(['sorted', 'reversed', 'list', 'tuple', 'set', 'frozenset', 'iter', 'collections.deque', 'itertools.islice', 'itertools.cycle', 'random.sample']);
const GIVE_ELEMENT = new Set(['next', 'min', 'max', 'random.choice']);
/** Functions whose second argument holds the elements that they give. */
const GIVE_SECOND = new Set(['filter', 'itertools.filterfalse', 'itertools.takewhile', 'itertools.dropwhile']);
/** Members of what holds one value of its only type argument. */
const HOLDERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['contextvars.ContextVar', new Set(['get'])],
  ['queue.Queue', new Set(['get', 'get_nowait'])],
]);
const MOST_ZIPPED = 4;

type List = Extract<Value, { kind: 'list' }>;

function listOf(element: Value): List {
  return { kind: 'list', element };
}

function tupleOf(parts: readonly Value[]): Value {
  return { kind: 'list', element: parts[0] ?? unknown('receiverUnknown'), parts };
}

/** The class of a value: `type(item)` and `item.__class__`. */
export function classOf(value: Value): Value | undefined {
  return value.kind === 'instance' ? { kind: 'type', symbol: value.symbol } : undefined;
}

/** What a function of the library gives, by what it is handed; undefined where that is not known. @param path its full name */
export function givenByFunction(path: string, call: LibraryCall): Value | undefined {
  const first = call.argument(0);
  if (path === 'type') return classOf(first);
  if (GIVE_ARGUMENT.has(path)) return first.kind === 'unknown' ? undefined : first;
  if (path === 'zip') return first.kind === 'list' ? listOf(tupleOf(Array.from({ length: MOST_ZIPPED }, (_, place) => elementOf(call.argument(place))))) : undefined;
  if (path === 'map') {
    const mapped = call.returned(first);
    return mapped.kind === 'unknown' ? undefined : listOf(mapped);
  }
  const held = GIVE_SECOND.has(path) ? call.argument(1) : first;
  if (held.kind !== 'list') return undefined;
  if (GIVE_SAME.has(path) || GIVE_SECOND.has(path)) return listOf(held.element);
  if (path === 'enumerate') return listOf(tupleOf([outside(PYTHON, 'int'), held.element]));
  return GIVE_ELEMENT.has(path) ? held.element : undefined;
}

function elementOf(value: Value): Value {
  return value.kind === 'list' ? value.element : unknown('receiverUnknown');
}

/** What members of what holds one value give. */
export function givenByMember(receiver: Value, name: string): Value | undefined {
  return receiver.kind === 'external' && HOLDERS.get(receiver.path)?.has(name) === true ? receiver.arguments[0] : undefined;
}

/** The entries of a mapping: each a key and a value. */
export function entriesOf(key: Value, value: Value): Value {
  return listOf(tupleOf([key, value]));
}
