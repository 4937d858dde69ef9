import { Kind, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, HooksAlone, LanguageHooks, LibraryCall, Purpose, Taking, Value } from '../../link/semantics/index.js';
import { SemanticLinker, none, unknown } from '../../link/semantics/index.js';
import { jvmBuiltin } from './builtins.js';
import { Extensions, OPERATORS } from './extensions.js';
import { jvmTakesArgument } from './jvm-arguments.js';
import { JVM_LANGUAGES, jvmIndex } from './jvm-index.js';
import type { JvmIndex } from './jvm-index.js';
import { javaMember, jvmContainer, jvmElement, jvmFunctionalParameter, jvmLambdaGiven, jvmLibraryCall, jvmLibraryFunction, jvmLibraryProperty, jvmLiteral, kotlinMember } from './jvm-library.js';
import { JvmNames } from './jvm-names.js';
import type { JvmProjects } from './jvm-projects.js';
import { Lombok } from './lombok.js';
import { PackageOwners } from './package-owner.js';
import { repositoryCall, repositoryEntity } from './spring-data.js';

const ALL_OVERLOADS = 95;
const OBJECT_MEMBERS = new Set(['equals', 'hashCode', 'toString', 'getClass', 'notify', 'notifyAll', 'wait', 'clone', 'finalize']);
const ENUM_MEMBERS = new Set(['values', 'valueOf', 'name', 'ordinal', 'compareTo', 'getDeclaringClass', 'entries']);
/** Functions of Kotlin's library that every value has. */
const UNIVERSAL = new Set(['let', 'also', 'apply', 'run', 'takeIf', 'takeUnless', 'use', 'to', 'runCatching', 'javaClass', 'compareTo']);
const DATA_MEMBERS = /^(?:copy|component\d+)$/;
/** A constant by its customary spelling, as a type's is another. */
const CONSTANT = /^\p{Lu}[\p{Lu}\d_]+$/u;
const PACKAGE_ROOTS = new Set(['java', 'javax', 'jdk', 'sun', 'kotlin', 'kotlinx', 'jakarta', 'org', 'com', 'io', 'net']);
const GETTER = /^(?:get|is|set)(?=\p{Lu})/u;

/** How Java and Kotlin find their names. One for both: each reads what the other declares. */
export class JvmHooks implements LanguageHooks {
  readonly languageIds = JVM_LANGUAGES;
  readonly hasImplicitReceiver = true;
  readonly seesTypeScopes = true;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = true;
  readonly collectsRest = true;
  readonly hidesPrivate = true;
  /** Of a data class. */
  readonly copyNames: ReadonlySet<string> = new Set(['copy']);
  readonly constructorNames: ReadonlySet<string> = new Set();
  readonly matchesByName = false;
  readonly constructsByCall = true;
  readonly callMember = 'invoke';
  readonly alone: HooksAlone;
  readonly linker: SemanticLinker;
  private readonly index: JvmIndex;
  private readonly names: JvmNames;
  private readonly extensions: Extensions;
  private readonly lombok: Lombok;

  constructor(
    private readonly program: LinkProgram,
    projects: JvmProjects,
  ) {
    this.index = jvmIndex(program, projects);
    this.names = new JvmNames(this.index, new PackageOwners(), (file, type, name, purpose) => this.linker.evaluator.members.inType(file, { kind: 'instance', symbol: type, arguments: [] }, name, purpose));
    this.extensions = new Extensions(program, this.index, this.names);
    this.lombok = new Lombok(this.names);
    this.alone = { begin: () => this.names.forgetAnswers(), contextOf: ({ manifest }) => projects.describe(manifest) };
    this.linker = new SemanticLinker(program, this);
  }

  importTarget(file: LinkFile, row: number): Entity {
    const target = this.names.qualified(file, this.names.specifier(file, row), 'value');
    // An import brings all overloads of its name.
    return target.kind === 'symbols' && target.symbols.length > 1 ? { ...target, confidence: ALL_OVERLOADS, rule: 'overloads' } : target;
  }

  imported(file: LinkFile, row: number, _imported: string, purpose: Purpose): Entity {
    return this.names.qualified(file, this.names.specifier(file, row), purpose);
  }

  free(file: LinkFile, _scope: number, written: string, purpose: Purpose): Entity {
    const name = written.replaceAll('`', '');
    if (name.includes('.')) return this.names.qualified(file, name, purpose);
    return (
      this.names.inPackage(file, this.names.packageOf(file), name, purpose) ??
      this.names.imported(file, name, purpose) ??
      jvmBuiltin(this.names, file, name, purpose) ??
      this.fromBeyond(file, name, purpose) ??
      this.root(file, name, purpose)
    );
  }

  /** What a name may be that only packages and types beyond the repository can give; Kotlin's packages give functions, too. */
  private fromBeyond(file: LinkFile, name: string, purpose: Purpose): Entity | undefined {
    const constant = purpose === 'value' && CONSTANT.test(name) ? this.names.fromStaticWildcards(file, name) : undefined;
    if (constant !== undefined) return constant;
    return file.languageId === 'kotlin' || isTypeName(name) ? this.names.fromWildcards(file, name) : this.names.fromStaticWildcards(file, name);
  }

  /** The first part of a full name, or a class that Kotlin's compiler makes. */
  private root(file: LinkFile, name: string, purpose: Purpose): Entity {
    const package_ = this.names.packageOf(file);
    const full = package_ === '' ? name : `${package_}.${name}`;
    const facade = this.index.facadeFile(full);
    if (facade !== undefined) return { kind: 'module', file: facade.index };
    const leftOut = this.index.leftOut(full);
    if (leftOut !== undefined) return none(leftOut);
    const logger = purpose === 'value' && name === 'log' ? this.lombok.loggerOf(file) : undefined;
    if (logger !== undefined) return logger;
    if (purpose !== 'call' && (this.index.hasPackage(name) || PACKAGE_ROOTS.has(name))) return { kind: 'namespace', name };
    return none('nameNotFound');
  }

  namespaceMember(file: LinkFile, namespace: string, name: string, purpose: Purpose): Entity {
    const full = `${namespace}.${name}`;
    const found = this.names.declared(file, full, purpose);
    if (found !== undefined) return found;
    // A package is spelled in small letters: what follows may still be one.
    return isTypeName(name) || purpose === 'call' ? this.names.qualified(file, full, purpose) : { kind: 'namespace', name: full };
  }

  namespaceElsewhere(file: LinkFile, name: string): Entity {
    return this.names.qualified(file, name, 'type');
  }

  moduleMember(module: LinkFile, name: string): Entity {
    const members = this.index.membersOfFile(module, name);
    return members.length > 0 ? { kind: 'symbols', symbols: members } : none('memberNotFound');
  }

  /** In Java a method and a variable may share a name. */
  separatesCalls(file: LinkFile): boolean {
    return file.languageId === 'java';
  }

  /** A property of a library's type is not called: a function of its name is. */
  isCalled(symbol: number): boolean {
    if (this.program.cell(symbol, SYMBOL.kind) !== Kind.property || !this.isKotlin(symbol)) return true;
    const file = this.program.fileOfSymbol(symbol);
    const type = this.program.cell(symbol, SYMBOL.type);
    if (type < 0 || (file.facts.types.get(type, TYPE.kind) !== Type.named && file.facts.types.get(type, TYPE.kind) !== Type.generic)) return true;
    return this.linker.evaluator.types.entityOf(file, type).kind !== 'external';
  }

  trailsLambdas({ languageId }: LinkFile): boolean {
    return languageId === 'kotlin';
  }

  extension(file: LinkFile, receiver: Value, name: string): readonly number[] {
    return this.extensions.of(file, receiver, name, this.linker.evaluator);
  }

  isBesideInherited(method: number): boolean {
    return this.program.cell(method, SYMBOL.kind) === Kind.method && !this.isKotlin(method);
  }

  /** A class's companion lends it its members; a companion may have a name of its own, and its signature says what it is. */
  memberOwners(symbol: number): readonly number[] {
    if (!this.isKotlin(symbol)) return [];
    return this.program.childrenOf(symbol).filter((id) => this.program.cell(id, SYMBOL.kind) === Kind.class && /\bcompanion object\b/.test(this.signatureOf(id)));
  }

  /** Java reads a Kotlin property by its getter, Kotlin a Java getter as a property; an operator has its function's name. */
  memberSpellings(symbol: number, name: string, purpose: Purpose): readonly string[] {
    const operator = OPERATORS.get(name);
    if (operator !== undefined) return [operator];
    if (this.isKotlin(symbol)) {
      if (!GETTER.test(name)) return [];
      return name.startsWith('is') ? [name, propertyOf(name)] : [propertyOf(name), `is${name.replace(GETTER, '')}`];
    }
    if (!/^\p{Ll}/u.test(name)) return [];
    if (GETTER.test(name)) return this.lombok.isUsedIn(this.program.fileOfSymbol(symbol)) ? [propertyOf(name), name.startsWith('is') ? name : `is${name.replace(GETTER, '')}`] : [];
    // Who calls `format` does not read what `getFormat` gives.
    if (purpose === 'call') return [];
    const capital = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    return [`get${capital}`, name.startsWith('is') ? name : `is${capital}`];
  }

  /** Java finds a Kotlin object's instance in a field. */
  isOwnInstance(symbol: number, name: string): boolean {
    return name === 'INSTANCE' && this.isKotlin(symbol) && /\bobject\b/.test(this.signatureOf(symbol));
  }

  /** A data class is taken apart in the order of its constructor; of what lies outside it is not known what a part is. */
  componentOf(value: Value, place: number): Value | undefined {
    if (value.kind === 'list') return undefined;
    const [property] = value.kind === 'instance' && this.isData(value.symbol) ? this.program.childrenOf(value.symbol).filter((id) => this.program.cell(id, SYMBOL.kind) === Kind.property).slice(place) : [];
    return property === undefined ? unknown('receiverUnknown') : this.linker.evaluator.ofEntity({ kind: 'symbols', symbols: [property], receiver: value });
  }

  /** A copy is of the class that it is made of. */
  resultOf(receiver: Value, member: string): Value | undefined {
    return member === 'copy' && receiver.kind === 'instance' && this.isData(receiver.symbol) && !this.program.membersOf(receiver.symbol).has(member) ? receiver : undefined;
  }

  private isData(symbol: number): boolean {
    return this.isKotlin(symbol) && /\bdata class\b/.test(this.signatureOf(symbol));
  }

  everyMember(symbol: number, name: string): Value | undefined {
    if (this.program.cell(symbol, SYMBOL.kind) === Kind.enum && ENUM_MEMBERS.has(name)) return javaMember('java.lang.Enum', name);
    if (DATA_MEMBERS.test(name) && this.isKotlin(symbol)) return kotlinMember(name);
    return this.lombok.member(this.program.fileOfSymbol(symbol), name) ?? this.objectMember(name);
  }

  objectMember(name: string): Value | undefined {
    if (OBJECT_MEMBERS.has(name)) return javaMember('java.lang.Object', name);
    return UNIVERSAL.has(name) ? kotlinMember(name) : undefined;
  }

  private isKotlin(symbol: number): boolean {
    return this.program.fileOfSymbol(symbol).languageId === 'kotlin';
  }

  private signatureOf(symbol: number): string {
    return this.program.fileOfSymbol(symbol).facts.text(this.program.cell(symbol, SYMBOL.signature));
  }

  container(path: string): Container | undefined {
    return jvmContainer(path);
  }

  libraryCall(receiver: Value, name: string, call: LibraryCall): Value | undefined {
    // The library's operators mostly give what they take.
    const operator = OPERATORS.get(name);
    if (operator !== undefined && receiver.kind === 'external' && this.index.extensionsNamed(operator).length === 0) return receiver;
    if (receiver.kind === 'instance') {
      const entity = repositoryEntity(this.linker.evaluator.members.basesOf(receiver.symbol));
      const given = entity === undefined ? undefined : repositoryCall(entity, name);
      if (given !== undefined) return given;
    }
    return jvmLibraryCall(receiver, name, call);
  }

  libraryFunction(path: string, call: LibraryCall): Value | undefined {
    return jvmLibraryFunction(path, call);
  }

  libraryProperty(receiver: Value, name: string): Value | undefined {
    return jvmLibraryProperty(receiver, name);
  }

  libraryElement(value: Extract<Value, { kind: 'external' }>): Value | undefined {
    return jvmElement(value);
  }

  functionalParameter(type: Extract<Value, { kind: 'external' }>, parameter: number): Value | undefined {
    return jvmFunctionalParameter(type, parameter);
  }

  lambdaReceiver(name: string, isMember: boolean): 'operand' | 'argument' | undefined {
    if (isMember) return name === 'apply' || name === 'run' || name === 'runCatching' ? 'operand' : undefined;
    return name === 'with' ? 'argument' : undefined;
  }

  lambdaGiven(receiver: Value, name: string, parameter: number): Value | undefined {
    return jvmLambdaGiven(receiver, name, parameter);
  }

  takesArgument(parameter: Value, argument: Value): Taking | false | undefined {
    if (parameter.kind === 'typeParameter') return this.takesForParameter(parameter, argument);
    const isSubtype = (type: number, base: number): boolean | undefined => {
      const { members } = this.linker.evaluator;
      const bases = members.baseSymbols(type);
      if (bases.includes(base)) return true;
      return [type, ...bases].some((each) => members.basesOf(each).some((value) => value.kind === 'unknown')) ? undefined : false;
    };
    return jvmTakesArgument(parameter, argument, isSubtype, (wanted, given) => this.takesForParameter(wanted, given));
  }

  /** A type parameter takes what its bound takes, and nothing that is not boxed. */
  private takesForParameter(parameter: Extract<Value, { kind: 'typeParameter' }>, argument: Value): Taking | false | undefined {
    if (argument.kind === 'typeParameter') return argument.file === parameter.file && argument.local === parameter.local ? 'same' : undefined;
    const bound = this.linker.evaluator.constraint(parameter);
    if (bound.kind === 'typeParameter') return undefined;
    const taking = this.takesArgument(bound.kind === 'unknown' && bound.reason === 'dynamic' ? javaMember('java.lang', 'Object') : bound, argument);
    return taking === 'same' ? 'wider' : taking;
  }

  classLiteral(text: string): string | undefined {
    return /^(\w+)(?:\.|::)class$/.exec(text)?.[1];
  }

  literal(node: string, text: string): Value {
    return jvmLiteral(node, text);
  }
}

/** `name` of `getName`, `setName` and `isName`. */
function propertyOf(getter: string): string {
  const property = getter.replace(GETTER, '');
  return `${property.slice(0, 1).toLowerCase()}${property.slice(1)}`;
}

function isTypeName(name: string): boolean {
  return /^[\p{Lu}_$]/u.test(name);
}
