import { GraphAmender, GraphBuilder, NODE_KINDS, amendShards, computeShards, digestsOf, unpackStrings } from '@pinata/graph';
import type { Digests, Graph } from '@pinata/graph';
import { GraphAssembler } from './assemble-graph/graph-assembler.js';
import type { Surroundings } from './assemble-graph/graph-assembler.js';
import { checkCancelled } from './check-cancelled.js';
import { decodeFacts } from './facts/encode.js';
import { emptyFacts } from './facts/empty-facts.js';
import { checkAskers, checkVersions } from './incremental/kept-externals.js';
import { groundOf } from './incremental/kept-graph.js';
import type { GraphRecord, KeptGraph } from './incremental/kept-graph.js';
import type { PreviousLinks } from './incremental/previous-links.js';
import { BlindSpots } from './link/blind-spots.js';
import type { CountedLinks } from './link/file-links.js';
import type { ProjectSource } from './link/language-linker.js';
import { Linking } from './link/linking.js';
import type { PackedLinks } from './link/linking.js';
import { LinkBooks } from './link/link.js';
import type { LinkTotals } from './link/link.js';
import { folderOf } from './link/packages.js';
import { LinkProgram } from './link/program.js';
import type { GivenFile, LinkFile } from './link/program.js';
import { ProgramLinker } from './link/program-linker.js';
import type { Projects } from './link/projects.js';
import { TooDeepError } from './link/too-deep-error.js';
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
  /** The graph of that scan. */
  readonly keptGraph: Promise<KeptGraph | undefined> | undefined;
  /** Whether the links will be written for the next scan. */
  readonly isPacked: boolean;
  /** Where the scan keeps within a limit. */
  readonly memory: ScanMemory | undefined;
  /** Given the graph as soon as it is made, but for the ids of its nodes; and the one that it was made of. */
  readonly paint: (graph: Graph, kept?: KeptGraph) => void;
}

export interface MadeGraph {
  readonly graph: Graph;
  readonly digests: Digests;
  readonly totals: LinkTotals;
  readonly symbolCount: number;
  readonly unresolvedNames: ScanSummary['unresolvedNames'];
  readonly unresolvedSites: ScanSummary['unresolvedSites'];
  /** Files that were linked now. */
  readonly relinked: number;
  readonly links: PackedLinks;
  /** How the graph was made, for the next scan. */
  readonly record: GraphRecord;
  /** Whether it was made of the earlier one. */
  readonly isAmended: boolean;
  /** Where models and migrations disagree. */
  readonly drifts: readonly SchemaDrift[];
}

/** Links what was read and makes the graph of it: the phases `link` and `graph`. */
export async function makeGraph(given: ReadSource): Promise<MadeGraph> {
  const { clock, memory, signal } = given;
  // What the links were made of is gone when the graph is made.
  const { finish, ...linked } = await linkFiles(given);
  memory?.collect();
  checkCancelled(signal);
  clock.begin('graph');
  const { blindSpots, ...made } = finish();
  const { graph } = made;
  clock.end(graph.nodeCount);
  const names = symbolNames(graph);
  return { ...linked, ...made, digests: digestsOf(made.record.shards), unresolvedNames: blindSpots.of(names.distinct), unresolvedSites: { ...blindSpots.bySite, withErrors: given.files.filter(({ errors }) => errors > 0).map(({ path }) => path) }, symbolCount: names.count };
}

interface Finished {
  readonly graph: Graph;
  readonly record: GraphRecord;
  readonly blindSpots: BlindSpots;
}

type LinkedFiles = Pick<MadeGraph, 'totals' | 'relinked' | 'links' | 'drifts' | 'isAmended'> & { readonly finish: () => Finished };

/** Links what was read and tells a builder of it. */
async function linkFiles(given: ReadSource): Promise<LinkedFiles> {
  const { projectSource, projects, files, memory, clock } = given;
  const { listedSet: listed, skipped } = projectSource;
  clock.begin('link', files.length);
  const program = new LinkProgram(programFiles(files, projects), listed, skipped);
  const linker = await ProgramLinker.create(program, projects);
  const linking = await Linking.plan({ ...given, listed, skipped, program, linker });
  const ground = groundOf(given.source.name, projects.manifests, program.files);
  const context = { ...given, program, linker, linking, ground, surroundings: surroundingsOf(given) };
  const linked = (await amendKept(context)) ?? (await linkAll(context));
  memory?.relieve(program);
  clock.end(program.files.length);
  return linked;
}

interface LinkContext extends ReadSource {
  readonly program: LinkProgram;
  readonly linker: ProgramLinker;
  readonly linking: Linking;
  readonly ground: string;
  readonly surroundings: Surroundings;
}

/** All from nothing. */
async function linkAll({ files, program, linker, linking, memory, ground, surroundings, paint }: LinkContext): Promise<LinkedFiles> {
  const builder = new GraphBuilder();
  // Most references become one edge, and every symbol one that contains it.
  builder.reserve(program.symbolCount, program.symbolCount + files.reduce((sum, { references }) => sum + references, 0));
  const assembler = new GraphAssembler(builder, program, linker.keys, surroundings);
  assembler.addAll();
  const notes = new LinkNotes();
  const { relinked, packed } = await linking.draw((file, links) => {
    notes.add(file, links);
    assembler.addLinks(file, links);
  });
  linker.begin();
  memory?.relieve(program);
  const schema = linker.meaning.schemaOf(notes.meanings);
  builder.beginOverlay();
  assembleMeaning(builder, notes.meanings, schema, assembler);
  const finish = (): Finished => {
    const graph = builder.finish(paint);
    return { graph, record: { ground, overlay: builder.overlay, askers: assembler.askers, shards: computeShards(graph) }, blindSpots: notes.blindSpots };
  };
  return { totals: notes.books.totals(), relinked, links: packed, drifts: schema.drifts, isAmended: false, finish };
}

/** The graph of the earlier scan with what changed; undefined where there is none that it can be made of. */
async function amendKept(context: LinkContext): Promise<LinkedFiles | undefined> {
  const { program, linker, linking, ground, surroundings, keptGraph, paint } = context;
  const { changed } = linking;
  const kept = changed === undefined ? undefined : await keptGraph;
  if (changed === undefined || kept === undefined || kept.ground !== ground) return undefined;
  try {
    const amender = new GraphAmender(kept.graph, kept.overlay, new Set(changed.map((file) => file.path)));
    const assembler = new GraphAssembler(amender, program, linker.keys, surroundings, kept.askers);
    checkVersions(kept, program, surroundings);
    assembler.addAgain(changed, amender);
    for (const file of changed) {
      assembler.addLinks(file, linking.again(file));
      checkAskers(kept, linking, file);
    }
    const notes = new LinkNotes();
    const { relinked, packed } = await linking.count((file, links) => notes.add(file, links));
    linker.begin();
    const schema = linker.meaning.schemaOf(notes.meanings);
    amender.beginOverlay();
    assembleMeaning(amender, notes.meanings, schema, assembler);
    const { graph, overlay, touched } = amender.finish();
    paint(graph, kept);
    const finish = (): Finished => ({ graph, record: { ground, overlay, askers: assembler.askers, shards: amendShards(kept.shards, graph, touched) }, blindSpots: notes.blindSpots });
    return { totals: notes.books.totals(), relinked, links: packed, drifts: schema.drifts, isAmended: true, finish };
  } catch (error) {
    if (error instanceof TooDeepError) throw error;
    checkCancelled(context.signal);
    return undefined; // it is only ever a help: the same links make the graph from nothing
  }
}

/** What is noted of all files' links. */
class LinkNotes {
  readonly books = new LinkBooks();
  readonly blindSpots = new BlindSpots();
  readonly meanings: MeaningOfFile[] = [];

  add(file: LinkFile, links: CountedLinks): void {
    this.meanings.push({ file, ...links.meaning });
    this.books.add(file, links);
    this.blindSpots.add(file, links);
  }
}

const SYMBOL = NODE_KINDS.indexOf('symbol');

/** How many symbols a graph has, and their names. */
function symbolNames(graph: Graph): { readonly count: number; readonly distinct: ReadonlySet<string> } {
  const { kinds, names } = graph.columns.nodes;
  const isOfSymbol = new Uint8Array(names.values.offsets.length);
  let count = 0;
  for (let node = 0; node < kinds.length; node++) {
    if (kinds[node] !== SYMBOL) continue;
    count++;
    isOfSymbol[names.indices[node] ?? 0] = 1;
  }
  return { count, distinct: new Set(unpackStrings(names.values).filter((_, name) => isOfSymbol[name] === 1)) };
}

function surroundingsOf({ source, files, projects }: ReadSource): Surroundings {
  const sizes = new Map(files.map((file) => [file.path, { lines: file.lines, bytes: file.bytes }]));
  return {
    repository: source.name,
    manifests: projects.manifests,
    manifestOf: (file) => projects.nearest.of(folderOf(file)),
    versionOf: (owner, file) => (owner.manager === 'platform' ? undefined : projects.of(file.languageId).versionOf(owner.name, file.manifest)),
    sizeOf: (file) => sizes.get(file),
  };
}

function programFiles(files: readonly ParsedFile[], projects: Projects): GivenFile[] {
  return files.map((file) => {
    const { languageId, language } = file.grammar;
    const held = shelvedFacts(file) ?? { facts: file.decoded ?? (file.facts.byteLength === 0 ? emptyFacts(file.lines) : decodeFacts(file.facts)) };
    return { path: file.path, languageId, language, role: file.role, held, hash: file.hash, manifest: projects.of(languageId).manifestOf(file.path) };
  });
}
