import { EXPRESSION, Expression, REFERENCE, Reference } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';

/** A method that a class has of what one of its own gives. */
export interface Delegation {
  readonly name: string;
  /** The method, or the field with its `@`, that gives the other object. */
  readonly to: string;
  readonly member: string;
}

const DELEGATES: ReadonlySet<string> = new Set(['delegate', 'def_delegators', 'def_instance_delegators', 'def_delegator', 'def_instance_delegator']);

/** `delegate :title, to: :profile, prefix: true` of Rails (api.rubyonrails.org/classes/Module.html#method-i-delegate), and Ruby's Forwardable. */
export class Delegations {
  private readonly parts = new Parts();
  private readonly byType = new Map<number, Delegation[]>();
  private readonly noteType: (type: string) => void;

  constructor(private readonly program: LinkProgram) {
    for (const file of program.files) if (file.languageId === 'ruby' && [...DELEGATES].some((name) => file.facts.indexOf(name) >= 0)) this.readFile(file);
    this.noteType = program.lookups.open('ruby delegations', (type) => this.describe(type));
  }

  /** @param type its row and its file's path */
  private describe(type: string): string {
    const space = type.indexOf(' ');
    return JSON.stringify(this.byType.get(this.program.symbolOf(type.slice(space + 1), Number(type.slice(0, space)))) ?? []);
  }

  of(type: number, name: string): Delegation | undefined {
    const file = this.program.fileOfSymbol(type);
    this.noteType(`${type - file.firstSymbol} ${file.path}`);
    return this.byType.get(type)?.find((one) => one.name === name);
  }

  private readFile(file: LinkFile): void {
    const { facts, firstSymbol } = file;
    const { references, expressions } = facts;
    for (let row = 0; row < references.rows; row++) {
      const [call, owner] = [references.get(row, REFERENCE.subject), references.get(row, REFERENCE.symbol)];
      if (references.get(row, REFERENCE.kind) !== Reference.call || owner < 0) continue;
      const callee = expressions.get(call, EXPRESSION.operand);
      const kind = callee < 0 || expressions.get(callee, EXPRESSION.kind) !== Expression.name ? '' : facts.text(expressions.get(callee, EXPRESSION.name));
      if (!DELEGATES.has(kind)) continue;
      const type = this.program.canonical(firstSymbol + owner);
      this.byType.set(type, [...(this.byType.get(type) ?? []), ...this.read(facts, call, kind)]);
    }
  }

  private read(facts: FileFacts, call: number, kind: string): readonly Delegation[] {
    const given = this.parts.of(facts, call);
    const names = given.flatMap(({ name, value }) => (name === undefined ? (textOf(facts, value) ?? []) : []));
    if (kind !== 'delegate') {
      const [to = '', ...members] = names;
      const [member = '', name = member] = members;
      return kind.endsWith('s') ? members.map((one) => ({ name: one, to, member: one })) : [{ name, to, member }];
    }
    const stated = (key: string): string | undefined => given.filter(({ name }) => name === key).map(({ value }) => textOf(facts, value))[0];
    const to = stated('to');
    if (to === undefined) return [];
    const prefix = stated('prefix');
    const before = prefix === undefined || prefix === 'false' ? '' : `${prefix === 'true' ? to.replace(/^@+/, '') : prefix}_`;
    return names.map((member) => ({ name: `${before}${member}`, to, member }));
  }
}

function textOf(facts: FileFacts, value: number): string | undefined {
  const text = facts.expressions.get(value, EXPRESSION.kind) === Expression.literal ? facts.expressions.get(value, EXPRESSION.extra) : -1;
  return text < 0 ? undefined : facts.text(text);
}
