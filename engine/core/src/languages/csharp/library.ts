import { replaceParameters, unknown } from '../../link/semantics/index.js';
import type { TypeParameter, Value } from '../../link/semantics/index.js';
import type { External } from './csharp-type.js';
import { platform, typeName } from './csharp-type.js';
import { LIBRARY_TYPES } from './library-types.js';

/** A member of a library's type: what it takes and gives. */
export interface Signature {
  /** A method is called, anything else is read. */
  readonly isMethod: boolean;
  /** Its own type parameters. */
  readonly own: readonly TypeParameter[];
  readonly parameters: readonly Value[];
  readonly result: Value;
}

interface LibraryType {
  readonly parameters: readonly TypeParameter[];
  readonly bases: readonly Value[];
  readonly members: ReadonlyMap<string, readonly Signature[]>;
}

/** No file of a program has this number: type parameters of the library are in none. */
const NO_FILE = -1;
const SELF: TypeParameter = { kind: 'typeParameter', file: NO_FILE, local: 0 };
const DEPTH = 8;
/** What every type is derived from. */
const OBJECT = platform('Object');
/** Types that have no members of Object's beside their own: what may be null has those of what it holds. */
const ROOTS = new Set(['Object', 'Nullable']);
const TOKEN = /this\[\]|[\w.]+|\[\]|[<>(),:]/g;

/** Reads the notation of the library's types. */
class Notation {
  private at = 0;
  private readonly tokens: readonly string[];

  constructor(
    text: string,
    private readonly scope: Map<string, Value>,
    private readonly nextParameter: () => TypeParameter,
  ) {
    this.tokens = text.match(TOKEN) ?? [];
  }

  takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  name(): string {
    return this.tokens[this.at++] ?? '';
  }

  /** `<T, U>`, which are names from here on. */
  parameters(): TypeParameter[] {
    const found: TypeParameter[] = [];
    if (!this.takes('<')) return found;
    do {
      const parameter = this.nextParameter();
      this.scope.set(this.name(), parameter);
      found.push(parameter);
    } while (this.takes(','));
    this.takes('>');
    return found;
  }

  /** Types up to a closing token. */
  list(end: string): Value[] {
    const found: Value[] = [];
    while (!this.takes(end) && this.at < this.tokens.length) {
      found.push(this.type());
      this.takes(',');
    }
    return found;
  }

  type(): Value {
    let type = this.takes('(') ? this.tuple() : this.named(this.name());
    while (this.takes('[]')) type = { kind: 'list', element: type };
    return type;
  }

  private tuple(): Value {
    const parts = this.list(')');
    return { kind: 'list', element: unknown('receiverUnknown'), parts };
  }

  private named(name: string): Value {
    const given = this.takes('<') ? this.list('>') : [];
    return this.scope.get(name) ?? (name === '_' ? unknown('receiverUnknown') : platform(name, given));
  }
}

let parameterCount = 0;

function nextParameter(): TypeParameter {
  return { kind: 'typeParameter', file: NO_FILE, local: ++parameterCount };
}

function readType([head, ...lines]: (typeof LIBRARY_TYPES)[number]): LibraryType {
  const scope = new Map<string, Value>([['this', SELF]]);
  const notation = new Notation(head, scope, nextParameter);
  notation.name();
  const parameters = notation.parameters();
  const bases = notation.takes(':') ? notation.list('') : [];
  const members = new Map<string, Signature[]>();
  for (const line of lines) {
    const member = new Notation(line, new Map(scope), nextParameter);
    const memberName = member.name();
    const own = member.parameters();
    const isMethod = member.takes('(');
    const signature: Signature = { isMethod, own, parameters: isMethod ? member.list(')') : [], result: member.type() };
    const same = members.get(memberName);
    if (same === undefined) members.set(memberName, [signature]);
    else same.push(signature);
  }
  return { parameters, bases, members };
}

function keyOf(path: string, count: number): string {
  return `${typeName(path)}\`${count}`;
}

/** Read when they are first asked for. */
const WRITTEN: ReadonlyMap<string, (typeof LIBRARY_TYPES)[number]> = new Map(LIBRARY_TYPES.map((type) => [keyOfHead(type[0]), type]));
const TYPES = new Map<string, LibraryType>();
let memberNames: ReadonlySet<string> | undefined;

/** Whether any listed type has a member that is called so. */
export function isMemberName(name: string): boolean {
  memberNames ??= new Set(LIBRARY_TYPES.flatMap(([, ...lines]) => lines.map((line) => /^\w+/.exec(line)?.[0] ?? '')));
  return memberNames.has(name);
}

/** What is said of a type with one argument that is not listed: nearly all of them are collections. */
const COLLECTION = keyOf('IEnumerable', 1);

function keyOfHead(head: string): string {
  const [, name = head, parameters] = /^(\w+)(?:<([^>]*)>)?/.exec(head) ?? [];
  return keyOf(name, parameters === undefined ? 0 : parameters.split(',').length);
}

function listed(key: string): LibraryType | undefined {
  let type = TYPES.get(key);
  const written = type === undefined ? WRITTEN.get(key) : undefined;
  if (written === undefined) return type;
  type = readType(written);
  TYPES.set(key, type);
  return type;
}

function typeOf(value: External): LibraryType | undefined {
  return listed(keyOf(value.path, value.arguments.length)) ?? (value.arguments.length === 1 ? listed(COLLECTION) : undefined);
}

function within(value: Value, type: LibraryType, receiver: External, self: Value): Value {
  return replaceParameters(value, ({ file, local }) => {
    if (file !== NO_FILE) return undefined;
    if (local === SELF.local) return self;
    const place = type.parameters.findIndex((parameter) => parameter.local === local);
    return place < 0 ? undefined : receiver.arguments[place];
  });
}

/** Bases of a library's type, with its type arguments in their places. */
function basesOf(value: External): readonly External[] {
  const type = listed(keyOf(value.path, value.arguments.length));
  return type === undefined ? [] : type.bases.map((base) => within(base, type, value, value)).filter((base) => base.kind === 'external');
}

/** Members of a library's type, or of its bases, that have a name. @param self what `this` stands for */
export function libraryMembers(value: External, name: string, self: Value = value, depth = 0): readonly Signature[] {
  const type = typeOf(value);
  const own = type?.members.get(name);
  if (type !== undefined && own !== undefined) {
    return own.map((signature) => ({ ...signature, parameters: signature.parameters.map((parameter) => within(parameter, type, value, self)), result: within(signature.result, type, value, self) }));
  }
  if (depth > DEPTH) return [];
  for (const base of basesOf(value)) {
    const found = libraryMembers(base, name, self, depth + 1);
    if (found.length > 0) return found;
  }
  return depth === 0 && !ROOTS.has(typeName(value.path)) ? libraryMembers(OBJECT, name, self, 1) : [];
}

/** What reading a member gives that is no method; undefined where it is not known. */
export function libraryProperty(value: External, name: string): Value | undefined {
  return libraryMembers(value, name).find(({ isMethod }) => !isMethod)?.result;
}

/** What an index gives: `this[]` is written like a method. */
export function libraryIndexed(value: External): Value | undefined {
  return libraryMembers(value, 'this[]')[0]?.result;
}

/** A library's type as its base of a name, or as itself. */
export function libraryBase(value: External, name: string, depth = 0): External | undefined {
  if (typeName(value.path) === name) return value;
  if (depth > DEPTH) return undefined;
  for (const base of basesOf(value)) {
    const found = libraryBase(base, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether what a type is derived from is listed. */
export function isListed(value: External): boolean {
  return WRITTEN.has(keyOf(value.path, value.arguments.length));
}

/** What a functional type of the library takes and gives. */
export function libraryDelegate(value: External, depth = 0): { readonly parameters: readonly Value[]; readonly result: Value } | undefined {
  const name = typeName(value.path);
  if (name === 'Action') return { parameters: value.arguments, result: platform('void') };
  if (name === 'Func') return { parameters: value.arguments.slice(0, -1), result: value.arguments[value.arguments.length - 1] ?? unknown('higherOrder') };
  if (depth > DEPTH) return undefined;
  for (const base of basesOf(value)) {
    const found = libraryDelegate(base, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
