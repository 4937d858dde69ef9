import { Kind, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import { DEEPEST_TYPE, typeArgumentsOf } from '../../facts/type-arguments.js';
import { RowMemo } from '../../link/row-memo.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { outside, unknown } from '../../link/semantics/index.js';
import type { Value } from '../../link/semantics/index.js';
import { VALUE_TYPES, platform, typeName } from './csharp-type.js';
import type { TypeName, TypeNames } from './type-names.js';

/** Evaluates written types. */
export class WrittenTypes {
  private readonly known = new RowMemo<Value>();
  private readonly resolved = new RowMemo<TypeName>();

  private depth = 0;

  constructor(
    private readonly program: LinkProgram,
    private readonly names: TypeNames,
  ) {
    program.forgets(this.known, this.resolved);
  }

  forgetAnswers(): void {
    this.known.clear();
    this.resolved.clear();
  }

  ofType(file: LinkFile, row: number): Value {
    if (row < 0) return unknown('receiverUnknown');
    return this.known.of(file.index, row, () => {
      if (this.depth === DEEPEST_TYPE) return unknown('receiverUnknown');
      this.depth++;
      const value = this.read(file, row);
      this.depth--;
      return value;
    });
  }

  private read(file: LinkFile, row: number): Value {
    const { types } = file.facts;
    const children = typeArgumentsOf(file.facts, row);
    const [first] = children;
    const inner = first === undefined ? unknown('receiverUnknown') : this.ofType(file, first);
    switch (types.get(row, TYPE.kind)) {
      case Type.named:
        return this.named(file, row, children);
      case Type.array:
        return { kind: 'list', element: inner };
      case Type.optional:
        return this.isValueType(inner) ? platform('Nullable', [inner]) : inner;
      case Type.tuple:
        return { kind: 'list', element: unknown('receiverUnknown'), parts: children.map((child) => this.ofType(file, child)), names: tupleNames(file.facts.text(types.get(row, TYPE.name))) };
      case Type.intersection:
        return { kind: 'union', parts: children.map((child) => this.ofType(file, child)), isOrdered: true };
      case Type.predefined:
        return platform(file.facts.text(types.get(row, TYPE.name)));
      default:
        return unknown('receiverUnknown');
    }
  }

  private named(file: LinkFile, row: number, children: readonly number[]): Value {
    const { types } = file.facts;
    const written = file.facts.text(types.get(row, TYPE.name));
    const name = this.nameOf(file, row);
    const given = (): Value[] => children.map((child) => this.ofType(file, child));
    switch (name.kind) {
      case 'types': {
        const [symbol] = name.symbols;
        return symbol === undefined || name.symbols.length > 1 ? unknown('ambiguous') : { kind: 'instance', symbol, arguments: given() };
      }
      case 'typeParameter':
        return { kind: 'typeParameter', file: file.index, local: name.local };
      case 'external':
        return written === 'dynamic' ? unknown('dynamic') : outside(name.package, name.path, given());
      default:
        return unknown(written === 'dynamic' ? 'dynamic' : 'receiverUnknown');
    }
  }

  /** What a type's name stands for; `string[]` and `int?` name what they wrap. */
  nameOf(file: LinkFile, row: number): TypeName {
    return this.resolved.of(file.index, row, () => {
      const { types } = file.facts;
      return this.names.resolve(file, types.get(row, TYPE.scope), file.facts.text(types.get(row, TYPE.name)), types.get(row, TYPE.argumentCount));
    });
  }

  private isValueType(value: Value): boolean {
    if (value.kind === 'external') return VALUE_TYPES.has(typeName(value.path));
    if (value.kind !== 'instance') return false;
    const kind = this.program.cell(value.symbol, SYMBOL.kind);
    return kind === Kind.struct || kind === Kind.enum;
  }
}

/** Names of a tuple's parts, which stand behind their types: `(Item item, int)` has `item` and none. */
function tupleNames(written: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 1; at < written.length; at++) {
    const character = written[at] ?? '';
    if ('<([{'.includes(character)) depth++;
    if ((character === ',' && depth === 0) || at === written.length - 1) {
      names.push(/[\s>?\])](@?[\p{L}_][\p{L}\p{N}_]*)\s*$/u.exec(written.slice(start, at))?.[1] ?? '');
      start = at + 1;
    }
    if ('>)]}'.includes(character)) depth--;
  }
  return names;
}
