import { EXPRESSION, Expression, Kind, LOCAL, SCOPE, SYMBOL } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import type { Outcome } from '../../link/outcome.js';
import type { LinkFile } from '../../link/program.js';
import type { CallSite, ChainLink, FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';

const WRITES = /^(?:save|insert|create|update|delete|remove|add|upsert|destroy|persist|attach|truncate|bulk|soft|restore|increment|decrement|replace|set|put|touch|toggle|find_?or_?create|first_?or_?create|update_?or_?create|get_?or_?create|execute_?(?:update|delete)|merge|flush_?all|discard)/i;
const READS = /^(?:find|get|select|where|filter|count|exist|first|last|all|any|single|query|fetch|load|list|to_?(?:list|array|dictionary|hash|a)|aggregate|sum|average|avg|max|min|pluck|order|include|join|paginate|take|limit|skip|distinct|group|as_?no_?tracking|one|many|scalar|values?|exclude|prefetch|raw|order_?by|having|entry|contains|in_?bulk|iterator|latest|earliest|each|find_?each|sort|scan|lazy|stream)/i;
const STATED = 90;
const BY_MEMBER = 80;
const ENTRY_DEPTH = 3;

/** What a chain of calls says of the model that it works on. */
interface Mention {
  readonly model?: string;
  readonly modelName?: string;
  readonly confidence: number;
}

/**
 * Calls that may read or write a model's table: chains with the verbs of object mappers that name a class, a type argument, a
 * declared type of a repository, or a model as a client's member. Which of them are models is known when the schema is.
 */
export function modelAccesses(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string): readonly AccessSite[] {
  const inner = innerCalls(view);
  const sites: AccessSite[] = [];
  for (const call of view.calls()) {
    if (inner.has(call.expression) || view.kind(call.expression) !== Expression.call) continue;
    const chain = view.chain(call.expression);
    const verbs = chain.filter((link) => link.call >= 0);
    const isWrite = verbs.some((link) => WRITES.test(link.name));
    if (!isWrite && !verbs.some((link) => READS.test(link.name))) continue;
    if (isOwn(view, call)) continue;
    const mention = mentionOf(view, chain, keyOf);
    if (mention === undefined) continue;
    const { confidence, ...what } = mention;
    const symbol = call.owner < 0 ? -1 : call.owner - view.file.firstSymbol;
    sites.push({
      ...what,
      access: isWrite ? 'writes' : 'reads',
      rule: 'orm.call',
      columns: [...new Set(verbs.flatMap((link) => columnsIn(view, link.call)))],
      source: call.owner < 0 ? undefined : keyOf(call.owner),
      range: call.range,
      marks: marks.at(call.range.startRow, call.range.startColumn, symbol),
      confidence,
    });
  }
  return sites;
}

/** Calls that another call goes on from: a chain counts once, at its end. */
function innerCalls(view: FileView): ReadonlySet<number> {
  const inner = new Set<number>();
  const { expressions } = view.facts;
  for (let row = 0; row < expressions.rows; row++) {
    if (expressions.get(row, EXPRESSION.kind) !== Expression.call) continue;
    const callee = expressions.get(row, EXPRESSION.operand);
    if (view.kind(callee) !== Expression.member) continue;
    let operand = view.operand(callee);
    while (operand >= 0 && view.kind(operand) !== Expression.call && (view.kind(operand) === Expression.member || view.kind(operand) === Expression.await || view.kind(operand) === Expression.same)) operand = view.operand(operand);
    if (operand >= 0 && view.kind(operand) === Expression.call) inner.add(operand);
  }
  return inner;
}

/** A call of a method that the repository itself declares is followed as a call. */
function isOwn(view: FileView, { outcome }: CallSite): boolean {
  return outcome.kind === 'resolved' && outcome.confidence === 100 && outcome.targets.every((target) => target.kind === 'symbol' && view.program.cell(target.symbol, SYMBOL.ownScope) >= 0);
}

function mentionOf(view: FileView, chain: readonly ChainLink[], keyOf: (symbol: number) => string): Mention | undefined {
  for (const link of chain) {
    const model = classNamed(view, link.expression, link.call, keyOf) ?? typeArgumentOf(view, link, keyOf) ?? argumentOf(view, link, keyOf) ?? declaredModel(view, link, keyOf);
    if (model !== undefined) return { model, confidence: STATED };
  }
  // `prisma.user.findMany()`: the last member before the verb.
  const member = [...chain].reverse().find((link) => link.call < 0);
  if (member === undefined || chain.indexOf(member) === 0 || view.kind(member.expression) !== Expression.member) return undefined;
  return { modelName: member.name, confidence: BY_MEMBER };
}

function symbolOf(outcome: Outcome): number {
  const [target, ...more] = outcome.kind === 'resolved' ? outcome.targets : [];
  return target?.kind === 'symbol' && more.length === 0 ? target.symbol : -1;
}

const MODELS = new Set<number>([Kind.class, Kind.struct, Kind.record, Kind.interface]);
const CONSTANTS = new Set<number>([Kind.constant, Kind.variable]);

/** A class that the chain begins with: `User.where(…)`, `User.objects`; a constant that holds a table. */
function classNamed(view: FileView, expression: number, call: number, keyOf: (symbol: number) => string): string | undefined {
  if (call >= 0 || view.kind(expression) !== Expression.name) return undefined;
  const symbol = symbolOf(view.linker.named(view.file, expression));
  if (symbol < 0) return undefined;
  const kind = view.program.cell(symbol, SYMBOL.kind);
  return MODELS.has(kind) || CONSTANTS.has(kind) ? keyOf(symbol) : undefined;
}

function typeArgumentOf(view: FileView, link: ChainLink, keyOf: (symbol: number) => string): string | undefined {
  const [type] = link.call < 0 ? [] : view.typeArgumentsOfCall(link.call);
  return type === undefined ? undefined : modelKey(symbolOf(view.linker.namedType(view.file, type)), view, keyOf);
}

/** A model that is handed to a call: `getRepository(User)`, `select(User)`, `insert(users)`. */
function argumentOf(view: FileView, link: ChainLink, keyOf: (symbol: number) => string): string | undefined {
  for (const part of link.call < 0 ? [] : view.arguments(link.call)) {
    const kind = view.kind(part.value);
    if (kind === Expression.new) {
      const made = view.callOf(part.value);
      const key = made === undefined ? undefined : modelKey(symbolOf(made.outcome), view, keyOf);
      if (key !== undefined) return key;
    }
    if (kind !== Expression.name) continue;
    const symbol = symbolOf(view.linker.named(view.file, part.value));
    const key = symbol >= 0 && CONSTANTS.has(view.program.cell(symbol, SYMBOL.kind)) ? keyOf(symbol) : modelKey(symbol, view, keyOf);
    if (key !== undefined) return key;
  }
  return undefined;
}

function modelKey(symbol: number, view: FileView, keyOf: (symbol: number) => string): string | undefined {
  return symbol >= 0 && MODELS.has(view.program.cell(symbol, SYMBOL.kind)) ? keyOf(symbol) : undefined;
}

/** `users: Repository<User>`, `DbSet<User> Users`, or a repository interface of the code that extends one of a model. */
function declaredModel(view: FileView, link: ChainLink, keyOf: (symbol: number) => string): string | undefined {
  const declared = link.call >= 0 ? undefined : view.declaredType(link.expression);
  if (declared === undefined || declared.type < 0) return undefined;
  const owner = view.viewOf(declared.view);
  const [argument] = owner.typeArguments(declared.type);
  if (argument !== undefined) return modelKey(symbolOf(owner.linker.namedType(declared.view, argument)), view, keyOf);
  const symbol = symbolOf(owner.linker.namedType(declared.view, declared.type));
  return symbol < 0 ? undefined : (modelOfBase(view, view.program.fileOfSymbol(symbol), symbol, keyOf) ?? modelKey(symbol, view, keyOf));
}

/** `interface Users extends JpaRepository<User, Long>`: the base's first type argument. */
function modelOfBase(view: FileView, file: LinkFile, symbol: number, keyOf: (symbol: number) => string): string | undefined {
  const owner = view.viewOf(file);
  for (const row of owner.heritageOf(symbol - file.firstSymbol)) {
    const { type } = owner.base(row);
    const [argument] = owner.typeArguments(type);
    const key = argument === undefined ? undefined : modelKey(symbolOf(owner.linker.namedType(file, argument)), view, keyOf);
    if (key !== undefined) return key;
  }
  return undefined;
}

/** Names in what a call is given that may be columns: keys of objects, keywords, members of a lambda's parameter. */
function columnsIn(view: FileView, call: number): readonly string[] {
  return view.arguments(call).flatMap((part) => [...(part.name === undefined ? [] : [part.name.replace(/__.*$/, '')]), ...namesIn(view, part.value, 0)]);
}

function namesIn(view: FileView, row: number, depth: number): readonly string[] {
  if (depth > ENTRY_DEPTH) return [];
  switch (view.kind(row)) {
    case Expression.object:
    case Expression.array:
      return view.arguments(row).flatMap((part) => [...(part.name === undefined ? [] : [part.name]), ...namesIn(view, part.value, depth + 1)]);
    case Expression.lambda:
      return membersOfParameter(view, row);
    case Expression.literal: {
      const text = view.text(row);
      return text !== undefined && /^[A-Za-z_]\w*$/.test(text) ? [text] : [];
    }
    default:
      return [];
  }
}

/** `Name` in `u => u.Name == name`. */
function membersOfParameter(view: FileView, lambda: number): readonly string[] {
  const { expressions, locals, scopes } = view.facts;
  const scope = expressions.get(lambda, EXPRESSION.extra);
  const parameters = new Set<number>();
  for (let row = 0; row < locals.rows; row++) if (locals.get(row, LOCAL.scope) === scope) parameters.add(locals.get(row, LOCAL.name));
  const names: string[] = [];
  for (let row = lambda + 1; row < expressions.rows; row++) {
    let at = expressions.get(row, EXPRESSION.scope);
    while (at > scope) at = scopes.get(at, SCOPE.parent);
    if (at !== scope) break;
    if (view.kind(row) !== Expression.member) continue;
    const operand = view.operand(row);
    if (view.kind(operand) === Expression.name && parameters.has(expressions.get(operand, EXPRESSION.name))) names.push(view.name(row));
  }
  return names;
}
