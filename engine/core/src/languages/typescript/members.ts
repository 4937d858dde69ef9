import { EXPRESSION, Expression, HERITAGE, Heritage, Kind, SYMBOL } from '../../facts/schema.js';
import { HeritageRows } from '../../link/heritage-rows.js';
import { UncutMemo, noteCut } from '../../link/guarded-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Instance, Meaning, ValueType } from './entity.js';
import { ANGULAR, ECMASCRIPT, none, unknown } from './entity.js';
import { memberPath } from './names.js';
import type { Types } from './types.js';

const DEPTH = 24;
const TYPE_KINDS = new Set<number>([Kind.class, Kind.interface, Kind.enum, Kind.typeAlias]);
const WHAT_EVERY_FUNCTION_HAS = new Set(['apply', 'bind', 'call', 'toString', 'name', 'length', 'prototype']);

/** A base type of a class or interface. */
interface Base {
  readonly type: ValueType;
  readonly isImplements: boolean;
}

/** Types whose bases one look-up has searched, as an instance's and as the class's own. */
interface Searched {
  readonly instances: Set<number>;
  readonly statics: Set<number>;
  /** Aliases: those without arguments that were searched, and those that are being searched. */
  readonly aliases: Set<number>;
}

/** Looks members up: in a type, its bases, a module, a namespace. */
export class Members {
  private readonly program: LinkProgram;
  private readonly bases = new Map<number, readonly Base[]>();
  private readonly heritage = new HeritageRows();
  /** What aliases stand for: a union of hundreds of types is looked through at every use. */
  private readonly aliased = new UncutMemo<ValueType | undefined>();

  constructor(private readonly types: Types) {
    this.program = types.program;
    this.program.forgets(this.heritage, this.bases, this.aliased);
  }

  forgetAnswers(): void {
    this.bases.clear();
    this.aliased.clear();
  }

  /** The member of a value. */
  of(type: ValueType, name: string, depth = 0, searched: Searched = { instances: new Set(), statics: new Set(), aliases: new Set() }): Entity {
    if (depth > DEPTH) {
      noteCut();
      return none('receiverUnknown');
    }
    switch (type.kind) {
      case 'instance':
        return mark(this.ofInstance(type, name, depth, searched), type);
      case 'declared':
        return mark(this.ofDeclared(type.symbol, name, depth, searched), type);
      case 'module':
        return this.types.names.exportOf(type.file, name, 'value');
      case 'external':
        return { kind: 'external', package: type.package, path: memberPath(type.path, name) };
      case 'signal':
        return { kind: 'external', package: ANGULAR, path: memberPath(type.path, name) };
      case 'array':
        return { kind: 'external', package: ECMASCRIPT, path: `Array#.${name}` };
      case 'map':
        return { kind: 'external', package: ECMASCRIPT, path: `${type.path}.${name}` };
      case 'parameter':
        return this.of(this.types.generics.constraint(type), name, depth + 1, searched);
      case 'promise':
        return { kind: 'external', package: ECMASCRIPT, path: `Promise#.${name}` };
      case 'functionType':
      case 'lambda':
        return { kind: 'external', package: ECMASCRIPT, path: `Function#.${name}` };
      case 'union':
        return this.ofUnion(type.parts, name, depth, searched);
      case 'unknown':
        return none(type.reason === 'higherOrder' ? 'receiverUnknown' : type.reason);
    }
  }

  private ofUnion(parts: readonly ValueType[], name: string, depth: number, searched: Searched): Entity {
    const found: Entity[] = [];
    for (const part of parts) {
      const entity = this.of(part, name, depth + 1, searched);
      if (entity.kind === 'none') continue;
      if (!found.some((known) => isSame(known, entity))) found.push(entity);
    }
    const [first] = found;
    if (first === undefined) return none(parts.length === 0 ? 'receiverUnknown' : 'memberNotFound');
    if (found.length === 1) return parts.length === 1 ? first : { ...first, isInferred: true }; // the spread keeps the entity's kind
    return { kind: 'several', entities: found, isInferred: true };
  }

  private ofInstance(instance: Instance, name: string, depth: number, searched: Searched): Entity {
    const { symbol } = instance;
    const kind = this.program.cell(symbol, SYMBOL.kind);
    const own = this.ownMembers(symbol, kind, name);
    const member = own?.find((id) => !this.program.hasFlag(id, 'static')) ?? (kind === Kind.function ? undefined : own?.[0]);
    if (member !== undefined) return instance.arguments === undefined ? { kind: 'symbol', symbol: member } : { kind: 'symbol', symbol: member, within: instance };
    // What a function that makes objects sets on them is not followed.
    if (kind === Kind.function) return none('receiverUnknown');
    if (kind === Kind.typeAlias) {
      const aliased = this.aliasedType(symbol);
      // A union that holds itself, or others that hold it, is searched once.
      if (aliased === undefined || searched.aliases.has(symbol)) return none('memberNotFound');
      searched.aliases.add(symbol);
      const found = this.of(this.types.generics.within(aliased, instance), name, depth + 1, searched);
      if (instance.arguments !== undefined) searched.aliases.delete(symbol);
      return found;
    }
    if (kind === Kind.enum) return { kind: 'external', package: ECMASCRIPT, path: `Number#.${name}` };
    if (kind !== Kind.class && kind !== Kind.interface) {
      const entry = this.entry(symbol, name) ?? this.types.names.besideAssigned(symbol, name);
      if (entry !== undefined) return entry;
      const type = this.types.ofSymbol(symbol);
      return type.kind === 'instance' && type.symbol === symbol ? none('memberNotFound') : this.of(type, name, depth + 1, searched);
    }
    return this.inBases(symbol, searched.instances, (base) => this.of(this.types.generics.instanceWithin(base, instance), name, depth + 1, searched));
  }

  /** Members of a name; what is declared inside a function is none of it. */
  private ownMembers(symbol: number, kind: number, name: string): readonly number[] | undefined {
    const own = this.program.membersOf(symbol).get(name);
    return kind === Kind.function ? own?.filter((id) => this.program.cell(id, SYMBOL.kind) === Kind.method) : own;
  }

  /** An entry of the object literal that a symbol is set to. */
  private entry(symbol: number, name: string): Entity | undefined {
    const file = this.program.fileOfSymbol(symbol);
    const object = this.types.objectOf(file, this.program.cell(symbol, SYMBOL.value));
    return object < 0 ? undefined : this.types.names.entryOf(file, object, name, 'value');
  }

  private inBases(symbol: number, searched: Set<number>, look: (base: ValueType) => Entity): Entity {
    // A base that several ways lead to, or a cycle of bases, has been searched.
    if (searched.has(symbol)) return none('memberNotFound');
    searched.add(symbol);
    let isOpen = false;
    for (const base of this.basesOf(symbol)) {
      if (base.isImplements) continue;
      const found = look(base.type);
      if (found.kind !== 'none') return found;
      isOpen ||= found.reason !== 'memberNotFound';
    }
    return none(isOpen ? 'receiverUnknown' : 'memberNotFound');
  }

  private ofDeclared(symbol: number, name: string, depth: number, searched: Searched): Entity {
    const kind = this.program.cell(symbol, SYMBOL.kind);
    const own = this.ownMembers(symbol, kind, name);
    if (kind === Kind.class) {
      const member = own?.find((id) => this.program.hasFlag(id, 'static')) ?? own?.[0];
      if (member !== undefined) return { kind: 'symbol', symbol: member };
      const inherited = this.inBases(symbol, searched.statics, (base) => this.of(asDeclared(base), name, depth + 1, searched));
      if (inherited.kind !== 'none') return inherited;
    } else if (own?.[0] !== undefined) return { kind: 'symbol', symbol: own[0] };
    const twin = this.namespaceTwin(symbol);
    if (twin >= 0) {
      const member = this.program.membersOf(twin).get(name)?.[0];
      if (member !== undefined) return { kind: 'symbol', symbol: member };
    }
    const beside = this.types.names.besideAssigned(symbol, name);
    if (beside !== undefined) return beside;
    if (WHAT_EVERY_FUNCTION_HAS.has(name)) return { kind: 'external', package: ECMASCRIPT, path: `Function#.${name}` };
    return none('memberNotFound');
  }

  /** A namespace of the same name adds members to a class, function or enum. */
  private namespaceTwin(symbol: number): number {
    const file = this.program.fileOfSymbol(symbol);
    const entity = this.types.names.resolve(file, this.program.cell(symbol, SYMBOL.scope), this.program.cell(symbol, SYMBOL.name), 'type');
    if (entity.kind !== 'symbol' || entity.symbol === symbol) return -1;
    return this.program.cell(entity.symbol, SYMBOL.kind) === Kind.namespace ? entity.symbol : -1;
  }

  /** The type behind an alias, or of a variable's declaration. */
  aliasedType(symbol: number): ValueType | undefined {
    const kind = this.program.cell(symbol, SYMBOL.kind);
    if (kind !== Kind.typeAlias) return undefined;
    const type = this.program.cell(symbol, SYMBOL.type);
    if (type < 0) return undefined;
    return this.aliased.of(`${symbol}`, () => {
      const aliased = this.types.ofType(this.program.fileOfSymbol(symbol), type);
      return aliased.kind === 'instance' && aliased.symbol === symbol ? undefined : aliased;
    });
  }

  /** `B` in `A.B`, where A is a namespace, a module or a class. */
  typeMember(entity: Entity, name: string): Entity {
    const meaning: Meaning = 'type';
    switch (entity.kind) {
      case 'module':
        return this.types.names.exportOf(entity.file, name, meaning);
      case 'external':
        return { ...entity, path: memberPath(entity.path, name) };
      case 'symbol': {
        const own = this.program.membersOf(entity.symbol).get(name);
        const member = own?.find((id) => TYPE_KINDS.has(this.program.cell(id, SYMBOL.kind))) ?? own?.[0];
        return member === undefined ? none('memberNotFound') : { kind: 'symbol', symbol: member };
      }
      case 'none':
        return entity;
      default:
        return none('receiverUnknown');
    }
  }

  /** The instance that `super` stands for. */
  baseInstance(symbol: number): ValueType {
    return this.basesOf(symbol).find((base) => !base.isImplements)?.type ?? unknown('memberNotFound');
  }

  /** Bases as instances, over all declarations of the type. */
  basesOf(symbol: number): readonly Base[] {
    const known = this.bases.get(symbol);
    if (known !== undefined) return known;
    this.bases.set(symbol, []); // what a cycle of bases finds
    const bases = this.program.sitesOf(symbol).flatMap((site) => {
      const file = this.program.fileOfSymbol(site);
      return this.heritage.of(file, site - file.firstSymbol).map((row): Base => ({ type: this.baseType(file, row), isImplements: file.facts.heritage.get(row, HERITAGE.kind) === Heritage.implements }));
    });
    this.bases.set(symbol, bases);
    return bases;
  }

  /** The instance type that a heritage row names. */
  baseType(file: LinkFile, row: number): ValueType {
    const { heritage } = file.facts;
    const type = heritage.get(row, HERITAGE.type);
    if (type >= 0) return this.types.ofType(file, type);
    const expression = heritage.get(row, HERITAGE.expression);
    if (expression < 0) return unknown('unsupported');
    const value = this.types.ofExpression(file, expression);
    if (value.kind === 'declared') {
      const isName = file.facts.expressions.get(expression, EXPRESSION.kind) === Expression.name || file.facts.expressions.get(expression, EXPRESSION.kind) === Expression.member;
      const given = isName ? this.types.generics.stated(file, file.facts.expressions.get(expression, EXPRESSION.extra)) : undefined;
      return { kind: 'instance', symbol: value.symbol, ...(given === undefined ? {} : { arguments: given }), ...(value.isInferred === true ? { isInferred: true } : {}) };
    }
    if (value.kind === 'external') return { ...value, path: `${value.path}#` };
    return unknown('receiverUnknown');
  }
}

function asDeclared(type: ValueType): ValueType {
  return type.kind === 'instance' ? { ...type, kind: 'declared' } : type;
}

/** An entity that was found on a value is as sure as that. */
export function mark(entity: Entity, type: ValueType): Entity {
  return type.isInferred === true && entity.kind !== 'none' ? { ...entity, isInferred: true } : entity; // the spread keeps the entity's kind
}

function isSame(a: Entity, b: Entity): boolean {
  if (a.kind === 'symbol' && b.kind === 'symbol') return a.symbol === b.symbol;
  if (a.kind === 'external' && b.kind === 'external') return a.package.name === b.package.name && a.path === b.path;
  return false;
}
