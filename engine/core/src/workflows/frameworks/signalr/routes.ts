import { Kind, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import { onlySymbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { lineageOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';

const HUB = /^(?:Dynamic)?Hub$/;
const NO_METHODS = SymbolFlag.private | SymbolFlag.protected | SymbolFlag.static | SymbolFlag.override | SymbolFlag.abstract;
const MOST_BASES = 16;
const BY_NAME = 90;

/** `app.MapHub<ChatHub>("/chat")`: public methods of the hub take messages of clients: learn.microsoft.com/aspnet/core/signalr/hubs. */
export const routes: FrameworkRoutes = {
  files: /\.cs$/,
  read: (view, maker) => (view.facts.indexOf('MapHub') < 0 ? [] : view.calls().flatMap((call) => (view.name(call.expression) === 'MapHub' ? hubAt(view, maker, call) : []))),
};

function hubAt(view: FileView, maker: SiteMaker, { expression, range }: CallSite): readonly TriggerSite[] {
  const path = view.text(view.argument(expression, 0));
  const [type] = view.typeArgumentsOfCall(expression);
  const hub = type === undefined ? -1 : onlySymbolOf(view.linker.namedType(view.file, type));
  if (path === undefined || hub < 0) return [];
  const lineage = lineageOf(view, hub, MOST_BASES);
  if (!lineage.outside.some((base) => HUB.test(base))) return [];
  const found = new Map<string, number>();
  for (const one of lineage.types) for (const [name, [member = -1]] of view.program.membersOf(one)) if (!found.has(name) && isTaken(view, member)) found.set(name, member);
  return [...found].map(([name, member]): TriggerSite => ({ kind: 'trigger', framework: 'signalr', rule: 'signalr.hub', protocol: 'message', method: '', address: `${path}:${name}`, handler: maker.keyOf(member), inline: undefined, receiver: undefined, range, confidence: BY_NAME }));
}

function isTaken(view: FileView, member: number): boolean {
  return member >= 0 && view.program.cell(member, SYMBOL.kind) === Kind.method && (view.program.cell(member, SYMBOL.flags) & NO_METHODS) === 0;
}
