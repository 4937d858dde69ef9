import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import type { SchemaFact } from '../../model.js';
import { tablesOfEntity } from './entities.js';
import { entitySchemas } from './entity-schemas.js';
import { operationsOf } from './migrations.js';

/** Entities of TypeORM, with decorators or as schemas, and its migrations. */
export const family: SchemaFamily = {
  id: 'typeorm',
  languages: ['typescript'],
  accesses: { hasOptions: true, hasAliases: true },
  isCandidate: (view) => view.file.role !== 'test' && (view.packages().has('npm:typeorm') || isMigration(view)),
  read: (views, context) => views.flatMap((view): SchemaFact[] => [...classesOf(view, context).flatMap((one) => tablesOfEntity(one, context)), ...entitySchemas(view, context), ...(isMigration(view) ? operationsOf(view) : [])]),
};

function isMigration(view: FileView): boolean {
  const isTyped = view.facts.indexOf('MigrationInterface') >= 0;
  return view.facts.indexOf('up') >= 0 && (isTyped || (view.facts.indexOf('queryRunner') >= 0 && /(?:^|\/)migrations?\//i.test(view.file.path)));
}
