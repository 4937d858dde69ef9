import { Kind, LOCAL, SYMBOL } from '../../facts/schema.js';
import { HeritageRows } from '../../link/heritage-rows.js';
import { noteCut } from '../../link/guarded-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { TypeParameter, Value } from '../../link/semantics/index.js';
import { DOTNET, platform, typeName } from './csharp-type.js';
import type { External, Found, Instance } from './csharp-type.js';
import { isListed, isMemberName, libraryMembers } from './library.js';
import type { Semantics } from './semantics.js';

const DEPTH = 24;
const OBJECT_MEMBERS = new Set(['ToString', 'Equals', 'GetHashCode', 'GetType', 'MemberwiseClone', 'ReferenceEquals', 'Finalize']);
/** Methods of arrays themselves, before which no extension is taken. */
const ARRAY_MEMBERS = new Set(['Clone', 'CopyTo', 'GetEnumerator', 'GetLength', 'GetLongLength', 'GetLowerBound', 'GetUpperBound', 'GetValue', 'Initialize', 'SetValue']);
const ENUM_MEMBERS = new Set(['HasFlag', 'CompareTo', 'ToString', 'Equals', 'GetHashCode', 'GetType']);
const NOT_FOUND: Found = { kind: 'none', reason: 'memberNotFound' };
const NULLABLE = 'Nullable';
const RECORD_MEMBERS = new Set(['Deconstruct', 'PrintMembers']);

/** Looks members up in types, their bases, and extension methods. */
export class MemberLookup {
  private readonly program: LinkProgram;
  private readonly bases = new Map<number, readonly Value[]>();
  private readonly allBases = new Map<number, readonly number[]>();
  private readonly externalBases = new Map<number, boolean>();
  /** Types whose bases are being found. */
  private open = 0;
  private readonly heritage = new HeritageRows();
  private readonly firstParameters = new Map<number, Value>();

  constructor(private readonly semantics: Semantics) {
    this.program = semantics.program;
    this.program.forgets(this.heritage, this.bases, this.allBases, this.externalBases, this.firstParameters);
  }

  forgetAnswers(): void {
    this.bases.clear();
    this.allBases.clear();
    this.externalBases.clear();
    this.firstParameters.clear();
  }

  /** The member of a value; extension methods that the file can see come last. */
  of(file: LinkFile, scope: number, receiver: Value, name: string): Found {
    switch (receiver.kind) {
      case 'instance':
      case 'type': {
        const found = this.inType(receiver.kind === 'instance' ? receiver : { kind: 'instance', symbol: receiver.symbol, arguments: [] }, name);
        // A static method is not called on an instance: an extension of its name is.
        const isStatic = receiver.kind === 'instance' && found.kind === 'symbols' && found.symbols.every((symbol) => this.program.cell(symbol, SYMBOL.kind) === Kind.method && this.program.hasFlag(symbol, 'static'));
        if (found.kind === 'symbols' && !isStatic) return found;
        const extension = this.extension(file, scope, receiver, name);
        return extension.kind === 'symbols' ? extension : found;
      }
      case 'external': {
        const [only] = receiver.arguments;
        const found = this.outside(file, scope, receiver, name, receiver);
        // What may be null has the members of what it holds: `?.` reads them.
        const isOfInner = only !== undefined && found.kind === 'external' && typeName(receiver.path) === NULLABLE && libraryMembers(receiver, name).length === 0;
        return isOfInner ? this.of(file, scope, only, name) : found;
      }
      case 'list': {
        const type = platform('Array', [receiver.element]);
        return ARRAY_MEMBERS.has(name) ? { kind: 'external', package: type.package, path: `${type.path}.${name}`, receiver: type } : this.outside(file, scope, receiver, name, type);
      }
      case 'typeParameter': {
        const bound = this.semantics.parameters.bound(receiver);
        const found = bound === undefined ? NOT_FOUND : this.ofBound(file, scope, bound, name, 0);
        if (found.kind !== 'none') return found;
        const extension = this.extension(file, scope, receiver, name);
        return extension.kind === 'symbols' ? extension : OBJECT_MEMBERS.has(name) ? objectMember(name) : { kind: 'none', reason: 'receiverUnknown' };
      }
      case 'callables':
      case 'lambda':
        return { kind: 'external', package: DOTNET, path: `Delegate.${name}` };
      case 'unknown': {
        const extension = this.extension(file, scope, receiver, name);
        return extension.kind === 'symbols' ? extension : { kind: 'none', reason: receiver.reason === 'higherOrder' ? 'receiverUnknown' : receiver.reason };
      }
      default:
        return NOT_FOUND;
    }
  }

  private outside(file: LinkFile, scope: number, receiver: Value, name: string, type: External): Found {
    const extension = this.extension(file, scope, receiver, name);
    return extension.kind === 'symbols' ? extension : { kind: 'external', package: type.package, path: `${type.path}.${name}`, receiver: type };
  }

  /** The member of what bounds a type parameter: of several bounds the first that has it. */
  private ofBound(file: LinkFile, scope: number, bound: Value, name: string, depth: number): Found {
    if (depth > DEPTH) {
      noteCut();
      return NOT_FOUND;
    }
    if (bound.kind === 'typeParameter') {
      const further = this.semantics.parameters.bound(bound);
      return further === undefined ? NOT_FOUND : this.ofBound(file, scope, further, name, depth + 1);
    }
    if (bound.kind !== 'union') return this.of(file, scope, bound, name);
    const found = bound.parts.map((part) => this.ofBound(file, scope, part, name, depth + 1));
    return found.find((one) => one.kind === 'symbols') ?? found.find((one) => one.kind === 'external') ?? NOT_FOUND;
  }

  /** The members of a name in a type or, if it has none, in its bases, with the type arguments that these have there. */
  inType(receiver: Instance, name: string, depth = 0, searched = new Set<number>()): Found {
    const { symbol } = receiver;
    searched.add(symbol);
    const own = this.program.membersOf(symbol).get(name);
    if (own !== undefined && own.length > 0) {
      const callable = own.filter((id) => this.program.cell(id, SYMBOL.kind) !== Kind.constructor);
      if (callable.length > 0) return { kind: 'symbols', symbols: callable.map((id) => this.program.canonical(id)), isInferred: false, isExtension: false, receiver };
    }
    if (depth > DEPTH) {
      noteCut();
      return { kind: 'none', reason: 'receiverUnknown' };
    }
    let outside: Found = NOT_FOUND;
    for (const declared of this.basesOf(symbol)) {
      if (declared.kind === 'instance') {
        // A base that several ways lead to, or a cycle of bases, has been searched.
        if (searched.has(declared.symbol)) continue;
        const base = this.semantics.parameters.within(declared, receiver);
        const found = this.inType(base.kind === 'instance' ? base : declared, name, depth + 1, searched);
        if (found.kind === 'symbols') return found;
        if (found.kind === 'external' && outside.kind === 'none') outside = found;
      } else if (declared.kind === 'external') {
        const base = this.semantics.parameters.within(declared, receiver);
        outside = { kind: 'external', package: declared.package, path: `${declared.path}.${name}`, receiver: base.kind === 'external' ? base : declared };
      } else if (outside.kind === 'none') outside = { kind: 'none', reason: 'receiverUnknown' };
    }
    if (outside.kind !== 'external' && (OBJECT_MEMBERS.has(name) || this.isSynthesized(symbol, name))) return objectMember(name);
    return outside;
  }

  /** Members of a name that a base declares, of which some are accepted. */
  inherited(receiver: Instance, name: string, accepts: (symbol: number) => boolean): Found | undefined {
    for (const base of this.baseSymbols(receiver.symbol)) {
      const symbols = [...new Set((this.program.membersOf(base).get(name) ?? []).map((id) => this.program.canonical(id)))].filter((id) => this.program.cell(id, SYMBOL.kind) !== Kind.constructor && accepts(id));
      if (symbols.length > 0) return { kind: 'symbols', symbols, isInferred: false, isExtension: false, receiver: this.semantics.parameters.asInstance(receiver, base) };
    }
    return undefined;
  }

  private isSynthesized(symbol: number, name: string): boolean {
    const kind = this.program.cell(symbol, SYMBOL.kind);
    if (kind === Kind.enum) return ENUM_MEMBERS.has(name);
    return (kind === Kind.record && RECORD_MEMBERS.has(name)) || (kind === Kind.delegate && (name === 'Invoke' || name === 'BeginInvoke'));
  }

  /** Bases as instances, over all parts of the type. */
  basesOf(symbol: number): readonly Value[] {
    const known = this.bases.get(symbol);
    if (known !== undefined) return known;
    this.bases.set(symbol, []); // what a cycle of bases finds
    this.open++;
    const bases = this.program.sitesOf(symbol).flatMap((site) => {
      const file = this.program.fileOfSymbol(site);
      return this.heritage.of(file, site - file.firstSymbol).map((row) => this.semantics.heritageType(file, row));
    });
    this.open--;
    this.bases.set(symbol, bases);
    return bases;
  }

  /** What `base` means: the class among the bases, which any part of the type may state; of a library's types the name tells which are interfaces. */
  baseClassOf(symbol: number): Value | undefined {
    return this.basesOf(symbol).find((base) => (base.kind === 'instance' ? this.program.cell(base.symbol, SYMBOL.kind) !== Kind.interface : base.kind !== 'external' || !/(?:^|\.)I\p{Lu}\w*$/u.test(base.path)));
  }

  /** Declared base types, their bases included. */
  baseSymbols(symbol: number): readonly number[] {
    const known = this.allBases.get(symbol);
    if (known !== undefined) return known;
    const found = this.findBases(symbol);
    // While bases are being found, those of a circle are not all there.
    if (this.open === 0) this.allBases.set(symbol, found);
    return found;
  }

  private findBases(symbol: number): readonly number[] {
    const found: number[] = [];
    const open = [symbol];
    for (let next = open.pop(); next !== undefined && found.length < 256; next = open.pop()) {
      for (const base of this.basesOf(next)) {
        if (base.kind !== 'instance' || found.includes(base.symbol)) continue;
        found.push(base.symbol);
        open.push(base.symbol);
      }
    }
    return found;
  }

  /** Extension methods of a name whose namespace the file can see and whose first parameter takes the receiver. @param accepts leaves out others */
  extension(file: LinkFile, scope: number, receiver: Value, name: string, accepts?: (symbol: number) => boolean): Found {
    const { index, names } = this.semantics;
    const named = index.extensionsNamed(name);
    const candidates = accepts === undefined ? named : named.filter(accepts);
    if (candidates.length === 0) return NOT_FOUND;
    const usings = new Set(index.usings(file).namespaces);
    const own = names.namespaceOf(file, scope);
    const visible = candidates.filter((symbol) => {
      const owner = this.program.parentOf(symbol);
      const full = index.fullName(owner);
      const namespace = full.slice(0, Math.max(0, full.lastIndexOf('.')));
      return namespace === '' || usings.has(namespace) || own === namespace || own.startsWith(`${namespace}.`);
    });
    const exact = visible.filter((symbol) => this.takes(symbol, receiver) === 'yes');
    if (exact.length > 0) return { kind: 'symbols', symbols: exact, isInferred: false, isExtension: true, receiver };
    // Of a value that is not known, what the library's types call so is more often meant.
    if ((receiver.kind === 'unknown' || receiver.kind === 'external') && isMemberName(name)) return NOT_FOUND;
    const possible = visible.filter((symbol) => this.takes(symbol, receiver) === 'perhaps');
    return possible.length > 0 ? { kind: 'symbols', symbols: possible, isInferred: true, isExtension: true, receiver } : NOT_FOUND;
  }

  private takes(method: number, receiver: Value): 'yes' | 'perhaps' | 'no' {
    const parameter = this.firstParameter(method);
    if (parameter.kind === 'unknown') return receiver.kind === 'unknown' ? 'no' : 'perhaps';
    if (parameter.kind === 'typeParameter') return this.takesBounded(parameter, receiver);
    switch (receiver.kind) {
      case 'instance':
      case 'typeParameter':
        return this.takesDerived(parameter, receiver);
      case 'external': {
        if (parameter.kind !== 'external') return 'no';
        const [wanted, given] = [typeName(parameter.path), typeName(receiver.path)];
        const base = wanted === given ? receiver : this.semantics.parameters.asLibrary(receiver, wanted);
        if (base !== undefined) return this.differ(parameter, base) ? 'no' : 'yes';
        return receiver.path.endsWith(')') || (!isListed(receiver) && /^I\p{Lu}/u.test(wanted)) || wanted === 'Object' ? 'perhaps' : 'no';
      }
      case 'list': {
        if (parameter.kind === 'list') return this.areOther(parameter.element, receiver.element) ? 'no' : 'yes';
        if (parameter.kind !== 'external') return 'no';
        const base = this.semantics.parameters.asLibrary(receiver, typeName(parameter.path));
        if (base !== undefined) return this.differ(parameter, base) ? 'no' : 'yes';
        return /^I\p{Lu}|Span/u.test(typeName(parameter.path)) ? 'perhaps' : 'no';
      }
      case 'unknown':
        return 'perhaps';
      default:
        return 'no';
    }
  }

  /** `this T item` takes anything that its bound does. */
  private takesBounded(parameter: TypeParameter, receiver: Value): 'yes' | 'perhaps' | 'no' {
    const bound = receiver.kind === 'unknown' ? undefined : this.semantics.parameters.bound(parameter);
    if (bound === undefined) return 'perhaps';
    const parts = bound.kind === 'union' ? bound.parts : [bound];
    const answers = parts.map((part) => (part.kind === 'unknown' || part.kind === 'typeParameter' ? 'perhaps' : this.takesDerived(part, receiver)));
    return answers.includes('no') ? 'no' : answers.includes('perhaps') ? 'perhaps' : 'yes';
  }

  private takesDerived(parameter: Value, receiver: Value): 'yes' | 'perhaps' | 'no' {
    const { parameters } = this.semantics;
    if (parameter.kind === 'instance') {
      const base = parameters.asInstance(receiver, parameter.symbol);
      return base === undefined || this.differ(parameter, base) ? 'no' : 'yes';
    }
    if (parameter.kind !== 'external') return 'no';
    if (receiver.kind !== 'instance') return receiver.kind === 'typeParameter' || receiver.kind === 'external' ? 'perhaps' : 'no';
    const base = parameters.asLibrary(receiver, typeName(parameter.path));
    if (base !== undefined) return this.differ(parameter, base) ? 'no' : 'yes';
    return this.hasExternalBase(receiver.symbol) || typeName(parameter.path) === 'Object' ? 'perhaps' : 'no';
  }

  /** Whether a type argument says that one type is not taken for the other. */
  private differ(parameter: External | Instance, base: External | Instance): boolean {
    return parameter.arguments.some((wanted, place) => this.areOther(wanted, base.arguments[place] ?? wanted));
  }

  private areOther(wanted: Value, given: Value): boolean {
    if (wanted.kind === 'instance' && given.kind === 'instance') return this.semantics.parameters.asInstance(given, wanted.symbol) === undefined && this.semantics.parameters.asInstance(wanted, given.symbol) === undefined;
    return (wanted.kind === 'instance' && given.kind === 'list') || (wanted.kind === 'list' && given.kind === 'instance');
  }

  /** Whether a type is derived from something that is not of the repository. */
  hasExternalBase(symbol: number): boolean {
    const known = this.externalBases.get(symbol);
    if (known !== undefined) return known;
    const answer = this.findsExternalBase(symbol);
    if (this.open === 0) this.externalBases.set(symbol, answer);
    return answer;
  }

  private findsExternalBase(symbol: number): boolean {
    return [symbol, ...this.baseSymbols(symbol)].some((type) => this.basesOf(type).some((base) => base.kind !== 'instance'));
  }

  private firstParameter(method: number): Value {
    const known = this.firstParameters.get(method);
    if (known !== undefined) return known;
    const file = this.program.fileOfSymbol(method);
    const [first] = this.semantics.parametersIn(file, this.program.cell(method, SYMBOL.ownScope));
    const answer = this.semantics.types.ofType(file, first === undefined ? -1 : file.facts.locals.get(first, LOCAL.type));
    this.firstParameters.set(method, answer);
    return answer;
  }
}

function objectMember(name: string): Found {
  return { kind: 'external', package: DOTNET, path: `Object.${name}`, receiver: platform('Object') };
}
