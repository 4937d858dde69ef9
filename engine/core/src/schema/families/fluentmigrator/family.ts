import { SYMBOL } from '../../../facts/schema.js';
import { onlySymbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { SchemaContext, SchemaFamily } from '../../family.js';
import { primaryKeyOf } from '../../model.js';
import type { OperationFact, Place } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';
import { columnsIn, textAt } from './columns.js';
import type { PlacedLink } from './columns.js';

const ROOTS = /^(?:Create|Alter|Delete|Rename|Execute)$/;
const TAKES_BACK = /^(?:Down|Undo|Revert|Rollback)/;
const EXTENSIONS_DEPTH = 2;

/** Migrations of FluentMigrator: chains of calls that begin with `Create`, `Alter`, `Delete`, `Rename` or `Execute`. */
export const family: SchemaFamily = {
  id: 'fluentmigrator',
  languages: ['csharp'],
  isCandidate: (view) => view.file.role !== 'test' && view.facts.indexOf('FluentMigrator') >= 0,
  read: (views, context) => views.flatMap((view) => statementsIn(view).flatMap(({ call, links }) => operationsOf(view, call, links, context))),
};

interface Statement {
  readonly call: CallSite;
  /** From `Create` on. */
  readonly links: readonly PlacedLink[];
}

/** Chains of a file's migrations, each once and whole, in their order. */
function statementsIn(view: FileView): readonly Statement[] {
  const found = new Map<number, Statement>();
  for (const call of view.calls()) {
    const owner = call.owner < 0 ? '' : view.program.nameOf(call.owner);
    if (owner === '' || TAKES_BACK.test(owner)) continue;
    const chain = view.chain(call.expression);
    const at = chain.findIndex((link) => link.call < 0 && ROOTS.test(link.name));
    const root = chain[at];
    if (root === undefined || (found.get(root.expression)?.links.length ?? 0) >= chain.length - at) continue;
    found.set(root.expression, { call, links: chain.slice(at).map((link) => ({ ...link, view })) });
  }
  return [...found.values()];
}

function operationsOf(view: FileView, { range }: CallSite, [root, ...links]: readonly PlacedLink[], context: SchemaContext): readonly OperationFact[] {
  const place: Place = { path: view.file.path, range };
  const shared = { kind: 'operation', family: 'fluentmigrator', place, order: orderOf(view.file.path) } as const;
  const calls = links.flatMap((link) => extended(link, context, 0));
  const [first, ...more] = calls;
  if (root === undefined || first === undefined) return [];
  const name = textAt(first, 0) ?? '';
  const said = (called: string): string | undefined => calls.filter((link) => link.name === called).map((link) => textAt(link, 0)).find((text) => text !== undefined);
  const table = said('OnTable') ?? said('FromTable') ?? '';
  const changes = (on: string, column?: string): readonly OperationFact[] =>
    columnsIn(more, place, column).flatMap((one): readonly OperationFact[] => [{ ...shared, operation: one.isAltered || root.name === 'Alter' && column !== undefined ? 'alterColumn' : 'addColumn', name: on, column: one.column }, ...one.foreignKeys.map((foreignKey): OperationFact => ({ ...shared, operation: 'addForeignKey', name: on, foreignKey }))]);
  switch (`${root.name} ${first.name}`) {
    case 'Create Table': {
      const columns = columnsIn(more, place);
      const facts = columns.map(({ column }) => column);
      return [{ ...shared, operation: 'createTable', table: { kind: 'table', family: 'fluentmigrator', origin: 'migration', name, ...(said('InSchema') === undefined ? {} : { schema: said('InSchema') ?? '' }), columns: facts, primaryKey: primaryKeyOf(facts), foreignKeys: columns.flatMap(({ foreignKeys }) => foreignKeys), place } }];
    }
    case 'Alter Table':
      return changes(name);
    case 'Create Column':
    case 'Alter Column':
      return changes(table, name);
    case 'Delete Table':
      return [{ ...shared, operation: 'dropTable', name }];
    case 'Delete Column':
      return calls.flatMap((link): readonly OperationFact[] => (link.name === 'Column' ? [{ ...shared, operation: 'dropColumn', name: table, column: textAt(link, 0) ?? '' }] : []));
    case 'Rename Table':
      return [{ ...shared, operation: 'renameTable', name, to: said('To') ?? '' }];
    case 'Rename Column':
      return [{ ...shared, operation: 'renameColumn', name: table, column: name, to: said('To') ?? '' }];
    case 'Create ForeignKey': {
      const columns = all(calls, /^ForeignColumns?$/);
      const target = said('ToTable');
      return target === undefined ? [] : [{ ...shared, operation: 'addForeignKey', name: table, foreignKey: { ...(name === '' ? {} : { name }), columns, target: { table: target, columns: all(calls, /^PrimaryColumns?$/) }, place } }];
    }
    case 'Delete ForeignKey':
    case 'Delete UniqueConstraint':
    case 'Delete PrimaryKey':
      return name === '' ? [] : [{ ...shared, operation: 'dropConstraint', name: table, constraint: name }];
    case 'Create PrimaryKey':
      return [{ ...shared, operation: 'addPrimaryKey', name: table, columns: all(calls, /^Columns?$/) }];
    case 'Create UniqueConstraint':
      return [{ ...shared, operation: 'addIndex', name: table, index: { columns: all(calls, /^Columns?$/), isUnique: true } }];
    case 'Create Index':
      return [{ ...shared, operation: 'addIndex', name: table, index: { columns: all(calls, /^OnColumn$/), ...(calls.some((link) => link.name === 'Unique') ? { isUnique: true } : {}) } }];
    case 'Execute Sql':
      return statementsOf(name).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'fluentmigrator', place, shared.order)));
    default:
      return [];
  }
}

/** Texts that calls of a name are given. */
function all(calls: readonly PlacedLink[], name: RegExp): readonly string[] {
  return calls.flatMap((link) => (link.call >= 0 && name.test(link.name) ? link.view.arguments(link.call).flatMap(({ value }) => link.view.texts(value)) : []));
}

/** A call; of an extension of the repository that gives back such a chain, what that chain says: `Create.TableWithKey("Boats")`. Its first call is given what the extension was. */
function extended(link: PlacedLink, context: SchemaContext, depth: number): readonly PlacedLink[] {
  const symbol = link.call < 0 ? -1 : onlySymbolOf(link.view.callOf(link.call)?.outcome);
  if (symbol < 0 || depth >= EXTENSIONS_DEPTH) return [link];
  const file = context.program.fileOfSymbol(symbol);
  const view = context.viewOf(file);
  const [given] = view.returnedIn(file.facts.symbols.get(symbol - file.firstSymbol, SYMBOL.ownScope));
  const [root, first, ...more] = given === undefined ? [] : view.chain(given);
  if (root === undefined || first === undefined || root.call >= 0 || first.call < 0) return [link];
  return [{ ...link, name: first.name }, ...more.map((one) => ({ ...one, view }))];
}
