import { Kind, SYMBOL } from '../../facts/schema.js';
import { UncutMemo } from '../guarded-memo.js';
import type { LinkFile, LinkProgram } from '../program.js';
import type { Evaluator } from './evaluator.js';
import type { Entity, Purpose, Value } from './value.js';

/** Other classes may take a mixin in, one day or outside the repository. */
const ONE_HOST = 80;
const SEVERAL_HOSTS = 50;

/** Types whose code, or what implements them, runs as a part of classes: traits and modules, interfaces that declare less than is called on them. What such a type lacks is looked up in those classes. */
export class Mixins {
  private users: ReadonlyMap<number, readonly number[]> | undefined;
  private readonly noteUsers: (mixin: string) => void;
  /** While users are looked into, their mixins are what they are: users know all of them. */
  private isLooking = false;
  /** While one file is linked: what was read for an answer is noted for that file when it is found. */
  private readonly outside = new UncutMemo<Value | undefined>();
  private readonly outsideOfUsers = new UncutMemo<Value | undefined>();

  constructor(
    private readonly program: LinkProgram,
    private readonly evaluation: () => Evaluator,
    /** How a mixin's declaration begins: `trait `, `module `. */
    private readonly keyword: string,
    private readonly kind: number = Kind.class,
  ) {
    program.forgets(this.outside, this.outsideOfUsers);
    this.noteUsers = program.lookups.open(`users of ${keyword}`, (mixin) => this.describeUsers(mixin));
  }

  /** Forgets what was concluded for another file, and finds the users of all mixins, before anything else is concluded. */
  begin(): void {
    this.outside.clear();
    this.outsideOfUsers.clear();
    this.prepare();
  }

  private prepare(): void {
    if (this.users !== undefined) return;
    this.isLooking = true;
    this.users = this.program.aside(() => this.readUsers());
    this.isLooking = false;
  }

  /** @param mixin its row and its file's path */
  private describeUsers(mixin: string): string {
    const space = mixin.indexOf(' ');
    const users = this.users?.get(this.program.symbolOf(mixin.slice(space + 1), Number(mixin.slice(0, Math.max(0, space))))) ?? [];
    return users.map((user) => this.program.describe(user)).join('\n');
  }

  /** Members of a name that the classes have which take a mixin in, where it has none itself. */
  completed(file: LinkFile, receiver: Value, name: string, purpose: Purpose): Entity | undefined {
    if ((receiver.kind !== 'instance' && receiver.kind !== 'type') || this.isLooking || !this.isMixin(receiver.symbol)) return undefined;
    const mixin = receiver.symbol;
    const found = new Set<number>();
    const { members, sides } = this.evaluation();
    const isStatic = receiver.kind === 'type';
    const own = members.inType(file, { kind: 'instance', symbol: mixin, arguments: [] }, name, purpose);
    if (own.kind === 'symbols') return sides.chosen(own, isStatic);
    this.inUsers(mixin, (user) => {
      const member = sides.chosen(members.inType(file, { kind: 'instance', symbol: user, arguments: [] }, name, purpose), isStatic);
      if (member.kind === 'symbols') for (const symbol of member.symbols) found.add(symbol);
    });
    const symbols = this.unlessOfTests(mixin, [...found]);
    return symbols.length === 0 ? undefined : { kind: 'symbols', symbols, confidence: symbols.length === 1 ? ONE_HOST : SEVERAL_HOSTS, rule: 'mixin' };
  }

  /** What production code takes in is not meant for the classes of tests, where others have the member. */
  private unlessOfTests(mixin: number, found: readonly number[]): readonly number[] {
    const isOfTest = (symbol: number): boolean => this.program.fileOfSymbol(symbol).role === 'test';
    const others = isOfTest(mixin) ? found : found.filter((symbol) => !isOfTest(symbol));
    return others.length === 0 ? found : others;
  }

  /** What those classes have of a base outside the repository. */
  outsideMember(mixin: number, name: string): Value | undefined {
    if (this.isLooking || !this.isMixin(mixin)) return undefined;
    return this.evaluation().members.areBasesKnown ? this.outside.of(`${mixin} ${name}`, () => this.findOutside(mixin, name)) : this.findOutside(mixin, name);
  }

  private findOutside(mixin: number, name: string): Value | undefined {
    const { areBasesKnown } = this.evaluation().members;
    let outside: Value | undefined;
    this.inUsers(mixin, (user) => {
      outside ??= areBasesKnown ? this.outsideOfUsers.of(`${user} ${name}`, () => this.outsideOf(user, name)) : this.outsideOf(user, name);
    });
    return outside;
  }

  private outsideOf(user: number, name: string): Value | undefined {
    const member = this.evaluation().members.inType(this.program.fileOfSymbol(user), { kind: 'instance', symbol: user, arguments: [] }, name, 'value');
    return member.kind === 'external' ? { kind: 'external', package: member.package, path: member.path, arguments: [] } : undefined;
  }

  private inUsers(mixin: number, look: (user: number) => void): void {
    if (this.isLooking || !this.isMixin(mixin)) return;
    this.prepare();
    const file = this.program.fileOfSymbol(mixin);
    this.noteUsers(`${mixin - file.firstSymbol} ${file.path}`);
    this.isLooking = true;
    for (const user of this.users?.get(mixin) ?? []) look(user);
    this.isLooking = false;
  }

  private isMixin(symbol: number): boolean {
    return this.program.cell(symbol, SYMBOL.kind) === this.kind && this.program.fileOfSymbol(symbol).facts.text(this.program.cell(symbol, SYMBOL.signature)).startsWith(this.keyword);
  }

  /** The mixins of a class, those that its mixins take in included. */
  private mixinsOf(symbol: number): ReadonlySet<number> {
    const found = new Set<number>();
    const open = [symbol];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const base of this.evaluation().members.basesOf(next)) {
        if (base.kind !== 'instance' || found.has(base.symbol) || !this.isMixin(base.symbol)) continue;
        found.add(base.symbol);
        open.push(base.symbol);
      }
    }
    return found;
  }

  private readUsers(): ReadonlyMap<number, readonly number[]> {
    const users = new Map<number, number[]>();
    const { languageIds } = this.evaluation().hooks;
    for (const { facts, firstSymbol, languageId } of this.program.files) {
      for (let row = 0; languageIds.has(languageId) && row < facts.symbols.rows; row++) {
        const kind = facts.symbols.get(row, SYMBOL.kind);
        const symbol = this.program.canonical(firstSymbol + row);
        if ((kind !== Kind.class && kind !== Kind.enum) || symbol !== firstSymbol + row || this.isMixin(symbol)) continue;
        for (const mixin of this.mixinsOf(symbol)) {
          const list = users.get(mixin);
          if (list === undefined) users.set(mixin, [symbol]);
          else list.push(symbol);
        }
      }
    }
    return users;
  }
}
