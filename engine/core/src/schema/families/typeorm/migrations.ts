import { SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { OperationFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';
import { runnerOperations } from './runner-calls.js';

/** What `up` of a migration asks of its query runner: statements, and methods that change tables. */
export function operationsOf(view: FileView): readonly OperationFact[] {
  const { symbols } = view.facts;
  const order = orderOf(view.file.path);
  return view.calls().flatMap((call) => {
    const owner = call.owner - view.file.firstSymbol;
    if (call.owner < 0 || view.facts.text(symbols.get(owner, SYMBOL.name)) !== 'up' || (symbols.get(owner, SYMBOL.flags) & SymbolFlag.static) !== 0) return [];
    const place = { path: view.file.path, range: call.range };
    if (view.name(call.expression) !== 'query') return runnerOperations(view, call.expression, { kind: 'operation', family: 'typeorm', place, order });
    const sql = view.text(view.argument(call.expression, 0));
    if (sql === undefined) return [];
    return statementsOf(sql).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'typeorm', place, order)));
  });
}
