import path from 'node:path';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity } from '../../link/semantics/index.js';
import { none } from '../../link/semantics/index.js';

/** Files that `require` and `include` name: beside the file, or from the root or the package's folder. */
export class IncludedFiles {
  constructor(private readonly program: LinkProgram) {}

  of(file: LinkFile, written: string): Entity {
    const relative = written.replace(/^\/+/, '');
    if (relative === '' || !/\.\w+$/.test(relative)) return none('dynamic');
    if (/(?:^|\/)vendor\//.test(relative)) return none('outsideTree');
    for (const folder of new Set([folderOf(file.path), file.manifest?.folder ?? '', ''])) {
      const place = path.posix.normalize(path.posix.join(folder, relative));
      const target = this.program.fileAt(place);
      if (target !== undefined) return { kind: 'module', file: target.index };
      if (this.program.isListed(place)) return { kind: 'path', path: place };
    }
    return none('moduleNotFound');
  }
}
