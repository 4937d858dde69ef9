import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { TriggerSite } from '../../sites.js';
import { Expression } from '../../../facts/schema.js';

/** Tasks with what they do, by their names in the namespaces around: ruby.github.io/rake/doc/rakefile_rdoc.html. */
export const routes: FrameworkRoutes = {
  files: /\.rake$|(?:^|\/)[Rr]akefile(?:\.rb)?$/,
  read: (view, maker) => view.calls().flatMap(({ expression, range }) => {
    const isTask = view.name(expression) === 'task' && view.chain(expression).length === 1;
    const block = isTask ? blockOf(view, expression) : -1;
    const name = block < 0 ? undefined : nameOf(view, expression);
    return name === undefined ? [] : [taskAt(view, maker, expression, block, name, range)];
  }),
};

function taskAt(view: FileView, maker: SiteMaker, call: number, block: number, name: string, range: TriggerSite['range']): TriggerSite {
  const spaces = view.lambdasAround(call).flatMap((lambda) => {
    const around = view.callAround(lambda);
    return around >= 0 && view.name(around) === 'namespace' ? (view.text(view.argument(around, 0)) ?? []) : [];
  }).reverse();
  return { kind: 'trigger', framework: 'rake', rule: 'rake.task', protocol: 'command', method: '', address: [...spaces, name].join(':'), handler: maker.keyAround(view, call), inline: view.lambdaRange(block), receiver: undefined, range, confidence: 100 };
}

/** `task :sweep`, `task sweep: :environment`, `task :sweep, [:id] => :environment`, `task "sweep" => :environment`. */
function nameOf(view: FileView, call: number): string | undefined {
  const [first] = view.arguments(call);
  return first === undefined ? undefined : (first.name ?? view.text(first.value));
}

/** The block that a call is given, or -1. */
function blockOf(view: FileView, call: number): number {
  return view.arguments(call).find(({ value }) => view.kind(value) === Expression.lambda)?.value ?? -1;
}
