import { Kind, LOCAL, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import type { Evaluator } from './evaluator.js';
import type { Value } from './value.js';

/** The parameters of methods as they are written, by which overloads are told apart. */
export class Signatures {
  constructor(private readonly evaluator: Evaluator) {}

  /** Whether each parameter is written like the other's. */
  areSame(symbol: number, other: number): boolean {
    const [own, theirs] = [this.typesOf(symbol), this.typesOf(other)];
    return own.length === theirs.length && own.every((type, place) => this.writtenAt(symbol, type) === this.writtenAt(other, theirs[place] ?? -1));
  }

  /** Whether a method may override one of a base: each parameter is written alike, or the base leaves its type to what derives from it. */
  mayOverride(symbol: number, inherited: number): boolean {
    const { program } = this.evaluator;
    if (program.cell(symbol, SYMBOL.maximumArguments) !== program.cell(inherited, SYMBOL.maximumArguments)) return false;
    const [own, theirs] = [this.typesOf(symbol), this.typesOf(inherited)];
    return own.length === theirs.length && own.every((type, place) => this.mayBeSame(symbol, type, inherited, theirs[place] ?? -1));
  }

  private mayBeSame(symbol: number, type: number, inherited: number, other: number): boolean {
    if (type < 0 || other < 0 || this.writtenAt(symbol, type) === this.writtenAt(inherited, other)) return true;
    const { program } = this.evaluator;
    const stated = this.evaluator.ofType(program.fileOfSymbol(inherited), other);
    // What stands for a type parameter is no primitive type.
    if (stated.kind === 'typeParameter' && program.fileOfSymbol(symbol).facts.types.get(type, TYPE.kind) === Type.predefined) return false;
    return this.mayBeAlike(this.evaluator.ofType(program.fileOfSymbol(symbol), type), stated);
  }

  /** Types that are written differently may be one where one stands for another, or is not known. */
  private mayBeAlike(own: Value, other: Value): boolean {
    if (own.kind === 'list' && other.kind === 'list') return (own.holder === undefined || other.holder === undefined || own.holder === other.holder) && this.mayBeAlike(own.element, other.element);
    if (own.kind === 'unknown' || other.kind === 'unknown' || own.kind === 'typeParameter' || other.kind === 'typeParameter') return true;
    if (own.kind !== 'instance' && other.kind !== 'instance') return false;
    return [own, other].some((value) => value.kind === 'instance' && this.evaluator.program.cell(value.symbol, SYMBOL.kind) === Kind.typeAlias) || (own.kind === 'instance' && other.kind === 'instance' && own.symbol === other.symbol);
  }

  private typesOf(symbol: number): readonly number[] {
    const file = this.evaluator.program.fileOfSymbol(symbol);
    return this.evaluator.scopes.parametersIn(file, this.evaluator.program.cell(symbol, SYMBOL.ownScope)).map((row) => file.facts.locals.get(row, LOCAL.type));
  }

  /** A type without its arguments and without the package that it may be written with. */
  private writtenAt(symbol: number, type: number): string {
    if (type < 0) return '';
    const { facts } = this.evaluator.program.fileOfSymbol(symbol);
    const { types } = facts;
    const qualifier = types.get(type, TYPE.qualifier);
    const named = types.get(type, TYPE.kind) === Type.generic && qualifier >= 0 ? qualifier : type;
    return facts.text(types.get(named, TYPE.name)).replaceAll(/<.*>|\s+/gs, '').replace(/^(?:\w+\.)+(?=\w)/, '');
  }
}
