import { EXPRESSION, Expression, HERITAGE, IMPORT, Import, ImportFlag, Kind, REFERENCE, Reference, SYMBOL } from '../../facts/schema.js';
import type { DerivedEdge, HeldType, Holding, LanguageLinker, LanguageProject, LinkedAlone, OpenProject } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import type { Outcome, Target } from '../../link/outcome.js';
import { exact, external, inferred, unresolved } from '../../link/outcome.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { declaredNames } from './declared-names.js';
import type { Value } from '../../link/semantics/index.js';
import type { Found } from './csharp-type.js';
import { DOTNET } from './csharp-type.js';
import { Holdings } from './holdings.js';
import { CSharpProjects, readCSharpProjects } from './project-files.js';
import type { CSharpProject } from './project-files.js';
import { Semantics } from './semantics.js';
import { TypeIndex } from './type-index.js';
import type { TypeName } from './type-names.js';
import { TypeNames } from './type-names.js';

/** How sure an answer is that a rule concludes. */
const EXTENSION_INFERRED = 70;
const OVERLOADS_INFERRED = 60;
const AMBIGUOUS_TYPES = 50;
const OPERATORS_OF_THE_LANGUAGE = new Set(['nameof', 'typeof', 'sizeof', 'default', 'stackalloc']);

/** A call by its expression. */
interface WrittenCall {
  readonly file: LinkFile;
  readonly call: number;
}

/** @param confidence of several, whose rule has `kind` behind it */
function oneOrSeveral(symbols: readonly number[], rule: string, confidence: number, kind: string): Outcome {
  const targets = symbols.map((symbol): Target => ({ kind: 'symbol', symbol }));
  const [only] = targets;
  if (only === undefined) return unresolved('nameNotFound');
  return targets.length === 1 ? exact(only, rule) : inferred(targets, confidence, `${rule}.${kind}`);
}

class CSharpLinker implements LanguageLinker {
  readonly alone: LinkedAlone;
  private readonly index: TypeIndex;
  private readonly contexts = new Map<CSharpProject | undefined, string>();
  private readonly names: TypeNames;
  private readonly semantics: Semantics;
  private readonly holdings: Holdings;

  constructor(
    private readonly program: LinkProgram,
    projects: CSharpProjects,
  ) {
    this.index = new TypeIndex(program, projects);
    this.names = new TypeNames(this.index);
    this.semantics = new Semantics(this.index, this.names);
    this.holdings = new Holdings(this.semantics);
    this.alone = {
      begin: () => this.semantics.forgetAnswers(),
      contextOf: (file) => this.contextOf(file),
      hasContextOfSettings: false,
      declared: ({ facts }) => declaredNames(facts),
    };
  }

  /** Namespaces that a project file opens stand in no source: whether the repository has them is part of how each source is understood. */
  private contextOf(file: LinkFile): string {
    const project = this.index.projects.of(file.path);
    let context = this.contexts.get(project);
    if (context === undefined) this.contexts.set(project, (context = this.contextOfProject(project, this.index.globalUsingFiles(file))));
    return context;
  }

  private contextOfProject(project: CSharpProject | undefined, globalUsingFiles: readonly LinkFile[]): string {
    const opened = project?.usings.filter((namespace) => this.index.hasNamespace(namespace)) ?? [];
    return [this.index.projects.describe(project), ...globalUsingFiles.map(({ path }) => path), '', ...opened].join('|');
  }

  link(file: LinkFile, reference: number): Outcome {
    const { references } = file.facts;
    const subject = references.get(reference, REFERENCE.subject);
    switch (references.get(reference, REFERENCE.kind)) {
      case Reference.import:
        return this.usingOutcome(file, subject);
      case Reference.type:
        return this.typeOutcome(this.typeName(file, subject), 'type');
      case Reference.heritage: {
        const type = file.facts.heritage.get(subject, HERITAGE.type);
        return type < 0 ? unresolved('unsupported') : this.typeOutcome(this.typeName(file, type), 'heritage');
      }
      case Reference.new: {
        const type = file.facts.expressions.get(subject, EXPRESSION.extra);
        return type < 0 ? this.madeOutcome(this.semantics.ofExpression(file, subject)) : this.typeOutcome(this.typeName(file, type), 'new');
      }
      case Reference.call:
        return this.callOutcome(file, subject, file.facts.expressions.get(subject, EXPRESSION.operand));
      case Reference.value:
        return this.accessOutcome(file, subject);
      default:
        return unresolved('unsupported');
    }
  }

  named(file: LinkFile, expression: number): Outcome {
    const { expressions } = file.facts;
    if (expression < 0) return unresolved('unsupported');
    const scope = expressions.get(expression, EXPRESSION.scope);
    const name = file.facts.text(expressions.get(expression, EXPRESSION.name));
    switch (expressions.get(expression, EXPRESSION.kind)) {
      case Expression.name: {
        if (this.names.locals.of(file, scope, expressions.get(expression, EXPRESSION.name)) !== undefined) return unresolved('higherOrder');
        const member = this.semantics.around.member(file, scope, name);
        return member.kind === 'symbols' ? this.foundOutcome(member) : this.typeOutcome(this.names.resolve(file, scope, name, 0), 'value');
      }
      case Expression.member:
        return this.foundOutcome(this.semantics.found(file, expression));
      case Expression.same:
        return this.named(file, expressions.get(expression, EXPRESSION.operand));
      default:
        return this.madeOutcome(this.semantics.ofExpression(file, expression));
    }
  }

  /** What is read or written: a member, a type in front of one, or a namespace in front of a type. */
  private accessOutcome(file: LinkFile, expression: number): Outcome {
    const found = this.semantics.found(file, expression);
    if (found?.kind === 'symbols') return oneOrSeveral(found.symbols, 'value', OVERLOADS_INFERRED, 'overloads');
    const value = this.semantics.ofExpression(file, expression);
    if (value.kind === 'type') return exact({ kind: 'symbol', symbol: value.symbol }, 'value');
    const namespace = value.kind === 'namespace' ? this.index.namespaceSymbol(value.name, file) : undefined;
    if (namespace !== undefined) return exact({ kind: 'symbol', symbol: namespace }, 'value.namespace');
    if (found?.kind === 'external') return external(found.package, found.path, 'value');
    if (value.kind === 'external') return external(value.package, value.path, 'value');
    return unresolved(found?.kind === 'none' && found.reason !== 'nameNotFound' ? found.reason : value.kind === 'unknown' ? value.reason : 'unsupported');
  }

  holding(file: LinkFile, expression: number): Holding | undefined {
    return this.holdings.of(file, expression);
  }

  held(file: LinkFile, expression: number): HeldType | undefined {
    const value = expression < 0 ? undefined : this.semantics.ofExpression(file, expression);
    return value?.kind === 'instance' ? { symbol: value.symbol, kind: 'one' } : undefined;
  }

  namedType(file: LinkFile, type: number): Outcome {
    return this.typeOutcome(this.typeName(file, type), 'type');
  }

  private typeName(file: LinkFile, row: number): TypeName {
    return this.semantics.types.nameOf(file, row);
  }

  private typeOutcome(name: TypeName, rule: string): Outcome {
    switch (name.kind) {
      case 'types':
        return oneOrSeveral(name.symbols, rule, AMBIGUOUS_TYPES, 'ambiguous');
      case 'external':
        return external(name.package, name.path, rule);
      case 'typeParameter':
        return unresolved('dynamic');
      case 'namespace':
      case 'none':
        return unresolved('nameNotFound');
    }
  }

  private madeOutcome(type: Value): Outcome {
    if (type.kind === 'instance') return exact({ kind: 'symbol', symbol: type.symbol }, 'new.implicit');
    return type.kind === 'external' ? external(type.package, type.path, 'new.implicit') : unresolved('receiverUnknown');
  }

  private usingOutcome(file: LinkFile, row: number): Outcome {
    const { imports } = file.facts;
    const written = file.facts.text(imports.get(row, IMPORT.specifier)).replaceAll(/\s+/g, '').replace(/^global::/, '');
    const isType = imports.get(row, IMPORT.kind) === Import.alias || (imports.get(row, IMPORT.flags) & ImportFlag.static) !== 0;
    const full = this.names.namespaceAt(file, imports.get(row, IMPORT.scope), written);
    const namespace = full === undefined ? undefined : this.index.namespaceSymbol(full, file);
    if (namespace !== undefined) return exact({ kind: 'symbol', symbol: namespace }, 'using.namespace');
    if (isType) {
      const arity = written.includes('<') ? written.split(',').length : 0;
      const name = this.names.resolve(file, imports.get(row, IMPORT.scope), written, arity);
      if (name.kind !== 'none' && name.kind !== 'external') return this.typeOutcome(name, 'using.type');
    }
    return external(this.names.packages.packageOf(file, written), written, 'using');
  }

  private callOutcome(file: LinkFile, call: number, callee: number): Outcome {
    const { expressions } = file.facts;
    if (callee < 0) return unresolved('receiverUnknown');
    const scope = expressions.get(callee, EXPRESSION.scope);
    const name = file.facts.text(expressions.get(callee, EXPRESSION.name));
    switch (expressions.get(callee, EXPRESSION.kind)) {
      case Expression.name: {
        const local = this.names.locals.of(file, scope, expressions.get(callee, EXPRESSION.name));
        if (local !== undefined) return this.delegateOutcome(this.semantics.ofLocal(file, local));
        if (OPERATORS_OF_THE_LANGUAGE.has(name)) return external(DOTNET, name, 'call');
        return this.foundOutcome(this.semantics.calls.called(file, call), { file, call });
      }
      case Expression.member:
        return this.foundOutcome(this.semantics.calls.called(file, call), { file, call });
      case Expression.this:
      case Expression.base:
        return this.constructorOutcome(this.semantics.ofExpression(file, callee), { file, call });
      case Expression.same:
        return this.callOutcome(file, call, expressions.get(callee, EXPRESSION.operand));
      case Expression.index:
        return unresolved('dynamic');
      default:
        return unresolved('higherOrder');
    }
  }

  private delegateOutcome(type: Value): Outcome {
    return type.kind === 'external' ? external(type.package, type.path, 'call.delegate') : unresolved('higherOrder');
  }

  private constructorOutcome(type: Value, call: WrittenCall): Outcome {
    if (type.kind === 'external') return external(type.package, type.path, 'call.constructor');
    if (type.kind !== 'instance') return unresolved('receiverUnknown');
    const constructors = this.program.childrenOf(type.symbol).filter((id) => this.program.cell(id, SYMBOL.kind) === Kind.constructor);
    if (constructors.length === 0) return exact({ kind: 'symbol', symbol: type.symbol }, 'call.constructor');
    return this.overloadOutcome({ kind: 'symbols', symbols: constructors, isInferred: false, isExtension: false, receiver: type }, call, 'call.constructor');
  }

  /** @param call where a call asks, not a name that is handed on */
  private foundOutcome(found: Found | undefined, call?: WrittenCall): Outcome {
    switch (found?.kind) {
      case 'symbols':
        return this.overloadOutcome(found, call, found.isExtension ? 'call.extension' : 'call');
      case 'external':
        return external(found.package, found.path, 'call');
      default:
        return unresolved(found?.reason ?? 'receiverUnknown');
    }
  }

  /** Of overloads those that take what is given; one is stated by the source, several are a guess. */
  private overloadOutcome(found: Extract<Found, { kind: 'symbols' }>, call: WrittenCall | undefined, rule: string): Outcome {
    const symbols = [...new Set(found.symbols)];
    const [first] = symbols;
    if (first === undefined) return unresolved('memberNotFound');
    const kind = this.program.cell(first, SYMBOL.kind);
    if (kind === Kind.property || kind === Kind.field || kind === Kind.event) return inferred([{ kind: 'symbol', symbol: first }], EXTENSION_INFERRED, `${rule}.delegate`);
    const chosen = call === undefined ? symbols : this.semantics.overloads.fitting(symbols, this.semantics.calls.siteOf(call.file, call.call, found));
    const targets = chosen.map((symbol): Target => ({ kind: 'symbol', symbol }));
    const [only] = targets;
    if (only === undefined) return unresolved('memberNotFound');
    if (targets.length > 1) return inferred(targets, OVERLOADS_INFERRED, `${rule}.overloads`);
    return found.isInferred ? inferred([only], EXTENSION_INFERRED, `${rule}.inferred`) : exact(only, rule);
  }

  /** Members that override or implement a member of a base type with as many parameters. */
  derived(file: LinkFile): readonly DerivedEdge[] {
    const edges: DerivedEdge[] = [];
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const kind = symbols.get(row, SYMBOL.kind);
      if (kind !== Kind.method && kind !== Kind.property && kind !== Kind.event && kind !== Kind.indexer) continue;
      const member = file.firstSymbol + row;
      if (this.program.canonical(member) !== member || this.program.hasFlag(member, 'static')) continue;
      const owner = this.program.parentOf(member);
      if (owner < 0) continue;
      const name = this.program.nameOf(member);
      for (const base of this.semantics.members.baseSymbols(owner)) {
        const target = (this.program.membersOf(base).get(name) ?? []).find((other) => this.isOverridden(member, this.program.canonical(other)));
        if (target === undefined) continue;
        const isInterface = this.program.cell(base, SYMBOL.kind) === Kind.interface;
        edges.push({ kind: 'overrides', source: member, target: this.program.canonical(target), confidence: 100, rule: isInterface ? 'overrides.implements' : 'overrides.extends' });
      }
    }
    return edges;
  }

  private isOverridden(member: number, other: number): boolean {
    if (member === other || this.program.cell(member, SYMBOL.kind) !== this.program.cell(other, SYMBOL.kind)) return false;
    const isInterface = this.program.cell(this.program.parentOf(other), SYMBOL.kind) === Kind.interface;
    if (!isInterface && !this.program.hasFlag(member, 'override')) return false;
    return this.program.cell(member, SYMBOL.maximumArguments) === this.program.cell(other, SYMBOL.maximumArguments);
  }
}

class CSharpLanguageProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly projects: CSharpProjects;

  constructor(source: Parameters<OpenProject>[0]) {
    const projects = readCSharpProjects(source);
    this.projects = new CSharpProjects(projects);
    this.manifests = projects.map(({ manifest }) => manifest);
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.projects.of(file)?.manifest;
  }

  /** Symbols are named by project and namespace, wherever their file lies. */
  keyPrefix(_file: string, manifest: PackageManifest | undefined): string {
    return `pinata nuget ${(manifest?.name ?? '.').replaceAll(' ', '  ')} . `;
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    const version = manifest?.dependencies.get(name);
    return version === '' ? undefined : version;
  }

  createLinker(program: LinkProgram): LanguageLinker {
    return new CSharpLinker(program, this.projects);
  }

  close(): void {
    // Nothing lies outside the process.
  }
}

export const openProject: OpenProject = (source) => new CSharpLanguageProject(source);
