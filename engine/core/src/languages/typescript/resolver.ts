import { EXPRESSION, Expression, HERITAGE, IMPORT, Kind, REFERENCE, Reference, SYMBOL } from '../../facts/schema.js';
import type { DerivedEdge, Holding, LanguageLinker, LanguageProject, LinkedAlone, OpenProject } from '../../link/language-linker.js';
import { NearestAbove, folderOf, pathPrefix } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import type { Outcome, Target } from '../../link/outcome.js';
import { exact, external, inferred, unresolved } from '../../link/outcome.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity } from './entity.js';
import { ANGULAR } from './entity.js';
import { callsForEach } from './given-functions.js';
import { Lockfiles, readPackageManifests } from './manifests.js';
import { ModuleResolver } from './module-resolver.js';
import { mark } from './members.js';
import { Names, globalsOf } from './names.js';
import { Types } from './types.js';

/** How sure an answer is that a rule concludes: one target, or one of several. */
const ONE_INFERRED = 80;
const SEVERAL_INFERRED = 50;
const UNBUILT_MODULE = 90;

const VARIABLE_INFERRED = 90;
const ALIAS_DEPTH = 8;
const CALLS = new Set<number>([Reference.call, Reference.taggedTemplate, Reference.decorator, Reference.jsx, Reference.new]);
const VARIABLES = new Set<number>([Kind.variable, Kind.constant, Kind.field, Kind.property]);

const FUNCTIONS = new Set<number>([Kind.function, Kind.method]);
const CALLED_THROUGH = new Set(['call', 'apply']);

const REFERENCE_RULES: Readonly<Record<number, string>> = {
  [Reference.call]: 'call',
  [Reference.new]: 'new',
  [Reference.taggedTemplate]: 'call.tagged',
  [Reference.decorator]: 'decorator',
  [Reference.jsx]: 'jsx',
  [Reference.heritage]: 'heritage',
  [Reference.type]: 'type',
  [Reference.value]: 'value',
};
const IMPORT_RULES = ['import.static', 'import.reexport', 'import.dynamic', 'import.require', 'import.equals'];

class TypeScriptLinker implements LanguageLinker {
  readonly alone: LinkedAlone;
  private readonly names: Names;
  private readonly types: Types;

  constructor(
    private readonly program: LinkProgram,
    modules: ModuleResolver,
  ) {
    this.names = new Names(program, modules);
    this.types = new Types(program, this.names);
    this.alone = {
      begin: () => this.types.forgetAnswers(),
      contextOf: (file) => this.contextOf(file),
      hasContextOfSettings: true,
      declared: (file) => globalsOf(file).map(({ name }) => ({ name, detail: '' })),
    };
  }

  /** Where each import leads, and what lies there. */
  private contextOf(file: LinkFile): string {
    return JSON.stringify(Array.from({ length: file.facts.imports.rows }, (_, row) => {
      const answer = this.names.module(file, row);
      return answer.kind === 'path' ? [answer, this.program.fileByPath.has(answer.path), this.program.skipped.get(answer.path)] : answer;
    }));
  }

  link(file: LinkFile, reference: number): Outcome {
    const { references } = file.facts;
    const kind = references.get(reference, REFERENCE.kind);
    const subject = references.get(reference, REFERENCE.subject);
    if (kind === Reference.import) return this.importOutcome(file, subject);
    const ofTemplate = this.types.templates.link(file, reference);
    if (ofTemplate !== undefined) return ofTemplate;
    const rule = REFERENCE_RULES[kind] ?? 'reference';
    switch (kind) {
      case Reference.call:
      case Reference.taggedTemplate:
        return this.calledSignal(file, subject) ?? this.outcome(this.calleeEntity(file, file.facts.expressions.get(subject, EXPRESSION.operand)), rule, kind);
      case Reference.decorator:
      case Reference.jsx:
      case Reference.value:
      case Reference.new:
        return this.outcome(this.valueEntity(file, subject, kind), rule, kind);
      case Reference.heritage:
        return this.outcome(this.baseEntity(file, subject), rule, kind);
      case Reference.type:
        return this.outcome(this.types.written.referencedEntity(file, subject), rule, kind);
      default:
        return unresolved('unsupported');
    }
  }

  named(file: LinkFile, expression: number): Outcome {
    return expression < 0 ? unresolved('unsupported') : this.outcome(this.calleeEntity(file, expression), 'value', Reference.value);
  }

  exported(file: LinkFile, name: string): Outcome {
    return this.outcome(this.names.exportOf(file.index, name, 'value'), 'value', Reference.value);
  }

  namedType(file: LinkFile, type: number): Outcome {
    return this.outcome(this.types.written.referencedEntity(file, type), 'type', Reference.type);
  }

  /** Arrays and maps are in memory; and so is what is given a function for each element, whatever its type: but no class, which a model is. */
  holding(file: LinkFile, receiver: number, call = -1): Holding | undefined {
    const { kind } = this.types.settled(this.types.ofExpression(file, receiver));
    return kind === 'array' || kind === 'map' || (kind !== 'declared' && callsForEach(file, call, this.types)) ? 'memory' : undefined;
  }

  private importOutcome(file: LinkFile, row: number): Outcome {
    const rule = IMPORT_RULES[file.facts.imports.get(row, IMPORT.kind)] ?? 'import';
    const answer = this.names.module(file, row);
    if (answer.kind === 'external') return external(answer.package, answer.subpath, rule);
    const entity = this.names.moduleEntity(answer);
    if (entity.kind === 'none') return unresolved(entity.reason);
    if (entity.kind === 'module') {
      const target: Target = { kind: 'file', file: entity.file };
      return entity.isInferred === true ? inferred([target], UNBUILT_MODULE, `${rule}.unbuilt`) : exact(target, rule);
    }
    return entity.kind === 'asset' ? exact({ kind: 'path', path: entity.path }, `${rule}.asset`) : unresolved('moduleNotFound');
  }

  /** A member of a component that its template calls and that holds a signal, or what else a package made: what is read is the member. */
  private calledSignal(file: LinkFile, call: number): Outcome | undefined {
    const { expressions } = file.facts;
    if (!this.types.templates.has(file, expressions.get(call, EXPRESSION.scope))) return undefined;
    const entity = this.calleeEntity(file, expressions.get(call, EXPRESSION.operand));
    if (entity.kind !== 'symbol' || !this.isPlainVariable(entity.symbol)) return undefined;
    const { kind } = this.types.ofSymbol(entity.symbol);
    return kind === 'signal' || kind === 'external' ? inferred([{ kind: 'symbol', symbol: entity.symbol }], VARIABLE_INFERRED, 'call.variable') : undefined;
  }

  /** What a call's callee stands for. */
  private calleeEntity(file: LinkFile, row: number): Entity {
    const { expressions } = file.facts;
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.name:
        return this.names.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), 'value');
      case Expression.member: {
        const receiver = this.types.ofExpression(file, expressions.get(row, EXPRESSION.operand));
        const name = file.facts.text(expressions.get(row, EXPRESSION.name));
        const entity = this.types.members.of(receiver, name);
        // What a function is called through is the function.
        return entity.kind === 'external' && CALLED_THROUGH.has(name) && receiver.kind === 'declared' && FUNCTIONS.has(this.program.cell(receiver.symbol, SYMBOL.kind)) ? mark({ kind: 'symbol', symbol: receiver.symbol }, receiver) : entity;
      }
      case Expression.same:
      case Expression.await: // the grammar reads `await a.b<T>()` as a call of `await a.b`
        return this.calleeEntity(file, expressions.get(row, EXPRESSION.operand));
      case Expression.base: {
        const base = this.types.ofExpression(file, row);
        if (base.kind === 'external') return { kind: 'external', package: base.package, path: base.path };
        return base.kind === 'instance' ? { kind: 'symbol', symbol: this.constructorOf(base.symbol) } : { kind: 'none', reason: 'receiverUnknown' };
      }
      case Expression.index:
        return { kind: 'none', reason: 'dynamic' };
      case Expression.call:
      case Expression.lambda:
      case Expression.either: {
        const type = this.types.ofExpression(file, row);
        if (type.kind === 'declared') return { kind: 'symbol', symbol: type.symbol };
        const branches = type.kind === 'union' ? type.parts.flatMap((part): Entity[] => (part.kind === 'declared' ? [{ kind: 'symbol', symbol: part.symbol }] : [])) : [];
        if (type.kind === 'union' && branches.length === type.parts.length) return { kind: 'several', entities: branches, isInferred: true };
        if (type.kind === 'signal') return { kind: 'external', package: ANGULAR, path: type.path };
        return type.kind === 'external' ? { kind: 'external', package: type.package, path: type.path } : { kind: 'none', reason: 'higherOrder' };
      }
      default:
        return { kind: 'none', reason: 'receiverUnknown' };
    }
  }

  private constructorOf(symbol: number): number {
    return this.program.membersOf(symbol).get('constructor')?.[0] ?? symbol;
  }

  private valueEntity(file: LinkFile, row: number, kind: number): Entity {
    const { expressions } = file.facts;
    const of = expressions.get(row, EXPRESSION.kind);
    if (kind === Reference.value) return of === Expression.literal ? this.types.templates.fileNamed(file, row) : this.calleeEntity(file, row);
    // A decorator may be a call: its function is what decorates.
    const operand = of === Expression.call || of === Expression.new || of === Expression.same ? expressions.get(row, EXPRESSION.operand) : row;
    const entity = this.calleeEntity(file, operand);
    if (kind !== Reference.new || entity.kind !== 'symbol') return entity;
    // `new` of a variable that holds a class makes that class.
    const type = this.types.ofEntity(entity);
    if (type.kind !== 'declared' || type.symbol === entity.symbol) return entity;
    return this.program.cell(entity.symbol, SYMBOL.kind) === Kind.constant && type.isInferred !== true ? { kind: 'symbol', symbol: type.symbol } : { kind: 'symbol', symbol: type.symbol, isInferred: true };
  }

  private baseEntity(file: LinkFile, row: number): Entity {
    const { heritage } = file.facts;
    const type = heritage.get(row, HERITAGE.type);
    if (type >= 0) return this.types.written.referencedEntity(file, type);
    const expression = heritage.get(row, HERITAGE.expression);
    return expression < 0 ? { kind: 'none', reason: 'unsupported' } : this.calleeEntity(file, expression);
  }

  private outcome(entity: Entity, rule: string, kind: number): Outcome {
    switch (entity.kind) {
      case 'symbol': {
        if (CALLS.has(kind) && this.isPlainVariable(entity.symbol)) return this.variableOutcome(entity.symbol, rule);
        const target: Target = { kind: 'symbol', symbol: entity.symbol };
        return entity.isInferred === true ? inferred([target], ONE_INFERRED, `${rule}.inferred`) : exact(target, rule);
      }
      case 'module':
        return exact({ kind: 'file', file: entity.file }, `${rule}.module`);
      case 'asset':
        return exact({ kind: 'path', path: entity.path }, `${rule}.asset`);
      case 'external':
        return external(entity.package, entity.path, rule);
      case 'expression':
        return this.memberOutcome(entity, rule) ?? exact({ kind: 'file', file: entity.file }, `${rule}.export`);
      case 'local':
        return this.localOutcome(entity, rule);
      case 'several': {
        const targets = entity.entities.flatMap((part): Target[] => (part.kind === 'symbol' ? [{ kind: 'symbol', symbol: part.symbol }] : []));
        const [outside] = entity.entities;
        if (targets.length > 0) return inferred(targets, SEVERAL_INFERRED, `${rule}.several`);
        return outside?.kind === 'external' ? external(outside.package, outside.path, rule) : unresolved('ambiguous');
      }
      case 'none':
        return unresolved(entity.reason);
    }
  }

  /** An export that is set to a member: `exports.json = parser.json`. */
  private memberOutcome(entity: Extract<Entity, { kind: 'expression' }>, rule: string): Outcome | undefined {
    if (this.program.files[entity.file]?.facts.expressions.get(entity.expression, EXPRESSION.kind) !== Expression.member) return undefined;
    const type = this.types.ofEntity(entity);
    if (type.kind === 'external') return external(type.package, type.path, rule);
    return type.kind === 'declared' && type.isInferred !== true ? exact({ kind: 'symbol', symbol: type.symbol }, `${rule}.alias`) : undefined;
  }

  private isPlainVariable(symbol: number): boolean {
    return VARIABLES.has(this.program.cell(symbol, SYMBOL.kind)) && !this.program.hasFlag(symbol, 'callable');
  }

  /** A call of a constant or field: the function it was set to, where the source states it, else the constant itself. */
  private variableOutcome(symbol: number, rule: string): Outcome {
    const type = this.types.ofSymbol(symbol);
    if (type.kind === 'declared' && type.isInferred !== true) return exact({ kind: 'symbol', symbol: type.symbol }, `${rule}.alias`);
    if (type.kind === 'external' && this.isImportAlias(symbol)) return external(type.package, type.path, rule);
    if (type.kind === 'signal') return external(ANGULAR, type.path, rule);
    return inferred([{ kind: 'symbol', symbol }], VARIABLE_INFERRED, `${rule}.variable`);
  }

  /** `const x = require('…')`, or a name out of it, stands for what it imports. */
  private isImportAlias(symbol: number): boolean {
    const { facts } = this.program.fileOfSymbol(symbol);
    let row = this.program.cell(symbol, SYMBOL.value);
    for (let depth = 0; row >= 0 && depth < ALIAS_DEPTH; depth++) {
      const kind = facts.expressions.get(row, EXPRESSION.kind);
      if (kind === Expression.import) return true;
      if (kind === Expression.name) {
        const local = this.names.resolve(this.program.fileOfSymbol(symbol), facts.expressions.get(row, EXPRESSION.scope), facts.expressions.get(row, EXPRESSION.name), 'value');
        return local.kind === 'local' || local.kind === 'external';
      }
      row = facts.expressions.get(row, EXPRESSION.operand);
    }
    return false;
  }

  /** A call of a parameter or variable: what it was set to, where the source states it. */
  private localOutcome(entity: Extract<Entity, { kind: 'local' }>, rule: string): Outcome {
    const type = this.types.ofEntity(entity);
    if (type.kind === 'declared') {
      const target: Target = { kind: 'symbol', symbol: type.symbol };
      const kind = this.program.cell(type.symbol, SYMBOL.kind);
      return kind === Kind.namespace ? unresolved('higherOrder') : inferred([target], ONE_INFERRED, `${rule}.variable`);
    }
    if (type.kind === 'external') return external(type.package, type.path, rule);
    return type.kind === 'signal' ? external(ANGULAR, type.path, rule) : unresolved('higherOrder');
  }

  /** Members that override or implement a member of a base type. */
  derived(file: LinkFile): readonly DerivedEdge[] {
    const edges: DerivedEdge[] = [];
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const kind = symbols.get(row, SYMBOL.kind);
      if (kind !== Kind.class && kind !== Kind.interface) continue;
      const symbol = file.firstSymbol + row;
      if (this.program.canonical(symbol) !== symbol) continue;
      for (const [name, members] of this.program.membersOf(symbol)) {
        const member = members.find((id) => !this.program.hasFlag(id, 'static'));
        if (member === undefined || name === 'constructor') continue;
        for (const base of this.types.members.basesOf(symbol)) {
          const target = this.types.members.of(base.type, name);
          if (target.kind === 'symbol' && target.symbol !== member) edges.push({ kind: 'overrides', source: member, target: target.symbol, confidence: 100, rule: base.isImplements ? 'overrides.implements' : 'overrides.extends' });
        }
      }
    }
    return edges;
  }
}

class TypeScriptProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly modules: ModuleResolver;
  private readonly lockfiles: Lockfiles;
  private readonly nearest = new NearestAbove<PackageManifest>();

  constructor(source: Parameters<OpenProject>[0]) {
    const { packages, unreadable } = readPackageManifests(source);
    this.manifests = packages.map(({ manifest }) => manifest);
    for (const manifest of this.manifests) this.nearest.set(manifest.folder, manifest);
    this.modules = new ModuleResolver(source, packages, unreadable);
    this.lockfiles = new Lockfiles(source);
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.nearest.of(folderOf(file));
  }

  keyPrefix(file: string, manifest: PackageManifest | undefined): string {
    return pathPrefix('npm', file, manifest);
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    return this.lockfiles.versionOf(name, manifest?.folder ?? '') ?? manifest?.dependencies.get(name);
  }

  settings(): string {
    return this.modules.settings();
  }

  createLinker(program: LinkProgram): LanguageLinker {
    return new TypeScriptLinker(program, this.modules);
  }

  close(): void {
    this.modules.close();
  }
}

export const openProject: OpenProject = (source) => new TypeScriptProject(source);
