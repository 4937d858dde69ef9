import { SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { OperationFact } from '../../model.js';
import { definitionsOf } from '../../sql/definitions.js';
import { statementsOf } from '../../sql/tokens.js';
import { operationOf, orderOf } from '../sql/family.js';

/** Statements that `up` of a migration hands to its query runner. */
export function operationsOf(view: FileView): readonly OperationFact[] {
  const { symbols } = view.facts;
  return view.calls().flatMap((call) => {
    const owner = call.owner - view.file.firstSymbol;
    if (call.owner < 0 || view.facts.text(symbols.get(owner, SYMBOL.name)) !== 'up' || (symbols.get(owner, SYMBOL.flags) & SymbolFlag.static) !== 0) return [];
    if (view.name(call.expression) !== 'query') return [];
    const sql = view.text(view.argument(call.expression, 0));
    if (sql === undefined) return [];
    const place = { path: view.file.path, range: call.range };
    return statementsOf(sql).flatMap((tokens) => definitionsOf(tokens).map((definition) => operationOf(definition, 'typeorm', place, orderOf(view.file.path))));
  });
}
