import { classesOf } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { SchemaFact } from '../../model.js';
import { tablesOfEntity } from './entities.js';
import { operationsOfMigration } from './migrations.js';

const MAPPING = /^\\?Doctrine\\ORM\\Mapping\b/;
const MIGRATIONS = 'AbstractMigration';

/** Entities of Doctrine that attributes map, and statements of its migrations (www.doctrine-project.org/projects/doctrine-orm/en/current/reference/attributes-reference.html). */
export const family: SchemaFamily = {
  id: 'doctrine',
  languages: ['php'],
  accesses: { hasSetters: true, flushes: /^flush$/, hasAliases: true, asksItself: /^(?:find(?:All|By|One\w*)?|count|matching|createQueryBuilder)$/, reads: /^createQueryBuilder$/ },
  isCandidate: (view) => view.file.role !== 'test' && (view.facts.indexOf(MIGRATIONS) >= 0 || view.imports().some((specifier) => MAPPING.test(specifier))),
  read: (views, context) => views.flatMap((view): readonly SchemaFact[] => (view.facts.indexOf(MIGRATIONS) >= 0 ? operationsOfMigration(view) : classesOf(view, context).flatMap((one) => tablesOfEntity(one)))),
};
