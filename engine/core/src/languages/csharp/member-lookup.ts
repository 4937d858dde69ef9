import { Kind, LOCAL, Local, SYMBOL } from '../../facts/schema.js';
import { HeritageRows } from '../../link/heritage-rows.js';
import { noteCut } from '../../link/guarded-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { namedValues } from '../../named-values.js';
import { DOTNET } from './csharp-type.js';
import type { CSharpType, Found } from './csharp-type.js';
import type { Semantics } from './semantics.js';

const DEPTH = 24;
const OBJECT_MEMBERS = new Set(['ToString', 'Equals', 'GetHashCode', 'GetType', 'MemberwiseClone', 'ReferenceEquals', 'Finalize']);
const ENUM_MEMBERS = new Set(['HasFlag', 'CompareTo', 'ToString', 'Equals', 'GetHashCode', 'GetType']);
const RECORD_MEMBERS = new Set(['Deconstruct', 'PrintMembers']);

/** Looks members up in types, their bases, and extension methods. */
export class MemberLookup {
  private readonly program: LinkProgram;
  private readonly bases = new Map<number, readonly CSharpType[]>();
  private readonly heritage = new HeritageRows();
  private readonly firstParameters = new Map<number, CSharpType>();

  constructor(private readonly semantics: Semantics) {
    this.program = semantics.program;
    this.program.forgets(this.heritage, this.bases, this.firstParameters);
  }

  forgetAnswers(): void {
    this.bases.clear();
    this.firstParameters.clear();
  }

  /** The member of a value; extension methods that the file can see come last. */
  of(file: LinkFile, scope: number, receiver: CSharpType, name: string): Found {
    switch (receiver.kind) {
      case 'instance':
      case 'static': {
        const found = this.inType(receiver.symbol, name);
        // A static method is not called on an instance: an extension of its name is.
        const isStatic = receiver.kind === 'instance' && found.kind === 'symbols' && found.symbols.every((symbol) => this.program.cell(symbol, SYMBOL.kind) === Kind.method && this.program.hasFlag(symbol, 'static'));
        if (found.kind === 'symbols' && !isStatic) return found;
        const extension = this.extension(file, scope, receiver, name);
        return extension.kind === 'symbols' ? extension : found;
      }
      case 'external':
      case 'array': {
        const extension = this.extension(file, scope, receiver, name);
        if (extension.kind === 'symbols') return extension;
        return receiver.kind === 'array' ? { kind: 'external', package: DOTNET, path: `Array.${name}` } : { kind: 'external', package: receiver.package, path: `${receiver.path}.${name}` };
      }
      case 'namespace':
        return { kind: 'none', reason: 'memberNotFound' };
      case 'methods':
        return { kind: 'external', package: DOTNET, path: `Delegate.${name}` };
      case 'unknown': {
        const extension = this.extension(file, scope, receiver, name);
        return extension.kind === 'symbols' ? extension : { kind: 'none', reason: receiver.reason === 'higherOrder' ? 'receiverUnknown' : receiver.reason };
      }
    }
  }

  /** The members of a name in a type or, if it has none, in its bases. */
  inType(symbol: number, name: string, depth = 0, searched = new Set<number>()): Found {
    searched.add(symbol);
    const own = this.program.membersOf(symbol).get(name);
    if (own !== undefined && own.length > 0) {
      const callable = own.filter((id) => this.program.cell(id, SYMBOL.kind) !== Kind.constructor);
      if (callable.length > 0) return { kind: 'symbols', symbols: callable.map((id) => this.program.canonical(id)), isInferred: false, isExtension: false };
    }
    if (depth > DEPTH) {
      noteCut();
      return { kind: 'none', reason: 'receiverUnknown' };
    }
    let outside: Found = { kind: 'none', reason: 'memberNotFound' };
    for (const base of this.basesOf(symbol)) {
      if (base.kind === 'instance') {
        // A base that several ways lead to, or a cycle of bases, has been searched.
        if (searched.has(base.symbol)) continue;
        const found = this.inType(base.symbol, name, depth + 1, searched);
        if (found.kind === 'symbols') return found;
        if (found.kind === 'external' && outside.kind === 'none') outside = found;
      } else if (base.kind === 'external') outside = { kind: 'external', package: base.package, path: `${base.path}.${name}` };
      else if (outside.kind === 'none') outside = { kind: 'none', reason: 'receiverUnknown' };
    }
    if (outside.kind !== 'external' && (OBJECT_MEMBERS.has(name) || this.isSynthesized(symbol, name))) return { kind: 'external', package: DOTNET, path: `Object.${name}` };
    return outside;
  }

  private isSynthesized(symbol: number, name: string): boolean {
    const kind = this.program.cell(symbol, SYMBOL.kind);
    if (kind === Kind.enum) return ENUM_MEMBERS.has(name);
    return (kind === Kind.record && RECORD_MEMBERS.has(name)) || (kind === Kind.delegate && (name === 'Invoke' || name === 'BeginInvoke'));
  }

  /** Bases as instances, over all parts of the type. */
  basesOf(symbol: number): readonly CSharpType[] {
    const known = this.bases.get(symbol);
    if (known !== undefined) return known;
    this.bases.set(symbol, []); // what a cycle of bases finds
    const bases = this.program.sitesOf(symbol).flatMap((site) => {
      const file = this.program.fileOfSymbol(site);
      return this.heritage.of(file, site - file.firstSymbol).map((row) => this.semantics.heritageType(file, row));
    });
    this.bases.set(symbol, bases);
    return bases;
  }

  /** Declared base types, their bases included. */
  baseSymbols(symbol: number): readonly number[] {
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

  /** Extension methods of a name whose namespace the file can see and whose first parameter takes the receiver. */
  private extension(file: LinkFile, scope: number, receiver: CSharpType, name: string): Found {
    const { index, names } = this.semantics;
    const candidates = index.extensionsNamed(name);
    if (candidates.length === 0) return { kind: 'none', reason: 'memberNotFound' };
    const usings = new Set(index.usings(file).namespaces);
    const own = names.namespaceOf(file, scope);
    const visible = candidates.filter((symbol) => {
      const owner = this.program.parentOf(symbol);
      const full = index.fullName(owner);
      const namespace = full.slice(0, Math.max(0, full.lastIndexOf('.')));
      return namespace === '' || usings.has(namespace) || own === namespace || own.startsWith(`${namespace}.`);
    });
    const exact = visible.filter((symbol) => this.takes(symbol, receiver) === 'yes');
    if (exact.length > 0) return { kind: 'symbols', symbols: exact, isInferred: false, isExtension: true };
    const possible = visible.filter((symbol) => this.takes(symbol, receiver) === 'perhaps');
    return possible.length > 0 ? { kind: 'symbols', symbols: possible, isInferred: true, isExtension: true } : { kind: 'none', reason: 'memberNotFound' };
  }

  private takes(method: number, receiver: CSharpType): 'yes' | 'perhaps' | 'no' {
    const parameter = this.firstParameter(method);
    if (parameter.kind === 'unknown') return receiver.kind === 'unknown' ? 'no' : 'perhaps';
    switch (receiver.kind) {
      case 'instance':
        if (parameter.kind === 'instance') return parameter.symbol === receiver.symbol || this.baseSymbols(receiver.symbol).includes(parameter.symbol) ? 'yes' : 'no';
        return parameter.kind === 'external' && this.hasExternalBase(receiver.symbol) ? 'perhaps' : 'no';
      case 'external': {
        if (parameter.kind !== 'external') return 'no';
        const [wanted, given] = [lastName(parameter.path), lastName(receiver.path)];
        if (wanted === given) return 'yes';
        return receiver.path.endsWith(')') || /^I\p{Lu}/u.test(wanted) || wanted === 'object' ? 'perhaps' : 'no';
      }
      case 'array':
        return parameter.kind === 'array' ? 'yes' : parameter.kind === 'external' && /^I\p{Lu}|Span/u.test(lastName(parameter.path)) ? 'perhaps' : 'no';
      case 'unknown':
        return 'perhaps';
      default:
        return 'no';
    }
  }

  private hasExternalBase(symbol: number): boolean {
    return [symbol, ...this.baseSymbols(symbol)].some((type) => this.basesOf(type).some((base) => base.kind !== 'instance'));
  }

  private firstParameter(method: number): CSharpType {
    const known = this.firstParameters.get(method);
    if (known !== undefined) return known;
    const file = this.program.fileOfSymbol(method);
    const scope = this.program.cell(method, SYMBOL.ownScope);
    const { locals } = file.facts;
    let answer: CSharpType = { kind: 'unknown', reason: 'receiverUnknown' };
    for (let row = 0; row < locals.rows; row++) {
      if (locals.get(row, LOCAL.scope) !== scope || locals.get(row, LOCAL.kind) !== Local.parameter) continue;
      answer = this.semantics.ofType(file, locals.get(row, LOCAL.type));
      break;
    }
    this.firstParameters.set(method, answer);
    return answer;
  }
}

const KEYWORDS: Readonly<Record<string, string>> = namedValues({ string: 'String', int: 'Int32', long: 'Int64', bool: 'Boolean', object: 'Object', double: 'Double', float: 'Single', byte: 'Byte', char: 'Char', decimal: 'Decimal' });

function lastName(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return KEYWORDS[name] ?? name;
}
