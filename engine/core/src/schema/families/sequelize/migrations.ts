import { Expression, LOCAL } from '../../../facts/schema.js';
import type { ChainLink } from '../../../view/file-shape.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { SchemaContext } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { OperationFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';
import { attributesOf, columnAttribute, tableName } from './attributes.js';

/** What one call on a `queryInterface` changes. */
export function operationsOf(view: FileView, call: CallSite, context: SchemaContext): readonly OperationFact[] {
  const chain = view.chain(call.expression);
  const operation = chain[chain.length - 1]?.name;
  if (!chain.some((link) => /^(?:queryInterface|query)$/.test(link.name) && link.call < 0) && !isGivenFirst(view, chain)) return [];
  const place = { path: view.file.path, range: call.range };
  const shared = { kind: 'operation', family: 'sequelize', place, order: orderOf(view.file.path) } as const;
  const at = (position: number): number => view.argument(call.expression, position);
  const name = tableName(view, at(0));
  if (name === undefined) return [];
  const text = (position: number): string | undefined => view.text(at(position));
  switch (operation) {
    case 'createTable': {
      if (view.kind(at(1)) !== Expression.object) return [];
      const read = attributesOf(view, at(1), (attribute) => attribute, context);
      const primaryKey = primaryKeyOf(read.columns);
      return [{ ...shared, operation: 'createTable', table: { kind: 'table', family: 'sequelize', origin: 'migration', name, ...read, primaryKey, place } }];
    }
    case 'dropTable':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'renameTable':
      return text(1) === undefined ? [] : [{ ...shared, operation: 'renameTable', name, to: text(1) ?? '' }];
    case 'addColumn':
    case 'changeColumn':
      return columnOperations(view, operation, name, text(1), at(2), shared, context);
    case 'removeColumn':
      return text(1) === undefined ? [] : [{ ...shared, operation: 'dropColumn', name, column: text(1) ?? '' }];
    case 'renameColumn':
      return text(1) === undefined || text(2) === undefined ? [] : [{ ...shared, operation: 'renameColumn', name, column: text(1) ?? '', to: text(2) ?? '' }];
    case 'addIndex': {
      const isList = view.kind(at(1)) === Expression.array;
      const options = isList ? at(2) : at(1);
      const columns = isList ? textsOf(view, call.expression, 1) : options < 0 ? [] : textsOf(view, options, 'fields');
      const isUnique = options >= 0 && (view.text(view.argument(options, 'unique')) === 'true' || view.text(view.argument(options, 'type'))?.toUpperCase() === 'UNIQUE');
      return columns.length === 0 ? [] : [{ ...shared, operation: 'addIndex', name, index: { columns, isUnique } }];
    }
    case 'query':
      return statementsOf(name).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'sequelize', place, shared.order)));
    default:
      return [];
  }
}

/** Whether a call is made on the first that `up` is given, whatever it is called there: `qi.createTable(…)`, `qi.sequelize.query(…)`. */
function isGivenFirst(view: FileView, chain: readonly ChainLink[]): boolean {
  const [root, next] = chain;
  if (root === undefined || root.call >= 0 || view.kind(root.expression) !== Expression.name || (chain.length !== 2 && next?.name !== 'sequelize')) return false;
  const local = view.localOf(root.expression);
  const { locals } = view.facts;
  return local >= 0 && view.parametersIn(locals.get(local, LOCAL.scope))[0] === local;
}

function columnOperations(view: FileView, operation: 'addColumn' | 'changeColumn', name: string, column: string | undefined, value: number, shared: Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>, context: SchemaContext): readonly OperationFact[] {
  if (column === undefined || value < 0) return [];
  const { columns, indexes, foreignKeys } = columnAttribute(view, column, value, context);
  return [
    ...columns.map((one): OperationFact => ({ ...shared, operation: operation === 'addColumn' ? 'addColumn' : 'alterColumn', name, column: one })),
    ...foreignKeys.map((foreignKey): OperationFact => ({ ...shared, operation: 'addForeignKey', name, foreignKey })),
    ...indexes.map((index): OperationFact => ({ ...shared, operation: 'addIndex', name, index })),
  ];
}
