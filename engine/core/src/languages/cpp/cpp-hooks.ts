import { IMPORT, Import, Kind, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, Evaluator, LanguageHooks, Purpose, Value } from '../../link/semantics/index.js';
import { fits, isTypeKind, none, outside } from '../../link/semantics/index.js';
import type { DeclaredNames } from './declared-names.js';
import type { Includes } from './includes.js';
import { CPP_LIBRARY, CPP_MEMBERS, C_LIBRARY, C_NAMES } from './standard-names.js';

/** A name that one symbol of the repository has, which the file does not include. */
const BY_NAME = 40;
const ONE_OF_SEVERAL = 60;

/** How C and C++ find their names: a file sees what it includes. */
export class CppHooks implements LanguageHooks {
  readonly languageIds: ReadonlySet<string> = new Set(['cpp']);
  readonly hasImplicitReceiver = true;
  readonly seesTypeScopes = true;
  readonly constructsByCall = true;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = false;
  readonly constructorNames: ReadonlySet<string> = new Set();
  readonly matchesByName = true;

  constructor(
    private readonly program: LinkProgram,
    private readonly includes: Includes,
    private readonly names: DeclaredNames,
    private readonly evaluator: () => Evaluator,
  ) {}

  importTarget(file: LinkFile, row: number): Entity {
    const written = file.facts.text(file.facts.imports.get(row, IMPORT.specifier));
    if (file.facts.imports.get(row, IMPORT.kind) !== Import.static) return this.used(this.path(file, file.facts.imports.get(row, IMPORT.scope), written, 'value'));
    const found = this.includes.find(file, row);
    if (found === 'several') return none('ambiguous');
    if (found !== undefined) return { kind: 'module', file: found.index };
    if (!written.startsWith('<')) return none('moduleNotFound');
    const name = written.slice(1, -1);
    if (name.includes('/') && !/^(?:sys|netinet|arpa|net|linux|asm|machine|bits|experimental|mach)\//.test(name)) return { kind: 'external', package: { manager: 'c', name: name.slice(0, name.indexOf('/')) }, path: name };
    return { kind: 'external', package: name.includes('.') ? C_LIBRARY : CPP_LIBRARY, path: name };
  }

  /** Many files open one namespace: the first that is seen stands for all. */
  private used(entity: Entity): Entity {
    const [first, ...more] = entity.kind === 'symbols' ? entity.symbols : [];
    const isNamespace = first !== undefined && more.length > 0 && this.program.cell(first, SYMBOL.kind) === Kind.namespace;
    return isNamespace ? { kind: 'symbols', symbols: [first], confidence: ONE_OF_SEVERAL, rule: 'namespace' } : entity;
  }

  imported(file: LinkFile, row: number): Entity {
    return this.importTarget(file, row);
  }

  before(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    if (name.includes('::')) return this.path(file, scope, name, purpose);
    if (name !== 'this') return undefined;
    const type = this.typeAround(file, scope);
    return type < 0 ? none('receiverUnknown') : { kind: 'value', value: { kind: 'instance', symbol: type, arguments: [] } };
  }

  /** The type whose member a scope is in, wherever that is defined. */
  private typeAround(file: LinkFile, scope: number): number {
    const { scopes, symbols } = file.facts;
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = symbols.get(row, SYMBOL.parent)) {
      const kind = symbols.get(row, SYMBOL.kind);
      if (isTypeKind(kind)) return this.program.canonical(file.firstSymbol + row);
      const parent = kind === Kind.method ? this.program.parentOf(this.program.canonical(file.firstSymbol + row)) : -1;
      if (parent >= 0 && isTypeKind(this.program.cell(parent, SYMBOL.kind))) return parent;
    }
    return -1;
  }

  /** The namespaces around a scope, of a member those of its type. */
  private within(file: LinkFile, scope: number): string {
    const type = this.typeAround(file, scope);
    if (type >= 0) return this.names.fullName(type);
    const { scopes, symbols } = file.facts;
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = symbols.get(row, SYMBOL.parent)) {
      if (symbols.get(row, SYMBOL.kind) === Kind.namespace) return this.names.fullName(this.program.canonical(file.firstSymbol + row));
    }
    return '';
  }

  /** `a::b::name`: by its full name, else the member of a type. */
  private path(file: LinkFile, scope: number, written: string, purpose: Purpose): Entity {
    const name = withoutArguments(written).replace(/^::/, '');
    if (/^std(?:::|$)/.test(name)) return { kind: 'external', package: CPP_LIBRARY, path: name };
    const declared = this.declared(file, scope, name, purpose);
    if (declared !== undefined) return declared;
    const cut = name.lastIndexOf('::');
    if (cut < 0) return none('nameNotFound');
    const holder = this.path(file, scope, name.slice(0, cut), 'type');
    const member = name.slice(cut + 2);
    if (holder.kind === 'external') return { ...holder, path: `${holder.path}::${member}` };
    const [type] = holder.kind === 'symbols' ? holder.symbols : [];
    if (type === undefined || holder.kind !== 'symbols') return none('nameNotFound');
    if (!isTypeKind(this.program.cell(type, SYMBOL.kind))) return none('memberNotFound');
    const found = this.evaluator().members.inType(file, { kind: 'instance', symbol: type, arguments: [] }, member, purpose);
    return found.kind === 'symbols' && holder.confidence !== undefined ? { ...found, confidence: holder.confidence, ...(holder.rule === undefined ? {} : { rule: holder.rule }) } : found;
  }

  /** What the included files declare under a name; what only others do is a guess, if it is one symbol. */
  private declared(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    const candidates = [this.within(file, scope), ...this.opened(file)].map((within) => this.names.find(within, name)).find((found) => found.length > 0) ?? [];
    const fitting = candidates.filter((symbol) => fits(this.program.cell(symbol, SYMBOL.kind), purpose));
    if (fitting.length === 0) return undefined;
    const visible = this.includes.visibleFrom(file);
    const seen = fitting.filter((symbol) => this.program.sitesOf(symbol).some((site) => visible.has(this.program.fileOfSymbol(site).index)));
    if (seen.length > 0) return { kind: 'symbols', symbols: seen };
    const [only, ...more] = fitting.filter((symbol) => !this.program.hasFlag(symbol, 'internal'));
    if (only === undefined) return undefined;
    return more.length > 0 ? none('ambiguous') : { kind: 'symbols', symbols: [only], confidence: BY_NAME, rule: 'byName' };
  }

  /** Namespaces that a file opens by `using namespace`. */
  private opened(file: LinkFile): string[] {
    const { imports } = file.facts;
    return Array.from({ length: imports.rows }, (_, row) => row).filter((row) => imports.get(row, IMPORT.kind) === Import.namespace).map((row) => file.facts.text(imports.get(row, IMPORT.specifier)));
  }

  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity {
    const type = purpose === 'type' ? -1 : this.typeAround(file, scope);
    const member = type < 0 ? undefined : this.evaluator().members.inType(file, { kind: 'instance', symbol: type, arguments: [] }, name, purpose);
    if (member?.kind === 'symbols') return member;
    const declared = this.declared(file, scope, name, purpose);
    const isSeen = declared?.kind === 'symbols' && declared.confidence === undefined;
    if (declared !== undefined && (isSeen || !C_NAMES.has(name))) return declared;
    const used = this.usedName(file, scope, name, purpose);
    if (used !== undefined) return used;
    return C_NAMES.has(name) ? { kind: 'external', package: C_LIBRARY, path: name } : none('nameNotFound');
  }

  /** `using a::name`. */
  private usedName(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    const { imports } = file.facts;
    for (let row = 0; row < imports.rows; row++) {
      const written = imports.get(row, IMPORT.kind) === Import.alias ? file.facts.text(imports.get(row, IMPORT.specifier)) : '';
      if (written.endsWith(`::${name}`)) return this.path(file, scope, written, purpose);
    }
    return undefined;
  }

  namespaceMember(): Entity {
    return none('memberNotFound');
  }

  isLibraryMember(name: string): boolean {
    return CPP_MEMBERS.has(name);
  }

  container(path: string): Container | undefined {
    return /^std::(?:unique_ptr|shared_ptr)$/.test(path) ? 'transparent' : undefined;
  }

  literal(node: string, text: string): Value {
    return outside(C_LIBRARY, node.includes('string') ? 'char' : node === 'type' ? text : node === 'lambda' || node === 'callables' ? 'function' : 'int');
  }
}

function withoutArguments(written: string): string {
  let text = written;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(/\s*<[^<>]*>/g, '');
  }
  return text.replaceAll(/\s+/g, '');
}
