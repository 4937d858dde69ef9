import { EXPRESSION, Expression, Kind, SYMBOL, TYPE, Type } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import { onlySymbolOf } from '../../link/outcome.js';
import type { Holding } from '../../link/language-linker.js';
import type { LinkFile } from '../../link/program.js';
import type { CallSite, ChainLink, FileView } from '../../view/file-view.js';
import { outsidePath } from '../../view/file-view.js';
import type { AccessSite, RelatedAccess } from '../model.js';
import { modelCalled, recordChain } from './called-models.js';
import { BY_CONVENTION, conventionOf, tableOfOutside } from './conventions.js';
import { BY_BASE_CLASS, modelOfDerived, modelOfRepository, modelsOfGeneric } from './derived-models.js';
import type { LanguageConventions } from './family-conventions.js';
import { callPlace } from './access-place.js';
import { CONSTANTS, MODELS, heldModel, modelKey, outsideKey, typeKey } from './model-keys.js';
import type { Keys } from './model-keys.js';
import { CONDITIONS, columnsIn, ownerOfColumn } from './named-columns.js';
import type { NamedColumn } from './named-columns.js';
import { QueryOptions } from './query-options.js';
import { relationPaths } from './relation-paths.js';
import { constantColumns, joinedModels, modelNamed, qualifiedColumns } from './joined-models.js';
import type { Joined } from './joined-models.js';
import { loadedRelations, relationAsked, tiedRelation } from './tied-relation.js';
import { registersType } from './registrations.js';
import { tableInCall } from './table-calls.js';
import { typeAround } from '../../workflows/values.js';

const WRITES = /^(?:save|insert|create(?!_?query_?builder|_with|ForClass|(?:Select|Insert|Update)Schema)|update|delete|remove|add(?!_?(?:select|order|group|where|having|join|criteria))|upsert|destroy|persist|attach|truncate|bulk|soft|restore|increment|decrement|replace|put|touch|toggle|find_?or_?create|first_?or_?create|update_?or_?create|get_?or_?create|execute_?(?:update|delete)|merge|flush_?all|discard|force_?(?:delete|destroy|create))/i;
const READS = /^(?:find|get(?!_?(?:attributes?|table_?name|table$|(?:created|updated|deleted)_?at_?column$|visible$|data_?value|(?:route_?|qualified_?|foreign_?)?key(?:_?(?:name|type))?$|morph_?class|dirty$|original$|changes$|casts$|fillable$|hidden$|relations?$|auth_?(?:identifier|password)))|select|where|filter|count|exist|first|last|all|any|single|query|fetch(?:_?(?:all|one|many|row|val))?|load|list|to_?(?:list|array|dictionary|hash|a)|aggregate|sum|average|avg|max(?:imum)?|min(?:imum)?|pluck|order|include|join|paginate|take|limit|skip|distinct|group|as_?no_?tracking|one|many|scalar|values?(?:_?list)?$|exclude|prefetch|raw|order_?by|having|entry|contains|in_?bulk|iterator|latest|earliest|each|find_?each|sort|scan|lazy|stream)/i;
/** What people call a client of a database: its members are models. */
const CLIENT = /^(?:prisma|db|database|client|tx|trx|transaction|orm|store)$|(?:Prisma|PrismaService|PrismaClient|Client|Db|Database)$|prisma/i;
/** Verbs that collections have as well: they write to a table where they are called on what people call a session. */
const OF_COLLECTIONS = /^(?:add|put|remove|insert|replace|append|push|get|first|find|merge|contains|update)/i;
/** Verbs of collections that change them. */
const CHANGES = /^(?:add|remove|insert|clear)/i;
const SESSION = /session|manager|^em$|context|^db$|database|repo|store$|orm$|uow|unit_?of_?work|prisma|client|query|builder|connection|^tx$|^trx$|transaction/i;
/** Functions that declare relations where nothing is asked for them: `one(users, …)`. */
const OF_RELATIONS = /^(?:one|many)$/;
/** Those that are called so wherever they stand: `p.manyToOne(Author)`. */
const DECLARES = /^(?:one|many)_?to_?(?:one|many)(?:_?field)?$/i;
/** What a record of its own does to its row. */
const OF_RECORD = /^(?:save|update|delete|destroy|remove|touch|increment|decrement|toggle|restore|force_?delete|soft_?delete|push|refresh|reload|upsert|insert|persist|fresh|a(?:save|delete))/i;
/** What nothing else than a record does. */
const SAVES_ITSELF = /^a?(?:save|delete|destroy)!?$/;
/** What a record asks for itself anew. */
const READS_AGAIN = /^(?:refresh|reload|fresh)$/;
/** What may follow a verb in one word: `Updates` writes, `attachments` does not. */
const ENDS_VERB = /^s?(?![a-z])/;
/** Types that hold records which were read before. */
const IN_MEMORY = /^(?:\w+\.)*(?:\w*(?:List|Set|Map|Collection|Queue|Deque|Page|Slice)|Iterable|Iterator|Optional|Stream|Sequence|Flow|Mono|Flux|Array|Supplier|Function|Predicate|Comparator|Class|KClass|ResponseEntity)\b/;
const STATED = 90;
const BY_MEMBER = 80;
/** Of a list that is written out in a call: most are of one model. */
const MOST_RECORDS = 16;

/** What a chain of calls says of the model that it works on. */
interface Mention {
  readonly models?: readonly string[];
  readonly heldBy?: string;
  readonly modelName?: string;
  readonly calledModel?: string;
  readonly declaredTable?: string;
  readonly confidence: number;
}

/**
 * Calls that may read or write a model's table: chains with the verbs of object mappers that name a class, a type argument, a
 * declared type of a repository, or a model as a client's member. Which of them are models is known when the schema is.
 */
export function modelAccesses(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string, conventions: LanguageConventions): readonly AccessSite[] {
  const keys: Keys = { keyOf, conventions };
  const inner = innerCalls(view);
  const placeOf = (call: CallSite): ReturnType<typeof callPlace> => callPlace(view, call, marks, keyOf);
  const sites: AccessSite[] = [];
  for (const call of view.calls()) {
    if (inner.has(call.expression) || view.kind(call.expression) !== Expression.call) continue;
    const chain = view.chain(call.expression);
    const tied = tiedRelation(view, chain, keys);
    for (const one of [tied ?? [], loadedRelations(view, chain, keys)].flat()) sites.push({ ...placeOf(call), ...one, rule: 'orm.call', isRelatedOnly: true, confidence: STATED });
    if (tied !== undefined) continue;
    const asked = chain.filter((link) => link.call >= 0).map((link) => ({ link, holding: holdingOf(view, receiverOf(view, link), link.call) }));
    const verbs = asked.filter(({ holding }) => holding !== 'memory').map(({ link }) => link);
    const put = verbs.length === 0 ? heldMention(view, chain, keys) : undefined;
    const convention = conventions.hasNamedRecords ? conventionOf(view, chain) : undefined;
    // Of what a name means by convention only the verbs behind it say something.
    const behind = convention === undefined ? [] : chain.slice(convention.index + 1);
    const isWritten = behind.some((link) => begins(convention?.isQuery === true ? WRITES : OF_RECORD, link.name) && !READS_AGAIN.test(link.name));
    const isReadAgain = behind.some((link) => READS_AGAIN.test(link.name));
    const isWrite = put !== undefined || verbs.some((link) => begins(WRITES, link.name) || conventions.writes(link.name));
    const isAsked = isWrite || asked.some(({ link, holding }) => holding === 'query' || (holding !== 'memory' && !(chain.length === 1 && OF_RELATIONS.test(link.name)) && !DECLARES.test(link.name) && (begins(READS, link.name) || conventions.reads(link.name))));
    const isFollowed = isAsked && isOwn(view, call, asked[asked.length - 1]);
    const called = isFollowed && conventions.hasCalledModels ? modelOfDerived(view, call, chain) : -1;
    const held = isAsked && called < 0 && conventions.hasNamedModels ? modelOfRepository(view, call, chain, conventions) : called;
    const derived = held >= 0 ? [held] : isFollowed ? modelsOfGeneric(view, call, chain) : [];
    const stated = derived.length > 0 ? { models: derived.map(keyOf), confidence: BY_BASE_CLASS } : isAsked && !isFollowed ? (put ?? mentionOf(view, chain, keys, convention !== undefined && convention.index > 0)) : undefined;
    const mention = stated ?? (convention === undefined || !(convention.isQuery || isWritten || isReadAgain) ? undefined : { models: [keyOf(convention.model)], confidence: BY_CONVENTION });
    const relation = mention === undefined && isAsked ? relationAsked(view, chain, isWrite ? 'writes' : 'reads', keys) : undefined;
    if (relation !== undefined) sites.push({ ...placeOf(call), ...relation, rule: 'orm.call', isRelatedOnly: true, confidence: STATED });
    if (mention === undefined) continue;
    const { confidence, ...what } = mention;
    const place = placeOf(call);
    const access = (stated === undefined ? isWritten : isWrite) ? 'writes' : 'reads';
    const named = namedIn(view, verbs, keys);
    const columnsOf = (isCondition: boolean): readonly string[] => [...new Set(named.columns.filter((one) => one.isCondition === isCondition).map(({ name }) => name))];
    const conditions = access === 'writes' ? columnsOf(true) : [];
    const site = { ...what, ...place, rule: stated === undefined ? 'orm.convention' : 'orm.call', confidence };
    // What records are chosen by is read of those that are written.
    if (conditions.length > 0) sites.push({ ...site, access: 'reads', columns: conditions });
    sites.push({ ...site, access, columns: access === 'writes' ? columnsOf(false) : [...new Set(named.columns.map(({ name }) => name))], ...(named.related.length === 0 ? {} : { related: named.related }) });
    // What a change chooses its rows by is read; who reads a table is told already.
    for (const { isOfColumns, ...joined } of named.joined) sites.push({ ...joined, ...place, rule: 'orm.joined', access: 'reads', confidence, ...(isOfColumns === true && access === 'reads' ? { isColumnsOnly: true } : {}) });
  }
  return sites;
}

/** What the calls of a chain name: columns of its own table, relations, and other models. */
interface NamedInCalls {
  readonly columns: readonly NamedColumn[];
  readonly related: readonly RelatedAccess[];
  readonly joined: readonly Joined[];
}

function namedIn(view: FileView, verbs: readonly ChainLink[], keys: Keys): NamedInCalls {
  const options = keys.conventions.hasOptions ? new QueryOptions() : undefined;
  const paths = relationPaths(view, verbs, keys.conventions);
  const read = verbs.flatMap((link) => columnsIn(view, link, options));
  const ofConstants = keys.conventions.hasOptions ? [...constantColumns(view, verbs, keys)] : [];
  const own = paths.flatMap(({ path, columns }) => (path.length === 0 ? columns : []));
  return {
    columns: [...read, ...(options?.columns ?? []), ...own.map((name) => ({ name, isCondition: true }))],
    related: [...(options?.related ?? []), ...paths.filter(({ path }) => path.length > 0)],
    joined: [...joinedModels(view, verbs, keys), ...qualifiedColumns(view, verbs), ...(options?.models ?? []).flatMap((placed) => modelNamed(placed, keys)), ...ofConstants.map(([key, names]) => ({ models: [key], columns: [...names], isOfColumns: true }))],
  };
}

function begins(verbs: RegExp, name: string): boolean {
  const verb = verbs.exec(name)?.[0];
  return verb !== undefined && ENDS_VERB.test(name.slice(verb.length));
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

/** What a value is to a database: a list of records is held in memory, unless it is a relation that is read as a property. */
function holdingOf(view: FileView, receiver: number, call: number): Holding | undefined {
  if (view.linker.holding !== undefined) return view.linker.holding(view.file, receiver, call);
  return view.held(receiver)?.kind === 'many' && !isRelation(view, receiver) ? 'memory' : undefined;
}

/** What the method of a link is called on; -1 for a function's name alone. */
function receiverOf(view: FileView, { expression }: ChainLink): number {
  return view.kind(expression) === Expression.member ? view.operand(expression) : -1;
}

/** A call of a method that the repository itself declares is followed as a call; but one that goes on with whatever query it is given names no model in its body. */
function isOwn(view: FileView, { outcome }: CallSite, last: { readonly holding: Holding | undefined } | undefined): boolean {
  if (outcome.kind !== 'resolved' || outcome.confidence < 100) return false;
  return outcome.targets.every((target) => target.kind === 'symbol' && view.program.cell(target.symbol, SYMBOL.ownScope) >= 0 && !(last?.holding === 'query' && view.program.hasFlag(target.symbol, 'extension')));
}

/** `user.Orders.Add(…)`: what is put into a model's collection is written with it. */
function heldMention(view: FileView, chain: readonly ChainLink[], keys: Keys): Mention | undefined {
  const [link, ...more] = chain.slice(-2);
  const [last] = more;
  if (link === undefined || last === undefined || last.call < 0 || !CHANGES.test(last.name)) return undefined;
  const owner = onlySymbolOf(view.linker.named(view.file, link.expression));
  const model = declaredModel(view, link, keys, { isCollection: true });
  if (owner < 0 || model === undefined) return undefined;
  const holder = view.program.parentOf(owner);
  if (holder < 0) return undefined;
  const isInterface = view.program.cell(holder, SYMBOL.kind) === Kind.interface;
  return { models: [model], ...(isInterface ? {} : { heldBy: keys.keyOf(holder) }), confidence: STATED };
}

/** @param isOther the chain goes on to other records than those that it begins with */
function mentionOf(view: FileView, chain: readonly ChainLink[], keys: Keys, isOther: boolean): Mention | undefined {
  if (isOther) {
    const models = receivers(view, chain, keys);
    return models.length === 0 ? undefined : { models, confidence: STATED };
  }
  const made = keys.conventions.hasCalledModels ? recordChain(view, chain) : undefined;
  if (made !== undefined) return mentionOf(view, made, keys, false);
  const models = [...receivers(view, chain, keys), ...ofItself(view, chain, keys), ...chain.flatMap((link, index) => [link.call >= 0 && link === chain[chain.length - 1] ? newOf(view, link, keys) : classNamed(view, link.expression, link.call, keys), typeArgumentOf(view, link, chain, keys), ...argumentsOf(view, link, chain, keys), declaredModel(view, link, keys, { isCalled: mayAsk(chain[index + 1], keys) })].filter((key) => key !== undefined))];
  const modelName = memberOfClient(view, chain);
  const calledModel = keys.conventions.hasCalledModels ? modelCalled(view, chain) : undefined;
  const ofOutside = keys.conventions.hasNamedRecords ? tableOfOutside(chain) : undefined;
  const declaredTable = tableInCall(view, chain) ?? ofOutside;
  if (models.length === 0 && modelName === undefined && calledModel === undefined && declaredTable === undefined) return undefined;
  const isByName = modelName !== undefined || ofOutside !== undefined || (calledModel !== undefined && models.length === 0);
  return { ...(models.length === 0 ? {} : { models: [...new Set(models)] }), ...(modelName === undefined ? {} : { modelName }), ...(calledModel === undefined ? {} : { calledModel }), ...(declaredTable === undefined ? {} : { declaredTable }), confidence: isByName ? BY_MEMBER : STATED };
}

/** The class around, where it asks for its own table: `$this->createQueryBuilder('p')` in a repository, `find(…)` of an entity that a library's base gives it. */
function ofItself(view: FileView, [root, next]: readonly ChainLink[], keys: Keys): readonly string[] {
  const isOnThis = root !== undefined && view.kind(root.expression) === Expression.this;
  const verb = isOnThis ? next : root;
  if (root === undefined || verb === undefined || verb.call < 0 || !keys.conventions.asksItself(verb.name)) return [];
  if (!isOnThis && (view.kind(root.expression) !== Expression.name || view.callOf(verb.call)?.outcome.kind !== 'external')) return [];
  const type = typeAround(view, view.symbolAround(root.expression));
  if (type < 0) return [];
  const symbol = view.program.canonical(view.file.firstSymbol + type);
  return [modelOfBase(view, view.file, view.file.firstSymbol + type, keys) ?? keys.keyOf(symbol)];
}

/** Models of the values on which the verbs are called, that of the last verb first: `user.save()`, `family.accounts.create!(…)`. */
function receivers(view: FileView, chain: readonly ChainLink[], keys: Keys): readonly string[] {
  const verbs = chain.filter((link) => link.call >= 0 && view.kind(link.expression) === Expression.member && (begins(WRITES, link.name) || begins(READS, link.name) || begins(OF_RECORD, link.name)));
  const writes = verbs.filter((link) => begins(WRITES, link.name));
  return [...(writes.length > 0 ? writes : verbs)].reverse().flatMap((link) => {
    const held = view.held(view.operand(link.expression));
    if (held === undefined && SAVES_ITSELF.test(link.name)) return heldModel(view, view.operand(link.expression), keys) ?? [];
    if (held === undefined || (held.kind === 'many' && !isRelation(view, view.operand(link.expression))) || (held.kind === 'one' && !begins(OF_RECORD, link.name))) return [];
    return modelKey(held.symbol, view, keys) ?? [];
  });
}

/** `$order->items`, which is read as a property and declared as a method: whoever asks for it asks the database. */
function isRelation(view: FileView, expression: number): boolean {
  const symbol = view.kind(expression) === Expression.member ? onlySymbolOf(view.linker.named(view.file, expression)) : -1;
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.method;
}

/** `user` of `prisma.user.findMany()`: what stands between a client and the first verb. */
function memberOfClient(view: FileView, chain: readonly ChainLink[]): string | undefined {
  const verb = chain.findIndex((link) => link.call >= 0);
  const member = chain[verb - 1];
  const client = chain[verb - 2];
  return member !== undefined && client !== undefined && view.kind(member.expression) === Expression.member && (CLIENT.test(client.name) || (/^_?query$/.test(client.name) && CLIENT.test(chain[verb - 3]?.name ?? ''))) ? member.name : undefined;
}

/** A class that the chain begins with: `User.where(…)`, `User.objects`, `models.User.objects`; a constant that holds a table. */
function classNamed(view: FileView, expression: number, call: number, keys: Keys): string | undefined {
  if (view.kind(expression) === Expression.member && call < 0) return modelKey(onlySymbolOf(view.linker.named(view.file, expression)), view, keys);
  if (view.kind(expression) !== Expression.name) return undefined;
  const outcome = view.linker.named(view.file, expression);
  const symbol = onlySymbolOf(outcome);
  if (symbol < 0) return outsideKey(outcome, keys) ?? outsideMade(view, view.initialiser(expression), keys);
  if (call >= 0) return undefined;
  const kind = view.program.cell(symbol, SYMBOL.kind);
  return (CONSTANTS.has(kind) ? outsideMade(view.viewOf(view.program.fileOfSymbol(symbol)), view.program.cell(symbol, SYMBOL.value), keys) : undefined) ?? (MODELS.has(kind) || CONSTANTS.has(kind) ? keys.keyOf(symbol) : undefined);
}

/** The class that `new User()` is of, where a record was made so. */
function newOf(view: FileView, link: ChainLink, keys: Keys): string | undefined {
  return view.kind(link.expression) === Expression.new ? modelKey(onlySymbolOf(view.callOf(link.call)?.outcome), view, keys) : undefined;
}

/** The model that a call of a library gives: `User = get_user_model()`. */
function outsideMade(view: FileView, value: number, keys: Keys): string | undefined {
  return view.kind(value) === Expression.call && view.kind(view.operand(value)) === Expression.name ? outsideKey(view.linker.named(view.file, view.operand(value)), keys) : undefined;
}

function typeArgumentOf(view: FileView, link: ChainLink, chain: readonly ChainLink[], keys: Keys): string | undefined {
  const [type] = link.call < 0 || registersType(view, chain, link) ? [] : view.typeArgumentsOfCall(link.call);
  return type === undefined ? undefined : modelKey(onlySymbolOf(view.linker.namedType(view.file, type)), view, keys);
}

/** Models that are handed to a call: `getRepository(User)`, `select(User)`, `insert(users)`, `add(new User())`. */
function argumentsOf(view: FileView, link: ChainLink, chain: readonly ChainLink[], keys: Keys): readonly string[] {
  if (link.call < 0) return [];
  const isSession = chain.some((other) => other !== link && SESSION.test(other.name)) || keys.conventions.ofSessions(outsidePath(view.callOf(link.call)?.outcome) ?? '');
  const isOfTable = isSession || !OF_COLLECTIONS.test(link.name);
  const isGiven = isSession && (begins(WRITES, link.name) || keys.conventions.fillsRecords);
  // `add_all([User(…), User(…)])`
  const given = view.arguments(link.call).flatMap((part) => (isSession && view.kind(part.value) === Expression.array ? view.arguments(part.value).slice(0, MOST_RECORDS) : [part]));
  return given.flatMap((part) => {
    const value = view.kind(part.value) === Expression.same ? view.operand(part.value) : part.value;
    const kind = view.kind(value);
    if (kind === Expression.new && !isOfTable) return [];
    if (kind === Expression.new) return modelKey(onlySymbolOf(view.callOf(value)?.outcome), view, keys) ?? [];
    // `new(User)` of Go.
    if (isGiven && kind === Expression.call && view.name(value) === 'new') return modelKey(view.symbolNamed(view.argument(value, 0)), view, keys) ?? [];
    const held = isGiven && (kind === Expression.name || kind === Expression.member || kind === Expression.call) ? (heldModel(view, value, keys) ?? modelKey(view.held(value)?.symbol ?? -1, view, keys)) : undefined;
    if (held !== undefined) return held;
    if (begins(READS, link.name) && kind !== Expression.name) return ownersOfColumns(view, value).map(keys.keyOf);
    if (kind !== Expression.name) return [];
    const named = view.linker.named(view.file, value);
    const symbol = onlySymbolOf(named);
    if (symbol < 0) return outsideKey(named, keys) ?? [];
    return CONSTANTS.has(view.program.cell(symbol, SYMBOL.kind)) ? keys.keyOf(symbol) : (modelKey(symbol, view, keys) ?? []);
  });
}

/** Classes whose columns are asked for: `select(User.name)`, `select(func.count(User.id))`. */
function ownersOfColumns(view: FileView, row: number): readonly number[] {
  const columns = view.kind(row) === Expression.call ? view.arguments(row).map(({ value }) => value) : [row];
  return columns.map((column) => ownerOfColumn(view, column)).filter((symbol) => symbol >= 0);
}

/** The model of a value that is given to a function: of what is made there, of a variable, a field or a call. */
export function modelOfValue(view: FileView, given: number, keys: Keys): string | undefined {
  const value = view.kind(given) === Expression.same ? view.operand(given) : given;
  switch (view.kind(value)) {
    case Expression.new:
      return modelKey(onlySymbolOf(view.callOf(value)?.outcome), view, keys);
    case Expression.name:
    case Expression.member:
    case Expression.call: {
      const stated = view.declaredType(value);
      const typed = stated === undefined || stated.type < 0 ? undefined : typeKey(view.viewOf(stated.view), stated.type, keys);
      return typed ?? heldModel(view, value, keys) ?? modelKey(view.held(value)?.symbol ?? -1, view, keys);
    }
    default:
      return undefined;
  }
}

/** What the last call of a chain does with the record that it is given; undefined where it is none of a session. */
export function accessOfVerbs(view: FileView, { expression, outcome }: CallSite, conventions: LanguageConventions): AccessSite['access'] | undefined {
  const chain = view.chain(expression);
  const last = chain[chain.length - 1];
  if (last === undefined || outcome.kind === 'resolved' || !chain.some((link) => link !== last && SESSION.test(link.name))) return undefined;
  if (begins(WRITES, last.name)) return 'writes';
  return conventions.fillsRecords && begins(READS, last.name) && !CONDITIONS.test(last.name) ? 'reads' : undefined;
}

/** Whether a call that follows a record may be the record's own: where records are plain objects, `order.getStatus()` asks for nothing. */
function mayAsk(next: ChainLink | undefined, { conventions }: Keys): boolean {
  return next !== undefined && next.call >= 0 && (!conventions.hasPlainRecords || begins(OF_RECORD, next.name));
}

/**
 * `users: Repository<User>`, `DbSet<User> Users`, or a repository interface of the code that extends one of a model.
 * @param isCalled whether a call goes on from the value itself, and not from a member of it: `order.items.count()` asks for no order
 * @param isCollection whether what holds records in memory counts as well
 */
export function declaredModel(view: FileView, link: ChainLink, keys: Keys, { isCalled = true, isCollection = false }: { readonly isCalled?: boolean; readonly isCollection?: boolean }): string | undefined {
  const declared = link.call >= 0 ? undefined : view.declaredType(link.expression);
  if (declared === undefined || declared.type < 0) return undefined;
  const owner = view.viewOf(declared.view);
  // Of several types that a value may have, none is what it holds.
  if (owner.facts.types.get(declared.type, TYPE.kind) === Type.union) return undefined;
  const [argument] = owner.typeArguments(declared.type);
  if (argument !== undefined) {
    if (!isCollection && keys.conventions.hasPlainRecords && IN_MEMORY.test(owner.typeText(declared.type))) return undefined;
    const given = owner.linker.namedType(declared.view, argument);
    return modelKey(onlySymbolOf(given), view, keys) ?? typeKey(owner, argument, keys) ?? outsideKey(given, keys);
  }
  const outcome = owner.linker.namedType(declared.view, declared.type);
  const symbol = onlySymbolOf(outcome);
  return symbol < 0 ? outsideKey(outcome, keys) : (modelOfBase(view, view.program.fileOfSymbol(symbol), symbol, keys) ?? (isCalled ? modelKey(symbol, view, keys) : undefined));
}

const OF_MANY_MODELS = /(?:DbContext|^IdentityUserContext)$/;

/** `interface Users extends JpaRepository<User, Long>`: the base's first type argument. */
export function modelOfBase(view: FileView, file: LinkFile, symbol: number, keys: Keys): string | undefined {
  const owner = view.viewOf(file);
  for (const row of owner.heritageOf(symbol - file.firstSymbol)) {
    const { type, name } = owner.base(row);
    // The classes that Identity's context is given are those of its own tables: `ShopContext : IdentityDbContext<User>`.
    const [argument] = OF_MANY_MODELS.test(name) ? [] : owner.typeArguments(type);
    const key = argument === undefined ? undefined : modelKey(onlySymbolOf(owner.linker.namedType(file, argument)), view, keys);
    if (key !== undefined) return key;
  }
  return undefined;
}
