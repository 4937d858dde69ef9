import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';

/** What `Up` of a migration does, in order. */
export function migrationOperations(view: FileView): readonly OperationFact[] {
  if (view.facts.indexOf('MigrationBuilder') < 0 || /\.Designer\.cs$/.test(view.file.path)) return [];
  const { symbols } = view.facts;
  return view.calls().flatMap((call) => {
    if (call.owner < 0 || view.facts.text(symbols.get(call.owner - view.file.firstSymbol, SYMBOL.name)) !== 'Up') return [];
    return operationsOf(view, call, { path: view.file.path, range: call.range });
  });
}

function operationsOf(view: FileView, call: CallSite, place: Place): readonly OperationFact[] {
  const text = (name: string, position: number): string | undefined => view.text(view.argument(call.expression, name)) ?? view.text(view.argument(call.expression, position));
  const folder = view.file.path.slice(0, view.file.path.lastIndexOf('/') + 1);
  const shared = { kind: 'operation', family: 'efcore', place, order: orderOf(view.file.path.slice(folder.length)), history: folder } as const;
  const schema = text('schema', -99);
  const table = qualified(text('table', 1) ?? '', schema);
  const name = qualified(text('name', 0) ?? '', schema);
  switch (view.name(call.expression)) {
    case 'CreateTable': {
      const bare = text('name', 0);
      return bare === undefined ? [] : [{ ...shared, operation: 'createTable', table: createdTable(view, call.expression, bare, schema, place) }];
    }
    case 'DropTable':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'RenameTable':
      return [{ ...shared, operation: 'renameTable', name, to: text('newName', 2) ?? text('name', 0) ?? '', toSchema: text('newSchema', -99) ?? '' }];
    case 'AddColumn':
      return [{ ...shared, operation: 'addColumn', name: table, column: columnOf(view, call.expression, text('name', 0) ?? '', place) }];
    case 'AlterColumn':
      return [{ ...shared, operation: 'alterColumn', name: table, column: columnOf(view, call.expression, text('name', 0) ?? '', place) }];
    case 'DropColumn':
      return [{ ...shared, operation: 'dropColumn', name: table, column: text('name', 0) ?? '' }];
    case 'RenameColumn':
      return [{ ...shared, operation: 'renameColumn', name: table, column: text('name', 0) ?? '', to: text('newName', 2) ?? '' }];
    case 'AddPrimaryKey':
      return [{ ...shared, operation: 'addPrimaryKey', name: table, columns: columnsOf(view, call.expression, 2) }];
    case 'AddForeignKey': {
      const principal = text('principalTable', 3);
      const target = principal === undefined ? undefined : qualified(principal, text('principalSchema', -99));
      return target === undefined ? [] : [{ ...shared, operation: 'addForeignKey', name: table, foreignKey: foreignKeyOf(view, call.expression, columnsOf(view, call.expression, 2), target, place) }];
    }
    case 'CreateIndex':
      return [{ ...shared, operation: 'addIndex', name: table, index: { columns: columnsOf(view, call.expression, 2), isUnique: text('unique', 4) === 'true' } }];
    case 'Sql':
      return statementsOf(text('sql', 0) ?? '').flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'efcore', place, shared.order)));
    default:
      return [];
  }
}

function qualified(name: string, schema: string | undefined): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

/** `column: "a"`, `columns: new[] { "a", "b" }`. */
function columnsOf(view: FileView, call: number, position: number): readonly string[] {
  const value = [view.argument(call, 'column'), view.argument(call, 'columns'), view.argument(call, position)].find((row) => row >= 0) ?? -1;
  return view.texts(value);
}

function columnOf(view: FileView, call: number, name: string, place: Place): ColumnFact {
  const text = (key: string): string | undefined => view.text(view.argument(call, key));
  const [type] = view.typeArgumentsOfCall(call);
  const fallback = text('defaultValue') ?? text('defaultValueSql');
  return {
    name: text('name') ?? name,
    type: text('type') ?? (type === undefined ? '' : view.typeText(type)),
    isNullable: text('nullable') === 'true',
    ...(fallback === undefined ? {} : { default: fallback }),
    place,
  };
}

function foreignKeyOf(view: FileView, call: number, columns: readonly string[], target: string, place: Place): ForeignKeyFact {
  const principal = view.text(view.argument(call, 'principalColumn'));
  return { columns, target: { table: target, ...(principal === undefined ? {} : { columns: [principal] }) }, place };
}

function createdTable(view: FileView, call: number, name: string, schema: string | undefined, place: Place): Extract<OperationFact, { operation: 'createTable' }>['table'] {
  const lambda = view.argument(call, 'columns') >= 0 ? view.argument(call, 'columns') : view.argument(call, 1);
  const made = view.kind(lambda) === Expression.lambda ? view.returnedExpression(lambda) : -1;
  const columns = made < 0 ? [] : view.arguments(made).flatMap((part): ColumnFact[] => {
    const column = view.chain(part.value).find((link) => link.name === 'Column' && link.call >= 0);
    return part.name === undefined || column === undefined ? [] : [columnOf(view, column.call, part.name, place)];
  });
  const { primaryKey, foreignKeys, indexes } = constraintsOf(view, view.argument(call, 'constraints'), place);
  return { kind: 'table', family: 'efcore', origin: 'migration', name, ...(schema === undefined ? {} : { schema }), columns: columns.map((column) => (primaryKey.includes(column.name) ? { ...column, isNullable: false } : column)), primaryKey, foreignKeys, indexes, place };
}

function constraintsOf(view: FileView, lambda: number, place: Place): { readonly primaryKey: readonly string[]; readonly foreignKeys: readonly ForeignKeyFact[]; readonly indexes: readonly IndexFact[] } {
  let primaryKey: readonly string[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const indexes: IndexFact[] = [];
  const range = lambda < 0 ? undefined : view.lambdaRange(lambda);
  for (const call of range === undefined ? [] : view.calls()) {
    const { startRow } = call.range;
    if (range === undefined || startRow < range.startRow || startRow > range.endRow) continue;
    const named = [view.argument(call.expression, 'column'), view.argument(call.expression, 1)].find((row) => row >= 0) ?? -1;
    const columns = view.kind(named) === Expression.lambda ? view.memberNames(named) : [];
    const kind = view.name(call.expression);
    if (kind === 'PrimaryKey') primaryKey = columns;
    else if (kind === 'UniqueConstraint') indexes.push({ columns, isUnique: true });
    else if (kind === 'ForeignKey') foreignKeys.push(foreignKeyOf(view, call.expression, columns, view.text(view.argument(call.expression, 'principalTable')) ?? '', place));
  }
  return { primaryKey, foreignKeys, indexes };
}
