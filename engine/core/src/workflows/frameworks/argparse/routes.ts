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
    const parses = view.calls().find((call) => isParse(view, call));
    return parses === undefined ? [] : [programAt(view, maker, parses)];
  },
};

/** A file that calls functions of its own on its top level is run as a whole; of another the function is run that parses. */
function programAt(view: FileView, maker: SiteMaker, parses: CallSite): TriggerSite {
  const isRun = view.calls().some(({ owner, outcome }) => owner < 0 && isOwn(view, onlySymbolOf(outcome)));
  const isInFunction = parses.owner >= 0 && FUNCTIONS.has(view.program.cell(parses.owner, SYMBOL.kind));
  const handler = isRun || !isInFunction ? fileKey(view.file.path) : maker.keyOf(view.program.canonical(parses.owner));
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
