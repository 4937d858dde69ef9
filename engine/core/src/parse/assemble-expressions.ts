import { EXPRESSION, Import, Local, RETURN, SYMBOL } from '../facts/schema.js';
import type { ExpressionKind } from '../facts/schema.js';
import { addDecoration } from './assemble-decorations.js';
import { addStatedResult, documentedResult } from './assemble-docs.js';
import { addElements, addParts, gapsWorthKeeping, literalText, partsOf, partsOfElement, statedText } from './assemble-parts.js';
import { assembleWrittenType } from './assemble-written-types.js';
import type { Assembly } from './assembly.js';
import { addArguments, addExpression } from './add-expression.js';
import { addReference } from './add-reference.js';
import { addRegion } from './add-region.js';
import { assembleBareName, assembleConstant, assembleSend, assembleSymbolCall } from './assemble-sends.js';
import type { Gap } from './assemble-parts.js';
import type { Item } from './items.js';
import type { SyntaxNode } from './syntax-tree.js';

/** Expressions whose queries use a kind of their own for what is another kind in the facts. */
/** What queries may say beside the kinds of the facts: each becomes one or several of those. */
type WrittenKind = ExpressionKind | 'used' | 'out' | 'send' | 'symbolCall' | 'bare' | 'constant' | 'heredoc' | 'heredocBody';
const KIND_OF: Readonly<Record<string, WrittenKind>> = { tagged: 'call', operator: 'call', require: 'import', dynamicImport: 'import' };

export function assembleExpression(assembly: Assembly, item: Item): void {
  const { facts } = assembly;
  if (item.start < assembly.consumedUntil) return;
  if (assembly.top.kind === 'typeReference' && assembly.top.isWritten && assembleWrittenType(assembly, item)) return;
  if ((item.kind === 'name' || item.kind === 'used') && assembly.consumed.has(item.node.id)) return;
  const kind = KIND_OF[item.kind] ?? (item.kind as WrittenKind); // the fixtures cover every kind that the queries name
  switch (kind) {
    case 'name': {
      addExpression(assembly, item, 'name', facts.intern(assembly.source.slice(item.start, item.end)));
      const given = item.all('type');
      if (given.length > 0) assembly.callTypes.push({ node: item.node.id, nodes: given });
      return;
    }
    case 'used': {
      // What is known of variables is written down where it is of use to others.
      const name = facts.intern(assembly.source.slice(item.start, item.end));
      const binding = assembly.lookUp(assembly.top.scope, name);
      if (binding >= 0 && assembly.isLocalBinding(binding)) return;
      const used = addExpression(assembly, item, 'name', name);
      const compared = item.field('operand');
      if (compared !== undefined) assembly.refer('expressions', used, EXPRESSION.operand, compared, 'expression');
      return;
    }
    case 'member': {
      const name = item.field('name');
      const member = addExpression(assembly, item, 'member', name === undefined ? -1 : facts.intern(assembly.nameOf(name)));
      assembly.refer('expressions', member, EXPRESSION.operand, item.field('operand'), 'expression');
      if (name !== undefined) assembly.memberNames.set(member, name);
      if (item.has('filled')) assembly.filled.add(member);
      return;
    }
    case 'entry': {
      const name = item.field('name') ?? item.node;
      const entry = addExpression(assembly, item, 'entry', facts.intern(assembly.nameOf(name)));
      assembly.refer('expressions', entry, EXPRESSION.operand, item.field('operand'), 'expression');
      assembly.memberNames.set(entry, name);
      assembly.filled.add(entry);
      return;
    }
    case 'call': {
      const call = addExpression(assembly, item, 'call', -1);
      assembly.refer('expressions', call, EXPRESSION.operand, item.field('operand'), 'expression');
      const operator = item.kind === 'operator' ? item.field('site') : undefined;
      if (operator !== undefined) addReference(assembly, 'call', call, operator, addArguments(assembly, item, call));
      if (item.kind === 'operator') return;
      const isDecorator = assembly.decoratorNodes.has(item.node.id);
      const reference = item.kind === 'tagged' ? 'taggedTemplate' : isDecorator ? 'decorator' : 'call';
      const types = item.all('type');
      if (types.length > 0) assembly.callTypes.push({ node: item.node.id, nodes: types });
      addReference(assembly, reference, call, item.field('site') ?? item.field('operand') ?? item.node, addArguments(assembly, item, call));
      const text = item.field('text');
      if (text !== undefined) addParts(assembly, call, [{ name: undefined, value: text }]);
      return;
    }
    case 'send':
      assembleSend(assembly, item);
      return;
    case 'symbolCall':
      assembleSymbolCall(assembly, item);
      return;
    case 'bare':
      assembleBareName(assembly, item);
      return;
    case 'constant':
      assembleConstant(assembly, item);
      return;
    case 'heredoc':
      assembly.openTexts.push(addExpression(assembly, item, 'literal', facts.intern('string')));
      return;
    case 'heredocBody': {
      const literal = assembly.openTexts.shift();
      if (literal !== undefined) facts.tables.expressions.set(literal, EXPRESSION.extra, literalText(assembly, item));
      return;
    }
    case 'new': {
      const created = addExpression(assembly, item, 'new', -1);
      assembly.refer('expressions', created, EXPRESSION.operand, item.field('operand'), 'expression');
      assembly.refer('expressions', created, EXPRESSION.extra, item.field('type'), 'type');
      const type = item.field('type');
      const given = item.all('given');
      if (given.length > 0) assembly.callTypes.push({ node: item.node.id, nodes: given });
      if (type !== undefined) assembly.heritageNodes.add(type.id);
      addReference(assembly, 'new', created, item.field('site') ?? item.field('operand') ?? type ?? item.node, addArguments(assembly, item, created));
      return;
    }
    case 'import':
      assembleImportCall(assembly, item);
      return;
    case 'lambda': {
      const lambda = addExpression(assembly, item, 'lambda', -1);
      const owner = assembly.objectOwner.get(item.node.id) ?? -1;
      // The body of a constant that holds it runs when the constant is called.
      if (owner < 0) addRegion(assembly, item, 'lambda');
      const scope = assembly.openScope(item.end, 'function', assembly.top.symbol, owner);
      facts.tables.expressions.set(lambda, EXPRESSION.extra, scope);
      if (owner >= 0) facts.tables.symbols.set(owner, SYMBOL.ownScope, scope);
      const { implicitParameter } = assembly.rules;
      if (implicitParameter !== undefined && !item.has('parameters')) addImplicitParameter(assembly, item, scope, implicitParameter);
      const name = item.field('name');
      if (name !== undefined) {
        assembly.consumed.add(name.id);
        if (owner >= 0) assembly.bind(scope, assembly.tree.text(name), 'symbol', owner);
      }
      const written = item.field('type');
      const documented = owner < 0 ? -1 : documentedResult(assembly, assembly.docs.get(owner), written, scope);
      const body = item.field('value');
      if (documented >= 0 || written !== undefined) addStatedResult(assembly, scope, item.node, documented >= 0 ? documented : written, body);
      if (body !== undefined && !assembly.statedResults.has(scope)) addReturn(assembly, scope, body);
      return;
    }
    case 'object': {
      const owner = assembly.objectOwner.get(item.node.id) ?? -1;
      addExpression(assembly, item, 'object', -1, owner);
      if (owner >= 0) {
        assembly.objectSymbols.add(owner);
        assembly.frames.push({ ...assembly.top, end: item.end, kind: 'object', symbol: owner, row: owner });
      } else if (assembly.moduleObjects.has(item.node.id)) assembly.frames.push({ ...assembly.top, end: item.end, kind: 'object', row: -1, isExported: true });
      else assembly.frames.push({ ...assembly.top, end: item.end, kind: 'block' });
      addParts(assembly, assembly.expressionOf.get(item.node.id) ?? -1, partsOf(assembly, item.field('arguments') ?? item.node));
      return;
    }
    case 'tuple':
    case 'array': {
      const array = addExpression(assembly, item, kind, -1);
      assembly.refer('expressions', array, EXPRESSION.extra, item.field('type'), 'type');
      addElements(assembly, array, partsOf(assembly, item.field('arguments') ?? item.node));
      return;
    }
    case 'jsx': {
      const element = addExpression(assembly, item, 'jsx', -1);
      const tag = item.field('arguments');
      if (tag !== undefined) addParts(assembly, element, partsOfElement(assembly, item.node, tag));
      return;
    }
    case 'annotation': {
      const name = item.field('name');
      const annotation = addExpression(assembly, item, 'annotation', name === undefined ? -1 : facts.intern(assembly.tree.text(name)));
      assembly.refer('expressions', annotation, EXPRESSION.extra, item.field('type') ?? name, 'type');
      addArguments(assembly, item, annotation);
      // One inside another is its argument.
      const before = assembly.decorations[assembly.decorations.length - 1];
      if (before === undefined || before.end <= item.start) addDecoration(assembly, item.node, item.end);
      return;
    }
    case 'assign': {
      const assign = addExpression(assembly, item, 'assign', -1);
      assembly.refer('expressions', assign, EXPRESSION.operand, item.field('operand'), 'expression');
      assembly.refer('expressions', assign, EXPRESSION.extra, item.field('target'), 'expression');
      return;
    }
    case 'out': {
      // The variable that an argument declares has what the call puts there.
      const declared = item.field('name');
      if (declared !== undefined) addExpression(assembly, item, 'assign', facts.intern(assembly.tree.text(declared)));
      return;
    }
    case 'cast': {
      const cast = addExpression(assembly, item, 'cast', -1);
      assembly.refer('expressions', cast, EXPRESSION.operand, item.field('operand'), 'expression');
      assembly.refer('expressions', cast, EXPRESSION.extra, item.field('type'), 'type');
      const operand = item.field('operand');
      const owner = assembly.objectOwner.get(item.node.id);
      if (operand !== undefined && owner !== undefined) assembly.objectOwner.set(operand.id, owner);
      return;
    }
    case 'same': {
      const same = addExpression(assembly, item, 'same', -1);
      const operand = item.field('operand');
      assembly.refer('expressions', same, EXPRESSION.operand, operand, 'expression');
      const owner = assembly.objectOwner.get(item.node.id);
      if (operand !== undefined && owner !== undefined) assembly.objectOwner.set(operand.id, owner);
      if (operand !== undefined && assembly.decoratorNodes.has(item.node.id)) assembly.decoratorNodes.add(operand.id);
      return;
    }
    case 'query':
    case 'either': {
      // Of two branches the first is followed; the second stands in `extra`, as what a query selects does.
      const either = addExpression(assembly, item, kind, -1);
      assembly.refer('expressions', either, EXPRESSION.operand, item.field('operand'), 'expression');
      assembly.refer('expressions', either, EXPRESSION.extra, item.field('other'), 'expression');
      return;
    }
    case 'class':
      addExpression(assembly, item, 'class', -1, assembly.objectOwner.get(item.node.id) ?? -1);
      return;
    case 'await':
    case 'index': {
      const expression = addExpression(assembly, item, kind, -1);
      assembly.refer('expressions', expression, EXPRESSION.operand, item.field('operand'), 'expression');
      assembly.refer('expressions', expression, EXPRESSION.extra, item.field('index'), 'expression');
      return;
    }
    case 'literal':
      // Of strings that are joined the whole is one literal.
      if (assembly.joined.has(item.node.id)) return;
      if (assembly.rules.concatenations?.includes(assembly.tree.type(item.node)) === true) {
        if (item.end <= assembly.joinedUntil) return;
        assembly.joinedUntil = item.end;
      }
      addLiteral(assembly, item);
      return;
    default:
      addExpression(assembly, item, kind, -1);
  }
}

function addImplicitParameter(assembly: Assembly, item: Item, scope: number, name: string): void {
  const { facts } = assembly;
  const local = facts.tables.locals.add(Local.parameter, facts.intern(name), scope, -1, -1, item.start);
  assembly.localPlaces[local] = { start: item.start, end: item.start, name: item.start };
  assembly.bind(scope, name, 'local', local);
}

/** `import('…')` and `require('…')`: an import whose value is the module. */
function assembleImportCall(assembly: Assembly, item: Item): void {
  const { facts } = assembly;
  const source = item.field('source');
  const specifier = source === undefined ? -1 : facts.intern(assembly.nameOf(source));
  const row = facts.tables.imports.add(item.kind === 'require' ? Import.require : Import.dynamic, specifier, 0, assembly.top.scope);
  addExpression(assembly, item, 'import', -1, row);
  const operand = item.field('operand');
  if (operand !== undefined) assembly.consumed.add(operand.id);
  addReference(assembly, 'import', row, source ?? item.node);
}

function addReturn(assembly: Assembly, scope: number, value: SyntaxNode): void {
  const row = assembly.facts.tables.returns.add(scope, -1);
  assembly.refer('returns', row, RETURN.expression, value, 'expression');
}

export function assembleReturn(assembly: Assembly, item: Item): void {
  const around = assembly.nearest('function');
  const value = item.field('value');
  if (around !== undefined && value !== undefined && !assembly.statedResults.has(around.scope)) addReturn(assembly, around.scope, value);
}

/** Adds a literal; what stands in the gaps of its text are its parts. */
function addLiteral(assembly: Assembly, item: Item): void {
  const { facts } = assembly;
  const gaps: Gap[] = [];
  const text = statedText(assembly, item, gaps);
  // A name without a node of its own stands where the literal does.
  const kept = text === undefined ? [] : gapsWorthKeeping(text, gaps).map((gap) => (typeof gap === 'string' ? addExpression(assembly, item, 'name', facts.intern(gap)) : gap));
  const literal = addExpression(assembly, item, 'literal', facts.intern(assembly.tree.type(item.node)), text === undefined ? -1 : facts.intern(text));
  kept.forEach((gap, position) => {
    if (typeof gap === 'number') facts.tables.arguments.add(literal, position, -1, gap);
    else addParts(assembly, literal, [{ name: undefined, value: gap }], 1, position);
  });
}
