import type { Container, LibraryCall, Value } from '../../link/semantics/index.js';
import { memberPath, outside, unknown } from '../../link/semantics/index.js';
import { LIST_MAKERS } from './kotlin-library.js';
import { JAVA, KOTLIN } from './package-owner.js';

/** Library types that hold elements of one type; of their arguments the only one. `Optional` holds one or none. */
const HOLDERS = new Set([
  'Array', 'ArrayBlockingQueue', 'ArrayDeque', 'ArrayList', 'BlockingQueue', 'Collection', 'CompletableFuture', 'CompletionStage', 'ConcurrentLinkedQueue', 'CopyOnWriteArrayList', 'CopyOnWriteArraySet', 'Deferred', 'Deque', 'Enumeration',
  'Flow', 'Flowable', 'Flux', 'Future', 'HashSet', 'ImmutableList', 'ImmutableSet', 'Iterable', 'Iterator', 'Lazy', 'LinkedBlockingQueue', 'LinkedHashSet', 'LinkedList', 'List', 'ListIterator', 'ListenableFuture', 'Mono', 'MutableCollection',
  'MutableIterable', 'MutableIterator', 'MutableList', 'MutableSet', 'MutableStateFlow', 'NavigableSet', 'Observable', 'ObjectProvider', 'Optional', 'Page', 'PriorityQueue', 'Provider', 'Queue', 'Sequence', 'Set', 'SharedFlow', 'Single', 'Slice', 'SortedSet', 'Stack',
  'StateFlow', 'Stream', 'Supplier', 'Arrays', 'AtomicReference', 'Collections', 'ThreadLocal', 'TreeSet', 'Vector', 'WeakReference', 'SoftReference',
]);
const MAPS = /(?:^|\.)\w*Map$/;
const ENTRIES = /(?:^|\.)(?:Map\.)?(?:Mutable)?(?:Map)?\.?Entry$/;

/** Members that give one of the elements. */
const GIVE_ELEMENT = new Set([
  'get', 'getFirst', 'getLast', 'first', 'last', 'firstOrNull', 'lastOrNull', 'find', 'findLast', 'single', 'singleOrNull', 'random', 'elementAt', 'elementAtOrNull', 'getOrNull', 'getOrElse', 'next', 'previous', 'poll', 'pollFirst', 'pollLast', 'peek',
  'peekFirst', 'peekLast', 'pop', 'take', 'element', 'removeFirst', 'removeLast', 'removeAt', 'remove', 'nextElement', 'orElse', 'orElseThrow', 'orElseGet', 'orElseNull', 'minOrNull', 'maxOrNull', 'minBy', 'maxBy', 'minByOrNull', 'maxByOrNull',
  'join', 'await', 'block', 'blockFirst', 'getIfAvailable', 'getObject', 'value', 'getNow', 'getAndSet',
]);
/** Members whose result holds the same elements. */
const GIVE_SAME = new Set([
  '+', '-', 'plus', 'minus', 'stream', 'parallelStream', 'filter', 'filterNot', 'filterNotNull', 'sorted', 'sortedBy', 'sortedByDescending', 'sortedWith', 'distinct', 'distinctBy', 'limit', 'skip', 'drop', 'dropWhile', 'takeWhile', 'takeLast', 'reversed', 'asReversed', 'shuffled', 'subList', 'iterator',
  'listIterator', 'toList', 'toSet', 'toMutableList', 'toMutableSet', 'toHashSet', 'asSequence', 'asIterable', 'collect', 'findFirst', 'findAny', 'min', 'max', 'onEach', 'plus', 'minus', 'or', 'slice', 'toTypedArray', 'toArray', 'elements', 'descendingIterator', 'sequential', 'parallel',
]);
const MAP_EACH = new Set(['map', 'mapNotNull', 'mapIndexed', 'thenApply', 'mapToObj', 'associateWith']);
const MAP_ALL = new Set(['flatMap', 'thenCompose', 'flatMapIterable']);
const MAP_GIVES_VALUE = new Set(['get', 'getOrDefault', 'getValue', 'getOrElse', 'getOrPut', 'put', 'putIfAbsent', 'remove', 'computeIfAbsent', 'computeIfPresent', 'compute', 'merge', 'replace']);

/** Static members that make a holder of what they are given. */
const MAKERS = new Set(['of', 'ofNullable', 'asList', 'just', 'singletonList', 'singleton']);
/** As what those give the elements of which that is known. */
const GIVEN_AS: ReadonlyMap<string, { readonly holder: string }> = new Map([
  ['toArray', { holder: '[]' }], ['toTypedArray', { holder: '[]' }], ['stream', { holder: 'java.util.stream.Stream' }], ['parallelStream', { holder: 'java.util.stream.Stream' }],
  ['iterator', { holder: 'java.util.Iterator' }], ['listIterator', { holder: 'java.util.ListIterator' }], ['subList', { holder: 'java.util.List' }], ['toList', { holder: 'java.util.List' }],
]);
/** What those make that are not called on the type that they give. */
const MADE_AS: ReadonlyMap<string, string> = new Map([['asList', 'java.util.List'], ['singletonList', 'java.util.List'], ['singleton', 'java.util.Set']]);
/** Functions of Kotlin that give their lambda what they are called on, and those that give it back. */
const GIVE_RECEIVER = new Set(['let', 'also', 'takeIf', 'takeUnless', 'use']);
const GIVE_BACK_RECEIVER = new Set(['also', 'apply', 'takeIf', 'takeUnless', 'onEach', 'requireNoNulls']);

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

export function jvmContainer(path: string): Container | undefined {
  return HOLDERS.has(lastName(path)) ? 'list' : undefined;
}

type External = Extract<Value, { kind: 'external' }>;

function isMap(value: External): boolean {
  return value.arguments.length === 2 && MAPS.test(value.path);
}

function entryOf(map: External): Value {
  return outside(JAVA, 'java.util.Map.Entry', map.arguments);
}

/** Iterating a map gives its entries. */
export function jvmElement(value: External): Value | undefined {
  return isMap(value) ? entryOf(value) : undefined;
}

/** What members give that every object has. */
const OF_EVERY_OBJECT: ReadonlyMap<string, string> = new Map([['toString', 'java.lang.String'], ['hashCode', 'int'], ['equals', 'boolean'], ['getClass', 'java.lang.Class']]);

/** What members of collections, maps, streams and optionals give, and the functions of Kotlin that every value has. */
export function jvmLibraryCall(receiver: Value, name: string, call: LibraryCall): Value | undefined {
  if (GIVE_BACK_RECEIVER.has(name)) return receiver;
  if (name === 'let' || name === 'run' || name === 'use') return call.returned(call.argument(0));
  const every = OF_EVERY_OBJECT.get(name);
  if (every !== undefined) return javaType(every);
  if (receiver.kind === 'list') {
    if (GIVE_ELEMENT.has(name)) return receiver.element;
    if (GIVE_SAME.has(name)) return { kind: 'list', element: receiver.element, ...GIVEN_AS.get(name) };
    if (MAP_EACH.has(name)) return { kind: 'list', element: call.returned(call.argument(0)) };
    if (!MAP_ALL.has(name)) return undefined;
    const given = call.returned(call.argument(0));
    return given.kind === 'list' ? given : undefined;
  }
  if (receiver.kind !== 'external') return undefined;
  if (receiver.arguments.length === 0 && MAKERS.has(name) && HOLDERS.has(lastName(receiver.path))) return { kind: 'list', element: call.typeArgument() ?? call.argument(0), holder: MADE_AS.get(name) ?? receiver.path };
  const [key, value] = receiver.arguments;
  if (key === undefined || value === undefined) return undefined;
  if (isMap(receiver)) {
    if (MAP_GIVES_VALUE.has(name)) return value;
    if (name === 'values') return { kind: 'list', element: value };
    if (name === 'keySet') return { kind: 'list', element: key };
    return name === 'entrySet' ? { kind: 'list', element: entryOf(receiver) } : undefined;
  }
  if (!ENTRIES.test(receiver.path)) return undefined;
  return name === 'getValue' ? value : name === 'getKey' ? key : undefined;
}

/** Functions that make a list, a set or a sequence of what they are given. */
export function jvmLibraryFunction(path: string, call: LibraryCall): Value | undefined {
  if (LIST_MAKERS.has(lastName(path))) return { kind: 'list', element: call.typeArgument() ?? call.argument(0) };
  if (lastName(path) === 'run') return call.returned(call.argument(0));
  return lastName(path) === 'with' ? call.returned(call.argument(1)) : undefined;
}

/** Members of a library's type that are read as properties. */
export function jvmLibraryProperty(receiver: Value, name: string): Value | undefined {
  if (receiver.kind !== 'external' || receiver.arguments.length !== 2) return undefined;
  const [key, value] = receiver.arguments;
  if (isMap(receiver)) return name === 'values' && value !== undefined ? { kind: 'list', element: value } : name === 'keys' && key !== undefined ? { kind: 'list', element: key } : name === 'entries' ? { kind: 'list', element: entryOf(receiver) } : undefined;
  return ENTRIES.test(receiver.path) ? (name === 'value' ? value : name === 'key' ? key : undefined) : undefined;
}

/** Functions of Kotlin give a lambda what they are called on; the two parameters of `Map.forEach` are a key and a value. */
export function jvmLambdaGiven(receiver: Value, name: string, parameter: number): Value | undefined {
  if (GIVE_RECEIVER.has(name)) return parameter === 0 ? receiver : undefined;
  if (receiver.kind !== 'external' || !isMap(receiver)) return undefined;
  if (name === 'forEach') return receiver.arguments[parameter];
  return name === 'computeIfAbsent' && parameter === 0 ? receiver.arguments[0] : undefined;
}

/** Types whose one method takes several of its only type argument. */
const SAME_PARAMETERS = new Set(['BinaryOperator', 'Comparator']);
const ONE_PARAMETER = new Set(['Consumer', 'Function', 'Predicate', 'ToDoubleFunction', 'ToIntFunction', 'ToLongFunction', 'UnaryOperator', 'Customizer', 'Action', 'Specification', 'RowMapper']);
const TWO_PARAMETERS = new Set(['BiConsumer', 'BiFunction', 'BiPredicate']);

/** What the method of a functional interface of the library takes. */
export function jvmFunctionalParameter(type: External, parameter: number): Value | undefined {
  const name = lastName(type.path);
  if (SAME_PARAMETERS.has(name)) return type.arguments[0];
  if (ONE_PARAMETER.has(name)) return parameter === 0 ? type.arguments[0] : undefined;
  return TWO_PARAMETERS.has(name) && parameter < 2 ? type.arguments[parameter] : undefined;
}

/** A type of the Java platform by its full name. */
function javaType(path: string): Value {
  return outside(JAVA, path);
}

export function javaMember(type: string, member: string): Value {
  return outside(JAVA, memberPath(type, member));
}

export function kotlinMember(name: string): Value {
  return outside(KOTLIN, `kotlin.${name}`);
}

/** The types of literals, of both grammars. */
export function jvmLiteral(node: string, text: string): Value {
  switch (node) {
    case 'type':
      return javaType(text);
    case 'list':
      return javaType('java.util.Collection');
    case 'lambda':
    case 'callables':
      return javaType('java.util.function.Function');
    case 'null_literal':
      return unknown('receiverUnknown');
    case 'binary_expression':
    case 'string_literal':
    case 'multiline_string_literal':
      return javaType('java.lang.String');
    case 'class_literal':
    case 'navigation_expression':
      return javaType('java.lang.Class');
    case 'character_literal':
      return javaType('char');
    case 'true':
    case 'false':
      return javaType('boolean');
    default:
      return javaType(node.includes('float') ? (/f$/i.test(text) ? 'float' : 'double') : /L$/i.test(text) ? 'long' : 'int');
  }
}
