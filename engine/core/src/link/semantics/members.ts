import { EXPRESSION, HERITAGE, Heritage, Kind, LOCAL, Local, SYMBOL } from '../../facts/schema.js';
import { UncutMemo, noteCut } from '../guarded-memo.js';
import { HeritageRows } from '../heritage-rows.js';
import type { LinkFile, LinkProgram } from '../program.js';
import type { Evaluator } from './evaluator.js';
import { fits, isTypeKind } from './scopes.js';
import type { Entity, Purpose, Value } from './value.js';
import { entityOutside, isSameParameter, memberPath, none, unknown } from './value.js';

const DEPTH = 24;
const MOST_BASES = 256;
const ONE_OF_SEVERAL = 50;

/** Looks members up: in types and their bases, modules, namespaces, packages. */
export class Members {
  private readonly program: LinkProgram;
  private readonly bases = new Map<number, readonly Base[]>();
  private readonly heritage = new HeritageRows();
  private readonly parameters = new Map<number, readonly TypeParameter[]>();
  private readonly overloads = new UncutMemo<readonly number[]>();
  /** Types whose bases are being found. */
  private openBases = 0;
  /** Members under other names that are being looked for. */
  private readonly renaming = new Set<string>();

  constructor(private readonly evaluator: Evaluator) {
    this.program = evaluator.program;
    this.program.forgets(this.bases, this.heritage, this.parameters, this.overloads);
  }

  /** Whether a type has all its bases: while some are being found, what is asked of a type then holds only there. */
  get areBasesKnown(): boolean {
    return this.openBases === 0;
  }

  /** Forgets what was concluded from several files. */
  forgetAnswers(): void {
    this.bases.clear();
    this.parameters.clear();
    this.overloads.clear();
  }

  /** The member of a value, as a file sees it. */
  of(file: LinkFile, receiver: Value, name: string, purpose: Purpose, depth = 0): Entity {
    if (depth > DEPTH) return tooDeep();
    const before = this.evaluator.hooks.memberBefore?.(file, receiver, name, purpose);
    if (before !== undefined) return before;
    const found = this.declared(file, receiver, name, purpose, depth);
    // What a library's type has is not known: an extension that takes it comes first.
    if (found.kind !== 'none' && found.kind !== 'external') return found;
    const extensions = this.evaluator.hooks.extension?.(file, receiver, name) ?? [];
    if (extensions.length > 0) return { kind: 'symbols', symbols: extensions, receiver, rule: 'extension' };
    const isMissing = purpose === 'call' && found.kind === 'none' && found.reason === 'memberNotFound';
    return (isMissing ? this.catchAll(file, receiver) : undefined) ?? found;
  }

  /** The method of a type that answers calls of members that it lacks. */
  private catchAll(file: LinkFile, receiver: Value): Entity | undefined {
    const { catchAlls } = this.evaluator.hooks;
    if (catchAlls === undefined || (receiver.kind !== 'instance' && receiver.kind !== 'type')) return undefined;
    const found = this.inType(file, { kind: 'instance', symbol: receiver.symbol, arguments: [] }, catchAlls[receiver.kind], 'call');
    return found.kind === 'symbols' ? { ...found, rule: 'catchAll' } : undefined;
  }

  private declared(file: LinkFile, receiver: Value, name: string, purpose: Purpose, depth: number): Entity {
    const { hooks } = this.evaluator;
    switch (receiver.kind) {
      case 'instance':
        return this.evaluator.sides.chosen(this.inType(file, receiver, name, purpose, depth), false);
      case 'type':
        return this.evaluator.sides.chosen(this.inType(file, { kind: 'instance', symbol: receiver.symbol, arguments: [] }, name, purpose, depth), true);
      case 'module': {
        const module = this.program.files[receiver.file];
        return module === undefined ? none('moduleNotFound') : this.ofModule(module, name, purpose);
      }
      case 'namespace':
        return hooks.namespaceMember(file, receiver.name, name, purpose);
      case 'external':
        return { kind: 'external', package: receiver.package, path: memberPath(receiver.path, name) };
      case 'list':
      case 'callables':
      case 'lambda': {
        const platform = hooks.literal(receiver.kind, '');
        return platform.kind === 'external' ? { kind: 'external', package: platform.package, path: memberPath(platform.path, name) } : none('receiverUnknown');
      }
      case 'typeParameter': {
        const bounded = this.of(file, this.evaluator.constraint(receiver), name, purpose, depth + 1);
        return bounded.kind === 'none' ? (entityOutside(hooks.objectMember?.(name)) ?? bounded) : bounded;
      }
      case 'union':
        return this.ofUnion(file, receiver, name, purpose, depth);
      case 'unknown':
        return none(receiver.reason === 'higherOrder' || receiver.reason === 'nameNotFound' || receiver.reason === 'memberNotFound' ? 'receiverUnknown' : receiver.reason);
    }
  }

  private ofUnion(file: LinkFile, { parts, isOrdered }: Extract<Value, { kind: 'union' }>, name: string, purpose: Purpose, depth: number): Entity {
    // A base is looked into as it is written, not as what completes it.
    const found = parts.map((part) => (isOrdered === true && part.kind === 'instance' ? this.inType(file, part, name, purpose, depth + 1) : this.of(file, part, name, purpose, depth + 1))).filter((entity) => entity.kind !== 'none');
    if (isOrdered === true) return found.find((entity) => entity.kind === 'symbols') ?? found[0] ?? none('memberNotFound');
    const symbols = [...new Set(found.flatMap((entity) => (entity.kind === 'symbols' ? entity.symbols : [])))];
    const [first] = found;
    if (symbols.length > 1) return { kind: 'symbols', symbols, confidence: ONE_OF_SEVERAL, rule: 'several' };
    return first ?? none('memberNotFound');
  }

  /** A name of a module: what its top scope binds, else what the language adds. */
  ofModule(module: LinkFile, name: string, purpose: Purpose): Entity {
    const index = module.facts.indexOf(name);
    const bound = index < 0 ? undefined : this.evaluator.scopes.at(module, 0, index, purpose);
    return bound ?? this.evaluator.hooks.moduleMember?.(module, name, purpose) ?? none('memberNotFound');
  }

  /** The members of a name in a type or, if it has none, in its bases. */
  inType(file: LinkFile, receiver: Extract<Value, { kind: 'instance' }>, name: string, purpose: Purpose, depth = 0): Entity {
    const { hooks } = this.evaluator;
    // What every type has is the last resort of each base, and may be dear: it is asked for only where none has a member.
    if (hooks.everyMember !== undefined && hooks.memberOwners === undefined) {
      const asked: Search = { file, name, purpose, searched: new Set(), asksEvery: false, isEveryWanted: false };
      const found = this.search(asked, receiver, depth);
      if (found.kind === 'symbols' || found.kind === 'value' || !asked.isEveryWanted) return found;
    }
    return this.search({ file, name, purpose, searched: new Set(), asksEvery: true, isEveryWanted: false }, receiver, depth);
  }

  private search(asked: Search, receiver: Extract<Value, { kind: 'instance' }>, depth: number): Entity {
    const { file, name, purpose, searched } = asked;
    const { symbol } = receiver;
    const { hooks } = this.evaluator;
    if (searched.has(symbol)) return none('memberNotFound');
    searched.add(symbol);
    const prepended = this.inPrepended(asked, receiver, depth);
    if (prepended !== undefined) return prepended;
    const own = this.declaredIn(receiver, name, purpose) ?? this.renamed(receiver, name, purpose, depth);
    if (own !== undefined) return purpose === 'call' ? this.withInherited(own, symbol, name) : own;
    if (depth > DEPTH) return tooDeep();
    if (this.program.cell(symbol, SYMBOL.kind) === Kind.typeAlias) {
      const aliased = this.evaluator.aliased(symbol);
      return aliased === undefined ? none('memberNotFound') : this.of(file, aliased, name, purpose, depth + 1);
    }
    let beyond = none('memberNotFound');
    let isOfMixin = false;
    for (const { value: base, kind } of this.statedBases(symbol)) {
      if (base.kind === 'instance' && base.symbol === symbol) continue;
      const found = base.kind === 'instance' ? this.search(asked, this.substituted(base, receiver), depth + 1) : this.of(file, base, name, purpose, depth + 1);
      if (found.kind === 'symbols' || found.kind === 'value') return found;
      // What neither a mixin nor a class is known to have that lie beyond the repository, or are derived from such, is more often the class's.
      if (found.kind === 'external' && (beyond.kind === 'none' || (isOfMixin && kind === Heritage.extends))) {
        beyond = found;
        isOfMixin = hooks.baseOrder !== undefined && kind !== Heritage.extends;
      } else if (found.kind === 'none' && found.reason !== 'memberNotFound' && beyond.kind === 'none') beyond = none('receiverUnknown');
    }
    const lent = beyond.kind === 'none' ? this.ofOwners(asked, symbol, depth) : undefined;
    if (lent !== undefined) return lent;
    if (beyond.kind === 'none') asked.isEveryWanted = true;
    return beyond.kind === 'none' && asked.asksEvery ? (entityOutside(hooks.everyMember?.(symbol, name)) ?? beyond) : beyond;
  }

  /** What a type takes in under another name, or chooses among those it takes in. */
  private renamed(receiver: Extract<Value, { kind: 'instance' }>, name: string, purpose: Purpose, depth: number): Entity | undefined {
    if (this.evaluator.hooks.renamesMembers !== true || depth > DEPTH) return undefined;
    const question = `${receiver.symbol} ${name} ${purpose}`;
    if (this.renaming.has(question)) return undefined;
    const isFirst = this.renaming.size === 0;
    this.renaming.add(question);
    try {
      return this.behindName(receiver, name, purpose, depth);
    } finally {
      // Until then nothing is asked twice: types may give each other's members other names in many ways.
      if (isFirst) this.renaming.clear();
    }
  }

  private behindName({ symbol }: Extract<Value, { kind: 'instance' }>, name: string, purpose: Purpose, depth: number): Entity | undefined {
    for (const site of this.program.sitesOf(symbol)) {
      const file = this.program.fileOfSymbol(site);
      const { locals, expressions } = file.facts;
      for (const local of this.evaluator.scopes.membersIn(file, this.program.cell(site, SYMBOL.ownScope), Local.alias, file.facts.indexOf(name))) {
        const value = locals.get(local, LOCAL.value);
        if (value < 0) continue;
        const operand = expressions.get(value, EXPRESSION.operand);
        const key = file.facts.text(expressions.get(value, EXPRESSION.name));
        const holders = operand >= 0 ? [this.evaluator.ofExpression(file, operand)] : this.statedBases(symbol).flatMap((base) => (base.kind === Heritage.base ? [base.value] : []));
        for (const holder of holders) {
          const found = this.of(file, holder, key, purpose, depth + 1);
          if (found.kind === 'symbols' || found.kind === 'external') return found;
        }
      }
    }
    return undefined;
  }

  private inPrepended(asked: Search, receiver: Extract<Value, { kind: 'instance' }>, depth: number): Entity | undefined {
    if (this.evaluator.hooks.baseOrder?.includes(Heritage.prepends) !== true) return undefined;
    for (const { value, kind } of this.statedBases(receiver.symbol)) {
      if (kind !== Heritage.prepends || value.kind !== 'instance' || depth > DEPTH) continue;
      const found = this.search(asked, value, depth + 1);
      if (found.kind === 'symbols') return found;
    }
    return undefined;
  }

  /** Types whose members come before a type's own. */
  prependedSymbols(symbol: number): ReadonlySet<number> {
    const direct = this.statedBases(symbol).flatMap(({ value, kind }) => (kind === Heritage.prepends && value.kind === 'instance' ? [value.symbol] : []));
    return new Set(direct.flatMap((type) => [type, ...this.baseSymbols(type)]));
  }

  /** Overloads with those of the bases that take other arguments: a type's own hide what they override alone. */
  private withInherited(own: Entity, symbol: number, name: string): Entity {
    if (own.kind !== 'symbols' || own.rule !== undefined || !own.symbols.every((each) => this.evaluator.hooks.isBesideInherited?.(each) === true)) return own;
    const symbols = this.overloads.of(`${symbol} ${name}`, () => this.besideInherited(own.symbols, symbol, name));
    return symbols.length === own.symbols.length ? own : { ...own, symbols };
  }

  private besideInherited(own: readonly number[], symbol: number, name: string): readonly number[] {
    const { program } = this;
    const symbols = [...own];
    for (const base of this.baseSymbols(symbol)) {
      for (const member of program.membersOf(base).get(name) ?? []) {
        const inherited = program.canonical(member);
        const isMethod = program.cell(inherited, SYMBOL.kind) === Kind.method;
        if (isMethod && !symbols.includes(inherited) && !symbols.some((each) => this.evaluator.signatures.mayOverride(each, inherited))) symbols.push(inherited);
      }
    }
    return symbols;
  }

  /** What the types that lend a type their members have from their own bases. */
  private ofOwners(asked: Search, symbol: number, depth: number): Entity | undefined {
    for (const owner of this.evaluator.hooks.memberOwners?.(symbol) ?? []) {
      const found = this.search(asked, { kind: 'instance', symbol: owner, arguments: [] }, depth + 1);
      if (found.kind === 'symbols' || (found.kind === 'external' && this.basesOf(owner).length > 0)) return found;
    }
    return undefined;
  }

  /** What a type's own body declares, by this or another spelling of the name. */
  private declaredIn(receiver: Extract<Value, { kind: 'instance' }>, name: string, purpose: Purpose): Entity | undefined {
    const { hooks } = this.evaluator;
    const owners = [receiver.symbol, ...(hooks.memberOwners?.(receiver.symbol) ?? [])];
    for (const owner of owners) {
      const named = (this.program.membersOf(owner).get(name) ?? []).filter((id) => this.program.cell(id, SYMBOL.kind) !== Kind.constructor || hooks.constructorNames.has(name)).map((id) => this.program.canonical(id));
      const own = purpose === 'call' ? this.evaluator.sides.called(named) : named;
      if (own.length === 0) continue;
      // A property whose name is its getter's.
      const isRead = purpose === 'call' && !own.some((id) => fits(this.program.cell(id, SYMBOL.kind), 'call'));
      if (isRead && hooks.memberSpellings?.(receiver.symbol, name, purpose).includes(name) === true) return { kind: 'symbols', symbols: [...new Set(own)], receiver, rule: 'accessor' };
      const fitting = own.filter((id) => fits(this.program.cell(id, SYMBOL.kind), purpose));
      if (fitting.length > 0 || purpose !== 'type') return { kind: 'symbols', symbols: [...new Set(fitting.length > 0 ? fitting : own)], receiver };
    }
    if (purpose === 'type') return undefined;
    if (hooks.isOwnInstance?.(receiver.symbol, name) === true) return { kind: 'value', value: receiver };
    for (const spelling of hooks.memberSpellings?.(receiver.symbol, name, purpose) ?? []) {
      for (const owner of owners) {
        const [accessed] = this.program.membersOf(owner).get(spelling) ?? [];
        if (accessed !== undefined) return { kind: 'symbols', symbols: [this.program.canonical(accessed)], receiver, rule: 'accessor' };
      }
    }
    return undefined;
  }

  private substituted(base: Extract<Value, { kind: 'instance' }>, receiver: Extract<Value, { kind: 'instance' }>): Extract<Value, { kind: 'instance' }> {
    return base.arguments.length === 0 || receiver.arguments.length === 0 ? base : { ...base, arguments: base.arguments.map((argument) => this.evaluator.substitute(argument, receiver)) };
  }

  /** Bases as instances, over all declarations of the type, in the order in which they are looked into. */
  basesOf(symbol: number): readonly Value[] {
    return this.statedBases(symbol).map(({ value }) => value);
  }

  private statedBases(symbol: number): readonly Base[] {
    const known = this.bases.get(symbol);
    if (known !== undefined) return known;
    this.bases.set(symbol, []); // what a cycle of bases finds
    this.openBases++;
    const stated = this.program.sitesOf(symbol).flatMap((site) => {
      const file = this.program.fileOfSymbol(site);
      return this.heritage.of(file, site - file.firstSymbol).map((row): Base => ({ value: this.baseValue(file, row), kind: file.facts.heritage.get(row, HERITAGE.kind), statement: file.facts.expressions.get(file.facts.heritage.get(row, HERITAGE.expression), EXPRESSION.row) }));
    });
    this.openBases--;
    const bases = inOrder(stated, this.evaluator.hooks.baseOrder, this.evaluator.hooks.lastMixinFirst === true);
    // The body of an enum's member extends the enum.
    const around = this.program.parentOf(symbol);
    if (bases.length === 0 && around >= 0 && this.program.cell(around, SYMBOL.kind) === Kind.enumMember) bases.push({ value: { kind: 'instance', symbol: this.program.parentOf(around), arguments: [] }, kind: Heritage.extends, statement: -1 });
    this.bases.set(symbol, bases);
    return bases;
  }

  /** What `super` means: the bases that a type extends; what it only implements or takes in, where it extends nothing. */
  superBasesOf(symbol: number): readonly Value[] {
    const all = this.statedBases(symbol).filter(({ kind }) => kind !== Heritage.prepends);
    const extended = this.evaluator.hooks.superIsMethod === true ? [] : all.filter(({ kind }) => kind === Heritage.extends);
    return (extended.length > 0 ? extended : all).map(({ value }) => value);
  }

  private baseValue(file: LinkFile, row: number): Value {
    const { heritage } = file.facts;
    const type = heritage.get(row, HERITAGE.type);
    if (type >= 0) return this.evaluator.ofType(file, type);
    const value = this.evaluator.ofExpression(file, heritage.get(row, HERITAGE.expression));
    if (value.kind === 'type') return { kind: 'instance', symbol: value.symbol, arguments: [] };
    return value.kind === 'external' ? value : unknown('receiverUnknown');
  }

  /** Declared base types, their bases included, nearest first. */
  baseSymbols(symbol: number): readonly number[] {
    const found: number[] = [];
    const open = [symbol];
    for (let next = open.shift(); next !== undefined && found.length < MOST_BASES; next = open.shift()) {
      for (const base of this.basesOf(next)) {
        if (base.kind !== 'instance' || base.symbol === symbol || found.includes(base.symbol)) continue;
        found.push(base.symbol);
        open.push(base.symbol);
      }
    }
    return found;
  }

  /** Type variables that a type's bases are given: of the base that states them, else of all in their order. */
  private parametersOfBases(symbol: number): readonly TypeParameter[] {
    this.parameters.set(symbol, []); // what a cycle of bases finds
    const bases = this.basesOf(symbol);
    const stating = bases.find((base) => base.kind === 'external' && this.evaluator.hooks.statesParameters?.(base.path) === true && base.arguments.length > 0);
    const found: TypeParameter[] = [];
    for (const base of stating === undefined ? bases : [stating]) {
      const given = base.kind === 'list' ? [base.element] : base.kind === 'instance' || base.kind === 'external' ? base.arguments : [];
      for (const value of given) if (value.kind === 'typeParameter' && !found.some((known) => isSameParameter(known, value))) found.push(value);
    }
    return found;
  }

  /** Type parameters of a type or function, in order. */
  typeParametersOf(symbol: number): readonly TypeParameter[] {
    const known = this.parameters.get(symbol);
    if (known !== undefined) return known;
    const file = this.program.fileOfSymbol(symbol);
    const scope = this.program.cell(symbol, SYMBOL.ownScope);
    const found: TypeParameter[] = [];
    for (const row of this.evaluator.scopes.localsIn(file, scope)) if (file.facts.locals.get(row, LOCAL.kind) === Local.typeParameter) found.push({ file: file.index, local: row });
    if (found.length === 0 && this.evaluator.hooks.statesParameters !== undefined && isTypeKind(this.program.cell(symbol, SYMBOL.kind))) found.push(...this.parametersOfBases(symbol));
    this.parameters.set(symbol, found);
    return found;
  }
}

interface Search {
  readonly file: LinkFile;
  readonly name: string;
  readonly purpose: Purpose;
  /** Types that have none of the name, as this search found out: bases may be reached on many ways, and in circles. */
  readonly searched: Set<number>;
  /** Whether what every type has counts. */
  readonly asksEvery: boolean;
  /** Whether it would have been asked for. */
  isEveryWanted: boolean;
}

type TypeParameter = Omit<Extract<Value, { kind: 'typeParameter' }>, 'kind'>;

/** A base with how it is stated, and the line of the statement that takes it in. */
interface Base {
  readonly value: Value;
  readonly kind: number;
  readonly statement: number;
}

/** Bases by their kinds, where a language orders these. @param isLastFirst of mixins the last statement's come first */
function inOrder(bases: readonly Base[], order: readonly number[] | undefined, isLastFirst: boolean): Base[] {
  if (order === undefined) return [...bases];
  const ordered = order.flatMap((kind) => {
    const some = bases.filter((base) => base.kind === kind);
    return isLastFirst && kind !== Heritage.extends ? lastStatementFirst(some) : some;
  });
  // What neither a mixin nor a class from beyond the repository is known to have is more often the class's.
  const isBeyond = ({ value, kind }: Base): boolean => value.kind === 'external' && kind !== Heritage.extends;
  return [...ordered.filter((base) => !isBeyond(base)), ...ordered.filter(isBeyond)];
}

function lastStatementFirst(bases: readonly Base[]): Base[] {
  const statements: Base[][] = [];
  for (const base of bases) {
    const last = statements[statements.length - 1];
    if (last?.[0]?.statement === base.statement) last.push(base);
    else statements.push([base]);
  }
  return statements.reverse().flat();
}

function tooDeep(): Entity {
  noteCut();
  return none('receiverUnknown');
}
