import { EXPRESSION, Expression, Kind, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import { DEEPEST_TYPE, alternativesOf, typesWithin } from '../../facts/type-arguments.js';
import { DepthLimit } from '../../link/guarded-memo.js';
import { MOST_PLACES } from '../../link/parts.js';
import type { LinkFile } from '../../link/program.js';
import type { Entity, ValueType } from './entity.js';
import { RECORD, builtin, none, unknown } from './entity.js';
import type { Types } from './types.js';

/** Generic types of the language that stand for what they wrap. */
const TRANSPARENT = new Set(['Partial', 'Required', 'Readonly', 'NonNullable', 'Awaited', 'NoInfer']);
const ARRAYS = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Iterable', 'IterableIterator', 'AsyncIterable', 'AsyncIterableIterator', 'Generator', 'AsyncGenerator']);
const MAPS = new Set(['Map', 'ReadonlyMap', 'WeakMap', 'Record']);
const PROMISES = new Set(['Promise', 'PromiseLike']);
const NOTHING = new Set(['null', 'undefined', 'void', 'never']);

/** What types stand for that the source writes. */
export class WrittenTypes {
  private readonly limit = new DepthLimit<ValueType>(unknown('receiverUnknown'), DEEPEST_TYPE);

  constructor(private readonly types: Types) {}

  /** The type that a reference states. */
  of(file: LinkFile, row: number): ValueType {
    if (row < 0) return unknown('receiverUnknown');
    return this.limit.of(() => this.read(file, row));
  }

  private read(file: LinkFile, row: number): ValueType {
    const { types } = file.facts;
    const qualifier = types.get(row, TYPE.qualifier);
    const children = typesWithin(file.facts, row);
    switch (types.get(row, TYPE.kind)) {
      case Type.named:
        return this.ofNamedType(file, row, children);
      case Type.generic:
        return this.ofNamedType(file, qualifier, children);
      case Type.array:
        return { kind: 'array', element: children[0] === undefined ? unknown('receiverUnknown') : this.of(file, children[0]) };
      case Type.tuple: {
        const parts = children.slice(0, MOST_PLACES).map((child) => this.of(file, child));
        return { kind: 'array', element: parts[0] ?? unknown('receiverUnknown'), parts };
      }
      case Type.union:
      case Type.intersection: {
        const parts = alternativesOf(file.facts, row).map((child) => this.of(file, child)).filter((part) => !(part.kind === 'external' && NOTHING.has(part.path)));
        return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'union', parts };
      }
      case Type.optional:
        return this.of(file, qualifier >= 0 ? qualifier : (children[0] ?? -1));
      case Type.predefined:
      case Type.literal: {
        const name = file.facts.text(types.get(row, TYPE.name));
        // It may be anything, the repository's own included.
        return name === 'any' ? unknown('dynamic') : name === 'unknown' ? unknown('receiverUnknown') : builtin(name);
      }
      case Type.import:
        return this.ofImported(file, row);
      case Type.function:
        return { kind: 'functionType', file: file.index, type: row };
      case Type.typeof:
        return this.types.ofExpression(file, qualifier);
      case Type.object:
        return qualifier < 0 ? unknown('receiverUnknown') : { kind: 'map', path: RECORD, key: builtin('string'), value: this.of(file, qualifier) };
      case Type.this:
        return this.types.thisType(file, types.get(row, TYPE.scope));
      default:
        return unknown('receiverUnknown');
    }
  }

  /** `import('./shop').Shop`, as comments write it: what a module gives out, or the module. */
  private ofImported(file: LinkFile, row: number): ValueType {
    const { names, members } = this.types;
    let entity = names.moduleEntity(names.module(file, file.facts.types.get(row, TYPE.qualifier)));
    const path = file.facts.text(file.facts.types.get(row, TYPE.name));
    if (path === '*') return this.types.ofEntity(entity);
    for (const part of path.split('.')) entity = members.typeMember(entity, part);
    return this.ofNamedEntity(file, entity, []);
  }

  private ofNamedType(file: LinkFile, row: number, generics: readonly number[]): ValueType {
    if (row < 0) return unknown('receiverUnknown');
    return this.ofNamedEntity(file, this.typeEntity(file, row), generics);
  }

  private ofNamedEntity(file: LinkFile, entity: Entity, generics: readonly number[]): ValueType {
    switch (entity.kind) {
      case 'symbol': {
        const symbol = entity.symbol;
        const kind = this.types.program.cell(symbol, SYMBOL.kind);
        if (kind === Kind.namespace || kind === Kind.function) return unknown('receiverUnknown');
        return generics.length === 0 ? { kind: 'instance', symbol } : { kind: 'instance', symbol, arguments: generics.map((type) => this.of(file, type)) };
      }
      case 'external': {
        const name = entity.path;
        const [argument] = generics;
        if (entity.package.manager === 'platform' && argument !== undefined) {
          if (ARRAYS.has(name)) return { kind: 'array', element: this.of(file, argument) };
          if (PROMISES.has(name)) return { kind: 'promise', value: this.of(file, argument) };
          const value = generics[1];
          if (MAPS.has(name) && value !== undefined) return { kind: 'map', path: `${name}#`, key: this.of(file, argument), value: this.of(file, value) };
          if (name === 'Parameters') return { kind: 'array', element: unknown('receiverUnknown'), parametersOf: this.of(file, argument) };
          if (TRANSPARENT.has(name)) return this.of(file, argument);
        }
        return { kind: 'external', package: entity.package, path: `${name}#` };
      }
      case 'local':
        return { kind: 'parameter', file: entity.file, local: entity.local };
      default:
        return unknown('receiverUnknown');
    }
  }

  /** What a type's name stands for; `A.B` looks B up in A. */
  typeEntity(file: LinkFile, row: number): Entity {
    const { types } = file.facts;
    const name = file.facts.text(types.get(row, TYPE.name));
    const parts = name.split('.');
    if (parts.length === 1) return this.types.names.resolve(file, types.get(row, TYPE.scope), types.get(row, TYPE.name), 'type');
    const [head = '', ...rest] = parts.map((part) => part.trim());
    let entity = this.types.names.resolveText(file, types.get(row, TYPE.scope), head, 'type');
    for (const part of rest) entity = this.types.members.typeMember(entity, part);
    return entity;
  }

  /** What a captured type reference names: for a generic its name, for `typeof` its value. */
  referencedEntity(file: LinkFile, row: number): Entity {
    const { types, expressions } = file.facts;
    const qualifier = types.get(row, TYPE.qualifier);
    switch (types.get(row, TYPE.kind)) {
      case Type.generic:
        return qualifier < 0 ? none('unsupported') : this.typeEntity(file, qualifier);
      case Type.named:
        return this.typeEntity(file, row);
      case Type.typeof: {
        if (qualifier < 0) return none('unsupported');
        const name = expressions.get(qualifier, EXPRESSION.name);
        if (expressions.get(qualifier, EXPRESSION.kind) === Expression.name) return this.types.names.resolve(file, expressions.get(qualifier, EXPRESSION.scope), name, 'value');
        return this.types.members.of(this.types.ofExpression(file, expressions.get(qualifier, EXPRESSION.operand)), file.facts.text(name));
      }
      default:
        return none('unsupported');
    }
  }
}
