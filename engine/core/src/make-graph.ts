import { GraphBuilder, computeDigests } from '@pinata/graph';
import type { Digests, Graph, SkipReason } from '@pinata/graph';
import { CallMarks } from './assemble-graph/call-marks.js';
import { GraphAssembler } from './assemble-graph/graph-assembler.js';
import { checkCancelled } from './check-cancelled.js';
import { decodeFacts } from './facts/encode.js';
import { emptyFacts } from './facts/empty-facts.js';
import { LinkRun } from './link/link.js';
import type { LinkTotals } from './link/link.js';
import type { Outcome } from './link/outcome.js';
import { folderOf } from './link/packages.js';
import { Parts } from './link/parts.js';
import { LinkProgram } from './link/program.js';
import type { LinkFile } from './link/program.js';
import type { Projects } from './link/projects.js';
import type { ParsedFile } from './parse/parse-phase.js';
import type { ProgressClock } from './progress-clock.js';
import type { ScanSource } from './scan-api.js';
import { FileView } from './view/file-view.js';
import { WorkflowAssembler } from './workflows/assemble-workflows.js';
import type { FileSites } from './workflows/assemble-workflows.js';
import { allFrameworks } from './workflows/framework.js';
import { SiteMaker } from './workflows/make-sites.js';
import { Recogniser } from './workflows/recognise.js';

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
}

/** Links what was read and makes the graph of it: the phases `link` and `graph`. */
export async function makeGraph({ source, projects, files, listed, skipped, clock, signal }: ReadSource): Promise<MadeGraph> {
  clock.begin('link', files.length);
  const program = new LinkProgram(linkFiles(files, projects), listed, skipped);
  const linkerOf = new Map(projects.all.map(({ language, project }) => [language.id, project.createLinker(program)]));
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
  const parts = new Parts();
  const recogniser = new Recogniser(allFrameworks(), new SiteMaker((symbol) => assembler.keyOf(symbol)));
  const sites: FileSites[] = [];
  for (const [index, file] of program.files.entries()) {
    const linker = linkerOf.get(file.languageId);
    if (linker === undefined) continue;
    const marks = new CallMarks(file.facts);
    const outcomes: Outcome[] = [];
    run.linkFile(file, linker, (reference, outcome) => {
      outcomes.push(outcome);
      assembler.addOutcome(file, reference, outcome, marks.of(reference));
    });
    const view = new FileView(file, program, linker, outcomes, parts);
    sites.push({ path: file.path, node: assembler.fileNode(file.index), sites: recogniser.sitesOf(view, marks, declaredBy(file)) });
    for (const edge of linker.derived(file)) assembler.addDerived(file, edge);
    clock.advance(file.path);
    if (index % FILES_BETWEEN_PAUSES === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      checkCancelled(signal);
    }
  }
  new WorkflowAssembler(builder).assemble(sites);
  const totals = run.totals();
  clock.end(program.files.length);

  clock.begin('graph');
  const graph = builder.finish();
  const digests = computeDigests(graph);
  clock.end(graph.nodeCount);
  return { graph, digests, totals, symbolCount: assembler.symbolCount, relinked: program.files.length };
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

/** Packages that a file's manifest declares. */
function declaredBy({ manifest }: LinkFile): ReadonlySet<string> {
  return new Set(manifest === undefined ? [] : [...manifest.dependencies.keys()].map((name) => `${manifest.manager}:${name}`));
}
