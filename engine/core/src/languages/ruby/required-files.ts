import path from 'node:path';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity } from '../../link/semantics/index.js';
import { none } from '../../link/semantics/index.js';
import { RUBY, STANDARD_LIBRARIES } from './core-names.js';
import type { GemOwners } from './gem-owners.js';

/** Folders of a package that are on the load path when its code or its tests run. */
const LOAD_FOLDERS = ['lib', '', 'spec', 'test', 'app', 'features'];

/** What `require`, `load` and `require_relative` name. */
export class RequiredFiles {
  constructor(
    private readonly program: LinkProgram,
    private readonly owners: GemOwners,
  ) {}

  relative(file: LinkFile, written: string): Entity {
    const place = path.posix.normalize(path.posix.join(folderOf(file.path), written));
    if (place.startsWith('../')) return none('outsideTree');
    return this.at(place) ?? none(written.includes('#{') ? 'dynamic' : 'moduleNotFound');
  }

  feature(file: LinkFile, written: string): Entity {
    if (written.includes('#{')) return none('dynamic');
    if (written.startsWith('.')) return this.relative(file, written);
    const root = file.manifest?.folder ?? '';
    for (const folder of LOAD_FOLDERS) {
      const found = this.at(path.posix.join(root, folder, written));
      if (found !== undefined) return found;
    }
    const [head = ''] = written.split('/');
    if (STANDARD_LIBRARIES.has(written) || (STANDARD_LIBRARIES.has(head) && written.includes('/'))) return { kind: 'external', package: RUBY, path: written };
    const gem = this.owners.ofFeature(written, file.path, file.manifest);
    if (gem !== undefined) return { kind: 'external', package: gem, path: written };
    return STANDARD_LIBRARIES.has(head) ? { kind: 'external', package: RUBY, path: written } : none('undeclaredDependency');
  }

  private at(place: string): Entity | undefined {
    for (const candidate of [`${place}.rb`, place]) {
      const target = this.program.fileAt(candidate);
      if (target !== undefined) return { kind: 'module', file: target.index };
      if (this.program.isListed(candidate)) return { kind: 'path', path: candidate };
    }
    return undefined;
  }
}
