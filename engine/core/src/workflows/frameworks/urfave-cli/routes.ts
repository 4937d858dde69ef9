import { Expression } from '../../../facts/schema.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { TriggerSite } from '../../sites.js';

const BY_SHAPE = 90;

/** Commands with their actions, the application itself included: cli.urfave.org. */
export const routes: FrameworkRoutes = {
  files: /\.go$/,
  read: (view, maker) => {
    if (view.facts.indexOf('Action') < 0) return [];
    const { expressions } = view.facts;
    return Array.from({ length: expressions.rows }, (_, row) => row).flatMap((row): readonly TriggerSite[] => {
      const kind = view.kind(row);
      if (kind !== Expression.object && kind !== Expression.new && kind !== Expression.array) return [];
      const name = view.text(view.argument(row, 'Name'));
      const action = view.argument(row, 'Action');
      if (name === undefined || action < 0) return [];
      const key = view.kind(action) === Expression.lambda ? maker.keyAround(view, row) : maker.keyNamed(view, action);
      const inline = view.kind(action) === Expression.lambda ? view.lambdaRange(action) : undefined;
      if (inline === undefined && (key === undefined || key.startsWith('local '))) return [];
      return [{ kind: 'trigger', framework: 'urfave-cli', rule: 'urfave.command', protocol: 'command', method: '', address: name, handler: key, inline, receiver: undefined, range: view.place(row), confidence: BY_SHAPE }];
    });
  },
};
