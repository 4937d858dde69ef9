import type { ChainLink, FileView } from '../../view/file-view.js';
import { outsidePath } from '../../view/file-view.js';

/** Verbs of what registers a type, which repositories have as well. */
const REGISTERS = /^(?:Try)?(?:Add(?!Range|Async)|Use|Configure|Register)\p{Lu}/u;
/** What a program is put together with. */
const BUILDERS = /^(?:services|\w*ServiceCollection|host|app|application|cfg|config(?:uration)?|\w*options|opts?|(?!\w*(?:query|sql|select|insert|update|delete))\w*builder|\w*configurator)$/i;
const BUILDER_PACKAGES = /\bMicrosoft\.(?:Extensions|AspNetCore)\./;
/** What a program was put together from is asked for: whatever comes then is no builder. */
const RESOLVES = /^(?:Get|Resolve|Create(?!\w*Builder))/;
const DEPTH = 4;

/** Whether a call gives a type to what puts the program together: `services.AddIdentity<User>()`, `options => options.AddType<User>()` in one. */
export function registersType(view: FileView, chain: readonly ChainLink[], link: ChainLink): boolean {
  return REGISTERS.test(link.name) && isOnBuilder(view, chain, link, 0);
}

function isOnBuilder(view: FileView, chain: readonly ChainLink[], link: ChainLink, depth: number): boolean {
  if (BUILDER_PACKAGES.test(outsidePath(view.callOf(link.call)?.outcome) ?? '')) return true;
  for (let at = chain.indexOf(link) - 1; at >= 0; at--) {
    const before = chain[at]!; // below its length
    if (before.call >= 0 && RESOLVES.test(before.name)) return false;
    if (BUILDERS.test(before.name)) return true;
    if (before.call < 0) return at === 0 && depth < DEPTH && isOfBuilder(view, before, depth);
  }
  return false;
}

/** `x` of `services.AddBus(x => x.AddRoute<Order>())`. */
function isOfBuilder(view: FileView, { name, expression }: ChainLink, depth: number): boolean {
  const declared = view.declaredType(expression);
  if (declared !== undefined && declared.type >= 0 && BUILDERS.test(view.viewOf(declared.view).typeText(declared.type).replace(/^I(?=\p{Lu})/u, ''))) return true;
  const lambda = view.lambdasAround(expression).find((around) => view.parameterNames(around).includes(name));
  const call = lambda === undefined ? -1 : view.callAround(lambda);
  const outer = call < 0 ? [] : view.chain(call);
  const last = outer[outer.length - 1];
  return last !== undefined && isOnBuilder(view, outer, last, depth + 1);
}
