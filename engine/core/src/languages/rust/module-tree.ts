import path from 'node:path';
import { IMPORT, Import, Kind, SCOPE, SYMBOL, Scope } from '../../facts/schema.js';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';

const STATED_PATH = /^"?(.+\.rs)"?$/;

/** A module: a file, or braces in one. */
export interface Module {
  readonly file: LinkFile;
  /** The scope whose names are the module's. */
  readonly scope: number;
  /** Its symbol, -1 for a file. */
  readonly symbol: number;
}

/** Modules of the repository, as `mod` states them. */
export class ModuleTree {
  private readonly modules = new Map<number, Map<number, Module>>();
  private readonly parents = new Map<LinkFile, Module>();

  constructor(
    private readonly program: LinkProgram,
    private readonly isRoot: (path: string) => boolean,
  ) {
    const files = program.files.filter((file) => file.languageId === 'rust');
    for (const file of files) this.modules.set(file.index, new Map([[0, { file, scope: 0, symbol: -1 }]]));
    for (const file of files) this.readFile(file);
  }

  private readFile(file: LinkFile): void {
    const { symbols, imports } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const scope = symbols.get(row, SYMBOL.ownScope);
      if (symbols.get(row, SYMBOL.kind) === Kind.namespace && scope >= 0) this.modules.get(file.index)?.set(scope, { file, scope, symbol: this.program.canonical(file.firstSymbol + row) });
    }
    for (let row = 0; row < imports.rows; row++) {
      if (imports.get(row, IMPORT.kind) !== Import.equals) continue;
      const child = this.fileOf(file, row);
      const around = this.around(file, imports.get(row, IMPORT.scope));
      if (child !== undefined && child !== file && !this.parents.has(child)) this.parents.set(child, around);
    }
  }

  /** The file of a module without braces. */
  fileOf(file: LinkFile, row: number): LinkFile | undefined {
    const { imports } = file.facts;
    const name = file.facts.text(imports.get(row, IMPORT.specifier));
    const folder = folderOf(file.path);
    const stem = file.path.slice(folder === '' ? 0 : folder.length + 1).replace(/\.rs$/, '');
    const above = this.namesAround(file, imports.get(row, IMPORT.scope));
    const isTop = stem === 'mod' || stem === 'lib' || stem === 'main' || this.isRoot(file.path);
    // `#[path = "unix.rs"] mod platform;` is named from the folder of its file.
    const stated = STATED_PATH.exec(name)?.[1];
    if (stated !== undefined) return this.program.fileByPath.get(path.posix.join(folder, ...(isTop || above.length === 0 ? above : [stem, ...above]), stated));
    const places = isTop ? [folder] : [join(folder, stem), folder];
    for (const place of places) {
      const base = [place, ...above, name].filter((part) => part !== '').join('/');
      const found = this.program.fileByPath.get(`${base}.rs`) ?? this.program.fileByPath.get(`${base}/mod.rs`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private namesAround(file: LinkFile, scope: number): string[] {
    const names: string[] = [];
    for (let module = this.around(file, scope); module.symbol >= 0; module = this.around(file, file.facts.scopes.get(module.scope, SCOPE.parent))) names.unshift(this.program.nameOf(module.symbol));
    return names;
  }

  /** The module that a scope is in. */
  around(file: LinkFile, scope: number): Module {
    const { scopes } = file.facts;
    for (let at = scope; at > 0; at = scopes.get(at, SCOPE.parent)) {
      const module = scopes.get(at, SCOPE.kind) === Scope.namespace ? this.modules.get(file.index)?.get(at) : undefined;
      if (module !== undefined) return module;
    }
    return this.at(file, 0) ?? { file, scope: 0, symbol: -1 };
  }

  at(file: LinkFile, scope: number): Module | undefined {
    return this.modules.get(file.index)?.get(scope);
  }

  ofSymbol(symbol: number): Module | undefined {
    return this.at(this.program.fileOfSymbol(symbol), this.program.cell(symbol, SYMBOL.ownScope));
  }

  /** The module around a module; the root has none. */
  parentOf(module: Module): Module | undefined {
    return module.symbol < 0 ? this.parents.get(module.file) : this.around(module.file, module.file.facts.scopes.get(module.scope, SCOPE.parent));
  }

  rootOf(module: Module): Module {
    const seen = new Set<Module>();
    let at = module;
    for (let next = this.parentOf(at); next !== undefined && !seen.has(next); next = this.parentOf(at)) {
      seen.add(next);
      at = next;
    }
    return at;
  }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
