import { Expression } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';

const STEPS = 4;

/** The schema that `MetaData(schema="app")` states, which an expression is or leads to: `metadata`, `Base.metadata`. @param row or -1 */
export function schemaOfMetadata(view: FileView, row: number, steps = 0): string | undefined {
  if (row < 0 || steps > STEPS) return undefined;
  if (view.kind(row) === Expression.call) return view.name(row) === 'MetaData' ? view.text(view.argument(row, 'schema')) : undefined;
  if (view.kind(row) !== Expression.name && view.kind(row) !== Expression.member) return undefined;
  const set = view.setting(row);
  return set === undefined ? undefined : schemaOfMetadata(set.view, set.row, steps + 1);
}
