import { SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { orderOf } from '../sql/family.js';

/** A place in the order of migrations for each file: by the chain of revisions, and by its name where the chain comes back to itself. */
export function revisionOrder(views: readonly FileView[]): ReadonlyMap<FileView, string> {
  const byRevision = new Map(views.flatMap((view) => assigned(view, 'revision').map((revision) => [revision, view] as const)));
  const following = new Map<FileView, FileView[]>();
  const open = new Map<FileView, number>();
  for (const view of views) {
    // A revision that is not here was before all that are.
    const before = assigned(view, 'down_revision').flatMap((revision) => byRevision.get(revision) ?? []);
    open.set(view, before.length);
    for (const one of before) {
      const known = following.get(one);
      if (known === undefined) following.set(one, [view]);
      else known.push(view);
    }
  }
  const depths = new Map<FileView, number>();
  const ready = views.filter((view) => open.get(view) === 0);
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const depth = depths.get(next) ?? 0;
    depths.set(next, depth);
    for (const view of following.get(next) ?? []) {
      depths.set(view, Math.max(depths.get(view) ?? 0, depth + 1));
      const left = (open.get(view) ?? 0) - 1;
      open.set(view, left);
      if (left === 0) ready.push(view);
    }
  }
  return new Map(
    views.map((view) => {
      const isOrdered = open.get(view) === 0;
      const name = orderOf(view.file.path);
      return [view, isOrdered ? `${String(depths.get(view) ?? 0).padStart(16, '0')} ${name}` : name];
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
