import type { FactsBuilder } from '../../facts/file-facts.js';
import { LinePlaces } from '../../facts/line-places.js';
import { BINDING_KINDS, Expression, Kind, Reference, Scope, SymbolFlag } from '../../facts/schema.js';
import { descriptorOf } from '../../parse/descriptor.js';
import { startedByPrograms } from './programs.js';

/** What a text in a deploy file names. */
export type Naming =
  /** A file of the repository, beside this one, in the folder named before `:`, or below the root. */
  | 'file'
  /** A file that a unit starts with: named like one of the above. */
  | 'start'
  /** A module of Python that a unit starts, in the folder named before `:`. */
  | 'module'
  /** The same, or the package whose module `celery` is meant. */
  | 'celery'
  /** A function that a platform calls, behind its file and a dot, in the folder named before `:`. */
  | 'handler'
  /** A script of a package.json that a unit starts, in the folder named before `:`. */
  | 'script'
  /** A folder that an image is built from, and the name of its Dockerfile after `:`. */
  | 'build'
  /** An image that lies outside the repository, or a stage or service of its own file. */
  | 'image'
  /** A reusable part of a pipeline outside the repository. */
  | 'action'
  /** Another service, stage or job of the same file. */
  | 'sibling';

const LONGEST_SIGNATURE = 300;

/** Makes facts of files that say what is built and started: services, jobs and stages as constants, and what they name as values: a literal whose name is the text and whose extra is how it is meant. */
export class DeployFacts {
  private readonly places: LinePlaces;
  private readonly scope: number;

  constructor(
    private readonly facts: FactsBuilder,
    private readonly source: string,
  ) {
    this.places = new LinePlaces(source);
    this.scope = facts.tables.scopes.add(-1, Scope.file, -1, -1);
  }

  /** A service, job or stage. @returns its row */
  addUnit(name: string, signature: string, start: number, end: number): number {
    const { symbols, bindings } = this.facts.tables;
    const from = this.places.of(start);
    const to = this.places.of(end);
    const symbol = symbols.add(Kind.constant, this.facts.intern(name), -1, this.scope, -1, SymbolFlag.exported, -1, -1, from.row, from.column, to.row, to.column, from.row, from.column, this.facts.intern(signature.replaceAll(/\s+/g, ' ').slice(0, LONGEST_SIGNATURE)), this.facts.intern(descriptorOf('constant', name, 0, undefined)), 0, 0, 0);
    bindings.add(this.scope, this.facts.intern(name), BINDING_KINDS.indexOf('symbol'), symbol);
    return symbol;
  }

  /** What a unit, or the file itself (-1), names. */
  addNaming(unit: number, naming: Naming, text: string, start: number, end: number): void {
    const { expressions, references } = this.facts.tables;
    const from = this.places.of(start);
    const to = this.places.of(end);
    const literal = expressions.add(Expression.literal, this.facts.intern(text), -1, this.facts.intern(naming), this.scope, from.row, from.column);
    references.add(Reference.value, literal, unit, from.row, from.column, to.row, to.column, -1);
  }

  /** Files of the repository that a command names, as it stands in the source; `folder` is where it runs, if that is stated. */
  addCommand(unit: number, start: number, end: number, folder = '', naming: 'file' | 'start' = 'file'): void {
    for (const { word, at, length } of filesIn(this.source.slice(start, end))) this.addNaming(unit, naming, inFolder(folder, word), start + at, start + at + length);
  }

  /** What a unit starts with: `pieces` are places of the parts of one command line. */
  addStart(unit: number, pieces: readonly { readonly start: number; readonly end: number }[], folder = ''): void {
    for (const { start, end } of pieces) this.addCommand(unit, start, end, folder, 'start');
    for (const found of startedByPrograms(pieces.map(({ start, end }) => ({ text: this.source.slice(start, end), start })))) {
      if (found.folder.includes('..')) continue;
      this.addNaming(unit, found.naming, inFolder([folder, found.folder].filter((part) => part !== '').join('/'), found.name), found.start, found.end);
    }
  }
}

/** Files that a command names: a path that is not absolute, by its ending. */
export function filesIn(command: string): readonly { readonly word: string; readonly at: number; readonly length: number }[] {
  return [...command.matchAll(WORD)].flatMap((match) => {
    const word = match[0].replace(/^\.\//, '');
    return FILE.test(word) && !word.includes('..') ? [{ word, at: match.index, length: match[0].length }] : [];
  });
}

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}:${name}`;
}

const WORD = /[\p{L}\p{N}_@./-]+/gu;
/** Scripts and entry files. */
const FILE = /^(?![/-])(?!.*\/\/).*[^./]\.(?:sh|bash|py|js|mjs|cjs|ts|mts|tsx|rb|php|pl|go|ps1|kts|sql)$/;
