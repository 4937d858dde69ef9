import path from 'node:path';
import { IMPORT, Import } from '../../facts/schema.js';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';

/** Files that files include. */
export class Includes {
  private readonly bySuffix = new Map<string, string[]>();
  private readonly reached = new Map<number, ReadonlySet<number>>();

  constructor(private readonly program: LinkProgram) {
    for (const file of program.files) {
      if (file.languageId !== 'cpp') continue;
      const name = path.posix.basename(file.path);
      this.bySuffix.set(name, [...(this.bySuffix.get(name) ?? []), file.path]);
    }
  }

  /** The included path: beside the file, else the only one of the repository that ends so; `several` where more do. */
  find(file: LinkFile, row: number): LinkFile | 'several' | undefined {
    const written = file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).replace(/^<|>$/g, '');
    const beside = this.program.fileByPath.get(path.posix.normalize(path.posix.join(folderOf(file.path), written)));
    if (beside !== undefined) return beside;
    const plain = written.replace(/^(?:\.\.?\/)+/, '');
    const [only, ...more] = (this.bySuffix.get(path.posix.basename(plain)) ?? []).filter((candidate) => candidate === plain || candidate.endsWith(`/${plain}`));
    return more.length > 0 ? 'several' : only === undefined ? undefined : this.program.fileByPath.get(only);
  }

  /** A file and all that it includes, directly or not. */
  visibleFrom(file: LinkFile): ReadonlySet<number> {
    const known = this.reached.get(file.index);
    if (known !== undefined) return known;
    const reached = new Set([file.index]);
    const open = [file];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { imports } = next.facts;
      for (let row = 0; row < imports.rows; row++) {
        const included = imports.get(row, IMPORT.kind) === Import.static ? this.find(next, row) : undefined;
        if (included === undefined || included === 'several' || reached.has(included.index)) continue;
        reached.add(included.index);
        open.push(included);
      }
    }
    this.reached.set(file.index, reached);
    return reached;
  }
}
