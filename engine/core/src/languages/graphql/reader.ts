import type { DefinitionNode, FieldDefinitionNode, Location } from 'graphql';
import type { FactsBuilder } from '../../facts/file-facts.js';
import { BINDING_KINDS, Export, Expression, FactError, Kind, SYMBOL, Scope, SymbolFlag } from '../../facts/schema.js';
import { descriptorOf } from '../../parse/descriptor.js';
import type { LanguageReader } from '../load-reader.js';
import { graphql, parseDefinitions } from './document.js';

const LONGEST_SIGNATURE = 300;
/** Definitions of a schema that are types of their own, and what they become. */
const TYPES: Readonly<Partial<Record<DefinitionNode['kind'], 'class' | 'interface' | 'enum' | 'typeAlias'>>> = {
  ObjectTypeDefinition: 'class',
  ObjectTypeExtension: 'class',
  InputObjectTypeDefinition: 'class',
  InterfaceTypeDefinition: 'interface',
  InterfaceTypeExtension: 'interface',
  EnumTypeDefinition: 'enum',
  UnionTypeDefinition: 'typeAlias',
  ScalarTypeDefinition: 'typeAlias',
};

/** Operations and fragments as constants whose value is their text, types of a schema with their fields: each field's value is its text. */
function readFacts(source: string, facts: FactsBuilder): void {
  const reader = new DocumentFacts(facts, source);
  const definitions = source.trim() === '' ? [] : parseDefinitions(source);
  if (definitions === undefined) facts.tables.errors.add(FactError.syntax, 0, 0, facts.lines, 0);
  for (const definition of definitions ?? []) reader.read(definition);
}

class DocumentFacts {
  private readonly scope: number;

  constructor(
    private readonly facts: FactsBuilder,
    private readonly source: string,
  ) {
    this.scope = facts.tables.scopes.add(-1, Scope.file, -1, -1);
  }

  read(node: DefinitionNode): void {
    const { loc } = node;
    const { Kind: Node } = graphql();
    if (loc === undefined) return;
    if (node.kind === Node.OPERATION_DEFINITION || node.kind === Node.FRAGMENT_DEFINITION) {
      const name = node.name?.value ?? (node.kind === Node.OPERATION_DEFINITION ? node.operation : '');
      this.addSymbol('constant', name, -1, this.scope, loc, this.addText(this.scope, loc));
      return;
    }
    const kind = TYPES[node.kind];
    if (kind === undefined || !('name' in node) || node.name === undefined) return;
    const type = this.addSymbol(kind, node.name.value, -1, this.scope, loc, -1);
    const own = this.facts.tables.scopes.add(this.scope, Scope.type, type, type);
    this.facts.tables.symbols.set(type, SYMBOL.ownScope, own);
    if (node.kind === Node.OBJECT_TYPE_DEFINITION || node.kind === Node.OBJECT_TYPE_EXTENSION) for (const field of node.fields ?? []) this.addField(type, own, field);
  }

  private addField(type: number, scope: number, { name, loc }: FieldDefinitionNode): void {
    if (loc !== undefined) this.addSymbol('property', name.value, type, scope, loc, this.addText(scope, loc));
  }

  private addText(scope: number, { start, end, startToken }: Location): number {
    return this.facts.tables.expressions.add(Expression.literal, this.facts.intern('string'), -1, this.facts.intern(this.source.slice(start, end)), scope, startToken.line - 1, startToken.column - 1);
  }

  private addSymbol(kind: 'constant' | 'property' | 'class' | 'interface' | 'enum' | 'typeAlias', name: string, parent: number, scope: number, { start, end, startToken, endToken }: Location, value: number): number {
    const { symbols, bindings, exports } = this.facts.tables;
    const [row, column] = [startToken.line - 1, startToken.column - 1];
    const [endRow, endColumn] = [endToken.line - 1, endToken.column - 1 + endToken.end - endToken.start];
    const signature = this.source.slice(start, Math.min(end, start + LONGEST_SIGNATURE)).replace(/\s*\{.*$/s, '').replaceAll(/\s+/g, ' ');
    const symbol = symbols.add(Kind[kind], this.facts.intern(name), parent, scope, -1, SymbolFlag.exported, -1, value, row, column, endRow, endColumn, row, column, this.facts.intern(signature), this.facts.intern(descriptorOf(kind, name, 0, undefined)), 0, 0, 0);
    bindings.add(scope, this.facts.intern(name), BINDING_KINDS.indexOf('symbol'), symbol);
    // Loaders give each operation of a file by its name.
    if (kind === 'constant') exports.add(Export.declaration, this.facts.intern(name), -1, -1, symbol, -1, scope);
    return symbol;
  }
}

export const reader: LanguageReader = { facts: readFacts };
