import { EDGE_MARKS, joinPaths } from '@pinata/graph';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import type { FileView } from '../../../view/file-view.js';
import type { ApplicationSite } from '../../sites.js';

/** Whose routes a pipeline's base path stands before. */
const FRAMEWORKS = ['aspnetcore', 'fastendpoints'];

/** `app.UsePathBase("/shop")`: the path that a program takes off before it looks for a route (learn.microsoft.com/dotnet/api/microsoft.aspnetcore.builder.usepathbaseextensions). One in a branch may not hold. */
export function pathBases(view: FileView, marks: CallMarks): readonly ApplicationSite[] {
  if (view.facts.indexOf('UsePathBase') < 0) return [];
  return view.calls().flatMap(({ expression, outcome, range }): readonly ApplicationSite[] => {
    if (view.name(expression) !== 'UsePathBase' || outcome.kind === 'resolved') return [];
    const path = view.text(view.argument(expression, 0));
    const isPerhaps = (marks.at(range.startRow, range.startColumn, view.symbolAround(expression)) & EDGE_MARKS.branch) !== 0;
    if (path === undefined || path.includes('{}') || isPerhaps) return [];
    const folder = view.file.path.replace(/[^/]*$/, '');
    return FRAMEWORKS.map((framework) => ({ kind: 'application', framework, folder, prefix: joinPaths(path), except: [] }));
  });
}
