import { EXPRESSION, Expression, Kind, SYMBOL } from '../../facts/schema.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile } from '../../link/program.js';
import { Parts } from '../../link/parts.js';
import type { Types } from '../typescript/types.js';
import { bareExpression } from '../typescript/names.js';
import type { DeclaredIndex } from './declared-index.js';
import type { Declaration, Declarations } from './declarations.js';

/** What a template may use. */
export interface TemplateScope {
  /** Classes of the repository: components, directives, pipes. */
  readonly symbols: ReadonlySet<number>;
  /** What is taken in from packages. */
  readonly packages: readonly { readonly package: ExternalPackage; readonly path: string }[];
}

interface Collected {
  readonly symbols: Set<number>;
  readonly packages: { readonly package: ExternalPackage; readonly path: string }[];
  readonly modules: Set<number>;
}

const DEPTH = 24;

/** Finds what a component takes in: its own `imports`, or those of the module that declares it: angular.dev/guide/ngmodules/overview. */
export class TemplateScopes {
  private readonly known = new Map<number, TemplateScope>();
  private readonly parts = new Parts();

  constructor(
    private readonly types: Types,
    private readonly declarations: Declarations,
    private readonly index: DeclaredIndex,
  ) {}

  forgetAnswers(): void {
    this.known.clear();
  }

  of(component: Declaration): TemplateScope {
    const known = this.known.get(component.symbol);
    if (known !== undefined) return known;
    const scope = this.find(component);
    this.known.set(component.symbol, scope);
    return scope;
  }

  private find(component: Declaration): TemplateScope {
    const { declarations, types, index } = this;
    const collected: Collected = { symbols: new Set([component.symbol]), packages: [], modules: new Set() };
    const own = declarations.stated(component, 'imports');
    this.collect(component.file, own, collected);
    for (const module of own >= 0 ? [] : index.modulesOf(types.program.nameOf(component.symbol))) {
      const declared: Collected = { symbols: new Set(), packages: [], modules: new Set() };
      this.collect(module.file, declarations.stated(module, 'declarations'), declared);
      if (!declared.symbols.has(component.symbol)) continue;
      for (const symbol of declared.symbols) collected.symbols.add(symbol);
      this.collect(module.file, declarations.stated(module, 'imports'), collected);
    }
    return { symbols: collected.symbols, packages: collected.packages };
  }

  /** What an array, or a name in one, takes in; of a module what it gives out. */
  private collect(file: LinkFile, expression: number, into: Collected, depth = 0): void {
    if (expression < 0 || depth > DEPTH) return;
    const { expressions } = file.facts;
    const row = bareExpression(file, expression);
    switch (expressions.get(row, EXPRESSION.kind)) {
      case Expression.array:
        for (const { value } of this.parts.of(file.facts, row)) this.collect(file, value, into, depth + 1);
        return;
      case Expression.name:
      case Expression.member:
        return this.collectNamed(file, row, into, depth);
      case Expression.call: {
        // `Module.forRoot(…)` gives the module, `forwardRef(() => Later)` what its function gives.
        const operand = expressions.get(row, EXPRESSION.operand);
        if (expressions.get(operand, EXPRESSION.kind) === Expression.member) return this.collect(file, expressions.get(operand, EXPRESSION.operand), into, depth + 1);
        const [first] = this.parts.of(file.facts, row);
        const later = first === undefined ? undefined : this.types.returnOf(this.types.ofExpression(file, first.value));
        if (later?.kind === 'declared') this.collectClass(later.symbol, into, depth);
      }
    }
  }

  private collectNamed(file: LinkFile, row: number, into: Collected, depth: number): void {
    const { types } = this;
    const { program } = types;
    const { expressions } = file.facts;
    const isName = expressions.get(row, EXPRESSION.kind) === Expression.name;
    const entity = isName
      ? types.names.resolve(file, expressions.get(row, EXPRESSION.scope), expressions.get(row, EXPRESSION.name), 'value')
      : types.members.of(types.ofExpression(file, expressions.get(row, EXPRESSION.operand)), file.facts.text(expressions.get(row, EXPRESSION.name)));
    if (entity.kind === 'external') into.packages.push({ package: entity.package, path: entity.path });
    if (entity.kind !== 'symbol') return;
    if (program.cell(entity.symbol, SYMBOL.kind) === Kind.class) this.collectClass(entity.symbol, into, depth);
    else this.collect(program.fileOfSymbol(entity.symbol), program.cell(entity.symbol, SYMBOL.value), into, depth + 1);
  }

  private collectClass(symbol: number, into: Collected, depth: number): void {
    const file = this.types.program.fileOfSymbol(symbol);
    const declaration = this.declarations.in(file).get(symbol - file.firstSymbol);
    if (declaration?.kind !== 'module') {
      into.symbols.add(symbol);
      return;
    }
    if (into.modules.has(symbol)) return;
    into.modules.add(symbol);
    this.collect(file, this.declarations.stated(declaration, 'exports'), into, depth + 1);
  }
}
