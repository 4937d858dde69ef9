import { GraphBuilder, computeDigests } from '@pinata/graph';
import type { Digests, Graph } from '@pinata/graph';
import { GraphAssembler } from './assemble-graph/graph-assembler.js';
import { checkCancelled } from './check-cancelled.js';
import { decodeFacts } from './facts/encode.js';
import { emptyFacts } from './facts/empty-facts.js';
import type { PreviousLinks } from './incremental/previous-links.js';
import { BlindSpots } from './link/blind-spots.js';
import type { ProjectSource } from './link/language-linker.js';
import { linkAll } from './link/link-all.js';
import type { PackedLinks } from './link/link-all.js';
import { LinkBooks } from './link/link.js';
import type { LinkTotals } from './link/link.js';
import { folderOf } from './link/packages.js';
import { LinkProgram } from './link/program.js';
import type { GivenFile } from './link/program.js';
import { ProgramLinker } from './link/program-linker.js';
import type { Projects } from './link/projects.js';
import { shelvedFacts } from './memory/scan-memory.js';
import type { ScanMemory } from './memory/scan-memory.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { ProgressClock } from './progress-clock.js';
import { assembleMeaning } from './meaning/read-meaning.js';
import type { MeaningOfFile } from './meaning/read-meaning.js';
import type { ScanSource, ScanSummary, SchemaDrift } from './scan-api.js';

export interface ReadSource {
  readonly source: ScanSource;
  readonly projectSource: ProjectSource;
  readonly projects: Projects;
  /** In order of path. */
  readonly files: readonly ParsedFile[];
  readonly clock: ProgressClock;
  readonly signal: AbortSignal | undefined;
  /** Links of an earlier scan. */
  readonly previous: PreviousLinks | undefined;
  /** Whether the links will be written for the next scan. */
  readonly isPacked: boolean;
  /** Where the scan keeps within a limit. */
  readonly memory: ScanMemory | undefined;
  /** Given the graph as soon as it is made, but for the ids of its nodes. */
  readonly paint: (graph: Graph) => void;
}

export interface MadeGraph {
  readonly graph: Graph;
  readonly digests: Digests;
  readonly totals: LinkTotals;
  readonly symbolCount: number;
  readonly unresolvedNames: ScanSummary['unresolvedNames'];
  /** Files that were linked now. */
  readonly relinked: number;
  readonly links: PackedLinks;
  /** Where models and migrations disagree. */
  readonly drifts: readonly SchemaDrift[];
}

/** Links what was read and makes the graph of it: the phases `link` and `graph`. */
export async function makeGraph(given: ReadSource): Promise<MadeGraph> {
  const { clock, memory, signal } = given;
  // What the links were made of is gone when the graph is made.
  const { builder, ...linked } = await linkFiles(given);
  memory?.collect();
  checkCancelled(signal);
  clock.begin('graph');
  const graph = builder.finish(given.paint);
  const digests = computeDigests(graph);
  clock.end(graph.nodeCount);
  return { graph, digests, ...linked };
}

/** Links what was read and tells a builder of it. */
async function linkFiles(given: ReadSource): Promise<Omit<MadeGraph, 'graph' | 'digests'> & { readonly builder: GraphBuilder }> {
  const { source, projectSource, projects, files, memory, clock } = given;
  const { listedSet: listed, skipped } = projectSource;
  clock.begin('link', files.length);
  const program = new LinkProgram(programFiles(files, projects), listed, skipped);
  const linker = await ProgramLinker.create(program, projects);
  const builder = new GraphBuilder();
  // Most references become one edge, and every symbol one that contains it.
  builder.reserve(program.symbolCount, program.symbolCount + files.reduce((sum, { references }) => sum + references, 0));
  const sizes = new Map(files.map((file) => [file.path, { lines: file.lines, bytes: file.bytes }]));
  const assembler = new GraphAssembler(builder, program, linker.keys, {
    repository: source.name,
    manifests: projects.manifests,
    manifestOf: (file) => projects.nearest.of(folderOf(file)),
    versionOf: (owner, file) => (owner.manager === 'platform' ? undefined : projects.of(file.languageId).versionOf(owner.name, file.manifest)),
    sizeOf: (file) => sizes.get(file),
  });
  const books = new LinkBooks();
  const blindSpots = new BlindSpots();
  const meanings: MeaningOfFile[] = [];
  const { relinked, packed } = await linkAll({ ...given, listed, skipped, program, linker }, (file, links) => {
    meanings.push({ file, node: assembler.fileNode(file.index), ...links.meaning });
    books.add(file, links);
    blindSpots.add(file, links);
    for (const { reference, outcome, marks } of links.drawn) assembler.addOutcome(file, reference, outcome, marks);
    for (const edge of links.derived) assembler.addDerived(file, edge);
  });
  linker.begin();
  memory?.relieve(program);
  const schema = linker.meaning.schemaOf(meanings);
  assembleMeaning(builder, meanings, schema, (path) => assembler.nodeOfPath(path));
  const totals = books.totals();
  clock.end(program.files.length);
  return { builder, totals, unresolvedNames: blindSpots.of(assembler.symbolNames), symbolCount: assembler.symbolCount, relinked, links: packed, drifts: schema.drifts };
}

function programFiles(files: readonly ParsedFile[], projects: Projects): GivenFile[] {
  return files.map((file) => {
    const { languageId, language } = file.grammar;
    const held = shelvedFacts(file) ?? { facts: file.decoded ?? (file.facts.byteLength === 0 ? emptyFacts(file.lines) : decodeFacts(file.facts)) };
    return { path: file.path, languageId, language, role: file.role, held, hash: file.hash, manifest: projects.of(languageId).manifestOf(file.path) };
  });
}
