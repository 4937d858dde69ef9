import { Kind, LOCAL, Local, SCOPE, SYMBOL } from '../../facts/schema.js';
import { rowKey } from '../../link/row-memo.js';
import type { LinkFile } from '../../link/program.js';
import { replaceParameters, unknown } from '../../link/semantics/index.js';
import type { TypeParameter, Value } from '../../link/semantics/index.js';
import type { External, Instance } from './csharp-type.js';
import { platform, typeName } from './csharp-type.js';
import { isListed, libraryBase } from './library.js';
import type { Semantics } from './semantics.js';

const DEPTH = 6;
const MOST_BASES = 64;
/** How far two types are compared. */
const SAME_DEPTH = 2;

/** A type parameter's place among those of the type or method that declares it. */
interface Declared {
  readonly symbol: number;
  readonly place: number;
}

/** Follows values through type parameters: of types by what is stated, of methods also by what a call gives. */
export class TypeParameters {
  private readonly declared = new Map<number, ReadonlyMap<number, Declared>>();

  constructor(private readonly semantics: Semantics) {
    semantics.program.forgets(this.declared);
  }

  forgetAnswers(): void {
    this.declared.clear();
  }

  /** What declares a type parameter of the repository, and as which of its own: parts of a type declare each its own. */
  declarationOf({ file: index, local }: TypeParameter): Declared | undefined {
    const file = this.semantics.program.files[index];
    if (file === undefined) return undefined;
    let known = this.declared.get(index);
    if (known === undefined) {
      known = this.read(file);
      this.declared.set(index, known);
    }
    return known.get(local);
  }

  private read(file: LinkFile): ReadonlyMap<number, Declared> {
    const { locals, scopes } = file.facts;
    const found = new Map<number, Declared>();
    const counts = new Map<number, number>();
    for (let row = 0; row < locals.rows; row++) {
      if (locals.get(row, LOCAL.kind) !== Local.typeParameter) continue;
      const scope = locals.get(row, LOCAL.scope);
      const owner = scopes.get(scope, SCOPE.owner);
      const place = counts.get(scope) ?? 0;
      counts.set(scope, place + 1);
      if (owner >= 0) found.set(row, { symbol: this.semantics.program.canonical(file.firstSymbol + owner), place });
    }
    return found;
  }

  /** The type parameters that a method or type declares, in order. */
  parametersOf(symbol: number, file: LinkFile, scope: number): readonly TypeParameter[] {
    return symbol < 0 ? [] : this.semantics.locals.localsIn(file, scope).filter((row) => file.facts.locals.get(row, LOCAL.kind) === Local.typeParameter).map((local): TypeParameter => ({ kind: 'typeParameter', file: file.index, local }));
  }

  /** A type with the type arguments of an instance in the place of its type's parameters. */
  within(value: Value, receiver: Value | undefined): Value {
    if (receiver?.kind !== 'instance' || receiver.arguments.length === 0) return value;
    return replaceParameters(value, (parameter) => {
      const declared = this.declarationOf(parameter);
      return declared?.symbol === receiver.symbol ? receiver.arguments[declared.place] : undefined;
    });
  }

  /** What a type parameter is bounded by; undefined where it has no bound. */
  bound(parameter: TypeParameter): Value | undefined {
    const file = this.semantics.program.files[parameter.file];
    if (file === undefined) return undefined;
    const type = file.facts.locals.get(parameter.local, LOCAL.type);
    return type < 0 ? this.inheritedBound(parameter) : this.semantics.types.ofType(file, type);
  }

  /** An override states no bounds: those of what it overrides hold. */
  private inheritedBound(parameter: TypeParameter): Value | undefined {
    const { program, members } = this.semantics;
    const declared = this.declarationOf(parameter);
    if (declared === undefined || !program.hasFlag(declared.symbol, 'override') || program.cell(declared.symbol, SYMBOL.kind) !== Kind.method) return undefined;
    const [arity, count] = [program.cell(declared.symbol, SYMBOL.typeParameters), program.cell(declared.symbol, SYMBOL.maximumArguments)];
    const owner = program.parentOf(declared.symbol);
    for (const base of members.baseSymbols(owner)) {
      for (const other of program.membersOf(base).get(program.nameOf(declared.symbol)) ?? []) {
        if (program.cell(other, SYMBOL.typeParameters) !== arity || program.cell(other, SYMBOL.maximumArguments) !== count) continue;
        const twin = this.parametersOf(other, program.fileOfSymbol(other), program.cell(other, SYMBOL.ownScope))[declared.place];
        const file = program.fileOfSymbol(other);
        const type = twin === undefined ? -1 : file.facts.locals.get(twin.local, LOCAL.type);
        if (type >= 0) return this.within(this.semantics.types.ofType(file, type), this.asInstance({ kind: 'instance', symbol: owner, arguments: [] }, base));
      }
    }
    return undefined;
  }

  /** A value as the type of the repository that it is or is derived from, with its type arguments. */
  asInstance(value: Value, symbol: number): Instance | undefined {
    return this.search(value, (one) => (one.kind === 'instance' && one.symbol === symbol ? one : undefined));
  }

  /** A value as a type of the library that it is or is derived from, by that one's name. */
  asLibrary(value: Value, name: string): External | undefined {
    return this.search(value, (one) => (one.kind === 'external' ? (libraryBase(one, name) ?? (name === 'IEnumerable' && one.arguments.length === 1 && !isListed(one) ? one : undefined)) : undefined));
  }

  /** The nearest base that is not of the repository. */
  externalBase(value: Instance): External | undefined {
    return this.search(value, (one) => (one.kind === 'external' ? one : undefined));
  }

  private search<Answer>(value: Value, accept: (one: Value) => Answer | undefined): Answer | undefined {
    const open: Value[] = [value];
    const seen = new Set<number>();
    for (let next = open.shift(), count = 0; next !== undefined && count < MOST_BASES; next = open.shift(), count++) {
      const one = next.kind === 'list' && next.parts === undefined ? platform('Array', [next.element]) : next;
      const answer = accept(one);
      if (answer !== undefined) return answer;
      if (one.kind === 'typeParameter') open.push(this.bound(one) ?? unknown('receiverUnknown'));
      else if (one.kind === 'union') open.push(...one.parts);
      else if (one.kind === 'instance' && !seen.has(one.symbol)) {
        seen.add(one.symbol);
        const kind = this.semantics.program.cell(one.symbol, SYMBOL.kind);
        if (kind === Kind.enum) open.push(platform('Enum'));
        for (const base of this.semantics.members.basesOf(one.symbol)) open.push(this.within(base, one));
      }
    }
    return undefined;
  }

  /**
   * Finds what type parameters stand for where a value is given for what is wanted.
   * @param returned what a method or lambda gives back
   * @param seen parts that are done: values may share them
   */
  bind(wanted: Value, value: Value, returned: (callee: Value) => Value, add: (parameter: TypeParameter, found: Value) => void, depth = 0, seen = new Set<Value>()): void {
    if (value.kind === 'unknown' || depth > DEPTH || seen.has(wanted)) return;
    if (wanted.kind !== 'typeParameter') seen.add(wanted);
    const inner = (part: Value | undefined, given: Value | undefined): void => {
      if (part !== undefined && given !== undefined) this.bind(part, given, returned, add, depth + 1, seen);
    };
    if (wanted.kind === 'typeParameter') {
      if (value.kind !== 'lambda' && value.kind !== 'callables') add(wanted, value);
    } else if (wanted.kind === 'list') {
      if (value.kind !== 'list') return;
      inner(wanted.element, value.element);
      wanted.parts?.forEach((part, place) => inner(part, value.parts?.[place]));
    } else if (value.kind === 'lambda' || value.kind === 'callables') inner(this.semantics.delegateOf(wanted)?.result, returned(value));
    else if (wanted.kind === 'instance' && wanted.arguments.length > 0) {
      const base = this.asInstance(value, wanted.symbol);
      wanted.arguments.forEach((part, place) => inner(part, base?.arguments[place]));
    } else if (wanted.kind === 'external' && wanted.arguments.length > 0) {
      const name = typeName(wanted.path);
      const base = this.asLibrary(value, name);
      // What is awaited is the same with or without its task: a lambda may be asynchronous.
      if (base === undefined && name === 'Task') inner(wanted.arguments[0], value);
      else if (base === undefined && name === 'Nullable') inner(wanted.arguments[0], value);
      else wanted.arguments.forEach((part, place) => inner(part, base?.arguments[place]));
    }
  }

  /** Whether two types are the same, as far as type arguments inside each other are looked at. */
  isSame(a: Value, b: Value, depth = 0): boolean {
    if (a === b || depth > SAME_DEPTH) return true;
    if (a.kind === 'typeParameter' && b.kind === 'typeParameter') return a.file === b.file && a.local === b.local;
    if (a.kind === 'list' && b.kind === 'list') return this.isSame(a.element, b.element, depth + 1);
    const isOne = (a.kind === 'instance' && b.kind === 'instance' && a.symbol === b.symbol) || (a.kind === 'external' && b.kind === 'external' && typeName(a.path) === typeName(b.path));
    if (!isOne || (a.kind !== 'instance' && a.kind !== 'external') || (b.kind !== 'instance' && b.kind !== 'external')) return a.kind === 'unknown' && b.kind === 'unknown';
    return a.arguments.length === b.arguments.length && a.arguments.every((part, place) => this.isSame(part, b.arguments[place] ?? part, depth + 1));
  }
}

/** What is known of type parameters, the first of several answers, unless they disagree. */
export class Given {
  private readonly values = new Map<number, Value | undefined>();

  constructor(private readonly isSame: (a: Value, b: Value) => boolean) {}

  set({ file, local }: TypeParameter, value: Value): void {
    this.values.set(rowKey(file, local), value);
  }

  add({ file, local }: TypeParameter, value: Value): void {
    const key = rowKey(file, local);
    if (!this.values.has(key)) this.values.set(key, value);
    else {
      const known = this.values.get(key);
      if (known !== undefined && !this.isSame(known, value)) this.values.set(key, undefined);
    }
  }

  readonly of = ({ file, local }: TypeParameter): Value | undefined => this.values.get(rowKey(file, local));
}
