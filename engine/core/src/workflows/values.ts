import { EXPRESSION, Expression, Kind, LOCAL, SCOPE, SYMBOL, SYMBOL_KIND_NAMES, SymbolFlag, TYPE, Type } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import { valueOfLink } from '../view/file-view.js';
import type { FileView } from '../view/file-view.js';
import { calledOn, givenAround, givenBeside, madeWith, namesInChain, receiverOf } from './chains.js';
import type { ValueSpec } from './framework.js';
import { elementsIn, expressionsOf, isParameter, mayHold, texts } from './given.js';
import type { Subject } from './given.js';
import { parametersOf, routerPath } from './routers.js';
import { camelCase, splitWords } from './words.js';

const MOST_VALUES = 32;
const MOST_AROUND = 16;

/**
 * The values that a specification names, in order; the first specification that finds any decides.
 *
 * `=text` is the text itself. `name` is the last name of what is called or decorates. `arg:0`, `arg:-1`, `arg:path`, `arg:0.method`
 * are texts of arguments and of entries in them; `word:arg:…` the last name of such an expression, `variable:arg:…` the same in braces, for what only the running program knows; `new:arg:0` the class that an argument is made of, `parameter:0` the type of the symbol's parameter; `type:0` a type argument; `receiver` the
 * receiver's name; `unless:arg:1.method:…` what follows where that argument is missing, or is an object that surely has no such entry, `returned:arg:0` the texts that a function gives back which is an argument; `symbol` and `class` names of the symbol and the type around it; `class:Controller:0` an argument of a decoration
 * of that type, `about:Resolver:0` the type that it names or gives back (`@Resolver(() => User)`), `chain:route:0` an argument of a call before it in the chain, `injected:InjectQueue:0` one of a decoration of what the receiver is, `firstOf:opts` nothing but whether the receiver is the first parameter of a plugin (its second is called so), `made:Group:0` an argument
 * of the call that made the receiver (`group = router.Group("/api")`), `chained:get|post` the name of a call before or after it in the chain, `where:build:…` what follows where there is such a one, `given:2:…` what follows where the call has that argument, `next:Methods:0` an argument of a call that goes on from it, `around:group:0` one of the calls in whose lambdas it stands, both
 * joined as paths where there are several, `router:Group|Route` the path of all such calls between the receiver and the variable that it comes from, `of:receiver:…` and `of:0:…` a value of the symbol that the receiver or an argument names or of the call that it is set to, `words:…` a path as words, `receiver:set` what stands before a call of `set`, `typed:arg:0` the class that an argument makes or a variable holds one of, `typed:type:0` the class that a type argument names, with the classes around it, `full:class` and `full:receiver` a name with those of the modules around, `qualified` the symbol with its module before it, `with:subscribe:0.topic` one of another call on the same receiver, `set:BaseAddress` what the class around sets such a member to, `file` the file's name, `own:Produces:value` of the symbol itself, `member:signature` what a member of the type around is set to; `route:app` the path that the file serves by its place in a folder; `filled:…` leaves out empty texts, `split:,:…` takes a text apart, `kebab:…`, `camel:…`, `capital:…`,
 * `upper:…` and `without:<regular expression>:…` change what follows them.
 */
export function valuesOf(subject: Subject, spec: ValueSpec | undefined): readonly string[] {
  for (const one of spec === undefined ? [] : typeof spec === 'string' ? [spec] : spec) {
    const found = valuesOfOne(subject, one);
    if (found.length > 0) return found.slice(0, MOST_VALUES);
  }
  return [];
}

function valuesOfOne(subject: Subject, spec: string): readonly string[] {
  const { view, expression } = subject;
  if (spec.startsWith('=')) return [spec.slice(1)];
  const [head = '', ...rest] = spec.split(':');
  const tail = rest.join(':');
  switch (head) {
    case 'upper':
      return valuesOfOne(subject, tail).map((value) => value.toUpperCase());
    case 'without':
      return valuesOfOne(subject, rest.slice(1).join(':')).map((value) => value.replace(new RegExp(rest[0] ?? '', 'u'), ''));
    case 'split':
      return valuesOfOne(subject, rest.slice(1).join(':')).flatMap((value) => value.split(rest[0] ?? '').map((part) => part.trim())).filter((part) => part !== '');
    case 'words':
      return valuesOfOne(subject, tail).map((value) => value.split('/').filter((word) => word !== '').join(' '));
    case 'filled':
      return valuesOfOne(subject, tail).filter((value) => value !== '');
    case 'of':
      return ofNamed(subject, rest[0] ?? '', rest.slice(1).join(':'));
    case 'qualified':
      return nameOf(view, subject.symbol).map((name) => [...moduleOf(view), name].join('.'));
    case 'kebab':
      return valuesOfOne(subject, tail).map((value) => splitWords(value).join('-'));
    case 'camel':
      return valuesOfOne(subject, tail).map(camelCase);
    case 'capital':
      return valuesOfOne(subject, tail).map((value) => `${value.charAt(0).toUpperCase()}${value.slice(1)}`);
    case 'name':
      return [view.name(expression)].map((name) => name.replace(/^.*[.\\:]/s, '')).filter((name) => name !== '');
    case 'full': {
      const named = tail === 'class' ? typeAround(view, subject.symbol) : -1;
      return fullName(view, tail === 'class' ? (named < 0 ? -1 : view.file.firstSymbol + named) : view.symbolNamed(receiverOf(view, expression, rest[1])?.expression ?? -1));
    }
    case 'receiver': {
      const receiver = receiverOf(view, expression, tail)?.name;
      return receiver === undefined ? [] : [receiver];
    }
    case 'arg':
      return expressionsOf(subject, tail).flatMap((row) => texts(view, row));
    case 'word':
      // The name of a parameter says nothing of what is given.
      return expressionsOf(subject, tail.replace(/^arg:/, '')).flatMap((row) => elementsIn(view, row)).filter((row) => !isParameter(view, row)).map((row) => wordOf(view, row)).filter((name) => name !== '');
    case 'unless':
      return mayHold(subject, rest[1] ?? '') ? [] : valuesOfOne(subject, rest.slice(2).join(':'));
    case 'returned':
      return expressionsOf(subject, tail.replace(/^arg:/, '')).flatMap((row) => (view.kind(row) === Expression.lambda ? texts(view, view.returnedExpression(row)) : []));
    case 'new':
      return expressionsOf(subject, tail.replace(/^arg:/, '')).map((row) => (view.kind(row) === Expression.new ? row : view.initialiser(row))).filter((row) => row >= 0 && view.kind(row) === Expression.new).map((row) => view.name(row)).filter((name) => name !== '');
    case 'parameter': {
      const local = subject.symbol < 0 ? undefined : parametersOf(view, subject.symbol)[Number(tail)];
      const type = local === undefined ? -1 : view.facts.locals.get(local, LOCAL.type);
      // Of several types that it may have, each is one.
      const several = type >= 0 && view.facts.types.get(type, TYPE.kind) === Type.union ? view.typeArguments(type) : [type];
      return type < 0 ? [] : several.map((one) => view.typeText(one)).filter((name) => name !== '');
    }
    case 'typed':
      return rest[0] === 'type' ? typeArgumentsOf(subject).slice(Number(rest[1]), Number(rest[1]) + 1).flatMap((type) => recordNamed(view, onlySymbolOf(view.linker.namedType(view.file, type)))) : expressionsOf(subject, tail.replace(/^arg:/, '')).flatMap((row) => typeHeld(view, row));
    case 'variable':
      return expressionsOf(subject, tail.replace(/^arg:/, '')).map((row) => (view.kind(row) === Expression.new ? '' : view.name(row))).filter((name) => /^\w+$/.test(name)).map((name) => `{${name}}`);
    case 'type': {
      const type = typeArgumentsOf(subject)[Number(tail)];
      return type === undefined ? [] : [view.typeText(type)];
    }
    case 'symbol':
      return nameOf(view, subject.symbol);
    case 'file':
      return [view.file.path.replace(/^.*\//s, '').replace(/\.[^.]*$/, '')];
    case 'with':
      return givenBeside(subject, rest);
    case 'set':
      return setInClass(subject, tail);
    case 'made':
      return madeWith(subject, rest);
    case 'next': {
      const next = calledOn(view, expression, new RegExp(`^(?:${rest[0] ?? ''})$`, 'u'));
      return next < 0 ? [] : expressionsOf({ ...subject, expression: next }, rest[1] ?? '0').flatMap((row) => texts(view, row).length > 0 ? texts(view, row) : [wordOf(view, row)]);
    }
    case 'chained':
      return namesInChain(subject, tail);
    case 'where':
      return namesInChain(subject, rest[0] ?? '').length > 0 ? valuesOfOne(subject, rest.slice(1).join(':')) : [];
    case 'given':
      return expression >= 0 && view.argument(view.callExpression(expression), /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : (rest[0] ?? '')) >= 0 ? valuesOfOne(subject, rest.slice(1).join(':')) : [];
    case 'around':
      return givenAround(subject, rest);
    case 'router': {
      const links = view.chain(expression);
      const groups = new RegExp(`^(?:${tail})$`, 'u');
      // Groups in the chain itself, or else of the variable that it begins with.
      const prefix = [links[links.length - 2], links[0]].map((link) => (link === undefined ? '' : routerPath(view, valueOfLink(link), groups).prefix)).find((found) => found !== '');
      return prefix === undefined ? [] : [prefix];
    }
    case 'chain': {
      const before = new RegExp(`^(?:${rest[0] ?? ''})$`, 'u');
      const link = view.chain(expression).find((one) => before.test(one.name) && one.call >= 0);
      return link === undefined ? [] : expressionsOf({ ...subject, expression: link.call }, rest[1] ?? '0').flatMap((row) => texts(view, row));
    }
    case 'class':
      return rest.length === 0 ? [typeNameAround(view, subject.symbol)].filter((name) => name !== '') : decorationValues(view, typeAround(view, subject.symbol), rest);
    case 'about':
      return namesAbout(subject, rest);
    case 'injected':
      return givenToInjected(subject, rest);
    case 'firstOf':
      return isFirstParameter(view, view.chain(expression)[0]?.expression ?? -1, new RegExp(tail, 'u')) ? [''] : [];
    case 'route':
      return [routeOfFile(view.file.path, tail)];
    case 'member':
      return memberText(view, typeAround(view, subject.symbol), tail);
    case 'own':
      return decorationValues(view, subject.symbol, rest);
    default:
      throw new Error(`"${spec}" is no value that a rule can ask for`);
  }
}

/** The types that a decoration of the type around names: as an argument, or as a type argument. */
function namesAbout(subject: Subject, [name, which = '0']: readonly string[]): readonly string[] {
  const { view } = subject;
  return view
    .decorationsOf(typeAround(view, subject.symbol))
    .filter((site) => site.name.replace(/<[\s\S]*$/, '') === name)
    .flatMap((site) => {
      const given = expressionsOf({ ...subject, expression: site.expression }, which).map((row) => view.text(row) ?? typeNameOf(view, row));
      const type = given.length > 0 || view.kind(site.expression) !== Expression.annotation ? -1 : view.facts.expressions.get(site.expression, EXPRESSION.extra);
      return type < 0 ? given : view.typeArguments(type).map((one) => view.typeText(one));
    })
    .filter((found) => found !== '');
}

/** The name of `Order` and `() => Order`. */
function typeNameOf(view: FileView, row: number): string {
  return view.name(view.kind(row) === Expression.lambda ? view.returnedExpression(row) : row);
}

/** An argument of a decoration of the parameter or property that the receiver is: `@InjectQueue('mails') private readonly mails`. */
function givenToInjected({ view, expression, symbol, type }: Subject, [name = '', which = '0']: readonly string[]): readonly string[] {
  const receiver = receiverOf(view, expression)?.name;
  const { facts } = view;
  return view
    .decorations()
    .filter((site) => site.name === name && receiver === (site.local >= 0 ? facts.text(facts.locals.get(site.local, LOCAL.name)) : nameOf(view, site.symbol)[0]))
    .flatMap((site) => expressionsOf({ view, expression: site.expression, symbol, type }, which).flatMap((row) => texts(view, row)));
}

/** Whether a name is the first parameter of a function that a call of `register` is given, that its file gives out by default, or whose second parameter is named so. */
function isFirstParameter(view: FileView, row: number, second: RegExp): boolean {
  const local = view.kind(row) === Expression.name ? view.localOf(row) : -1;
  if (local < 0 || !isParameter(view, row)) return false;
  const { locals, scopes } = view.facts;
  const scope = locals.get(local, LOCAL.scope);
  const [first, next, ...more] = view.parametersIn(scope);
  if (first !== local || more.length > 1) return false;
  const lambda = view.lambdaOf(scope);
  const around = lambda < 0 ? -1 : view.callAround(lambda);
  if (around >= 0 && view.name(around) === 'register') return true;
  if (next !== undefined) return second.test(view.facts.text(locals.get(next, LOCAL.name)));
  const symbol = scopes.get(scope, SCOPE.symbol);
  return symbol >= 0 && (nameOf(view, symbol)[0] === 'default' || (view.facts.symbols.get(symbol, SYMBOL.flags) & SymbolFlag.default) !== 0);
}

/** What a member of a type is first set to: `$signature = 'users:sweep'`. */
function memberText(view: FileView, type: number, name: string): readonly string[] {
  const { symbols } = view.facts;
  for (let row = 0; type >= 0 && row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.parent) === type && nameOf(view, row)[0]?.replace(/^\$/, '') === name) return texts(view, symbols.get(row, SYMBOL.value));
  }
  return [];
}

/** Methods of libraries that make what their one type argument names. */
const MAPPERS = /^(?:Adapt|Map|MapTo)$/;
const RECORDS = new Set<number>([Kind.class, Kind.record, Kind.struct]);
const TYPES_AROUND = new Set<number>([...RECORDS, Kind.interface]);

function typeArgumentsOf({ view, expression, type }: Subject): readonly number[] {
  return type >= 0 ? view.typeArguments(type) : view.typeArgumentsOfCall(expression);
}

/** The name of the class of the repository that an expression makes, or that a variable or parameter holds one of. */
function typeHeld(view: FileView, row: number): readonly string[] {
  const kind = view.kind(row);
  return recordNamed(view, kind === Expression.call ? onlyHeld(view, row) : kind === Expression.new ? onlySymbolOf(view.callOf(row)?.outcome) : typeHeldBy(view, row));
}

/** A class's name; of one inside of another its whole name, since many have a `Command` of their own. @param symbol its number, or -1 */
function recordNamed(view: FileView, symbol: number): readonly string[] {
  const record = recordOf(view, symbol);
  const around = record < 0 ? -1 : view.program.parentOf(view.program.canonical(record));
  if (record < 0) return [];
  return around >= 0 && TYPES_AROUND.has(view.program.cell(around, SYMBOL.kind)) ? fullName(view, record).map((name) => name.replaceAll('::', '.')) : [view.program.nameOf(record)];
}

/** The class of the repository that a variable or parameter holds one of, or -1. */
function typeHeldBy(view: FileView, row: number): number {
  if (view.kind(row) !== Expression.name && view.kind(row) !== Expression.member) return -1;
  const declared = view.declaredType(row);
  const made = view.initialiser(row);
  return recordOf(view, view.kind(made) === Expression.new ? onlySymbolOf(view.callOf(made)?.outcome) : declared !== undefined && declared.type >= 0 ? onlySymbolOf(view.viewOf(declared.view).linker.namedType(declared.view, declared.type)) : onlyHeld(view, row));
}

function onlyHeld(view: FileView, row: number): number {
  const held = view.held(row);
  return held?.kind === 'one' ? held.symbol : mappedTo(view, view.kind(row) === Expression.call ? row : view.initialiser(row));
}

/** The class that a mapper makes: `body.Adapt<TakeSeat>()`; -1 where the call is another. */
function mappedTo(view: FileView, call: number): number {
  const [type, ...more] = view.kind(call) === Expression.call && MAPPERS.test(view.name(call)) ? view.typeArgumentsOfCall(call) : [];
  return type === undefined || more.length > 0 ? -1 : onlySymbolOf(view.linker.namedType(view.file, type));
}

function recordOf(view: FileView, symbol: number): number {
  return symbol >= 0 && RECORDS.has(view.program.cell(symbol, SYMBOL.kind)) ? symbol : -1;
}

/** The type of the repository that an expression makes or holds one of: `&Handler{}`, `new(Handler)`, `handler`; or -1. */
export function typeMade(view: FileView, row: number): number {
  const made = view.kind(row) === Expression.same ? view.operand(row) : row;
  if (view.kind(made) === Expression.new) return onlySymbolOf(view.callOf(made)?.outcome);
  const [given] = view.kind(made) === Expression.call && view.name(made) === 'new' ? view.arguments(made) : [];
  return given === undefined ? typeHeldBy(view, made) : view.symbolNamed(given.value);
}

/** What the class around sets a member of its values to, where it is one text: `http.BaseAddress = new Uri("https://shop.example/api/")`. */
function setInClass({ view, symbol }: Subject, member: string): readonly string[] {
  const around = typeAround(view, symbol);
  const set = view.assignmentsTo(member).filter((row) => typeAround(view, view.symbolAround(row)) === around).flatMap((row) => texts(view, view.operand(row)));
  return new Set(set).size === 1 ? set.slice(0, 1) : [];
}

/** A type's name behind those of the types and modules that it is declared in. @param symbol its number, or -1 */
function fullName(view: FileView, symbol: number): readonly string[] {
  const names: string[] = [];
  for (let at = symbol < 0 ? -1 : view.program.canonical(symbol); at >= 0 && names.length < MOST_AROUND; at = view.program.parentOf(at)) names.unshift(view.program.nameOf(at));
  return names.length === 0 ? [] : [names.join('::')];
}

/** Values of the symbol that the receiver or an argument names, such as the name that a task was given where it is declared, and of the call that it is set to. */
function ofNamed(subject: Subject, which: string, spec: string): readonly string[] {
  const { view, expression } = subject;
  const chain = view.chain(expression);
  const symbol = view.symbolNamed((which === 'receiver' ? chain[chain.length - 2]?.expression : expressionsOf(subject, which)[0]) ?? -1);
  if (symbol < 0) return [];
  const declared = view.viewOf(view.program.fileOfSymbol(symbol));
  return valuesOfOne({ view: declared, expression: view.program.cell(symbol, SYMBOL.value), symbol: symbol - declared.file.firstSymbol, type: -1 }, spec);
}

/** Names of the packages around a file of Python, and its own: the first folder without an `__init__.py` is no package. */
function moduleOf(view: FileView): readonly string[] {
  const folders = view.file.path.split('/');
  const names = [(folders.pop() ?? '').replace(/\.[^.]*$/, '')];
  while (folders.length > 0 && view.program.isListed(`${folders.join('/')}/__init__.py`)) names.unshift(folders.pop() ?? '');
  return names.filter((name) => name !== '__init__');
}

/** The last name of an expression; of a call all names that lead to it. */
function wordOf(view: FileView, row: number): string {
  return view.kind(row) === Expression.call ? view.chain(row).map((link) => link.name).join('.') : view.name(row);
}

/** The path that a file serves by its place under a folder: `app/users/[id]/route.ts` is `/users/{id}`. */
function routeOfFile(file: string, folder: string): string {
  const at = `/${file}`.lastIndexOf(`/${folder}/`);
  const names = `/${file}`.slice(at + folder.length + 2).replace(/\.[^/.]+$/, '').split('/');
  const last = names[names.length - 1] ?? '';
  if (/^(?:route|page|index|\+server|\+page)$/.test(last)) names.pop();
  return `/${reached(names).map((name) => name.replace(/^\[{2}(?:\.{3})?([^\]]*)\]{2}$/, '{$1?}').replace(/^\[(?:\.{3})?([^\]]*)\]$/, '{$1}')).join('/')}`;
}

/** Names of folders that are parts of a path: `(shop)` only groups, `@modal` is a place in a layout, and what `(..)photos` intercepts lies one folder further out. */
function reached(names: readonly string[]): readonly string[] {
  const path: string[] = [];
  for (const name of names) {
    if (/^(?:\([^.].*\)|@.*)$/.test(name)) continue;
    const [, marks = '', rest = name] = /^((?:\(\.{1,3}\))+)(.+)$/.exec(name) ?? [];
    const up = marks === '(...)' ? path.length : marks.split('(..)').length - 1;
    path.splice(Math.max(0, path.length - up));
    path.push(rest);
  }
  return path;
}

function nameOf(view: FileView, symbol: number): readonly string[] {
  return symbol < 0 ? [] : [view.facts.text(view.facts.symbols.get(symbol, SYMBOL.name))];
}

/** The type around a symbol, the symbol itself where it is one; -1 outside of types. */
export function typeAround(view: FileView, symbol: number): number {
  const { symbols } = view.facts;
  for (let row = symbol; row >= 0; row = symbols.get(row, SYMBOL.parent)) {
    if (isType(SYMBOL_KIND_NAMES[symbols.get(row, SYMBOL.kind)])) return row;
  }
  return -1;
}

/** The name of the type that a symbol is in, which may be declared in another place than around it; empty outside of types. */
export function typeNameAround(view: FileView, symbol: number): string {
  const row = typeAround(view, symbol);
  if (row >= 0 || symbol < 0) return nameOf(view, row)[0] ?? '';
  const parent = view.program.parentOf(view.program.canonical(view.file.firstSymbol + symbol));
  return parent >= 0 && isType(SYMBOL_KIND_NAMES[view.program.cell(parent, SYMBOL.kind)]) ? view.program.nameOf(parent) : '';
}

function isType(kind: string | undefined): boolean {
  return kind === 'class' || kind === 'interface' || kind === 'struct' || kind === 'record' || kind === 'enum';
}

function decorationValues(view: FileView, symbol: number, [name = '', which]: readonly string[]): readonly string[] {
  if (symbol < 0) return [];
  return view
    .decorationsOf(symbol)
    .filter((site) => site.name === name)
    .flatMap((site) => (which === undefined ? [site.name] : expressionsOf({ view, expression: site.expression, symbol, type: -1 }, which).flatMap((row) => texts(view, row))));
}
