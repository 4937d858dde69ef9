import { AmendError } from '@pinata/graph';
import { externalKey } from '../assemble-graph/graph-assembler.js';
import type { Surroundings } from '../assemble-graph/graph-assembler.js';
import type { Linking } from '../link/linking.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import type { KeptGraph } from './kept-graph.js';

/** @throws AmendError where a package outside has another version now */
export function checkVersions({ graph, askers }: KeptGraph, { files }: LinkProgram, { versionOf }: Surroundings): void {
  for (const { file, manager, name } of askers.all) {
    const owner = { manager, name };
    const node = graph.nodeNumber(externalKey(owner));
    const asker = files[file];
    if (node < 0 || asker === undefined || versionOf(owner, asker) !== graph.node(node).version) throw new AmendError(`${name} has another version`);
  }
}

/** @throws AmendError where it is not known who names a package outside first, now that a file does not */
export function checkAskers({ askers }: KeptGraph, linking: Linking, file: LinkFile): void {
  const before = linking.before(file);
  if (before === undefined) throw new AmendError(`${file.path} had no links`);
  const named = new Set(linking.again(file).drawn.flatMap(({ outcome }) => (outcome.kind === 'external' ? externalKey(outcome.package) : [])));
  for (const owner of before.externals()) {
    const first = askers.firstOf(owner);
    if (first?.isDependency === false && first.file === file.index && !named.has(externalKey(owner))) throw new AmendError(`${file.path} does not name ${owner.name} any more`);
  }
}
