import { SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { orderOf } from '../sql/family.js';

/** A place in the order of migrations for each file: by the chain of revisions, and by its name where the chain is broken. */
export function revisionOrder(views: readonly FileView[]): ReadonlyMap<FileView, string> {
  const byRevision = new Map(views.flatMap((view) => assigned(view, 'revision').map((revision) => [revision, view] as const)));
  const depths = new Map<FileView, number | undefined>();
  const depthOf = (view: FileView): number | undefined => {
    if (depths.has(view)) return depths.get(view);
    // Until it is known: a chain that comes back to itself has no order.
    depths.set(view, undefined);
    let depth: number | undefined = 0;
    for (const revision of assigned(view, 'down_revision')) {
      const before = byRevision.get(revision);
      const known: number | undefined = before === undefined ? undefined : depthOf(before);
      depth = depth === undefined || known === undefined ? undefined : Math.max(depth, known + 1);
    }
    depths.set(view, depth);
    return depth;
  };
  return new Map(
    views.map((view) => {
      const depth = depthOf(view);
      const name = orderOf(view.file.path);
      return [view, depth === undefined ? name : `${String(depth).padStart(16, '0')} ${name}`];
    }),
  );
}

/** Texts of a variable of the module: one, several of a merge, none of the first. */
function assigned(view: FileView, name: string): readonly string[] {
  const { symbols } = view.facts;
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.parent) >= 0 || view.facts.text(symbols.get(row, SYMBOL.name)) !== name) continue;
    const value = symbols.get(row, SYMBOL.value);
    const text = view.text(value);
    if (text !== undefined) return text === 'None' ? [] : [text];
    return view.texts(value);
  }
  return [];
}
