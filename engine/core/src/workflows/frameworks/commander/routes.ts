import { Expression } from '../../../facts/schema.js';
import type { CallSite, ChainLink, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import { HolderKeys, commandWord, firstValue, groupKey, namedGroup } from '../../command-groups.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { handedRouters } from '../../routers.js';
import type { MountSite, Site, TriggerSite } from '../../sites.js';

const ACTS = /^npm:commander!.*\.action$/;
const ADDS = /^npm:commander!.*\.addCommand$/;
const MAKERS = /^(?:Command|createCommand)$/;
const PROGRAM = 'main';
const DEPTH = 8;
const HANDED = { types: '^npm:commander!(?:.*\\.)?Command$', given: '^(?:program|cli|cmd|command)$', groups: 'command' };

/** A command as it is named in a chain of calls: the command behind the chain, and what it is called within that. */
interface Named {
  /** Row of what the chain begins with. */
  readonly root: number;
  /** Names of the commands between, as they are written. */
  readonly words: readonly string[];
}

/** Commands with their actions, below the commands that they are put in: github.com/tj/commander.js. */
export const routes: FrameworkRoutes = {
  files: /\.[cm]?[jt]sx?$/,
  read: (view, maker) => {
    const holders = new HolderKeys(view, maker);
    const handed = handedRouters(view, maker, HANDED).map((mount): MountSite => ({ ...mount, parent: groupKey(mount.parent ?? ''), child: groupKey(mount.child), prefix: wordsOf(mount.prefix) }));
    const sites = view.calls().flatMap((call): readonly Site[] => {
      const path = outsidePath(call.outcome) ?? '';
      return ACTS.test(path) ? commandAt(view, maker, holders, call) : ADDS.test(path) ? putIn(view, maker, holders, call) : [];
    });
    return [...sites, ...handed];
  },
};

function commandAt(view: FileView, maker: SiteMaker, holders: HolderKeys, call: CallSite): readonly Site[] {
  const handler = maker.handlerGiven(view, call, view.argument(call.expression, 0));
  if (handler === undefined) return [];
  const { root, words } = namedBy(view, view.chain(call.expression).slice(0, -1));
  const key = keyOf(view, maker, holders, root, call.expression);
  const own = ownName(view, root, call.expression);
  const last = words[words.length - 1];
  const shared = { kind: 'trigger', framework: 'commander', rule: 'commander.action', protocol: 'command', method: '', ...handler, range: call.range, confidence: 100 } as const;
  if (last === undefined) return [{ ...shared, address: own ?? PROGRAM, receiver: key }];
  const trigger: TriggerSite = { ...shared, address: [...words.slice(0, -1).map(commandWord), last].join(' '), receiver: groupKey(key) };
  return own === undefined ? [trigger] : [trigger, namedGroup(key, commandWord(own))];
}

/** `program.command('jobs').addCommand(run)`. */
function putIn(view: FileView, maker: SiteMaker, holders: HolderKeys, { expression }: CallSite): readonly Site[] {
  const { root, words } = namedBy(view, view.chain(expression).slice(0, -1));
  const parent = keyOf(view, maker, holders, root, expression);
  const child = namedBy(view, view.chain(view.argument(expression, 0)));
  const given = view.argument(expression, 0);
  if (child.words.length > 0 || given < 0) return [];
  const own = ownName(view, root, expression);
  const mount: MountSite = { kind: 'mount', parent: groupKey(parent), child: keyOf(view, maker, holders, child.root, given), prefix: words.map(commandWord).join('/') };
  return own === undefined ? [mount] : [mount, namedGroup(parent, commandWord(own))];
}

/** Follows a chain, and the variables that chains are set to, back to a command that no other one makes. */
function namedBy(view: FileView, links: readonly ChainLink[], depth = 0): Named {
  const words = links.flatMap(({ name, call }) => (name === 'command' && call >= 0 ? (view.text(view.argument(call, 0)) ?? '{}') : []));
  const [first] = links;
  const root = first?.expression ?? -1;
  const value = first === undefined || first.call >= 0 || depth > DEPTH ? -1 : firstValue(view, root);
  const behind = value < 0 ? [] : view.chain(value);
  if (!behind.some(({ name, call }) => name === 'command' && call >= 0)) return { root, words };
  const outer = namedBy(view, behind, depth + 1);
  return { root: outer.root, words: [...outer.words, ...words] };
}

/** Key of a command by its variable, or by what its chain of calls is set to. @param chain row of the last call on it */
function keyOf(view: FileView, maker: SiteMaker, holders: HolderKeys, root: number, chain: number): string {
  const isNamed = (view.kind(root) === Expression.name || view.kind(root) === Expression.member) && !MAKERS.test(view.name(root));
  return (isNamed ? maker.keyNamed(view, root) : undefined) ?? holders.of(wholeChain(view, chain));
}

/** The last call that goes on from a call. */
function wholeChain(view: FileView, call: number): number {
  let whole = call;
  // What goes on from a call begins at its place and comes before it.
  for (let row = call - 1; row >= 0 && row >= call - MOST_CALLS; row--) if (view.kind(row) === Expression.call && view.chain(row).some((link) => link.call === call)) whole = row;
  return whole;
}

const MOST_CALLS = 32;

/** `new Command('jobs')`, also in a variable; or what `.name('jobs')` says in the chain. */
function ownName(view: FileView, root: number, chain: number): string | undefined {
  const value = view.kind(root) === Expression.new ? root : firstValue(view, root);
  const links = [...view.chain(chain), ...view.chain(value)];
  const stated = links.find(({ name, call }) => call >= 0 && (MAKERS.test(name) || name === 'name'));
  return stated === undefined ? undefined : view.text(view.argument(stated.call, 0));
}

function wordsOf(prefix: string): string {
  return prefix.split('/').map(commandWord).join('/');
}
