import type { FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import { classesOf } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { OperationFact, SchemaFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { isInUp } from '../../up-migration.js';
import { operationOf, orderOf } from '../sql/family.js';
import { tablesOfEntity } from './entities.js';

const MAPPING = /^\\?Doctrine\\ORM\\Mapping\b/;
const MIGRATIONS = 'AbstractMigration';

/** Entities of Doctrine that attributes map, and statements of its migrations (www.doctrine-project.org/projects/doctrine-orm/en/current/reference/attributes-reference.html). */
export const family: SchemaFamily = {
  id: 'doctrine',
  languages: ['php'],
  accesses: { readsOfItself: /^(?:find(?:All|By|One\w*)?|count|matching|createQueryBuilder)$/, reads: /^createQueryBuilder$/ },
  isCandidate: (view) => view.file.role !== 'test' && (view.facts.indexOf(MIGRATIONS) >= 0 || view.imports().some((specifier) => MAPPING.test(specifier))),
  read: (views, context) => views.flatMap((view): readonly SchemaFact[] => (view.facts.indexOf(MIGRATIONS) >= 0 ? migrationOf(view) : classesOf(view, context).flatMap((one) => tablesOfEntity(one)))),
};

/** `$this->addSql('CREATE TABLE …')` in `up`. */
function migrationOf(view: FileView): readonly OperationFact[] {
  const order = orderOf(view.file.path);
  return view.calls().flatMap((call) => {
    if (view.name(call.expression) !== 'addSql' || !isInUp(view, call)) return [];
    const [text = ''] = textsOf(view, call.expression, 0);
    return statementsOf(text).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'doctrine', { path: view.file.path, range: call.range }, order)));
  });
}
