import { Kind, LOCAL, Local, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Evaluator } from '../../link/semantics/evaluator.js';
import { isTypeKind } from '../../link/semantics/index.js';
import type { Value } from '../../link/semantics/index.js';
import type { JvmIndex } from './jvm-index.js';
import type { JvmNames } from './jvm-names.js';

const ITERABLE = /(?:^|\.)(?:Mutable)?(?:Iterable|Collection|List|Set|Sequence|Array|ArrayList|Flow|Iterator)$/;
const HAS_OPERATORS = new Set(['string', 'int', 'integer', 'long', 'short', 'byte', 'double', 'float', 'char']);
/** Whole numbers have these themselves; of bytes they are extensions. */
const BITWISE = new Set(['and', 'or', 'xor', 'shl', 'shr', 'ushr', 'inv']);
const HAS_BITS = new Set(['int', 'integer', 'long']);
export const OPERATORS: ReadonlyMap<string, string> = new Map([['+', 'plus'], ['-', 'minus'], ['*', 'times'], ['/', 'div'], ['%', 'rem']]);

/** Kotlin's extension functions and properties: which of them a file sees, and which take a value. */
export class Extensions {
  constructor(
    private readonly program: LinkProgram,
    private readonly index: JvmIndex,
    private readonly names: JvmNames,
  ) {}

  of(file: LinkFile, receiver: Value, written: string, evaluator: Evaluator): readonly number[] {
    const name = OPERATORS.get(written) ?? written;
    // The library's texts and numbers have these operators themselves, and members come first.
    if (name !== written && receiver.kind === 'external' && HAS_OPERATORS.has(lastName(receiver.path))) return [];
    if (BITWISE.has(name) && receiver.kind === 'external' && HAS_BITS.has(lastName(receiver.path))) return [];
    const candidates = this.index.extensionsNamed(name);
    if (candidates.length === 0 || receiver.kind === 'unknown' || file.languageId !== 'kotlin') return [];
    return candidates.filter((symbol) => this.isSeen(file, symbol, name) && takes(symbol, receiver, evaluator));
  }

  private isSeen(file: LinkFile, symbol: number, name: string): boolean {
    const owner = this.program.fileOfSymbol(symbol);
    const around = this.program.parentOf(symbol);
    // One that a type declares is seen in that type; an object's can be imported.
    if (around >= 0 && isTypeKind(this.program.cell(around, SYMBOL.kind))) return owner === file || this.names.imports(file).has(`${this.index.fullName(around)}.${name}`);
    const package_ = this.names.packageOf(owner);
    if (package_ === this.names.packageOf(file)) return true;
    return this.names.wildcardsOf(file).packages.includes(package_) || this.names.imports(file).has(package_ === '' ? name : `${package_}.${name}`);
  }
}

function takes(extension: number, receiver: Value, evaluator: Evaluator): boolean {
  const { program, scopes, members } = evaluator;
  const file = program.fileOfSymbol(extension);
  const local = scopes.localsIn(file, program.cell(extension, SYMBOL.ownScope)).find((row) => file.facts.locals.get(row, LOCAL.kind) === Local.receiver);
  if (local === undefined || (program.cell(extension, SYMBOL.kind) !== Kind.accessor && !program.hasFlag(extension, 'extension'))) return false;
  const wanted = evaluator.ofType(file, file.facts.locals.get(local, LOCAL.type));
  switch (wanted.kind) {
    case 'typeParameter':
      return true;
    case 'instance':
      // `Order::total` names the extension by the type.
      return (receiver.kind === 'instance' || receiver.kind === 'type') && (receiver.symbol === wanted.symbol || members.baseSymbols(receiver.symbol).includes(wanted.symbol));
    case 'list':
      return receiver.kind === 'list' || (receiver.kind === 'external' && ITERABLE.test(receiver.path));
    case 'external':
      if (wanted.path === 'kotlin.Any') return true;
      if (receiver.kind === 'list') return ITERABLE.test(wanted.path);
      return receiver.kind === 'external' && lastName(receiver.path) === lastName(wanted.path);
    default:
      return false;
  }
}

/** Java's `int` and Kotlin's `Int` are one type. */
function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
