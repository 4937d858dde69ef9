import { SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

/** Methods that follow a description, in the order of the file: github.com/rails/thor/wiki/Getting-Started. */
export const routes: FrameworkRoutes = {
  files: /\.(?:rb|thor)$/,
  read: (view, maker) => {
    const { symbols } = view.facts;
    const sites: TriggerSite[] = [];
    for (let type = 0; type < symbols.rows; type++) {
      if (view.heritageOf(type).some((row) => /(?:^|::)Thor$|Subcommand(?:Base)?$/.test(view.base(row).name))) sites.push(...commandsOf(view, maker, type));
    }
    return sites;
  },
};

function commandsOf(view: FileView, maker: SiteMaker, type: number): readonly TriggerSite[] {
  const { symbols } = view.facts;
  const around = view.symbolRange(type);
  const methods = Array.from({ length: symbols.rows }, (_, row) => row)
    .filter((row) => symbols.get(row, SYMBOL.parent) === type && (symbols.get(row, SYMBOL.flags) & SymbolFlag.private) === 0)
    .map((row) => ({ row, place: view.symbolRange(row) }))
    .sort((left, right) => left.place.startRow - right.place.startRow);
  const described = view.calls().filter(({ expression, range }) => view.name(expression) === 'desc' && view.chain(expression).length === 1 && range.startRow >= around.startRow && range.endRow <= around.endRow);
  return described.flatMap(({ expression, range }): readonly TriggerSite[] => {
    const usage = view.text(view.argument(expression, 0));
    const method = methods.find(({ place }) => place.startRow >= range.startRow);
    if (usage === undefined || method === undefined) return [];
    return [{ kind: 'trigger', framework: 'thor', rule: 'thor.command', protocol: 'command', method: '', address: usage.replace(/\s[\s\S]*$/, ''), handler: maker.keyOf(view.file.firstSymbol + method.row), inline: undefined, receiver: undefined, range, confidence: 100 }];
  });
}
