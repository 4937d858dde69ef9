import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { EffectSite } from '../../sites.js';

/** By the end of a file's name: what opens a file, with what stands before its name. */
const OPENS: readonly { readonly file: RegExp; readonly name: string; readonly on: string }[] = [
  { file: /\.py$/, name: 'open', on: '' },
  { file: /\.php$/, name: 'fopen', on: '' },
  { file: /\.(?:rb|rake)$/, name: 'open', on: 'File' },
];
const WRITES = /[wax+]/;
/** Names alone tell what these are. */
const BY_NAME = 90;

/** Files that are opened to be read or written, as their mode says. */
export const routes: FrameworkRoutes = {
  files: /\.(?:py|php|rb|rake)$/,
  read: (view, maker, marks) => {
    const opens = OPENS.find(({ file }) => file.test(view.file.path));
    return opens === undefined ? [] : view.calls().flatMap((call) => (isOpening(view, call, opens.name, opens.on) ? [effectOf(view, maker, marks, call)] : []));
  },
};

function isOpening(view: FileView, { expression, outcome }: CallSite, name: string, on: string): boolean {
  if (view.name(expression) !== name || outcome.kind === 'resolved') return false;
  const links = view.chain(expression);
  return (links[links.length - 2]?.name ?? '') === on && view.argument(expression, 0) >= 0;
}

function effectOf(view: FileView, maker: SiteMaker, marks: CallMarks, { expression, range }: CallSite): EffectSite {
  const mode = view.text(view.argument(expression, 1)) ?? view.text(view.argument(expression, 'mode')) ?? 'r';
  const effect = WRITES.test(mode) ? 'writes' : 'reads';
  return { kind: 'effect', framework: 'files', rule: `files.${effect}`, effect, target: 'service', protocol: 'file', method: '', address: 'files', source: maker.keyAround(view, expression), range, marks: marks.at(range.startRow, range.startColumn, view.symbolAround(expression)), confidence: BY_NAME };
}
