import type { LibraryCall, Value } from '../../link/semantics/index.js';

/** Functions and methods that make what the class is that they are given. */
const FUNCTIONS = new Set(['app', 'resolve']);
const METHODS = new Set(['make', 'makeWith', 'find', 'findOrFail', 'getReference']);
/** Types whose `get` is asked for a class, and not for a key. */
const CONTAINER = /Container|Application|Locator|Kernel|app\(\)/;
/** The same with what a library adds to it. */
const DOUBLES = new Set(['mock', 'spy', 'partialMock', 'createMock', 'createStub', 'createPartialMock', 'getMockForAbstractClass', 'createConfiguredMock']);

function instanceOf(call: LibraryCall): Value | undefined {
  const given = call.argument(0);
  return given.kind === 'type' ? { kind: 'instance', symbol: given.symbol, arguments: [] } : undefined;
}

/** `app(Mailer::class)`; a container's own type is what it gives without a class. */
export function madeByFunction(path: string, call: LibraryCall): Value | undefined {
  return FUNCTIONS.has(path) ? instanceOf(call) : undefined;
}

/** `$container->get(Mailer::class)`, `$this->createMock(Mailer::class)`. @param library what the receiver is, or is derived from, outside the repository */
export function madeByMethod(receiver: Value, library: Value | undefined, name: string, call: LibraryCall): Value | undefined {
  if (METHODS.has(name) || (name === 'get' && receiver.kind === 'external' && CONTAINER.test(receiver.path))) return instanceOf(call);
  if (!DOUBLES.has(name)) return undefined;
  const made = instanceOf(call);
  return made === undefined || library?.kind !== 'external' ? made : { kind: 'union', parts: [{ ...library, path: `${library.path}.${name}()` }, made], isOrdered: true };
}
