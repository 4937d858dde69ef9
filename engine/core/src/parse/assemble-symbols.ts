import type { SymbolKind } from '@pinata/graph/model';
import { BINDING, Binding, EXPRESSION, Expression, Kind, LOCAL, Local, SYMBOL, SymbolFlag } from '../facts/schema.js';
import { addExpression } from './add-expression.js';
import { addRegion } from './add-region.js';
import { addDocumentedMembers, addTemplates, docOf, documentedResult, documentedType } from './assemble-docs.js';
import type { Doc } from './assemble-docs.js';
import { addHeritage } from './assemble-types.js';
import type { Assembly, Frame } from './assembly.js';
import type { Item } from './items.js';
import type { SyntaxNode } from './syntax-tree.js';

const SIGNATURE_LENGTH = 300;
/** A namespace without braces holds what follows it. */
const WHOLE_FILE = Number.MAX_SAFE_INTEGER - 1;
const OPENS_TYPE: ReadonlySet<string> = new Set(['class', 'interface', 'struct', 'record', 'enum', 'typeAlias']);
const OPENS_FUNCTION: ReadonlySet<string> = new Set(['function', 'method', 'constructor', 'accessor', 'operator', 'indexer', 'delegate']);
const VARIABLES: ReadonlySet<string> = new Set(['variable', 'constant']);

/** White space that folding changes. */
const UNFOLDED = /[^\S ]| {2}/;

/** One line of source that declares the symbol: up to its body, or its value where that is not `shown`, white space folded. */
function signatureOf(assembly: Assembly, item: Item, name: string): string {
  if (item.has('anonymous') && item.has('name')) return name;
  const text = assembly.source.slice(item.start, Math.min(signatureEnd(item), item.start + 2 * SIGNATURE_LENGTH));
  const folded = (UNFOLDED.test(text) ? text.replaceAll(/\s+/g, ' ') : text).replace(/\s*(=>?|\{)?\s*$/, '');
  return folded.length <= SIGNATURE_LENGTH ? folded : `${folded.slice(0, SIGNATURE_LENGTH - 1)}…`;
}

/** Where the text that the signature shows ends; of a long one the rest counts as the body. */
function signatureEnd(item: Item): number {
  const value = item.has('shown') ? undefined : item.field('value');
  const stated: number = item.field('body')?.start ?? value?.start ?? item.end;
  // A declaration may be its own value: a call that declares.
  return Math.min(stated > item.start ? stated : item.end, item.end);
}

const MEMBERS: ReadonlySet<string> = new Set(['method', 'property', 'field', 'accessor', 'constructor', 'enumMember', 'indexer', 'event', 'operator']);

const STATED = SymbolFlag.public | SymbolFlag.protected | SymbolFlag.private | SymbolFlag.internal;

/** The frame a declaration belongs to, or undefined for a member of something that has no name. */
function parentOf(assembly: Assembly, item: Item): Frame | undefined {
  const { top } = assembly;
  // A parameter that declares a property belongs to the type around its constructor; so do a field that a method first sets,
  // and a method that stands in a block of the type's body.
  if (item.has('parameterProperty') || item.has('ownField') || item.has('ofType')) return assembly.nearest('type');
  if (MEMBERS.has(item.kind) && top.kind !== 'type' && top.kind !== 'object' && !item.has('owner') && !item.has('receiver')) return undefined;
  return top;
}

function addSymbol(assembly: Assembly, item: Item, kind: SymbolKind, name: string, nameNode: SyntaxNode, frame: Frame, extraFlags: number): number {
  const { facts } = assembly;
  const { row, column } = item.node;
  const end = assembly.tree.endPosition(item.field('tail') ?? item.node);
  let flags = assembly.flagsOf(item) | extraFlags;
  if (frame.isSingleton && MEMBERS.has(kind)) flags |= SymbolFlag.static;
  if (MEMBERS.has(kind) && (flags & STATED) === 0 && ((flags & SymbolFlag.static) !== 0) === frame.isSingleton) flags |= assembly.visibilities.get(frame) ?? 0;
  if (frame.isExported || item.has('exported')) flags |= SymbolFlag.exported;
  if (frame.isDefault || item.has('default')) flags |= SymbolFlag.default | SymbolFlag.exported;
  if (frame.isAmbient) flags |= SymbolFlag.ambient | (frame.kind === 'namespace' || frame.kind === 'block' ? SymbolFlag.exported : 0);
  if (assembly.rules.exportsCapitals === true && kind !== 'namespace') flags |= /^\p{Lu}/u.test(name) ? SymbolFlag.exported | SymbolFlag.public : SymbolFlag.internal;
  assembly.symbolPlaces.push({ start: item.start, end: item.end, name: nameNode.start, body: Math.min(signatureEnd(item), item.start + SIGNATURE_LENGTH) });
  return facts.tables.symbols.add(
    Kind[kind],
    facts.intern(name),
    frame.symbol,
    frame.scope,
    -1,
    flags,
    -1,
    -1,
    row,
    column,
    end.row,
    end.column,
    nameNode.row,
    nameNode.column,
    facts.intern(signatureOf(assembly, item, name)),
    -1,
    0,
    0,
    0,
    -1,
  );
}

/** Whether a plain variable declared here is a local: inside a function or a block, not at the top of a file or namespace. */
function isInsideCode(assembly: Assembly): boolean {
  const kind = assembly.nearest('function', 'block', 'file', 'namespace')?.kind;
  return kind === 'function' || kind === 'block';
}

/** A declaration: a symbol, or a local where a plain variable stands inside a function. */
export function assembleSymbol(assembly: Assembly, item: Item): void {
  const kind = item.kind as SymbolKind; // the queries' fixtures cover every kind that they name
  const nameNode = item.field('name');
  if (VARIABLES.has(kind)) {
    if (nameNode === undefined) return;
    if (isInsideCode(assembly)) {
      assembleLocal(assembly, item, 'variable');
      return;
    }
  }
  if (item.has('holder') || item.has('wholeExport')) {
    assembleSetMember(assembly, item);
    return;
  }
  // What holds a class has declared it.
  if (kind === 'class' && isClass(assembly, assembly.objectOwner.get(item.node.id))) return;
  if (kind === 'namespace' && nameNode !== undefined && item.has('nested')) {
    assembleNamespacePath(assembly, item, nameNode);
    return;
  }
  const frame = parentOf(assembly, item);
  if (frame === undefined) {
    // A method of an object without a name is a function that is written in place.
    const lambda = kind === 'method' ? addExpression(assembly, item, 'lambda', -1) : -1;
    if (lambda >= 0) addRegion(assembly, item, 'lambda');
    const scope = OPENS_FUNCTION.has(kind) ? assembly.openScope(item.end, 'function', assembly.top.symbol, -1) : -1;
    if (lambda >= 0) assembly.facts.tables.expressions.set(lambda, EXPRESSION.extra, scope);
    return;
  }
  // Of what a module gives out as one object, the functions are declared there; its data is not.
  if (frame.kind === 'object' && frame.row < 0 && kind === 'property') return;
  if (item.has('ownField') && isKnownField(assembly, item, frame, nameNode)) return;
  declare(assembly, item, kind, declaredName(assembly, item, nameNode), nameNode ?? item.node, frame);
}

function declaredName(assembly: Assembly, item: Item, nameNode: SyntaxNode | undefined): string {
  if (nameNode === undefined) return namelessName(assembly, item);
  // A class without a name is called by its base, in a spelling that no name can have.
  if (item.has('anonymous')) return `new ${assembly.tree.text(nameNode).replace(/<.*$/s, '').replaceAll(/\s+/g, '')}`;
  if (item.has('keyword')) return assembly.rules.keywordNames?.[assembly.tree.text(nameNode)] ?? assembly.tree.text(nameNode);
  // An embedded type is a member by its own last name, and stays a reference.
  return item.has('embedded') ? (/[\w$]+(?=$|[^\w$.])/.exec(assembly.tree.text(nameNode))?.[0] ?? '') : assembly.nameOf(nameNode);
}

/** What is declared without a name: a default export, a class where it is made, a constructor. */
function namelessName(assembly: Assembly, item: Item): string {
  if (item.has('default') || item.has('wholeExport')) return 'default';
  return item.has('anonymous') ? 'class@anonymous' : (assembly.rules.constructorName ?? 'constructor');
}

function isClass({ facts }: Assembly, symbol: number | undefined): boolean {
  return symbol !== undefined && facts.tables.symbols.get(symbol, SYMBOL.kind) === Kind.class;
}

/** A function that an assignment sets: as what the module gives out, or as a member of what the file declares above it. */
function assembleSetMember(assembly: Assembly, item: Item): void {
  const { facts, top, tree } = assembly;
  const isWhole = item.has('wholeExport');
  const holder = isWhole ? undefined : item.field('holder');
  const nameNode = item.field(isWhole ? 'ownName' : 'name');
  const [first = '', second = '', ...rest] = holder === undefined ? ['module', 'exports'] : tree.text(holder).split('.');
  const binding = assembly.lookUp(top.scope, facts.intern(first));
  const node = nameNode ?? item.node;
  if (binding < 0) {
    if ((first === 'exports' && second === '') || (first === 'module' && second === 'exports')) declare(assembly, item, 'function', declaredName(assembly, item, nameNode), node, { ...top, kind: 'object', isExported: true, isDefault: isWhole });
    return;
  }
  if (facts.tables.bindings.get(binding, BINDING.kind) !== Binding.symbol || rest.length > 0 || (second !== '' && second !== 'prototype')) return;
  const owner = facts.tables.bindings.get(binding, BINDING.target);
  const kind = facts.tables.symbols.get(owner, SYMBOL.kind);
  const isType = kind === Kind.function || kind === Kind.class;
  if (isType || (second === '' && assembly.objectSymbols.has(owner))) declare(assembly, item, 'method', declaredName(assembly, item, nameNode), node, { ...top, kind: 'object', symbol: owner, row: owner, isSingleton: isType && second === '' });
}

/** Whether a method of the type has set the field before. What sets it first declares it; what first tells its type is a second place. */
function isKnownField(assembly: Assembly, item: Item, frame: Frame, nameNode: SyntaxNode | undefined): boolean {
  const key = `${frame.row} ${nameNode === undefined ? '' : assembly.tree.text(nameNode)}`;
  const known = assembly.ownFields.get(key);
  const isTold = item.has('type') || item.has('value');
  if (known === true || (known === false && !isTold)) return true;
  assembly.ownFields.set(key, isTold);
  return false;
}

/** `namespace A.B { … }` declares A and, in it, B; so do `A::B` and `A\B`. */
function assembleNamespacePath(assembly: Assembly, item: Item, nameNode: SyntaxNode): void {
  assembly.consumed.add(nameNode.id);
  const names = assembly.tree.text(nameNode).split(/::|[.\\]/).map((part) => part.trim());
  for (const name of names) declare(assembly, item, 'namespace', name, nameNode, assembly.top);
}

function declare(assembly: Assembly, item: Item, kind: SymbolKind, name: string, nameNode: SyntaxNode, frame: Frame): void {
  const { facts } = assembly;
  const isCallable = item.has('callable');
  const symbol = addSymbol(assembly, item, kind, name, nameNode, frame, isCallable ? SymbolFlag.callable : 0);
  const value = item.field('value');
  const written = item.field('aliased') ?? item.field('type');
  // An expression that declares a function opens the function's scope itself.
  const opensFunction = OPENS_FUNCTION.has(kind) && (value === undefined || item.has('receiver')) && !item.has('itself');
  const doc = docOf(assembly, item);
  if (doc !== undefined) assembly.docs.set(symbol, doc);
  const documented = kind === 'class' || opensFunction ? -1 : fieldType(assembly, item, doc, written, name);
  if (documented >= 0) facts.tables.symbols.set(symbol, SYMBOL.type, documented);
  else assembly.refer('symbols', symbol, SYMBOL.type, written, 'type');
  assembly.refer('symbols', symbol, SYMBOL.value, value, 'expression');
  // What is in an object may be lent to the one around: the methods among a component's options.
  if (value !== undefined && !item.has('ownField')) assembly.objectOwner.set(value.id, item.has('lent') && frame.kind === 'object' && frame.row >= 0 ? frame.symbol : symbol);
  if (item.has('anonymous') || item.has('itself') || kind === 'class') assembly.objectOwner.set(item.node.id, symbol);
  const owner = item.field('owner');
  if (owner !== undefined) assembly.owners.set(symbol, assembly.tree.text(owner));
  const isMember = frame.kind === 'type' || frame.kind === 'object' || owner !== undefined;
  // What stands for the whole file is no name in it.
  if ((!isMember || kind === 'class') && !item.has('wholeFile')) assembly.bind(frame.scope, name, 'symbol', symbol);
  const base = item.field('base');
  if (base !== undefined) addHeritage(assembly, symbol, 'base', base, base);
  const isAmbient = item.has('ambient');
  const end = item.has('wholeFile') ? WHOLE_FILE : item.end;
  if (kind === 'namespace') facts.tables.symbols.set(symbol, SYMBOL.ownScope, assembly.openScope(end, 'namespace', symbol, symbol, isAmbient));
  else if (OPENS_TYPE.has(kind)) facts.tables.symbols.set(symbol, SYMBOL.ownScope, assembly.openScope(item.end, 'type', symbol));
  else if (opensFunction) facts.tables.symbols.set(symbol, SYMBOL.ownScope, assembly.openScope(item.end, 'function', symbol));
  // What a method sets a field to is still the method's doing.
  else if (!item.has('ownField')) assembly.frames.push({ ...assembly.top, end: item.end, kind: 'symbol', symbol, row: symbol, isExported: false, isDefault: false });
  if (doc !== undefined) addDocumented(assembly, doc, symbol, opensFunction, written);
}

/** The type that a comment gives a field; of one that a constructor's parameter declares, the constructor's comment may. */
function fieldType(assembly: Assembly, item: Item, doc: Doc | undefined, written: SyntaxNode | undefined, name: string): number {
  const { scope } = assembly.top;
  const own = documentedType(assembly, doc, written, scope, undefined);
  if (own >= 0 || !item.has('parameterProperty')) return own;
  return documentedType(assembly, assembly.docs.get(assembly.nearest('function')?.row ?? -1), written, scope, name);
}

/** What a comment states of a function's result, of type parameters and of members that only it declares. */
function addDocumented(assembly: Assembly, doc: Doc, symbol: number, opensFunction: boolean, written: SyntaxNode | undefined): void {
  const { symbols } = assembly.facts.tables;
  const scope = symbols.get(symbol, SYMBOL.ownScope);
  if (scope < 0) return;
  addTemplates(assembly, doc, scope);
  if (!opensFunction) {
    addDocumentedMembers(assembly, doc, symbol, scope);
    return;
  }
  const result = documentedResult(assembly, doc, written, scope);
  if (result >= 0) symbols.set(symbol, SYMBOL.type, result);
}

/** What an extension is called on: `this` in it. Its type tells the extension from others of its name. */
function assembleReceiver(assembly: Assembly, item: Item): void {
  const frame = assembly.nearest('function');
  if (frame === undefined) return;
  const { symbols, locals } = assembly.facts.tables;
  const local = locals.add(Local.receiver, assembly.facts.intern('this'), frame.scope, -1, -1, item.start);
  assembly.localPlaces[local] = { start: item.start, end: item.end, name: item.start };
  assembly.refer('locals', local, LOCAL.type, item.node, 'type');
  assembly.bind(frame.scope, 'this', 'local', local);
  // A function's type has what it is called on, and is no symbol.
  if (frame.row < 0 || frame.row !== frame.symbol) return;
  symbols.set(frame.row, SYMBOL.flags, symbols.get(frame.row, SYMBOL.flags) | SymbolFlag.extension);
  assembly.parameterTypes.set(frame.row, [`${assembly.tree.text(item.node)}.`]);
}

/** Another name that a type gives to a member of what it takes in; it is no name in the type's body. */
function assembleAlias(assembly: Assembly, item: Item): void {
  const { facts } = assembly;
  const type = assembly.nearest('type');
  const [name, key] = [item.field('name'), item.field('key')];
  if (type === undefined || name === undefined) return;
  const { row, column } = name;
  const member = key === undefined ? -1 : facts.tables.expressions.add(Expression.member, facts.intern(assembly.nameOf(key)), -1, -1, type.scope, row, column);
  const local = facts.tables.locals.add(Local.alias, facts.intern(assembly.tree.text(name)), type.scope, -1, member, item.start);
  assembly.localPlaces[local] = { start: item.start, end: item.end, name: name.start };
  assembly.refer('locals', local, LOCAL.value, item.field('value'), 'expression');
}

/** A parameter, a variable inside a function, or a type parameter. */
export function assembleLocal(assembly: Assembly, item: Item, kind: keyof typeof Local): void {
  const { facts } = assembly;
  if (kind === 'receiver') {
    assembleReceiver(assembly, item);
    return;
  }
  if (kind === 'alias') {
    assembleAlias(assembly, item);
    return;
  }
  const nameNode = item.field('name');
  const frame = assembly.frameOfLocals() ?? assembly.top;
  if (item.kind === 'bound') {
    const bounded = nameNode === undefined ? -1 : assembly.lookUp(frame.scope, facts.intern(assembly.nameOf(nameNode)));
    if (bounded >= 0 && assembly.isLocalBinding(bounded)) assembly.bounds.push({ local: facts.tables.bindings.get(bounded, BINDING.target), nodes: item.all('type') });
    return;
  }
  if (nameNode === undefined) {
    // A parameter without a name is still one to give.
    if (kind === 'parameter') countParameter(assembly, item, frame);
    return;
  }
  const isPattern = item.has('pattern');
  // A pattern has no name; a spelling that no source can have lets its parts refer to it.
  const name = isPattern ? `{${item.start}}` : assembly.nameOf(nameNode);
  const local = facts.tables.locals.add(Local[kind], facts.intern(name), frame.scope, -1, -1, item.start);
  // What stands in front of a parameter may belong to it without being a part of it.
  assembly.localPlaces[local] = { start: item.field('front')?.start ?? item.start, end: item.end, name: nameNode.start };
  const documented = localType(assembly, item, kind, frame, name);
  if (documented >= 0) facts.tables.locals.set(local, LOCAL.type, documented);
  else assembly.refer('locals', local, LOCAL.type, item.field('type'), 'type');
  assembly.refer('locals', local, LOCAL.value, item.field('value'), 'expression');
  if (kind === 'parameter') countParameter(assembly, item, frame);
  if (kind === 'typeParameter' && frame.row >= 0 && (frame.kind === 'type' || frame.kind === 'function')) {
    const { symbols } = facts.tables;
    if (frame.symbol === frame.row) symbols.set(frame.row, SYMBOL.typeParameters, symbols.get(frame.row, SYMBOL.typeParameters) + 1);
  }
  assembly.bind(frame.scope, name, 'local', local);
  if (isPattern) {
    const { row, column } = nameNode;
    const base = facts.tables.expressions.add(Expression.name, facts.intern(name), -1, -1, frame.scope, row, column);
    assembly.frames.push({ ...assembly.top, end: assembly.tree.end(nameNode), kind: 'pattern', row: base });
  }
}

/** The type that a comment gives a parameter or a variable. */
function localType(assembly: Assembly, item: Item, kind: keyof typeof Local, frame: Frame, name: string): number {
  if (kind === 'parameter') return documentedType(assembly, assembly.docs.get(frame.row), item.field('type'), frame.scope, name.replace(/^\$/, ''));
  const doc = docOf(assembly, item);
  // What the comment names is stated by itself.
  return doc === undefined || doc.tags.some(({ rest }) => rest.startsWith('$')) ? -1 : documentedType(assembly, doc, item.field('type'), frame.scope, undefined);
}

/** A part of a destructuring pattern: each name in it is a member or an element of what stands around it. `local` is an element whose name is a variable also at the top of a file, `place` one that names nothing new. */
export function assemblePattern(assembly: Assembly, item: Item): void {
  const frame = assembly.top;
  if (frame.kind !== 'pattern') return;
  const { facts } = assembly;
  if (item.kind === 'place') {
    assembly.nextElement(frame.row);
    return;
  }
  const { row, column } = item.node;
  const nameNode = item.field('name') ?? item.node;
  const key = item.field('key') ?? nameNode;
  const isMember = item.kind === 'member' || item.kind === 'shorthand';
  const kind = isMember ? Expression.member : item.kind === 'element' || item.kind === 'local' ? Expression.element : Expression.unknown;
  const place = kind === Expression.element ? assembly.nextElement(frame.row) : -1;
  const part = facts.tables.expressions.add(kind, isMember ? facts.intern(assembly.nameOf(key)) : -1, frame.row, place, frame.scope, row, column);
  assembly.expressionSymbols[part] = assembly.owner;
  if (isMember) {
    assembly.memberNames.set(part, key);
    assembly.taken.add(part);
  }
  if (item.has('nested')) {
    assembly.frames.push({ ...frame, end: item.end, kind: 'pattern', row: part });
    return;
  }
  // A part that declares its variable where it stands has made it.
  const isDeclared = assembly.consumed.has(nameNode.id);
  const name = assembly.nameOf(nameNode);
  const declared = isDeclared ? assembly.lookUp(frame.scope, facts.intern(name)) : -1;
  if (declared >= 0) facts.tables.locals.set(facts.tables.bindings.get(declared, BINDING.target), LOCAL.value, part);
  else if (item.kind === 'local' || isInsideCode(assembly)) {
    const around = assembly.nearest('function', 'block', 'namespace', 'file') ?? frame;
    const local = facts.tables.locals.add(Local.variable, facts.intern(name), around.scope, -1, part, item.start);
    assembly.localPlaces[local] = { start: item.start, end: item.end, name: nameNode.start };
    assembly.bind(around.scope, name, 'local', local);
  } else {
    const symbol = addSymbol(assembly, item, 'variable', name, nameNode, frame, 0);
    facts.tables.symbols.set(symbol, SYMBOL.value, part);
    assembly.bind(frame.scope, name, 'symbol', symbol);
  }
}

/** How many arguments the function around a parameter takes; -1 for the maximum says "any number". */
function countParameter(assembly: Assembly, item: Item, frame: Frame): void {
  if (frame.kind !== 'function' || frame.row < 0 || frame.row !== frame.symbol) return;
  const { symbols } = assembly.facts.tables;
  const isRest = item.has('rest');
  if (!isRest && !item.has('optional') && !item.has('value')) symbols.set(frame.row, SYMBOL.minimumArguments, symbols.get(frame.row, SYMBOL.minimumArguments) + 1);
  const maximum = symbols.get(frame.row, SYMBOL.maximumArguments);
  symbols.set(frame.row, SYMBOL.maximumArguments, isRest || maximum < 0 ? -1 : maximum + 1);
  const types = assembly.parameterTypes.get(frame.row) ?? [];
  const type = item.field('type');
  const written = type === undefined ? '' : assembly.tree.text(type);
  // `String` and `String...` are two overloads; where the list is an array as it is written, it tells itself apart.
  types.push(isRest && written !== '' && !written.endsWith(']') ? `${written}...` : written);
  assembly.parameterTypes.set(frame.row, types);
}
