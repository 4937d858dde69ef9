import { Kind, LOCAL, SYMBOL } from '../../facts/schema.js';
import { outside, unknown } from '../../link/semantics/index.js';
import type { Value } from '../../link/semantics/index.js';
import { platform } from './csharp-type.js';
import { libraryIndexed, libraryMembers, libraryProperty } from './library.js';
import type { Semantics } from './semantics.js';

/** Types that are iterated by members of these names in the library's notation. */
const ITERATED = ['IEnumerable', 'IAsyncEnumerable'];

/** What values give when they are awaited, iterated, indexed or taken apart. */
export class TakenApart {
  constructor(private readonly semantics: Semantics) {}

  /** What awaiting a value gives. */
  awaited(value: Value): Value {
    const known = value.kind === 'external' ? libraryMembers(value, 'await')[0]?.result : undefined;
    return known ?? value;
  }

  /** What iterating a value gives. */
  element(value: Value): Value {
    if (value.kind === 'list') return value.parts === undefined ? value.element : groupOf(value.parts);
    if (value.kind === 'external') {
      const known = libraryMembers(value, 'foreach')[0]?.result;
      if (known !== undefined) return known;
    }
    for (const name of ITERATED) {
      const base = this.semantics.parameters.asLibrary(value, name);
      const [element] = base?.arguments ?? [];
      if (element !== undefined) return element;
    }
    return this.enumerated(value);
  }

  /** What a type of the repository gives that says with `GetEnumerator` how it is iterated. */
  private enumerated(value: Value): Value {
    const found = value.kind === 'instance' ? this.semantics.members.inType(value, 'GetEnumerator') : undefined;
    const enumerator = found?.kind === 'symbols' ? this.semantics.calls.returned(this.semantics.ofSymbols(found)) : unknown('receiverUnknown');
    if (enumerator.kind === 'external') return libraryProperty(enumerator, 'Current') ?? unknown('receiverUnknown');
    const current = enumerator.kind === 'instance' ? this.semantics.members.inType(enumerator, 'Current') : undefined;
    return current?.kind === 'symbols' ? this.semantics.ofSymbols(current) : unknown('receiverUnknown');
  }

  /** What an index of a value gives: of a type of the repository what its indexers agree on. */
  indexed(value: Value): Value {
    switch (value.kind) {
      case 'list':
        return value.element;
      case 'external':
        return libraryIndexed(value) ?? outside(value.package, `${value.path}[]`);
      case 'typeParameter': {
        const bound = this.semantics.parameters.bound(value);
        return bound === undefined || bound.kind === 'typeParameter' ? unknown('receiverUnknown') : this.indexed(bound);
      }
      case 'instance': {
        const found = this.semantics.members.inType(value, 'this');
        if (found.kind === 'external' && found.receiver !== undefined) return libraryIndexed(found.receiver) ?? unknown('receiverUnknown');
        if (found.kind !== 'symbols') return unknown('receiverUnknown');
        const [first, ...more] = found.symbols.map((symbol) => this.semantics.parameters.within(this.semantics.ofSymbol(symbol), found.receiver));
        return first !== undefined && more.every((other) => this.semantics.parameters.isSame(first, other)) ? first : unknown('ambiguous');
      }
      default:
        return unknown('receiverUnknown');
    }
  }

  /** A part of a value that is taken apart: of a tuple, by `Deconstruct`, or of a record as it is declared. */
  part(value: Value, place: number): Value {
    if (value.kind === 'list') return value.parts?.[place] ?? unknown('receiverUnknown');
    if (value.kind === 'external') {
      const parts = libraryMembers(value, 'Deconstruct')[0]?.result;
      return parts?.kind === 'list' ? (parts.parts?.[place] ?? unknown('receiverUnknown')) : unknown('receiverUnknown');
    }
    if (value.kind !== 'instance') return unknown('receiverUnknown');
    const methods = this.semantics.members.inType(value, 'Deconstruct');
    const [method, ...more] = methods.kind === 'symbols' ? methods.symbols : [];
    if (more.length > 0) return unknown('ambiguous');
    const declaring = method ?? (this.semantics.program.cell(value.symbol, SYMBOL.kind) === Kind.record ? value.symbol : undefined);
    if (declaring === undefined) return unknown('receiverUnknown');
    const file = this.semantics.program.fileOfSymbol(declaring);
    const row = this.semantics.parametersIn(file, this.semantics.program.cell(declaring, SYMBOL.ownScope))[place];
    return this.semantics.parameters.within(this.semantics.types.ofType(file, row === undefined ? -1 : file.facts.locals.get(row, LOCAL.type)), methods.kind === 'symbols' ? methods.receiver : value);
  }
}

/** `group item by key into items`: facts have it as a pair, which nobody iterates otherwise. */
function groupOf([item, key]: readonly Value[]): Value {
  return item === undefined || key === undefined ? unknown('receiverUnknown') : platform('IGrouping', [key, item]);
}

/** A part of a tuple by its name or its place: `Item1`. */
export function partNamed({ parts, names }: Extract<Value, { kind: 'list' }>, name: string): Value | undefined {
  if (parts === undefined) return undefined;
  const named = names?.indexOf(name) ?? -1;
  const place = named >= 0 ? named : Number(/^Item([1-9]\d*)$/.exec(name)?.[1] ?? 0) - 1;
  return parts[place];
}
