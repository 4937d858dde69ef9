import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile } from '../../link/program.js';
import type { Found } from './csharp-type.js';
import type { Semantics } from './semantics.js';
import type { Surroundings } from './type-names.js';
import { isType } from './type-names.js';

/** What a bare name stands for that is no local: a member of what stands around it. */
export class MembersAround {
  private readonly members = new Map<Surroundings, Map<string, Found>>();
  /** Names of the local functions of each file: few have any. */
  private readonly functionNames = new Map<number, ReadonlySet<string>>();

  constructor(private readonly semantics: Semantics) {
    semantics.program.forgets(this.members, this.functionNames);
  }

  forgetAnswers(): void {
    this.members.clear();
  }

  /** A member of the types around a scope, or of the types whose static members are in scope; local functions first. */
  member(file: LinkFile, scope: number, name: string): Found {
    const functions = this.functionsIn(file).has(name) ? this.functions(file, scope, name) : [];
    if (functions.length > 0) return { kind: 'symbols', symbols: functions, isInferred: false, isExtension: false, receiver: undefined };
    const surroundings = this.semantics.names.surroundingsOf(file, scope);
    let members = this.members.get(surroundings);
    if (members === undefined) {
      members = new Map();
      this.members.set(surroundings, members);
    }
    let found = members.get(name);
    if (found === undefined) {
      found = this.ofTypes(file, surroundings.types, name);
      members.set(name, found);
    }
    return found;
  }

  /** What a name means among local functions: all of that name in the innermost function around that declares one, so that overloads stay together. */
  private functions(file: LinkFile, scope: number, name: string): readonly number[] {
    const { symbols } = file.facts;
    for (const row of this.semantics.names.contextOf(file, scope)) {
      if (symbols.get(row, SYMBOL.kind) === Kind.namespace) break;
      if (isType(symbols.get(row, SYMBOL.kind))) continue;
      const functions = (this.semantics.program.membersOf(this.semantics.program.canonical(file.firstSymbol + row)).get(name) ?? []).filter((id) => this.semantics.program.cell(id, SYMBOL.kind) === Kind.function);
      if (functions.length > 0) return functions;
    }
    return [];
  }

  private functionsIn({ facts, index }: LinkFile): ReadonlySet<string> {
    let names = this.functionNames.get(index);
    if (names === undefined) {
      const found = new Set<string>();
      for (let row = 0; row < facts.symbols.rows; row++) if (facts.symbols.get(row, SYMBOL.kind) === Kind.function) found.add(facts.text(facts.symbols.get(row, SYMBOL.name)));
      names = found;
      this.functionNames.set(index, names);
    }
    return names;
  }

  private ofTypes(file: LinkFile, types: readonly number[], name: string): Found {
    let outside: Found = { kind: 'none', reason: 'nameNotFound' };
    for (const type of types) {
      const found = this.semantics.members.inType({ kind: 'instance', symbol: type, arguments: [] }, name);
      if (found.kind === 'symbols') return found;
      if (found.kind === 'external' && outside.kind === 'none') outside = found;
    }
    for (const target of this.semantics.index.usings(file).statics) {
      for (const owner of this.semantics.index.typesNamed(target, file)) {
        const found = this.semantics.members.inType({ kind: 'instance', symbol: owner, arguments: [] }, name);
        if (found.kind === 'symbols') return found;
      }
      if (outside.kind === 'none' && this.semantics.index.typesNamed(target, file).length === 0) outside = { kind: 'external', package: this.semantics.names.packages.packageOf(file, target), path: `${target}.${name}` };
    }
    return outside;
  }
}
