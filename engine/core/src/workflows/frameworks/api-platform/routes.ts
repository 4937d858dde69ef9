import { joinPaths } from '@pinata/graph';
import { Expression } from '../../../facts/schema.js';
import { plural } from '../../../schema/names.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';
import { splitWords } from '../../words.js';

const OF_PLATFORM = /ApiPlatform\\Metadata\\(ApiResource|Get|GetCollection|Post|Put|Patch|Delete)$/;
/** What a resource has that states no operations. */
const BY_DEFAULT: readonly string[] = ['GetCollection', 'Post', 'Get', 'Patch', 'Delete'];
const OF_MANY: ReadonlySet<string> = new Set(['GetCollection', 'Post']);
/** What code of the repository may answer an operation: entries that name a class, and its method. */
const ANSWERS = [['provider', 'provide'], ['controller', '__invoke'], ['processor', 'process']] as const;

/** An operation with the attribute that states it, and the resource's around it. */
interface Operation {
  readonly kind: string;
  /** Row of the call that states it, or -1. */
  readonly call: number;
  readonly resource: number;
  readonly range: TriggerSite['range'];
}

/** Operations of resources, which work on the class's own table unless they name what answers them: api-platform.com/docs/core/operations. Prefixes of the program's settings are left out. */
export const routes: FrameworkRoutes = {
  files: /\.php$/,
  read: (view, maker) => {
    if (view.facts.indexOf('ApiResource') < 0 && !view.imports().some((name) => /ApiPlatform\\Metadata/.test(name))) return [];
    return view.decorations().flatMap((site): readonly TriggerSite[] => {
      const kind = site.symbol < 0 || site.local >= 0 ? undefined : OF_PLATFORM.exec(outsidePath(view.decorationOutcome(site)) ?? '')?.[1];
      if (kind === undefined) return [];
      const call = view.callExpression(site.expression);
      const range = view.place(site.expression);
      const stated = kind === 'ApiResource' ? operationsOf(view, call, range) : [{ kind, call, resource: -1, range }];
      return stated.flatMap((operation) => triggersOf(view, maker, site.symbol, operation));
    });
  },
};

function operationsOf(view: FileView, resource: number, range: TriggerSite['range']): readonly Operation[] {
  const list = resource < 0 ? -1 : view.argument(resource, 'operations');
  if (list < 0) return BY_DEFAULT.map((kind) => ({ kind, call: -1, resource, range }));
  return view.arguments(list).flatMap(({ value }): readonly Operation[] => {
    const kind = view.kind(value) === Expression.new ? /(\w+)$/.exec(view.name(value))?.[1] : undefined;
    return kind === undefined || !OF_PLATFORM.test(`ApiPlatform\\Metadata\\${kind}`) ? [] : [{ kind, call: value, resource, range: view.place(value) }];
  });
}

function triggersOf(view: FileView, maker: SiteMaker, symbol: number, operation: Operation): readonly TriggerSite[] {
  const { kind, range } = operation;
  const model = maker.keyOf(view.program.canonical(view.file.firstSymbol + symbol));
  const method = kind === 'GetCollection' ? 'GET' : kind.toUpperCase();
  const entry = (name: string): number => [operation.call, operation.resource].map((call) => (call < 0 ? -1 : view.argument(call, name))).find((row) => row >= 0) ?? -1;
  const answers = ANSWERS.flatMap(([name, member]) => {
    // What gives the state is asked before what changes it.
    const row = entry(name);
    const type = row < 0 ? -1 : maker.typeNamed(view, row);
    return maker.methodKey(view, type, member) ?? [];
  });
  const address = joinPaths(view.text(entry('routePrefix')) ?? '', view.text(entry('uriTemplate')) ?? customaryPath(view, symbol, view.text(entry('shortName')), kind)).replace(/\{\._format\}$/, '');
  const isOwn = answers.length === 0;
  return (isOwn ? [model] : answers).map((handler): TriggerSite => ({
    kind: 'trigger', framework: 'api-platform', rule: 'apiPlatform.operation', protocol: 'http', method, address, handler, inline: undefined, receiver: undefined, range, confidence: 100,
    ...(isOwn ? { does: { access: method === 'GET' ? ('reads' as const) : ('writes' as const), model } } : {}),
  }));
}

/** `/book_reviews/{id}` of `BookReview`. */
function customaryPath(view: FileView, symbol: number, shortName: string | undefined, kind: string): string {
  const words = splitWords(shortName ?? view.program.nameOf(view.file.firstSymbol + symbol));
  return joinPaths(plural(words.join('_')), OF_MANY.has(kind) ? '' : '{id}');
}
