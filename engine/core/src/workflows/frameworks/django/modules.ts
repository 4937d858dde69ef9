import path from 'node:path';
import type { FileView } from '../../../view/file-view.js';

/** Path of the file of a module that settings or routes name by text, looked for in the folders above the file, the nearest first; undefined where the repository has none. */
export function declaredModule(view: FileView, module: string): string | undefined {
  if (!/^\w+(?:\.\w+)*$/.test(module)) return undefined;
  const wanted = module.replaceAll('.', '/');
  for (let folder = path.posix.dirname(view.file.path); ; folder = path.posix.dirname(folder)) {
    const found = [`${wanted}.py`, `${wanted}/__init__.py`].map((name) => path.posix.join(folder, name)).find((name) => view.program.isListed(name));
    if (found !== undefined || folder === '.') return found;
  }
}
