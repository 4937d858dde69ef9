import path from 'node:path';
import { EXPRESSION } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaFamily } from '../../family.js';
import type { OperationFact } from '../../model.js';
import { CHANGELOG_KIND } from '../../sql/tokens.js';
import { operationsAt, orderOf } from '../sql/family.js';

const INCLUDES = ['liquibase include', 'liquibase relative'];
const NESTED = 32;

/** Changelogs of Liquibase in XML, YAML, JSON and SQL, in the order in which they include each other. */
export const family: SchemaFamily = {
  id: 'liquibase',
  languages: ['liquibase', 'sql'],
  isOwnLanguage: true,
  isCandidate: (view) => view.file.role === 'production' && [CHANGELOG_KIND, ...INCLUDES].some((name) => view.facts.indexOf(name) >= 0),
  read(views) {
    const includes = new Map(views.map((view) => [view, includesOf(view, views)] as const));
    const included = new Set([...includes.values()].flatMap((lists) => [...lists.values()].flat()));
    const done = new Set<FileView>();
    const operations: OperationFact[] = [];
    const run = (view: FileView, depth: number): void => {
      // What was run once is not run again.
      if (done.has(view) || depth > NESTED) return;
      done.add(view);
      const own = includes.get(view);
      for (let row = 0; row < view.facts.expressions.rows; row++) {
        const files = own?.get(row);
        if (files === undefined) operations.push(...operationsAt(view, row, 'liquibase', String(operations.length).padStart(12, '0')));
        else for (const file of files) run(file, depth + 1);
      }
    };
    for (const view of views) if (!included.has(view)) run(view, 0);
    for (const view of views) run(view, 0);
    return operations;
  },
};

/** Files that a changelog includes, by the row that says so. */
function includesOf(view: FileView, views: readonly FileView[]): ReadonlyMap<number, readonly FileView[]> {
  const { expressions } = view.facts;
  const kinds = INCLUDES.map((name) => view.facts.indexOf(name)).filter((kind) => kind >= 0);
  const found = new Map<number, readonly FileView[]>();
  for (let row = 0; kinds.length > 0 && row < expressions.rows; row++) {
    const kind = expressions.get(row, EXPRESSION.name);
    if (!kinds.includes(kind)) continue;
    const wanted = view.facts.text(expressions.get(row, EXPRESSION.extra)).replace(/^classpath\*?:/, '').replace(/^\.?\//, '');
    const isRelative = view.facts.text(kind) === 'liquibase relative';
    const whole = isRelative ? path.posix.join(path.posix.dirname(view.file.path), wanted) : wanted;
    // A path begins where the class path does: somewhere in the repository.
    const isWanted = ({ file }: FileView): boolean => (whole.endsWith('/') || !/\.\w+$/.test(whole) ? `/${path.posix.dirname(file.path)}/`.endsWith(`/${whole.replace(/\/$/, '')}/`) : file.path === whole || (!isRelative && file.path.endsWith(`/${whole}`)));
    found.set(row, views.filter((one) => one !== view && isWanted(one)).sort((a, b) => (orderOf(a.file.path) < orderOf(b.file.path) ? -1 : 1)));
  }
  return found;
}
