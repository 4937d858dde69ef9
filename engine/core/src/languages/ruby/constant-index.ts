import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { NameIndex, isTypeKind } from '../../link/semantics/index.js';

/** Folders from which Zeitwerk loads: constants are named by the path below them. */
const AUTOLOADED = /^(.*?(?:^|\/)(?:app\/[^/]+(?:\/concerns)?|lib))\/(.+)\.rb$/;

export function camelized(segment: string): string {
  return segment
    .split('_')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}

/** The constant that a file is to declare by its path, for files that are loaded by it. */
export function constantOfPath(path: string): string | undefined {
  const below = AUTOLOADED.exec(path)?.[2];
  return below?.split('/').map(camelized).join('::');
}

/** Constants of all Ruby files by full name. A class or module that several files open is one symbol. */
export class ConstantIndex {
  private readonly constants: NameIndex;
  /** Classes and modules by the last part of their names. */
  private readonly types: NameIndex;
  private readonly notePath: (constant: string) => void;
  private readonly fullNames = new Map<number, string>();
  /** Modules that only folders declare. */
  private readonly folders = new Map<string, string>();
  private readonly paths = new Map<string, string>();

  constructor(private readonly program: LinkProgram) {
    this.constants = new NameIndex({ program, table: 'ruby constants' });
    this.types = new NameIndex({ program, table: 'ruby types' });
    this.notePath = program.lookups.open('ruby autoloaded', (constant) => `${this.paths.get(constant) ?? ''} ${this.folders.get(constant) ?? ''}`);
    for (const file of program.files) {
      if (file.languageId !== 'ruby') continue;
      this.readFile(file);
      const constant = constantOfPath(file.path);
      if (constant !== undefined) this.readPath(constant, file.path);
    }
  }

  private readFile(file: LinkFile): void {
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const kind = symbols.get(row, SYMBOL.kind);
      if (!isTypeKind(kind) && kind !== Kind.constant) continue;
      const id = file.firstSymbol + row;
      const parentRow = symbols.get(row, SYMBOL.parent);
      const around = parentRow < 0 ? '' : this.fullName(file.firstSymbol + parentRow);
      const name = file.facts.text(symbols.get(row, SYMBOL.name));
      const full = name.startsWith('::') ? name.slice(2) : around === '' ? name : `${around}::${name}`;
      this.fullNames.set(id, full);
      if (this.program.canonical(id) !== id) continue;
      const twin = isTypeKind(kind) ? this.constants.get(full).find((other) => isTypeKind(this.program.cell(other, SYMBOL.kind)) && this.program.fileOfSymbol(other).manifest === file.manifest) : undefined;
      if (twin === undefined) {
        this.constants.add(full, id);
        if (isTypeKind(kind)) this.types.add(full.slice(full.lastIndexOf(':') + 1), id);
      } else this.program.merge(twin, id);
    }
  }

  private readPath(constant: string, path: string): void {
    if (!this.paths.has(constant)) this.paths.set(constant, path);
    const parts = constant.split('::');
    let folder = path;
    for (let length = parts.length - 1; length > 0; length--) {
      folder = folder.slice(0, folder.lastIndexOf('/'));
      const module = parts.slice(0, length).join('::');
      if (!this.folders.has(module)) this.folders.set(module, folder);
    }
  }

  /** The only class or module whose name ends so. */
  only(last: string): number | undefined {
    const [first, ...more] = this.types.get(last);
    return more.length === 0 ? first : undefined;
  }

  fullName(symbol: number): string {
    return this.fullNames.get(symbol) ?? this.fullNames.get(this.program.canonical(symbol)) ?? '';
  }

  /** Symbols of a full name: those of the asking package, else all. */
  named(full: string, file: LinkFile): readonly number[] {
    const found = this.constants.get(full);
    if (found.length < 2) return found;
    const own = found.filter((symbol) => this.program.fileOfSymbol(symbol).manifest === file.manifest);
    const candidates = own.length > 0 ? own : found;
    // Of several, the one that lies where its name says.
    const placed = candidates.filter((symbol) => constantOfPath(this.program.fileOfSymbol(symbol).path) === full);
    return placed.length > 0 ? placed : candidates;
  }

  /** The file that is to declare a constant, which it does in a way that its text does not show. */
  pathOf(full: string): string | undefined {
    this.notePath(full);
    return this.paths.get(full);
  }

  folderOf(full: string): string | undefined {
    this.notePath(full);
    return this.folders.get(full);
  }
}
