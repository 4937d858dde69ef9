import { EXPRESSION, LOCAL, Local, SYMBOL } from '../../facts/schema.js';
import { statedTypeArguments } from '../../facts/type-arguments.js';
import { Parts } from '../../link/parts.js';
import { rowKey } from '../../link/row-memo.js';
import type { LinkFile } from '../../link/program.js';
import type { Instance, ValueType } from './entity.js';
import { unknown } from './entity.js';
import type { Types } from './types.js';

const DEPTH = 6;
/** What a value holds others in. */
const HELD: ReadonlySet<ValueType['kind']> = new Set(['array', 'map', 'promise']);

/** Puts type arguments in the place of type parameters: of types by what is stated, of functions also by what a call gives. */
export class Generics {
  private readonly places = new Map<number, ReadonlyMap<number, number>>();
  private readonly parts = new Parts();

  constructor(private readonly types: Types) {
    types.program.forgets(this.places);
  }

  forgetAnswers(): void {
    this.places.clear();
  }

  /** A type with the arguments of an instance in the place of its type's parameters. */
  within(type: ValueType, instance: Instance | undefined): ValueType {
    if (instance?.arguments === undefined) return type;
    const given = instance.arguments;
    const places = this.placesOf(instance.symbol);
    if (type.kind === 'instance' && type.symbol === instance.symbol && type.arguments === undefined) return { ...instance, ...(type.isInferred === true ? { isInferred: true } : {}) };
    // What a function type is given and gives back is put in when it is asked for.
    if (type.kind === 'functionType') return { ...type, within: type.within === undefined ? instance : this.heldWithin(type.within, instance) };
    return replaced(type, ({ file, local }) => given[places.get(rowKey(file, local)) ?? -1], 0);
  }

  private heldWithin(held: Instance, instance: Instance): Instance {
    const placed = this.within(held, instance);
    return placed.kind === 'instance' ? placed : held;
  }

  /** An instance with those of another in the place of its parameters. */
  instanceWithin(base: ValueType, instance: Instance): ValueType {
    return base.kind === 'instance' && base.arguments !== undefined ? this.within(base, instance) : base;
  }

  /** What a type parameter is bounded by. */
  constraint({ file, local }: Extract<ValueType, { kind: 'parameter' }>): ValueType {
    const owner = this.types.program.files[file];
    const type = owner?.facts.locals.get(local, LOCAL.type) ?? -1;
    return owner === undefined || type < 0 ? unknown('receiverUnknown') : this.types.ofType(owner, type);
  }

  /** A type parameter's bound, and what an alias stands for where that is an array, a map or a promise; any other type itself. */
  settled(type: ValueType): ValueType {
    const bound = type.kind === 'parameter' ? this.constraint(type) : type;
    const passed = new Set<number>();
    for (let at = bound; at.kind === 'instance' && !passed.has(at.symbol); ) {
      passed.add(at.symbol);
      const aliased = this.types.members.aliasedType(at.symbol);
      if (aliased === undefined) break;
      at = this.within(aliased, at);
      if (HELD.has(at.kind)) return at;
    }
    return bound;
  }

  /** The result of a call with what it gives to the function's own type parameters: stated, else by its arguments where they agree. */
  called(result: ValueType, callee: number, file: LinkFile, call: number): ValueType {
    if (!mentionsParameter(result, 0)) return result;
    const places = this.placesOf(callee);
    if (places.size === 0) return result;
    const given = this.stated(file, file.facts.expressions.get(call, EXPRESSION.extra)) ?? this.inferred(callee, places, file, call);
    return replaced(result, (parameter) => given[places.get(rowKey(parameter.file, parameter.local)) ?? -1], 0);
  }

  /** The types that a call or a named base is given, by the row that stands for them; undefined where it has none. */
  stated(file: LinkFile, type: number): readonly ValueType[] | undefined {
    return type < 0 ? undefined : statedTypeArguments(file.facts, type).map((row) => this.types.ofType(file, row));
  }

  private inferred(callee: number, places: ReadonlyMap<number, number>, file: LinkFile, call: number): readonly (ValueType | undefined)[] {
    const owner = this.types.program.fileOfSymbol(callee);
    const parameters = this.types.parametersIn(owner, this.types.program.cell(callee, SYMBOL.ownScope));
    const found: (ValueType | undefined)[] = [];
    const isUnsure: boolean[] = [];
    for (const { position, value } of this.parts.of(file.facts, call)) {
      const type = owner.facts.locals.get(parameters[position] ?? -1, LOCAL.type);
      if (parameters[position] === undefined || type < 0) continue;
      this.bind(this.types.ofType(owner, type), this.types.ofExpression(file, value), 0, (parameter, of) => {
        const place = places.get(rowKey(parameter.file, parameter.local));
        if (place === undefined || isUnsure[place] === true) return;
        const known = found[place];
        if (known === undefined) found[place] = of;
        else if (!isSame(known, of)) {
          isUnsure[place] = true;
          found[place] = undefined;
        }
      });
    }
    return found;
  }

  private bind(wanted: ValueType, given: ValueType, depth: number, add: (parameter: Extract<ValueType, { kind: 'parameter' }>, given: ValueType) => void): void {
    if (depth > DEPTH || given.kind === 'unknown') return;
    if (wanted.kind === 'parameter') {
      if (given.kind !== 'parameter') add(wanted, given);
    } else if (wanted.kind === 'array' && given.kind === 'array') this.bind(wanted.element, given.element, depth + 1, add);
    else if (wanted.kind === 'promise' && given.kind === 'promise') this.bind(wanted.value, given.value, depth + 1, add);
    else if (wanted.kind === 'instance' && given.kind === 'instance' && wanted.symbol === given.symbol) wanted.arguments?.forEach((part, place) => this.bind(part, given.arguments?.[place] ?? unknown('receiverUnknown'), depth + 1, add));
    else if (wanted.kind === 'functionType' && (given.kind === 'declared' || given.kind === 'lambda')) this.bind(this.types.returnOf(wanted), this.types.returnOf(given), depth + 1, add);
  }

  /** The places of type parameters among those of a type or function, over all its declarations. */
  private placesOf(symbol: number): ReadonlyMap<number, number> {
    const known = this.places.get(symbol);
    if (known !== undefined) return known;
    const places = new Map<number, number>();
    for (const site of this.types.program.sitesOf(symbol)) {
      const file = this.types.program.fileOfSymbol(site);
      this.types.localsIn(file, this.types.program.cell(site, SYMBOL.ownScope)).filter((row) => file.facts.locals.get(row, LOCAL.kind) === Local.typeParameter).forEach((row, place) => places.set(rowKey(file.index, row), place));
    }
    this.places.set(symbol, places);
    return places;
  }
}

function isSame(a: ValueType, b: ValueType): boolean {
  if (a.kind === 'instance' && b.kind === 'instance') return a.symbol === b.symbol && a.arguments === undefined && b.arguments === undefined;
  return a.kind === 'external' && b.kind === 'external' && a.path === b.path && a.package.name === b.package.name;
}

function mentionsParameter(type: ValueType, depth: number): boolean {
  if (depth > DEPTH) return false;
  switch (type.kind) {
    case 'parameter':
      return true;
    case 'array':
      return mentionsParameter(type.element, depth + 1) || type.parts?.some((part) => mentionsParameter(part, depth + 1)) === true || (type.parametersOf !== undefined && mentionsParameter(type.parametersOf, depth + 1));
    case 'promise':
    case 'signal':
      return mentionsParameter(type.value, depth + 1);
    case 'map':
      return mentionsParameter(type.key, depth + 1) || mentionsParameter(type.value, depth + 1);
    case 'instance':
      return type.arguments?.some((part) => mentionsParameter(part, depth + 1)) === true;
    case 'union':
      return type.parts.some((part) => mentionsParameter(part, depth + 1));
    default:
      return false;
  }
}

function replaced(type: ValueType, given: (parameter: Extract<ValueType, { kind: 'parameter' }>) => ValueType | undefined, depth: number): ValueType {
  if (depth > DEPTH) return type;
  const inner = (part: ValueType): ValueType => replaced(part, given, depth + 1);
  switch (type.kind) {
    case 'parameter':
      return given(type) ?? type;
    case 'array':
      return { ...type, element: inner(type.element), ...(type.parts === undefined ? {} : { parts: type.parts.map(inner) }), ...(type.parametersOf === undefined ? {} : { parametersOf: inner(type.parametersOf) }) };
    case 'promise':
    case 'signal':
      return { ...type, value: inner(type.value) };
    case 'map':
      return { ...type, key: inner(type.key), value: inner(type.value) };
    case 'instance':
      return type.arguments === undefined ? type : { ...type, arguments: type.arguments.map(inner) };
    case 'union':
      return mentionsParameter(type, 0) ? { ...type, parts: type.parts.map(inner) } : type;
    default:
      return type;
  }
}
