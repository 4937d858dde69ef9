import path from 'node:path';
import { DECORATION, EXPRESSION, Expression, IMPORT, Kind, SYMBOL } from '../../facts/schema.js';
import type { FileFacts } from '../../facts/file-facts.js';
import { folderOf } from '../../link/packages.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile } from '../../link/program.js';

export const ANGULAR = '@angular/core';

/** A class that a decorator of Angular declares to be something of it. */
export interface Declaration {
  readonly kind: 'component' | 'directive' | 'pipe' | 'module';
  readonly file: LinkFile;
  /** Number of the class in the whole program. */
  readonly symbol: number;
  /** Row of the object that the decorator is given, or -1. */
  readonly stated: number;
}

const KINDS: Readonly<Record<string, Declaration['kind']>> = { Component: 'component', Directive: 'directive', Pipe: 'pipe', NgModule: 'module' };
/** Arrays in arrays, and constants that name arrays. */
const DEPTH = 8;

/** Reads what classes of single files are declared to be. Whoever asks reads the file. */
export class Declarations {
  private readonly known = new WeakMap<FileFacts, ReadonlyMap<number, Declaration>>();
  private readonly parts = new Parts();

  /** What a file declares, by the rows of the classes. */
  in(file: LinkFile): ReadonlyMap<number, Declaration> {
    const { facts } = file;
    let found = this.known.get(facts);
    if (found === undefined) {
      found = isOfAngular(facts) ? this.read(file) : new Map();
      this.known.set(facts, found);
    }
    return found;
  }

  private read(file: LinkFile): ReadonlyMap<number, Declaration> {
    const { facts } = file;
    const { decorations, expressions, symbols } = facts;
    const found = new Map<number, Declaration>();
    for (let row = 0; row < decorations.rows; row++) {
      const symbol = decorations.get(row, DECORATION.symbol);
      const call = decorations.get(row, DECORATION.expression);
      if (symbols.get(symbol, SYMBOL.kind) !== Kind.class || expressions.get(call, EXPRESSION.kind) !== Expression.call) continue;
      const kind = KINDS[facts.text(expressions.get(expressions.get(call, EXPRESSION.operand), EXPRESSION.name))];
      if (kind === undefined) continue;
      const [first] = this.parts.of(facts, call);
      const stated = first !== undefined && expressions.get(first.value, EXPRESSION.kind) === Expression.object ? first.value : -1;
      found.set(symbol, { kind, file, symbol: file.firstSymbol + symbol, stated });
    }
    return found;
  }

  /** Row of what an object states under a name, or -1. */
  entry({ facts }: LinkFile, object: number, name: string): number {
    return object < 0 ? -1 : (this.parts.of(facts, object).find((part) => part.name === name)?.value ?? -1);
  }

  /** What a declaration states under a name. */
  stated({ file, stated }: Declaration, name: string): number {
    return this.entry(file, stated, name);
  }

  statedText(declaration: Declaration, name: string): string | undefined {
    return textOf(declaration.file, this.stated(declaration, name));
  }

  /** Path of the file that a component's template stands in. */
  templatePath(declaration: Declaration): string | undefined {
    const url = declaration.kind === 'component' ? this.statedText(declaration, 'templateUrl') : undefined;
    return url === undefined ? undefined : besideFile(declaration.file, url);
  }

  /** Names in an array, also of constants of the file that it spreads. */
  namesIn(file: LinkFile, row: number, depth = 0): readonly string[] {
    const { facts } = file;
    const { expressions } = facts;
    const kind = expressions.get(row, EXPRESSION.kind);
    if (row < 0 || depth > DEPTH) return [];
    if (kind === Expression.array) return this.parts.of(facts, row).flatMap(({ value }) => this.namesIn(file, value, depth + 1));
    if (kind !== Expression.name) return [];
    const constant = this.constantOf(file, expressions.get(row, EXPRESSION.name));
    return constant < 0 ? [facts.text(expressions.get(row, EXPRESSION.name))] : this.namesIn(file, constant, depth + 1);
  }

  /** The array that a constant of the file is set to, or -1. */
  private constantOf({ facts }: LinkFile, name: number): number {
    const { symbols, expressions } = facts;
    for (let row = 0; row < symbols.rows; row++) {
      const value = symbols.get(row, SYMBOL.value);
      if (symbols.get(row, SYMBOL.name) === name && symbols.get(row, SYMBOL.parent) < 0 && expressions.get(value, EXPRESSION.kind) === Expression.array) return value;
    }
    return -1;
  }
}

/** The text of a literal. */
export function textOf({ facts }: LinkFile, row: number): string | undefined {
  if (row < 0 || facts.expressions.get(row, EXPRESSION.kind) !== Expression.literal) return undefined;
  return facts.text(facts.expressions.get(row, EXPRESSION.extra));
}

/** Where a path leads that a file states, as `templateUrl` does. */
export function besideFile({ path: of }: LinkFile, url: string): string {
  return url.startsWith('/') ? url.slice(1) : path.posix.normalize(`${folderOf(of)}/${url}`).replace(/^\//, '');
}

function isOfAngular(facts: FileFacts): boolean {
  const { imports } = facts;
  for (let row = 0; row < imports.rows; row++) if (facts.text(imports.get(row, IMPORT.specifier)) === ANGULAR) return true;
  return false;
}
