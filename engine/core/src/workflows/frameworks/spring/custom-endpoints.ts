import { joinPaths } from '@pinata/graph';
import { SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { lineageOf, memberOf } from '../../lineage.js';
import { typeAround } from '../../values.js';

const CONTRACT = 'CustomEndpoint';
const MOST_TYPES = 20;

/** What stands before the routes of an endpoint of halo or of one of its plugins: `/apis`, and the group and version that it or its contract states (docs.halo.run/developer-guide/plugin/api-reference/server/extension). Empty for other classes, and where they are only known when the program runs. */
export function endpointPrefix(view: FileView, expression: number): string {
  if (view.facts.indexOf(CONTRACT) < 0) return '';
  const row = typeAround(view, view.symbolAround(expression));
  if (row < 0) return '';
  const lineage = lineageOf(view, view.program.canonical(view.file.firstSymbol + row), MOST_TYPES);
  if (!lineage.bases.includes(CONTRACT)) return '';
  const method = memberOf(view, lineage, 'groupVersion');
  const stated = method < 0 ? undefined : groupOf(view.viewOf(view.program.fileOfSymbol(method)), view.program.cell(method, SYMBOL.ownScope));
  return stated === undefined ? '' : joinPaths('apis', stated);
}

/** `GroupVersion.parseAPIVersion("shop/v1")`, `new GroupVersion("shop", "v1")`. */
function groupOf(view: FileView, scope: number): string | undefined {
  const [first] = view.returnedIn(scope);
  if (first === undefined) return undefined;
  const parts = view.arguments(first).map(({ value }) => view.text(value));
  const text = parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
  return text !== undefined && /^[^/{}]+\/[^/{}]+$/.test(text) ? text : undefined;
}
