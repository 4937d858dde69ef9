import { SETTING } from '../../../languages/deploy/settings.js';
import { SETTINGS_LANGUAGES } from '../../../view/application-settings.js';
import type { FileView } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import { Entities, annotationsOf } from './entities.js';
import { EntityTables } from './entity-tables.js';
import { mappedTable } from './mybatis-plus.js';
import { STANDARD, namingFor } from './naming.js';

/** Entities of JPA and Hibernate, and those of MyBatis-Plus. */
export const family: SchemaFamily = {
  id: 'jpa',
  languages: ['java', 'kotlin', ...SETTINGS_LANGUAGES],
  accesses: { hasShortStatements: true, hasSetters: true, hasDerivedQueries: true, hasPlainRecords: true, asksItself: /^(?:find(?:All|ById(?:Optional)?)?|list(?:All)?|stream(?:All)?|count|update|delete(?:All|ById)?|persist)$/ },
  isCandidate: (view) => view.file.role !== 'test' && (SETTINGS_LANGUAGES.includes(view.file.languageId) ? statesStrategy(view) : view.facts.indexOf('Entity') >= 0 || view.facts.indexOf('TableName') >= 0 || view.facts.indexOf(STANDARD) >= 0),
  read: (views, context) => {
    const classes = views.flatMap((view) => classesOf(view, context));
    const entities = new Entities(classes.filter((one) => one.decoration('Entity') !== undefined));
    const tables = new EntityTables(entities, namingFor(views, entities.all.map((one) => ({ view: one.view, name: annotationsOf(one).get('Table')?.text('name') })), context));
    return [...entities.all.flatMap((one) => tables.tablesOf(one)), ...classes.flatMap((one) => (one.decoration('Entity') === undefined ? (mappedTable(one) ?? []) : []))];
  },
};

function statesStrategy({ facts }: FileView): boolean {
  return facts.indexOf(SETTING.physicalStrategy) >= 0 || facts.indexOf(SETTING.physicalStrategyOfHibernate) >= 0;
}
