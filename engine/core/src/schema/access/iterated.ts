import { Expression, LOCAL, Local } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import type { FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import { accessPlace } from './access-place.js';
import { declaredModel } from './model-access.js';
import type { Keys } from './model-keys.js';

/** How sure it is that a set of a context is read which code goes through. */
const GONE_THROUGH = 90;

/** Sets of records that loops and query expressions go through without a call: `foreach (var order in db.Orders)`, `from order in db.Orders join line in db.Lines …`. */
export function iteratedAccesses(view: FileView, marks: CallMarks, keys: Keys): readonly AccessSite[] {
  const { locals } = view.facts;
  if (view.linker.holding === undefined) return [];
  const sites: AccessSite[] = [];
  for (let row = 0; row < locals.rows; row++) {
    const value = locals.get(row, LOCAL.kind) === Local.element ? locals.get(row, LOCAL.value) : -1;
    const kind = value < 0 ? -1 : view.kind(value);
    // What a variable holds was asked for where it was set.
    if (kind !== Expression.member && (kind !== Expression.name || view.localOf(value) >= 0)) continue;
    if (view.linker.holding(view.file, value, -1) !== 'query') continue;
    const model = declaredModel(view, { expression: value, call: -1, name: view.name(value) }, keys, {});
    if (model === undefined) continue;
    sites.push({ access: 'reads', rule: 'orm.iterated', models: [model], columns: [], ...accessPlace(view, value, marks, keys.keyOf), confidence: GONE_THROUGH });
  }
  return sites;
}
