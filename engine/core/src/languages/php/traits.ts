import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Evaluator, Value } from '../../link/semantics/index.js';

/** Traits, whose code runs as a part of the classes that use them: what a trait lacks is looked up there. */
export class Traits {
  private users: ReadonlyMap<number, readonly number[]> | undefined;
  /** While users are looked into, their traits are what they are: users know all of them. */
  private isLooking = false;

  constructor(
    private readonly program: LinkProgram,
    private readonly evaluation: () => Evaluator,
  ) {}

  /** Members of a name that the classes have which use a trait. */
  membersOf(file: LinkFile, trait: number, name: string): readonly number[] {
    const found = new Set<number>();
    this.inUsers(trait, (user) => {
      const member = this.evaluation().members.inType(file, { kind: 'instance', symbol: user, arguments: [] }, name, 'value');
      if (member.kind === 'symbols') for (const symbol of member.symbols) found.add(symbol);
    });
    return [...found];
  }

  /** What those classes have of a base outside the repository. */
  outsideMember(trait: number, name: string): Value | undefined {
    let outside: Value | undefined;
    this.inUsers(trait, (user) => {
      const member = this.evaluation().members.inType(this.program.fileOfSymbol(user), { kind: 'instance', symbol: user, arguments: [] }, name, 'value');
      if (member.kind === 'external') outside ??= { kind: 'external', package: member.package, path: member.path, arguments: [] };
    });
    return outside;
  }

  private inUsers(trait: number, look: (user: number) => void): void {
    if (this.isLooking || !this.isTrait(trait)) return;
    this.isLooking = true;
    this.users ??= this.readUsers();
    for (const user of this.users.get(trait) ?? []) look(user);
    this.isLooking = false;
  }

  private isTrait(symbol: number): boolean {
    return this.program.cell(symbol, SYMBOL.kind) === Kind.class && this.program.fileOfSymbol(symbol).facts.text(this.program.cell(symbol, SYMBOL.signature)).startsWith('trait ');
  }

  /** The traits of a class, those that its traits use included. */
  private traitsOf(symbol: number): ReadonlySet<number> {
    const found = new Set<number>();
    const open = [symbol];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const base of this.evaluation().members.basesOf(next)) {
        if (base.kind !== 'instance' || found.has(base.symbol) || !this.isTrait(base.symbol)) continue;
        found.add(base.symbol);
        open.push(base.symbol);
      }
    }
    return found;
  }

  private readUsers(): ReadonlyMap<number, readonly number[]> {
    const users = new Map<number, number[]>();
    for (const { facts, firstSymbol, languageId } of this.program.files) {
      for (let row = 0; languageId === 'php' && row < facts.symbols.rows; row++) {
        const kind = facts.symbols.get(row, SYMBOL.kind);
        const symbol = this.program.canonical(firstSymbol + row);
        if ((kind !== Kind.class && kind !== Kind.enum) || symbol !== firstSymbol + row || this.isTrait(symbol)) continue;
        for (const trait of this.traitsOf(symbol)) {
          const list = users.get(trait);
          if (list === undefined) users.set(trait, [symbol]);
          else list.push(symbol);
        }
      }
    }
    return users;
  }
}
