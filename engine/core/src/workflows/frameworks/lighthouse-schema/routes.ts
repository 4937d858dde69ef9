import { EXPRESSION, SYMBOL } from '../../../facts/schema.js';
import { ROOT_TYPES } from '../../../languages/graphql/document.js';
import { folderOf } from '../../../link/packages.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { TriggerSite } from '../../sites.js';

const ROOTS: ReadonlySet<string> = new Set(ROOT_TYPES);
/** Directives that answer a field without code: lighthouse-php.com/6/api-reference/directives.html. */
const ANSWERS = /@(?:all|find|first|paginate|create|createMany|update|updateMany|upsert|upsertMany|delete|forceDelete|restore|count|aggregate|builder|auth)\b/;
/** How sure it is that a schema with these directives beside a composer.json is Lighthouse's. */
const BY_DIRECTIVE = 90;

/** Fields of the root types that directives answer: the field in the schema stands for the code that there is none of. */
export const routes: FrameworkRoutes = {
  files: /\.(?:graphql|graphqls)$/,
  read: (view, maker) => {
    const { symbols, expressions } = view.facts;
    const fields = Array.from({ length: symbols.rows }, (_, row) => row).filter((row) => {
      const type = symbols.get(row, SYMBOL.parent);
      const value = symbols.get(row, SYMBOL.value);
      return type >= 0 && value >= 0 && ROOTS.has(view.facts.text(symbols.get(type, SYMBOL.name))) && ANSWERS.test(view.facts.text(expressions.get(value, EXPRESSION.extra)));
    });
    return fields.length === 0 || !isOfComposer(view) ? [] : fields.map((row): TriggerSite => {
      const method = view.facts.text(symbols.get(symbols.get(row, SYMBOL.parent), SYMBOL.name));
      const handler = maker.keyOf(view.file.firstSymbol + row);
      return { kind: 'trigger', framework: 'lighthouse-schema', rule: 'lighthouse.directive', protocol: 'graphql', method, address: view.facts.text(symbols.get(row, SYMBOL.name)), handler, inline: undefined, receiver: undefined, range: view.symbolRange(row), confidence: BY_DIRECTIVE };
    });
  },
};

function isOfComposer({ file, program }: FileView): boolean {
  for (let folder = folderOf(file.path); ; folder = folderOf(folder)) {
    if (program.isListed(folder === '' ? 'composer.json' : `${folder}/composer.json`)) return true;
    if (folder === '') return false;
  }
}
