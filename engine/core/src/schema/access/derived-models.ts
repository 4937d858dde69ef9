import { Expression, Kind, SYMBOL } from '../../facts/schema.js';
import { onlySymbolOf } from '../../link/outcome.js';
import type { CallSite, ChainLink, FileView } from '../../view/file-view.js';
import { lineageOf } from '../../workflows/lineage.js';
import { typeAround } from '../../workflows/values.js';
import type { LanguageConventions } from './family-conventions.js';

/** How sure it is that a method of a common base works on the model that a derived class gives it. */
export const BY_BASE_CLASS = 80;
const MODELS = new Set<number>([Kind.class, Kind.constant, Kind.variable]);

/**
 * The model whose table a call of a repository's inherited method works on: `this.users.create(…)`, where `UserRepository` has
 * `create` of a base that the repository itself declares, and gives that base its model: `super(User)`. By its number, or -1.
 */
export function modelOfDerived(view: FileView, { outcome }: CallSite, chain: readonly ChainLink[]): number {
  const last = chain[chain.length - 1];
  const method = onlySymbolOf(outcome);
  if (last === undefined || chain.length < 2 || method < 0 || view.kind(last.expression) !== Expression.member) return -1;
  const holder = classOf(view, view.operand(last.expression));
  const base = view.program.parentOf(method);
  if (holder < 0 || base < 0 || base === holder || view.program.cell(base, SYMBOL.kind) !== Kind.class) return -1;
  return givenToBase(view, holder);
}

/** What people call types that hold the records of a model. */
const HOLDERS = /Repository|Repo$|Dao$|DAO$|EntityService|CrudService|EntityManager/;
const RECORDS = new Set<number>([Kind.class, Kind.struct, Kind.record]);

/**
 * The model that a repository of the code itself is declared for: `IRepository<Order> orders` in `orders.Add(order)`, and
 * `interface OrderService extends EntityService<Long, Order>` in `orderService.getById(id)`, where the base has the method. What the
 * base does with whatever it is for names no table. By their numbers: of several that it is given, as a key's class may be, one is it.
 */
export function modelsOfGeneric(view: FileView, { outcome }: CallSite, chain: readonly ChainLink[]): readonly number[] {
  const receiver = chain[chain.length - 2];
  const method = onlySymbolOf(outcome);
  const declared = receiver === undefined || receiver.call >= 0 || method < 0 ? undefined : view.declaredType(receiver.expression);
  if (declared === undefined || declared.type < 0) return [];
  const owner = view.viewOf(declared.view);
  const holder = onlySymbolOf(owner.linker.namedType(declared.view, declared.type));
  if (holder < 0) return [];
  const stated = recordsIn(owner, declared.type, view.program.nameOf(holder));
  if (stated.length > 0 || view.program.parentOf(method) === holder) return stated;
  const file = view.program.fileOfSymbol(holder);
  const own = view.viewOf(file);
  for (const row of own.heritageOf(holder - file.firstSymbol)) {
    const { type, name } = own.base(row);
    const found = recordsIn(own, type, name);
    if (found.length > 0) return found;
  }
  return [];
}

/** The classes of the repository among what a type is given, where it is one that holds records. */
function recordsIn(view: FileView, type: number, name: string): readonly number[] {
  if (type < 0 || !HOLDERS.test(name)) return [];
  const given = view.typeArguments(type).map((argument) => onlySymbolOf(view.linker.namedType(view.file, argument)));
  return given.filter((symbol) => symbol >= 0 && RECORDS.has(view.program.cell(symbol, SYMBOL.kind)));
}

/** What is put around the name of a class to call the interface that it implements. */
const OF_INTERFACE = /^(?:I(?=[A-Z]))?(\w+?)(?:Interface|Contract)?$/;
const MOST_BASES = 16;

/**
 * The model of a repository that a method names: `model()` of a class gives back `Order::class`, and `$this->orders->create(…)` or
 * `$this->newQuery()->get()` in the class itself goes on with a base's code. By its number, or -1.
 */
export function modelOfRepository(view: FileView, { outcome }: CallSite, chain: readonly ChainLink[], { namesModel, asksItself }: LanguageConventions): number {
  const first = chain.find((link) => link.call >= 0);
  const receiver = first === undefined || view.kind(first.expression) !== Expression.member ? -1 : view.operand(first.expression);
  if (first === undefined || receiver < 0) return -1;
  const isOwn = view.kind(receiver) === Expression.this || (view.kind(view.operand(receiver)) === Expression.this && namesModel(view.name(receiver)));
  if (isOwn && view.kind(receiver) === Expression.this && !asksItself(first.name)) return -1;
  const holder = isOwn ? classAround(view, receiver) : implementation(view, declaredSymbol(view, receiver));
  if (holder < 0) return -1;
  // What the class itself declares says by itself what it does.
  const method = isOwn ? -1 : onlySymbolOf(outcome);
  const owner = method < 0 ? -1 : view.program.parentOf(method);
  if (owner >= 0 && (owner === holder || owner === declaredSymbol(view, receiver))) return -1;
  const [named = -1] = lineageOf(view, holder, MOST_BASES).types.flatMap((type) => [...view.program.membersOf(type)].flatMap(([name, members]) => (namesModel(name) ? members : [])));
  if (named < 0) return -1;
  const declared = view.bodiesOf(view.program.fileOfSymbol(named));
  const [given = -1] = declared.returnedIn(view.program.cell(named, SYMBOL.ownScope));
  const model = given < 0 ? -1 : declared.symbolNamed(declared.kind(given) === Expression.same ? declared.operand(given) : given);
  return model >= 0 && view.program.cell(model, SYMBOL.kind) === Kind.class ? model : -1;
}

/** A class; of an interface the one that is called so and implements it, or -1. */
function implementation(view: FileView, symbol: number): number {
  if (symbol < 0 || view.program.cell(symbol, SYMBOL.kind) === Kind.class) return symbol;
  const name = OF_INTERFACE.exec(view.program.nameOf(symbol))?.[1] ?? '';
  const found = [name, `Eloquent${name}`, `${name}Eloquent`].map((one) => view.typeNamed(one)).find((one) => one >= 0 && one !== symbol);
  return found !== undefined && lineageOf(view, found, MOST_BASES).types.includes(symbol) ? found : -1;
}

/** The class that a value is declared with, or the one around `this`. */
function classOf(view: FileView, receiver: number): number {
  if (view.kind(receiver) === Expression.this) return classAround(view, receiver);
  const symbol = declaredSymbol(view, receiver);
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.class ? symbol : -1;
}

function classAround(view: FileView, row: number): number {
  const around = typeAround(view, view.symbolAround(row));
  return around < 0 ? -1 : view.program.canonical(view.file.firstSymbol + around);
}

/** The class or interface that a value is declared with, or -1. */
function declaredSymbol(view: FileView, receiver: number): number {
  const declared = view.declaredType(receiver);
  return declared === undefined || declared.type < 0 ? -1 : onlySymbolOf(view.viewOf(declared.view).linker.namedType(declared.view, declared.type));
}

/** What the constructor of a class gives its base: `super(User)`. */
function givenToBase(view: FileView, holder: number): number {
  const file = view.program.fileOfSymbol(holder);
  const owner = view.bodiesOf(file);
  for (const call of owner.calls()) {
    if (call.owner < 0 || owner.program.parentOf(call.owner) !== holder || owner.kind(call.expression) !== Expression.call || owner.kind(owner.operand(call.expression)) !== Expression.base) continue;
    const first = owner.argument(call.expression, 0);
    const symbol = first >= 0 && owner.kind(first) === Expression.name ? owner.symbolNamed(first) : -1;
    return symbol >= 0 && MODELS.has(owner.program.cell(symbol, SYMBOL.kind)) ? symbol : -1;
  }
  return -1;
}
