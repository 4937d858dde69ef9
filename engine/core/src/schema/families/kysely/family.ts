import { Expression } from '../../../facts/schema.js';
import type { CallSite, ChainLink, FileView } from '../../../view/file-view.js';
import { textsOf } from '../../builder-columns.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact, OperationFact, Place } from '../../model.js';
import { returnedBy } from '../../returned.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { isInUp } from '../../up-migration.js';
import { operationOf, orderOf } from '../sql/family.js';

/** Migrations of Kysely: chains on `db.schema` that `up` executes. */
export const family: SchemaFamily = {
  id: 'kysely',
  languages: ['typescript'],
  isCandidate: (view) => view.file.role !== 'test' && ['schema', 'execute'].every((name) => view.facts.indexOf(name) >= 0) && ['Kysely', 'kysely'].some((name) => view.facts.indexOf(name) >= 0),
  read: (views, context) => views.flatMap((view) => view.calls().filter((call) => isInUp(view, call)).flatMap((call) => operationsOf(view, call, context))),
};

type Shared = Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>;

/** What the links of a chain add to a table. */
interface Additions {
  readonly columns: readonly ColumnFact[];
  readonly primaryKey: readonly string[] | undefined;
  readonly indexes: readonly IndexFact[];
  readonly foreignKeys: readonly ForeignKeyFact[];
}

function operationsOf(view: FileView, call: CallSite, context: SchemaContext): readonly OperationFact[] {
  const written = view.chain(call.expression);
  if (written[written.length - 1]?.name !== 'execute') return [];
  if (written[0]?.name === 'sql') return statementsIn(view, call, written[0].call);
  const chain = [...startedIn(view, written), ...written];
  const start = chain.findIndex((link) => link.name === 'schema' && link.call < 0);
  if (start < 0) return [];
  const links = chain.slice(start + 1).filter((link) => link.call >= 0).flatMap((link) => (link.name === '$call' ? calledLinks(view, link, context) : [{ view, link }]));
  const verb = links.find(({ link }) => /^(?:createTable|alterTable|dropTable|createIndex)$/.test(link.name))?.link;
  const bare = verb === undefined ? undefined : view.text(view.argument(verb.call, 0));
  if (verb === undefined || bare === undefined) return [];
  const scope = chain.find((link) => link.name === 'withSchema' && link.call >= 0);
  const schema = scope === undefined ? undefined : view.text(view.argument(scope.call, 0));
  const name = schema === undefined ? bare : `${schema}.${bare}`;
  const place: Place = { path: view.file.path, range: call.range };
  const shared: Shared = { kind: 'operation', family: 'kysely', place, order: orderOf(view.file.path) };
  switch (verb.name) {
    case 'createTable': {
      const { columns, primaryKey, indexes, foreignKeys } = additionsOf(links, place);
      const keys = primaryKey ?? primaryKeyOf(columns);
      const known = columns.map((column) => (keys.includes(column.name) ? { ...column, isNullable: false } : column));
      return [{ ...shared, operation: 'createTable', table: { kind: 'table', family: 'kysely', origin: 'migration', name: bare, ...(schema === undefined ? {} : { schema }), columns: known, primaryKey: keys, indexes, foreignKeys, place } }];
    }
    case 'alterTable':
      return changesOf(view, links.map(({ link }) => link), shared, name, bare);
    case 'dropTable':
      return [{ ...shared, operation: 'dropTable', name }];
    default:
      return indexOf(view, links.map(({ link }) => link), shared, schema);
  }
}

/** A link and the file that it stands in. */
interface PlacedLink {
  readonly view: FileView;
  readonly link: ChainLink;
}

/** What a builder that was kept in a variable was made with, and what else was called on it before. */
function startedIn(view: FileView, chain: readonly ChainLink[]): readonly ChainLink[] {
  const [root] = chain;
  const local = root === undefined || view.kind(root.expression) !== Expression.name ? -1 : view.localOf(root.expression);
  const value = root === undefined || local < 0 ? -1 : view.initialiser(root.expression);
  if (root === undefined || value < 0) return [];
  const first = view.chain(value);
  if (!first.some((link) => link.name === 'schema')) return [];
  const between = new Map<number, readonly ChainLink[]>();
  for (const { expression } of view.calls()) {
    const other = view.chain(expression);
    const [start] = other;
    if (start === undefined || start.expression === root.expression || start.name !== root.name || view.localOf(start.expression) !== local) continue;
    if ((between.get(start.expression)?.length ?? 0) < other.length) between.set(start.expression, other);
  }
  return [...first, ...[...between].sort(([a], [b]) => a - b).flatMap(([, links]) => links.slice(1))];
}

/** `$call((table) => withStamps(table))`, `$call(withStamps)`: what the function calls on the builder. */
function calledLinks(view: FileView, { call }: ChainLink, context: SchemaContext): readonly PlacedLink[] {
  const given = view.argument(call, 0);
  const isLambda = view.kind(given) === Expression.lambda;
  const inner = isLambda ? view.returnedExpression(given) : -1;
  const named = isLambda ? (view.chain(inner)[0]?.expression ?? -1) : given;
  const returned = returnedBy(view.symbolNamed(named), context) ?? (isLambda ? { view, expression: inner } : undefined);
  return returned === undefined ? [] : returned.view.chain(returned.expression).filter((link) => link.call >= 0).map((link) => ({ view: returned.view, link }));
}

/** Statements of an sql template that is executed. */
function statementsIn(view: FileView, call: CallSite, tag: number): readonly OperationFact[] {
  const place: Place = { path: view.file.path, range: call.range };
  return statementsOf(sqlText(view, tag) ?? '').flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'kysely', place, orderOf(view.file.path))));
}

function additionsOf(links: readonly PlacedLink[], place: Place): Additions {
  const columns: ColumnFact[] = [];
  const indexes: IndexFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  let primaryKey: readonly string[] | undefined;
  for (const {
    view,
    link: { name, call },
  } of links) {
    switch (name) {
      case 'addColumn': {
        const read = columnOf(view, call, place);
        if (read === undefined) break;
        columns.push(read.column);
        if (read.column.isUnique === true) indexes.push({ columns: [read.column.name], isUnique: true });
        if (read.foreignKey !== undefined) foreignKeys.push(read.foreignKey);
        break;
      }
      case 'addPrimaryKeyConstraint':
        primaryKey = textsOf(view, call, 1);
        break;
      case 'addUniqueConstraint':
        if (textsOf(view, call, 1).length > 0) indexes.push({ columns: textsOf(view, call, 1), isUnique: true });
        break;
      case 'addForeignKeyConstraint': {
        const [from, table, to] = [textsOf(view, call, 1), view.text(view.argument(call, 2)), textsOf(view, call, 3)];
        if (from.length > 0 && table !== undefined && to.length === from.length) foreignKeys.push({ ...named(view, call), columns: from, target: { table, columns: to }, place });
      }
    }
  }
  return { columns, primaryKey, indexes, foreignKeys };
}

function named(view: FileView, call: number): { readonly name?: string } {
  const name = view.text(view.argument(call, 0));
  return name === undefined ? {} : { name };
}

function columnOf(view: FileView, call: number, place: Place): { readonly column: ColumnFact; readonly foreignKey: ForeignKeyFact | undefined } | undefined {
  const name = view.text(view.argument(call, 0));
  if (name === undefined) return undefined;
  const type = view.text(view.argument(call, 1)) ?? sqlText(view, view.argument(call, 1));
  const said = builtBy(view, view.argument(call, 2));
  const of = (method: string): ChainLink | undefined => said.find((link) => link.name === method && link.call >= 0);
  const isPrimaryKey = of('primaryKey') !== undefined;
  const given = of('defaultTo');
  const fallback = given === undefined ? undefined : valueText(view, view.argument(given.call, 0));
  const reference = of('references');
  const [table, column] = (reference === undefined ? '' : (view.text(view.argument(reference.call, 0)) ?? '')).split(/\.(?=[^.]*$)/);
  return {
    column: {
      name,
      ...(type === undefined ? {} : { type }),
      isNullable: !isPrimaryKey && of('notNull') === undefined,
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(of('unique') === undefined ? {} : { isUnique: true }),
      ...(fallback === undefined ? {} : { default: fallback }),
      place,
    },
    foreignKey: table === undefined || column === undefined ? undefined : { columns: [name], target: { table, columns: [column] }, place },
  };
}

/** The chain that `(col) => col.notNull()` gives back. */
function builtBy(view: FileView, lambda: number): readonly ChainLink[] {
  return view.kind(lambda) === Expression.lambda ? view.chain(view.returnedExpression(lambda)) : [];
}

function valueText(view: FileView, row: number): string | undefined {
  return view.text(row) ?? sqlText(view, row);
}

/** The text of an sql template without values. */
function sqlText(view: FileView, row: number): string | undefined {
  const text = view.kind(row) === Expression.call && view.name(row) === 'sql' ? view.text(view.argument(row, 0)) : undefined;
  return text?.includes('{}') === true ? undefined : text;
}

function changesOf(view: FileView, links: readonly ChainLink[], shared: Shared, name: string, bare: string): readonly OperationFact[] {
  return links.flatMap((link): readonly OperationFact[] => {
    const [first, second] = [view.text(view.argument(link.call, 0)), view.text(view.argument(link.call, 1))];
    switch (link.name) {
      case 'dropColumn':
        return first === undefined ? [] : [{ ...shared, operation: 'dropColumn', name, column: first }];
      case 'renameColumn':
        return first === undefined || second === undefined ? [] : [{ ...shared, operation: 'renameColumn', name, column: first, to: second }];
      case 'renameTo':
        return first === undefined ? [] : [{ ...shared, operation: 'renameTable', name, to: first }];
      case 'setSchema':
        return first === undefined ? [] : [{ ...shared, operation: 'renameTable', name, to: bare, toSchema: first }];
      case 'dropConstraint':
        return first === undefined ? [] : [{ ...shared, operation: 'dropConstraint', name, constraint: first }];
      case 'alterColumn':
        return first === undefined ? [] : [{ ...shared, operation: 'alterColumn', name, column: alteredColumn(view, link.call, first) }];
      default: {
        const { columns, primaryKey, indexes, foreignKeys } = additionsOf([{ view, link }], shared.place);
        return [
          ...columns.map((column): OperationFact => ({ ...shared, operation: 'addColumn', name, column })),
          ...(primaryKey === undefined || primaryKey.length === 0 ? [] : [{ ...shared, operation: 'addPrimaryKey' as const, name, columns: primaryKey }]),
          ...foreignKeys.map((foreignKey): OperationFact => ({ ...shared, operation: 'addForeignKey', name, foreignKey })),
          ...indexes.map((index): OperationFact => ({ ...shared, operation: 'addIndex', name, index })),
        ];
      }
    }
  });
}

function alteredColumn(view: FileView, call: number, name: string): ColumnFact {
  const said = builtBy(view, view.argument(call, 1));
  const of = (method: string): ChainLink | undefined => said.find((link) => link.name === method && link.call >= 0);
  const [typed, given] = [of('setDataType'), of('setDefault')];
  const type = typed === undefined ? undefined : valueText(view, view.argument(typed.call, 0));
  // An empty default takes it away.
  const fallback = of('dropDefault') !== undefined ? '' : given === undefined ? undefined : valueText(view, view.argument(given.call, 0));
  const isNullable = of('dropNotNull') !== undefined ? true : of('setNotNull') !== undefined ? false : undefined;
  return { name, ...(type === undefined ? {} : { type }), ...(isNullable === undefined ? {} : { isNullable }), ...(fallback === undefined ? {} : { default: fallback }) };
}

/** `createIndex('users_mail').on('users').column('mail').unique()`. */
function indexOf(view: FileView, links: readonly ChainLink[], shared: Shared, schema: string | undefined): readonly OperationFact[] {
  const on = links.find((link) => link.name === 'on');
  const table = on === undefined ? undefined : view.text(view.argument(on.call, 0));
  const columns = links.filter((link) => link.name === 'column' || link.name === 'columns').flatMap((link) => textsOf(view, link.call, 0)).map((column) => column.replace(/\s+(?:asc|desc)\b.*$/i, ''));
  // Of an expression the columns are not known.
  if (table === undefined || columns.length === 0 || links.some((link) => link.name === 'expression')) return [];
  return [{ ...shared, operation: 'addIndex', name: schema === undefined ? table : `${schema}.${table}`, index: { columns, isUnique: links.some((link) => link.name === 'unique') } }];
}
