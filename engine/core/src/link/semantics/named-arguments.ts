import { isInRange } from '@pinata/graph/model';
import { EXPRESSION, Expression, Kind, SYMBOL } from '../../facts/schema.js';
import type { Outcome, Target } from '../outcome.js';
import { exact, external, inferred, onlySymbolOf } from '../outcome.js';
import type { LinkFile, LinkProgram } from '../program.js';
import type { LanguageHooks } from './language-hooks.js';
import { isTypeKind } from './scopes.js';
import type { SemanticLinker } from './semantic-linker.js';
import { memberPath } from './value.js';

/** A constructor is given what a field of the name is most often set to. */
const BY_CONSTRUCTOR = 80;
const FIELDS = new Set<number>([Kind.property, Kind.field, Kind.accessor]);

/** Links names of arguments: `User(name=…)`, `user.copy(name = …)`. */
export class NamedArguments {
  constructor(
    private readonly program: LinkProgram,
    private readonly linker: SemanticLinker,
    private readonly hooks: LanguageHooks,
  ) {}

  /** What an argument with a name fills: the field of that name, where a type is made. A function's parameters are no symbols. */
  outcome(file: LinkFile, row: number, rule: string): Outcome {
    const { expressions } = file.facts;
    const call = expressions.get(row, EXPRESSION.operand);
    const name = file.facts.text(expressions.get(row, EXPRESSION.name));
    const copied = this.copiedType(file, call);
    const made = copied === undefined ? this.linker.madeOutcome(file, call) : exact({ kind: 'symbol', symbol: copied }, rule);
    if (made.kind === 'external') return external(made.package, memberPath(made.member, name), rule);
    if (made.kind === 'unresolved') return made;
    const symbol = onlySymbolOf(made);
    const type = symbol >= 0 && this.linker.isConstructor(symbol) ? this.program.parentOf(symbol) : symbol;
    const parameter: Outcome = { kind: 'resolved', targets: [], confidence: 100, rule: `${rule}.argument` };
    if (type < 0 || !isTypeKind(this.program.cell(type, SYMBOL.kind))) return parameter;
    const member = this.linker.evaluator.members.of(file, { kind: 'instance', symbol: type, arguments: [] }, name, 'value');
    if (member.kind === 'external') return this.linker.outcome(member, rule);
    const fields = member.kind === 'symbols' ? member.symbols.filter((one) => FIELDS.has(this.program.cell(one, SYMBOL.kind))) : [];
    if (fields.length === 0) return parameter;
    const targets = fields.map((one): Target => ({ kind: 'symbol', symbol: one }));
    // A constructor that does not declare the field may do something else with what it is given.
    const isHandedOn = copied === undefined && this.program.childrenOf(type).some((child) => this.linker.isConstructor(child) && !(this.hooks.promotesParameters === true && fields.every((one) => this.standsIn(one, child))));
    return isHandedOn || fields.length > 1 ? inferred(targets, BY_CONSTRUCTOR, `${rule}.entry.constructor`) : { kind: 'resolved', targets, confidence: 100, rule: `${rule}.entry` };
  }

  /** The type of which a call makes another instance with some fields changed. */
  private copiedType(file: LinkFile, call: number): number | undefined {
    const { expressions } = file.facts;
    const callee = expressions.get(call, EXPRESSION.operand);
    if (this.hooks.copyNames === undefined || expressions.get(callee, EXPRESSION.kind) !== Expression.member || !this.hooks.copyNames.has(file.facts.text(expressions.get(callee, EXPRESSION.name)))) return undefined;
    const receiver = this.linker.evaluator.ofExpression(file, expressions.get(callee, EXPRESSION.operand));
    return receiver.kind === 'instance' && onlySymbolOf(this.linker.madeOutcome(file, call)) < 0 ? receiver.symbol : undefined;
  }

  private standsIn(symbol: number, outer: number): boolean {
    const at = (one: number, column: number): number => this.program.cell(one, column);
    const range = { startRow: at(outer, SYMBOL.startRow), startColumn: at(outer, SYMBOL.startColumn), endRow: at(outer, SYMBOL.endRow), endColumn: at(outer, SYMBOL.endColumn) };
    return this.program.fileOfSymbol(symbol) === this.program.fileOfSymbol(outer) && isInRange(at(symbol, SYMBOL.nameRow), at(symbol, SYMBOL.nameColumn), range);
  }
}
