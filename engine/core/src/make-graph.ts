import { GraphBuilder, computeDigests } from '@pinata/graph';
import type { Digests, Graph, SkipReason } from '@pinata/graph';
import { CallMarks } from './assemble-graph/call-marks.js';
import { GraphAssembler } from './assemble-graph/graph-assembler.js';
import { checkCancelled } from './check-cancelled.js';
import { decodeFacts } from './facts/encode.js';
import { emptyFacts } from './facts/empty-facts.js';
import type { LanguageLinker } from './link/language-linker.js';
import { LinkRun } from './link/link.js';
import type { LinkTotals } from './link/link.js';
import type { Outcome } from './link/outcome.js';
import { folderOf } from './link/packages.js';
import { LinkProgram } from './link/program.js';
import type { LinkFile } from './link/program.js';
import type { Projects } from './link/projects.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { ProgressClock } from './progress-clock.js';
import type { ScanSource, SchemaDrift } from './scan-api.js';
import { MeaningReader, assembleMeaning } from './meaning/read-meaning.js';
import type { MeaningOfFile } from './meaning/read-meaning.js';
import { allFamilies } from './schema/families.js';

const FILES_BETWEEN_PAUSES = 64;

export interface ReadSource {
  readonly source: ScanSource;
  readonly projects: Projects;
  /** In order of path. */
  readonly files: readonly ParsedFile[];
  readonly listed: ReadonlySet<string>;
  readonly skipped: ReadonlyMap<string, SkipReason>;
  readonly clock: ProgressClock;
  readonly signal: AbortSignal | undefined;
}

export interface MadeGraph {
  readonly graph: Graph;
  readonly digests: Digests;
  readonly totals: LinkTotals;
  readonly symbolCount: number;
  /** Files that were linked now. */
  readonly relinked: number;
  /** Where models and migrations disagree. */
  readonly drifts: readonly SchemaDrift[];
}

/** Links what was read and makes the graph of it: the phases `link` and `graph`. */
export async function makeGraph({ source, projects, files, listed, skipped, clock, signal }: ReadSource): Promise<MadeGraph> {
  clock.begin('link', files.length);
  const program = new LinkProgram(linkFiles(files, projects), listed, skipped);
  const linkers = new Map(projects.all.map(({ language, project }) => [language.id, project.createLinker(program)]));
  const builder = new GraphBuilder();
  const sizes = new Map(files.map((file) => [file.path, { lines: file.lines, bytes: file.bytes }]));
  const assembler = new GraphAssembler(builder, program, {
    repository: source.name,
    manifests: projects.manifests,
    manifestOf: (file) => projects.nearest.of(folderOf(file)),
    keyPrefix: (file) => projects.of(file.languageId).keyPrefix(file.path, file.manifest),
    versionOf: (owner, file) => (owner.manager === 'platform' ? undefined : projects.of(file.languageId).versionOf(owner.name, file.manifest)),
    sizeOf: (file) => sizes.get(file),
  });
  const run = new LinkRun();
  const linkerOf = (file: LinkFile): LanguageLinker => linkers.get(file.languageId)!; // every language of a file has a project
  const meaningReader = new MeaningReader(program, linkerOf, (symbol) => assembler.keyOf(symbol), await allFamilies());
  const meanings: MeaningOfFile[] = [];
  for (const [index, file] of program.files.entries()) {
    const linker = linkers.get(file.languageId);
    if (linker === undefined) continue;
    const marks = new CallMarks(file.facts);
    const outcomes: Outcome[] = [];
    run.linkFile(file, linker, (reference, outcome) => {
      outcomes.push(outcome);
      assembler.addOutcome(file, reference, outcome, marks.of(reference));
    });
    meanings.push({ file, node: assembler.fileNode(file.index), ...meaningReader.ofFile(file, outcomes, marks) });
    for (const edge of linker.derived(file)) assembler.addDerived(file, edge);
    clock.advance(file.path);
    if (index % FILES_BETWEEN_PAUSES === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      checkCancelled(signal);
    }
  }
  const schema = meaningReader.schemaOf(meanings);
  assembleMeaning(builder, meanings, schema);
  const totals = run.totals();
  clock.end(program.files.length);

  clock.begin('graph');
  const graph = builder.finish();
  const digests = computeDigests(graph);
  clock.end(graph.nodeCount);
  return { graph, digests, totals, symbolCount: assembler.symbolCount, relinked: program.files.length, drifts: schema.drifts };
}

function linkFiles(files: readonly ParsedFile[], projects: Projects): LinkFile[] {
  let firstSymbol = 0;
  return files.map((file, index) => {
    const facts = file.facts.byteLength === 0 ? emptyFacts(file.lines) : decodeFacts(file.facts);
    const { languageId, language } = file.grammar;
    const linkFile: LinkFile = { index, path: file.path, languageId, language, role: file.role, facts, firstSymbol, manifest: projects.of(languageId).manifestOf(file.path) };
    firstSymbol += facts.symbols.rows;
    return linkFile;
  });
}
