import { SCOPE, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Evaluator, LanguageHooks, Purpose, Value } from '../../link/semantics/index.js';
import { isTypeKind, memberPath, none, outside } from '../../link/semantics/index.js';
import type { Extensions } from './adopt-members.js';
import type { GenericLanguage } from './generic-language.js';

const NO_ARGUMENTS: readonly Value[] = [];

/** The shared semantics for a language that is read by name: what its modules are is the language's to say. */
export class GenericHooks implements LanguageHooks {
  readonly languageIds: ReadonlySet<string>;
  readonly hasImplicitReceiver: boolean;
  readonly seesTypeScopes = true;
  readonly constructsByCall: boolean;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = false;
  readonly constructorNames: ReadonlySet<string>;
  readonly matchesByName = true;

  private readonly program: LinkProgram;
  private readonly language: GenericLanguage;
  private readonly extensions: Extensions;
  private readonly evaluator: () => Evaluator;

  constructor({ program, language, extensions, evaluator }: { readonly program: LinkProgram; readonly language: GenericLanguage; readonly extensions: Extensions; readonly evaluator: () => Evaluator }) {
    this.program = program;
    this.language = language;
    this.extensions = extensions;
    this.evaluator = evaluator;
    this.languageIds = new Set([language.id]);
    this.hasImplicitReceiver = language.hasImplicitReceiver;
    this.constructsByCall = language.constructsByCall;
    this.constructorNames = language.constructorNames ?? new Set();
  }

  importTarget(file: LinkFile, row: number): Entity {
    return this.language.importTarget(file, row);
  }

  imported(file: LinkFile, row: number, imported: string, purpose: Purpose): Entity {
    return this.language.imported(file, row, imported, purpose);
  }

  before(file: LinkFile, scope: number, name: string): Entity | undefined {
    const isSelf = this.language.selfNames.has(name);
    if (!isSelf && !this.language.baseNames.has(name)) return undefined;
    const type = this.typeAround(file, scope);
    if (type < 0) return none('receiverUnknown');
    if (isSelf) return { kind: 'value', value: { kind: 'instance', symbol: type, arguments: NO_ARGUMENTS } };
    const bases = this.evaluator().members.superBasesOf(type);
    return { kind: 'value', value: { kind: 'union', parts: bases, isOrdered: true } };
  }

  /** The type whose member a scope is in, wherever that stands. */
  private typeAround(file: LinkFile, scope: number): number {
    const { scopes, symbols } = file.facts;
    for (let row = scope < 0 ? -1 : scopes.get(scope, SCOPE.symbol); row >= 0; row = symbols.get(row, SYMBOL.parent)) {
      if (isTypeKind(symbols.get(row, SYMBOL.kind))) return this.program.canonical(file.firstSymbol + row);
      const parent = symbols.get(row, SYMBOL.parent) < 0 ? this.program.parentOf(this.program.canonical(file.firstSymbol + row)) : -1;
      if (parent >= 0 && isTypeKind(this.program.cell(parent, SYMBOL.kind))) return parent;
    }
    return -1;
  }

  /** A member of the type that a function belongs to which stands outside of it. */
  private implicitMember(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined {
    const type = this.hasImplicitReceiver && purpose !== 'type' ? this.typeAround(file, scope) : -1;
    const found = type < 0 ? undefined : this.evaluator().members.inType(file, { kind: 'instance', symbol: type, arguments: NO_ARGUMENTS }, name, purpose);
    return found?.kind === 'symbols' ? found : undefined;
  }

  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity {
    const dot = name.lastIndexOf('.');
    const found = (dot > 0 ? this.path(file, scope, name.slice(0, dot), name.slice(dot + 1), purpose) : undefined) ?? (this.implicitMember(file, scope, name, purpose) ?? this.language.free(file, scope, name, purpose));
    if (found !== undefined) return found;
    const { platform } = this.language;
    if (platform.names.has(name)) return { kind: 'external', package: platform.package, path: name };
    return this.fromOutside(file, name) ?? none('nameNotFound');
  }

  /** `a.b` of a written type: what `a` is, then a name of it. */
  private path(file: LinkFile, scope: number, head: string, name: string, purpose: Purpose): Entity | undefined {
    const holder = this.evaluator().resolveText(file, scope, head, 'type');
    if (holder.kind === 'none') return undefined;
    if (holder.kind === 'external') return { ...holder, path: memberPath(holder.path, name) };
    const found = this.evaluator().members.of(file, this.evaluator().ofEntity(holder), name, purpose);
    return found.kind === 'none' ? undefined : found;
  }

  /** A name that nothing of the repository has comes from an outside package whose names a file takes in as a whole; of several it is not known which. */
  private fromOutside(file: LinkFile, name: string): Entity | undefined {
    const [only, ...more] = this.language.outsideOf(file);
    return only === undefined ? undefined : { kind: 'external', package: more.length > 0 ? this.language.unknownPackage : only, path: name };
  }

  namespaceMember(file: LinkFile, namespace: string, name: string, purpose: Purpose): Entity {
    return this.language.member(file, namespace, name, purpose) ?? none('memberNotFound');
  }

  /** What extensions give a type, the library's own included. */
  extension(_file: LinkFile, receiver: Value, name: string): readonly number[] {
    const type = receiver.kind === 'instance' ? this.program.nameOf(receiver.symbol) : receiver.kind === 'external' ? receiver.path.replace(/^.*\./, '') : undefined;
    return type === undefined ? [] : this.extensions.of(type, name);
  }

  /** What else the value around is: Scala's `self: Store =>`. */
  memberOwners(symbol: number): readonly number[] {
    return this.language.selfTypesOf?.(symbol, this.evaluator()) ?? [];
  }

  isLibraryMember(name: string): boolean {
    return this.language.platform.members.has(name);
  }

  container(): undefined {
    return undefined;
  }

  literal(node: string, text: string): Value {
    const type = node === 'type' ? text : node.includes('string') ? 'String' : node.includes('bool') ? 'Bool' : node.includes('int') ? 'Int' : node;
    return outside(this.platformPackage, type);
  }

  private get platformPackage(): ExternalPackage {
    return this.language.platform.package;
  }
}
