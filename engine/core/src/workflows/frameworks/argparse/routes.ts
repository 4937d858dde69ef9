import { Kind, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { onlySymbolOf } from '../../../link/outcome.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { TriggerSite } from '../../sites.js';

const PARSES = /^parse_(?:known_|intermixed_)?args$/;
const PARSER = /parser$|^(?:ap|p)$/i;
const FUNCTIONS: ReadonlySet<number> = new Set([Kind.function, Kind.method]);
const BY_NAME = 90;

/** Programs that read what they are called with: docs.python.org/3/library/argparse.html. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker) => {
    const parses = view.calls().filter((call) => isParse(view, call));
    if (parses.length === 0) return [];
    const run = runWith(view);
    const isRun = parses.some(({ owner }) => run.has(functionAround(view, owner)));
    const [first] = parses;
    return first === undefined || (!isRun && !isStarted(view, first)) ? [] : [programAt(view, maker, first, isRun)];
  },
};

/** The top level of a file (-1), and functions of the file that it calls, also through others. */
function runWith(view: FileView): ReadonlySet<number> {
  const calls = Map.groupBy(view.calls(), ({ owner }) => functionAround(view, owner));
  const found = new Set<number>([-1]);
  for (const at of found) {
    for (const { outcome } of calls.get(at) ?? []) {
      const symbol = onlySymbolOf(outcome);
      if (isOwn(view, symbol)) found.add(symbol);
    }
  }
  return found;
}

/** The innermost function or method around, or -1. */
function functionAround(view: FileView, owner: number): number {
  let at = owner;
  while (at >= 0 && !FUNCTIONS.has(view.program.cell(at, SYMBOL.kind))) at = view.program.parentOf(at);
  return at;
}

/** Whether a function may be what the `__main__` of its package runs. */
function isStarted(view: FileView, { owner }: CallSite): boolean {
  const isFunction = owner >= 0 && view.program.parentOf(owner) < 0 && FUNCTIONS.has(view.program.cell(owner, SYMBOL.kind));
  return isFunction && view.program.isListed(view.file.path.replace(/[^/]*$/, '__main__.py'));
}

/** A file that parses on its top level is run as a whole; of another the function is run that parses. */
function programAt(view: FileView, maker: SiteMaker, parses: CallSite, isRun: boolean): TriggerSite {
  const handler = isRun ? fileKey(view.file.path) : maker.keyOf(view.program.canonical(parses.owner));
  const address = programName(view) ?? view.file.path.replace(/^.*\//, '').replace(/\.py$/, '');
  return { kind: 'trigger', framework: 'argparse', rule: 'argparse.program', protocol: 'command', method: '', address, handler, inline: undefined, receiver: undefined, range: parses.range, confidence: BY_NAME };
}

function isParse(view: FileView, { expression, outcome }: CallSite): boolean {
  const chain = view.chain(expression);
  return PARSES.test(view.name(expression)) && outcome.kind !== 'resolved' && PARSER.test(chain[chain.length - 2]?.name ?? '');
}

function isOwn(view: FileView, symbol: number): boolean {
  return symbol >= 0 && view.program.fileOfSymbol(symbol) === view.file;
}

/** `ArgumentParser(prog="sweep")`. */
function programName(view: FileView): string | undefined {
  const made = view.calls().find(({ expression }) => view.name(expression) === 'ArgumentParser');
  return made === undefined ? undefined : view.text(view.argument(made.expression, 'prog'));
}
