import { SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { TriggerSite } from '../../sites.js';

const START = { startRow: 0, startColumn: 0, endRow: 0, endColumn: 0 } as const;

/** Commands that a package declares for functions of its modules: packaging.python.org/en/latest/specifications/entry-points. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker) => (view.file.manifest?.entryPoints?.get(view.file.path) ?? []).map(({ name, member }): TriggerSite => {
    const row = rowOf(view, member);
    const range = row < 0 ? START : view.symbolRange(row);
    return { kind: 'trigger', framework: 'python-packages', rule: 'python.entryPoint', protocol: 'command', method: '', address: name, handler: keyOf(view, maker, row), inline: undefined, receiver: undefined, range, confidence: 100 };
  }),
};

/** A module that has the function of another is meant as a whole. */
function keyOf(view: FileView, maker: SiteMaker, row: number): string {
  return row < 0 ? fileKey(view.file.path) : maker.keyOf(view.program.canonical(view.file.firstSymbol + row));
}

/** Row of what the module declares under a name, `main` or `Shop.main`, or -1. */
function rowOf(view: FileView, member: string): number {
  const { symbols } = view.facts;
  return member.split('.').reduce((parent, name, depth) => {
    if (depth > 0 && parent < 0) return -1;
    for (let row = symbols.rows - 1; row >= 0; row--) if (symbols.get(row, SYMBOL.parent) === parent && view.facts.text(symbols.get(row, SYMBOL.name)) === name) return row;
    return -1;
  }, -1);
}
