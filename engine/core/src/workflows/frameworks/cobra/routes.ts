import { Expression } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import { HolderKeys, commandWord, groupKey, namedGroup } from '../../command-groups.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { handedRouters } from '../../routers.js';
import type { MountSite, Site, TriggerSite } from '../../sites.js';

const COMMAND = /^go:github\.com\/spf13\/cobra!(?:.*\.)?Command$/;
const ADDS = /^go:github\.com\/spf13\/cobra!(?:.*\.)?Command\.AddCommand$/;
/** What a command does, the one that may fail first. */
const RUNS: readonly string[] = ['RunE', 'Run'];
const HANDED = { types: COMMAND.source, groups: '(?!)' };

/** Commands, and the commands that others are put in: pkg.go.dev/github.com/spf13/cobra. */
export const routes: FrameworkRoutes = {
  files: /\.go$/,
  read: (view, maker) => {
    const holders = new HolderKeys(view, maker);
    const made = view.calls().filter(({ expression, outcome }) => view.kind(expression) === Expression.new && COMMAND.test(outsidePath(outcome) ?? ''));
    const added = view.calls().filter(({ outcome }) => ADDS.test(outsidePath(outcome) ?? ''));
    const handed = handedRouters(view, maker, HANDED).map((mount): MountSite => ({ ...mount, parent: groupKey(mount.parent ?? ''), child: groupKey(mount.child) }));
    return [...made.flatMap((call) => commandAt(view, maker, holders, call)), ...added.flatMap((call) => putIn(view, maker, holders, call)), ...handed];
  },
};

function commandAt(view: FileView, maker: SiteMaker, holders: HolderKeys, call: CallSite): readonly Site[] {
  const name = commandWord(view.text(view.argument(call.expression, 'Use')) ?? '');
  if (name === '') return [];
  const receiver = holders.of(call.expression);
  const [handler] = RUNS.flatMap((run) => maker.handlerGiven(view, call, view.argument(call.expression, run)) ?? []);
  const trigger: readonly TriggerSite[] = handler === undefined ? [] : [{ kind: 'trigger', framework: 'cobra', rule: 'cobra.command', protocol: 'command', method: '', address: name, ...handler, receiver, range: call.range, confidence: 100 }];
  return [...trigger, namedGroup(receiver, name)];
}

function putIn(view: FileView, maker: SiteMaker, holders: HolderKeys, { expression }: CallSite): readonly MountSite[] {
  const on = view.operand(view.operand(expression));
  const parent = on < 0 ? undefined : maker.keyNamed(view, on);
  if (parent === undefined) return [];
  return view.arguments(expression).flatMap(({ value }): readonly MountSite[] => {
    const isMade = view.kind(value) === Expression.same || view.kind(value) === Expression.new;
    const child = isMade ? holders.of(view.kind(value) === Expression.same ? view.operand(value) : value) : maker.keyNamed(view, value);
    return child === undefined ? [] : [{ kind: 'mount', parent: groupKey(parent), child, prefix: '' }];
  });
}
