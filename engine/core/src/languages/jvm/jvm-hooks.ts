import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Container, Entity, LanguageHooks, LibraryCall, Purpose, Value } from '../../link/semantics/index.js';
import { SemanticLinker, none, unknown } from '../../link/semantics/index.js';
import { JVM_LANGUAGES, jvmIndex } from './jvm-index.js';
import type { JvmIndex } from './jvm-index.js';
import { jvmTakesArgument } from './jvm-arguments.js';
import { javaMember, javaType, jvmContainer, jvmElement, jvmLambdaGiven, jvmLibraryCall } from './jvm-library.js';
import { JvmNames } from './jvm-names.js';
import type { JvmProjects } from './jvm-projects.js';
import { PackageOwners } from './package-owner.js';

const OBJECT_MEMBERS = new Set(['equals', 'hashCode', 'toString', 'getClass', 'notify', 'notifyAll', 'wait', 'clone', 'finalize']);
const ENUM_MEMBERS = new Set(['values', 'valueOf', 'name', 'ordinal', 'compareTo', 'getDeclaringClass', 'entries']);
const PACKAGE_ROOTS = new Set(['java', 'javax', 'jdk', 'sun', 'kotlin', 'kotlinx', 'jakarta', 'org', 'com', 'io', 'net']);

/** What Java and Kotlin have in common: full names, packages, members that every class has. */
export abstract class JvmHooks implements LanguageHooks {
  readonly languageIds = JVM_LANGUAGES;
  readonly hasImplicitReceiver = true;
  readonly seesTypeScopes = true;
  readonly hasReceiverParameter = false;
  readonly hasOverloads = true;
  readonly constructorNames: ReadonlySet<string> = new Set();
  readonly matchesByName = false;
  abstract readonly constructsByCall: boolean;
  readonly linker: SemanticLinker;
  protected readonly index: JvmIndex;
  protected readonly names: JvmNames;

  constructor(
    protected readonly program: LinkProgram,
    projects: JvmProjects,
  ) {
    this.index = jvmIndex(program, projects);
    this.names = new JvmNames(this.index, new PackageOwners(), (file, type, name, purpose) => this.linker.evaluator.members.inType(file, { kind: 'instance', symbol: type, arguments: [] }, name, purpose));
    this.linker = new SemanticLinker(program, this);
  }

  importTarget(file: LinkFile, row: number): Entity {
    return this.names.qualified(file, this.names.specifier(file, row), 'value');
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
      this.builtin(file, name, purpose) ??
      (isTypeName(name) ? this.names.fromWildcards(file, name) : this.names.fromStaticWildcards(file, name)) ??
      this.root(file, name, purpose)
    );
  }

  /** What a name of the language's own library stands for. */
  protected abstract builtin(file: LinkFile, name: string, purpose: Purpose): Entity | undefined;

  /** The first part of a full name, or a class that Kotlin's compiler makes. */
  private root(file: LinkFile, name: string, purpose: Purpose): Entity {
    const package_ = this.names.packageOf(file);
    const facade = this.index.facadeFile(package_ === '' ? name : `${package_}.${name}`);
    if (facade !== undefined) return { kind: 'module', file: facade.index };
    if (purpose !== 'call' && (this.index.hasPackage(name) || PACKAGE_ROOTS.has(name))) return { kind: 'namespace', name };
    return none('nameNotFound');
  }

  namespaceMember(file: LinkFile, namespace: string, name: string, purpose: Purpose): Entity {
    const full = `${namespace}.${name}`;
    const found = this.names.declared(file, full, purpose);
    if (found !== undefined) return found;
    // A package is spelled in small letters: what follows may still be one.
    return isTypeName(name) ? this.names.qualified(file, full, purpose) : { kind: 'namespace', name: full };
  }

  moduleMember(module: LinkFile, name: string): Entity {
    const members = this.index.membersOfFile(module, name);
    return members.length > 0 ? { kind: 'symbols', symbols: members } : none('memberNotFound');
  }

  everyMember(symbol: number, name: string): Value | undefined {
    const kind = this.program.cell(symbol, SYMBOL.kind);
    if (kind === Kind.enum && ENUM_MEMBERS.has(name)) return javaMember('java.lang.Enum', name);
    return this.objectMember(name);
  }

  objectMember(name: string): Value | undefined {
    return OBJECT_MEMBERS.has(name) ? javaMember('java.lang.Object', name) : undefined;
  }

  container(path: string): Container | undefined {
    return jvmContainer(path);
  }

  libraryCall(receiver: Value, name: string, call: LibraryCall): Value | undefined {
    return jvmLibraryCall(receiver, name, call);
  }

  libraryElement(value: Extract<Value, { kind: 'external' }>): Value | undefined {
    return jvmElement(value);
  }

  lambdaGiven(receiver: Value, name: string, parameter: number): Value | undefined {
    return jvmLambdaGiven(receiver, name, parameter);
  }

  takesArgument(parameter: Value, argument: Value): boolean | undefined {
    return jvmTakesArgument(parameter, argument, (type, base) => {
      const { members } = this.linker.evaluator;
      const bases = members.baseSymbols(type);
      if (bases.includes(base)) return true;
      return [type, ...bases].some((each) => members.basesOf(each).some((value) => value.kind === 'unknown')) ? undefined : false;
    });
  }

  literal(node: string, text: string): Value {
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
      default:
        return javaType(node.includes('string') || node === 'binary_expression' ? 'java.lang.String' : node.includes('class') || text.endsWith('::class') ? 'java.lang.Class' : node.includes('float') ? 'double' : node.includes('character') ? 'char' : node === 'true' || node === 'false' ? 'boolean' : 'int');
    }
  }
}

export function isTypeName(name: string): boolean {
  return /^[\p{Lu}_$]/u.test(name);
}
