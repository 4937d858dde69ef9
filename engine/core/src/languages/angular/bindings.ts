import { DECORATION, EXPRESSION, Expression, SYMBOL } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import { RowsBy } from '../../facts/rows-by.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Types } from '../typescript/types.js';
import { textOf } from './declarations.js';
import type { Declaration, Declarations } from './declarations.js';

/** Members that an element can bind, by the name that a template uses. */
export interface Bindings {
  readonly inputs: ReadonlyMap<string, number>;
  readonly outputs: ReadonlyMap<string, number>;
}

const INPUTS: ReadonlySet<string> = new Set(['Input', 'input', 'input.required', 'model', 'model.required']);
const OUTPUTS: ReadonlySet<string> = new Set(['Output', 'output', 'outputFromObservable']);
const BOTH: ReadonlySet<string> = new Set(['model', 'model.required']);

/** Finds inputs and outputs: angular.dev/guide/components/inputs, angular.dev/guide/components/outputs. */
export class MemberBindings {
  private readonly program: LinkProgram;
  private readonly known = new Map<number, Bindings>();
  private readonly decorated = new WeakMap<FileFacts, RowsBy>();
  private readonly parts = new Parts();

  constructor(
    private readonly types: Types,
    private readonly declarations: Declarations,
  ) {
    this.program = types.program;
  }

  forgetAnswers(): void {
    this.known.clear();
  }

  of({ symbol }: Declaration): Bindings {
    return this.ofClass(this.program.canonical(symbol));
  }

  private ofClass(symbol: number): Bindings {
    const known = this.known.get(symbol);
    if (known !== undefined) return known;
    const inputs = new Map<string, number>();
    const outputs = new Map<string, number>();
    this.known.set(symbol, { inputs, outputs }); // what a cycle of bases finds
    for (const members of this.program.membersOf(symbol).values()) for (const member of members) this.addMember(member, inputs, outputs);
    this.addStated(symbol, inputs, outputs);
    for (const { type, isImplements } of this.types.members.basesOf(symbol)) {
      if (isImplements || type.kind !== 'instance') continue;
      const base = this.ofClass(type.symbol);
      for (const [name, member] of base.inputs) if (!inputs.has(name)) inputs.set(name, member);
      for (const [name, member] of base.outputs) if (!outputs.has(name)) outputs.set(name, member);
    }
    return { inputs, outputs };
  }

  private addMember(member: number, inputs: Map<string, number>, outputs: Map<string, number>): void {
    const file = this.program.fileOfSymbol(member);
    const { facts } = file;
    const calls = this.decorationsOf(facts).of(member - file.firstSymbol).map((row) => facts.decorations.get(row, DECORATION.expression));
    for (const call of [...calls, this.program.cell(member, SYMBOL.value)]) {
      if (call < 0 || facts.expressions.get(call, EXPRESSION.kind) !== Expression.call) continue;
      const callee = nameOf(facts, facts.expressions.get(call, EXPRESSION.operand));
      if (!INPUTS.has(callee) && !OUTPUTS.has(callee)) continue;
      const name = this.aliasIn(file, call) ?? this.program.nameOf(member);
      if (INPUTS.has(callee)) inputs.set(name, member);
      if (OUTPUTS.has(callee)) outputs.set(name, member);
      if (BOTH.has(callee)) outputs.set(`${name}Change`, member);
    }
  }

  /** `@Input('other')`, `@Input({ alias: 'other' })`, `input(0, { alias: 'other' })`. */
  private aliasIn(file: LinkFile, call: number): string | undefined {
    const given = this.parts.of(file.facts, call);
    const last = given[given.length - 1]?.value ?? -1;
    const isDecorator = /^[A-Z]/.test(nameOf(file.facts, file.facts.expressions.get(call, EXPRESSION.operand)));
    const alias = textOf(file, this.declarations.entry(file, last, 'alias')) ?? (isDecorator ? textOf(file, last) : undefined);
    return alias === '' ? undefined : alias;
  }

  /** `inputs: ['own: other']` of the decorator. */
  private addStated(symbol: number, inputs: Map<string, number>, outputs: Map<string, number>): void {
    const file = this.program.fileOfSymbol(symbol);
    const declaration = this.declarations.in(file).get(symbol - file.firstSymbol);
    if (declaration === undefined) return;
    for (const [key, found] of [['inputs', inputs], ['outputs', outputs]] as const) {
      for (const { value } of this.parts.of(file.facts, this.declarations.stated(declaration, key))) {
        const [own = '', other] = (textOf(file, value) ?? '').split(':').map((part) => part.trim());
        const member = this.types.members.of({ kind: 'instance', symbol }, own);
        if (member.kind === 'symbol') found.set(other ?? own, member.symbol);
      }
    }
  }

  private decorationsOf(facts: FileFacts): RowsBy {
    let rows = this.decorated.get(facts);
    if (rows === undefined) this.decorated.set(facts, (rows = new RowsBy(facts.decorations, DECORATION.symbol)));
    return rows;
  }
}

/** `input.required`: a name, or a member of one. */
function nameOf(facts: FileFacts, row: number): string {
  const { expressions } = facts;
  const name = facts.text(expressions.get(row, EXPRESSION.name));
  return expressions.get(row, EXPRESSION.kind) === Expression.member ? `${facts.text(expressions.get(expressions.get(row, EXPRESSION.operand), EXPRESSION.name))}.${name}` : name;
}
