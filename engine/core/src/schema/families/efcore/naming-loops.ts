import { Expression, LOCAL, Local, REGION, Region } from '../../../facts/schema.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import { textFor } from './composed-names.js';
import type { LoopVariable, NamedType } from './composed-names.js';

/** What code does with each entity type of a model: the name that it gives the type's table. */
export interface NamingLoop {
  readonly view: FileView;
  /** The function that it stands in. */
  readonly by: number;
  /** Name of the class around, and its file. */
  readonly within: string;
  readonly path: string;
  /** It goes by what the table is called so far: also by a name that was stated for one type. */
  readonly isOfCurrent: boolean;
  /** A condition stands around it that may not hold for every type. */
  readonly isPerhaps: boolean;
  /** The table's name; undefined where only the running program knows it. */
  nameOf(type: NamedType): string | undefined;
}

/** Calls between the types of a model and a loop over them that leave none out. */
const ALL = /^(?:ToList|ToArray|AsEnumerable|OfType)$/;
const TYPES = 'GetEntityTypes';
const MOST_STEPS = 200;
/** Calls by which a composed name goes by the present one. */
const CURRENT = /^(?:GetTableName|GetDefaultTableName|GetSchemaQualifiedTableName)$/;

/** `foreach (var type in builder.Model.GetEntityTypes()) type.SetTableName(…)`, and `builder.Entity(type.Name).ToTable(…)` in such a loop: https://learn.microsoft.com/ef/core/modeling/bulk-configuration. */
export function namingLoops(view: FileView, { program }: SchemaContext): readonly NamingLoop[] {
  if (view.facts.indexOf(TYPES) < 0) return [];
  return view.calls().flatMap(({ expression, owner, range }): readonly NamingLoop[] => {
    const name = view.name(expression);
    if (name !== 'SetTableName' && name !== 'ToTable') return [];
    const variable = variableOf(view, expression, name);
    const given = view.argument(expression, 0);
    if (variable === undefined || given < 0) return [];
    const parent = owner < 0 ? -1 : program.parentOf(owner);
    return [
      {
        view,
        by: owner,
        within: parent < 0 ? '' : program.nameOf(parent),
        path: view.file.path,
        isOfCurrent: goesByCurrent(view, given, { left: MOST_STEPS }),
        isPerhaps: isInBranch(view, range.startRow, range.startColumn),
        nameOf: (type) => textFor(view, given, variable, type),
      },
    ];
  });
}

/** The variable of the loop that a call speaks of: `type.SetTableName(…)`, `builder.Entity(type.Name).ToTable(…)`. */
function variableOf(view: FileView, call: number, name: string): LoopVariable | undefined {
  const chain = view.chain(call);
  if (name === 'SetTableName') return loopVariable(view, chain[0]);
  const entity = chain.find((link) => link.name === 'Entity' && link.call >= 0);
  const given = entity === undefined ? -1 : view.argument(entity.call, 0);
  return given < 0 ? undefined : loopVariable(view, view.chain(given)[0]);
}

function loopVariable(view: FileView, root: ChainLink | undefined): LoopVariable | undefined {
  const local = root === undefined || view.kind(root.expression) !== Expression.name ? -1 : view.localOf(root.expression);
  if (local < 0) return undefined;
  const { locals } = view.facts;
  if (locals.get(local, LOCAL.kind) === Local.element) return isAllTypes(view, locals.get(local, LOCAL.value)) ? local : undefined;
  const lambda = view.lambdaOf(locals.get(local, LOCAL.scope));
  const call = lambda < 0 ? -1 : view.callAround(lambda);
  return call >= 0 && view.name(call) === 'ForEach' && isAllTypes(view, view.operand(view.operand(call))) ? local : undefined;
}

/** Whether an expression is every entity type of a model. */
function isAllTypes(view: FileView, row: number): boolean {
  const made = view.kind(row) === Expression.name ? view.initialiser(row) : row;
  const names = view.chain(made).map(({ name }) => name);
  const at = names.indexOf(TYPES);
  return at >= 0 && names.slice(at + 1).every((name) => ALL.test(name));
}

/** @param steps how many more expressions are looked into: each may be made of many others */
function goesByCurrent(view: FileView, row: number, steps: { left: number }): boolean {
  if (row < 0 || steps.left-- <= 0) return false;
  if (CURRENT.test(view.name(row)) && view.kind(row) === Expression.call) return true;
  const made = view.kind(row) === Expression.name && view.localOf(row) >= 0 ? view.initialiser(row) : -1;
  return [made, view.operand(row), ...view.arguments(row).map(({ value }) => value)].some((next) => goesByCurrent(view, next, steps));
}

function isInBranch({ facts: { regions } }: FileView, row: number, column: number): boolean {
  for (let region = 0; region < regions.rows; region++) {
    if (regions.get(region, REGION.kind) !== Region.branch) continue;
    const [startRow, startColumn, endRow, endColumn] = [regions.get(region, REGION.startRow), regions.get(region, REGION.startColumn), regions.get(region, REGION.endRow), regions.get(region, REGION.endColumn)];
    if ((startRow < row || (startRow === row && startColumn <= column)) && (row < endRow || (row === endRow && column < endColumn))) return true;
  }
  return false;
}
