import path from 'node:path';
import { GraphBuilder, computeDigests } from '@pinata/graph';
import type { FileRole } from '@pinata/graph';
import { checkCancelled } from './check-cancelled.js';
import { byPath, discover } from './discover/discover.js';
import type { DiscoveredFile, Discovery } from './discover/discover.js';
import { decodeFacts } from './facts/encode.js';
import { emptyFacts } from './facts/empty-facts.js';
import type { Grammar, Language } from './languages/registry.js';
import { allLanguages, grammarsByExtension } from './languages/registry.js';
import { CallMarks } from './assemble-graph/call-marks.js';
import { GraphAssembler } from './assemble-graph/graph-assembler.js';
import type { LanguageProject, OpenProject, ProjectSource } from './link/language-linker.js';
import { LinkRun } from './link/link.js';
import type { LinkTotals } from './link/link.js';
import { NearestAbove, folderOf } from './link/packages.js';
import type { PackageManifest } from './link/packages.js';
import { LinkProgram } from './link/program.js';
import type { LinkFile } from './link/program.js';
import { byFrequency, compile, parseDiscovered } from './parse/parse-phase.js';
import type { ParserPool } from './parse/pool.js';
import type { ParsedFile } from './parse/parse-phase.js';
import { ProgressClock } from './progress-clock.js';
import type { ScanLimits, ScanOptions, ScanSink, ScanSource, ScanSummary, SkippedFile } from './scan-api.js';
import { ScanError } from './scan-api.js';
import { writeOutputs } from './write-outputs.js';
import { searchResult } from './search-symbols.js';

const FILES_BETWEEN_PAUSES = 64;

/**
 * Reads an opened source in the pool's threads and writes its snapshot.
 * @throws ScanError with a code and what to do
 */
export async function scanSource(pool: ParserPool, source: ScanSource, options: ScanOptions, limits: ScanLimits, sink: ScanSink, signal?: AbortSignal): Promise<ScanSummary> {
  const clock = new ProgressClock(sink);
  clock.begin('discover');
  const likely = likelyGrammar(source.trackedFiles ?? [], options);
  if (likely !== undefined) pool.prepare(compile(likely));
  const discovery = discover(source, options, limits);
  clock.end(discovery.files.length);

  clock.begin('parse', discovery.files.length);
  const skippedPaths = new Map(discovery.skipped.map(({ path: file, reason }) => [file, reason]));
  const projectSource = { root: source.folder, listed: discovery.listed, listedSet: new Set(discovery.listed), skipped: skippedPaths };
  const { projects, parsed } = await readFiles(pool, discovery, projectSource, async (file, result, project) => {
    clock.advance(file.path);
    if (result === undefined) return;
    const prefix = project.keyPrefix(file.path, project.manifestOf(file.path));
    await sink.fileResult(searchResult(file, result, prefix));
  }, { fileBytes: limits.fileBytes, signal });
  try {
    void pool.close(); // their memory goes while the links are made
    const { files, skipped } = settle(discovery, parsed);
    for (const { path: file, reason } of skipped) skippedPaths.set(file, reason);
    if (files.length === 0) throw nothingReadable(skipped);
    clock.end(files.length);
    checkCancelled(signal);

    clock.begin('link', files.length);
    const program = new LinkProgram(linkFiles(files, projects), projectSource.listedSet, skippedPaths);
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
    for (const [index, file] of program.files.entries()) {
      const linker = linkerOf.get(file.languageId);
      if (linker === undefined) continue;
      const marks = new CallMarks(file.facts);
      run.linkFile(file, linker, (reference, outcome) => assembler.addOutcome(file, reference, outcome, marks.of(reference)));
      for (const edge of linker.derived(file)) assembler.addDerived(file, edge);
      clock.advance(file.path);
      if (index % FILES_BETWEEN_PAUSES === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        checkCancelled(signal);
      }
    }
    const totals = run.totals();
    clock.end(program.files.length);

    clock.begin('graph');
    const graph = builder.finish();
    const digests = computeDigests(graph);
    clock.end(graph.nodeCount);
    checkCancelled(signal);

    const summary = (): ScanSummary => ({
      ...countFiles(files, totals),
      skipped,
      symbols: assembler.symbolCount,
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      balance: totals.balance,
      unresolvedExamples: totals.examples,
      isDigestComparable: files.every((file) => file.status !== 'timedOut'),
      ...digests,
      milliseconds: clock.milliseconds(),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    });
    if (options.outputFolder !== undefined) {
      clock.begin('snapshot');
      await writeOutputs(options.outputFolder, { source, graph, digests, summary, files, keyPrefixOf: (file) => projects.keyPrefixOf(file) });
      clock.end(graph.nodeCount);
    }
    return summary();
  } finally {
    projects.close();
  }
}

/** The grammar that most listed files look to be of: threads can load it while the files are looked at one by one. */
function likelyGrammar(names: readonly string[], { fileExtensions }: ScanOptions): Grammar | undefined {
  if (fileExtensions !== undefined) return undefined;
  const grammars = grammarsByExtension();
  return byFrequency(names.flatMap((name) => grammars.get(path.posix.extname(name).toLowerCase()) ?? []))[0];
}

/** The languages of a scan with what each found out about the repository's packages. */
class Projects {
  readonly manifests: readonly PackageManifest[];
  readonly nearest = new NearestAbove<PackageManifest>();

  constructor(readonly all: readonly { readonly language: Language; readonly project: LanguageProject }[]) {
    this.manifests = all.flatMap(({ project }) => project.manifests);
    for (const { project } of all) {
      for (const manifest of project.manifests) {
        if (this.nearest.at(manifest.folder) === undefined) this.nearest.set(manifest.folder, manifest);
      }
    }
  }

  of(languageId: string): LanguageProject {
    const found = this.all.find(({ language }) => language.id === languageId);
    if (found === undefined) throw new ScanError('internal', `no project was opened for the language ${languageId}`);
    return found.project;
  }

  keyPrefixOf(file: ParsedFile): string {
    const project = this.of(file.grammar.languageId);
    return project.keyPrefix(file.path, project.manifestOf(file.path));
  }

  close(): void {
    for (const { project } of this.all) project.close();
  }
}

type Receive = (file: DiscoveredFile, result: ParsedFile | undefined, project: LanguageProject) => Promise<void>;

/**
 * Reads the files in the pool's threads, and beside it what the languages want to know of the repository.
 * The projects are to be closed by the caller.
 */
async function readFiles(pool: ParserPool, discovery: Discovery, source: ProjectSource, receive: Receive, { fileBytes, signal }: { readonly fileBytes: number; readonly signal: AbortSignal | undefined }): Promise<{ readonly projects: Projects; readonly parsed: readonly (ParsedFile | SkippedFile)[] }> {
  const opening = Promise.resolve().then(() => openProjects(discovery, source)); // after the threads got their first files
  const parsing = parseDiscovered(pool, source.root, discovery, fileBytes, async (file, result) => receive(file, result, (await opening).of(file.grammar.languageId)), signal);
  // Whichever fails, the other is waited for: nothing stays open.
  const [opened, parsed] = await Promise.allSettled([opening, parsing]);
  if (opened.status === 'rejected') throw opened.reason;
  if (parsed.status === 'fulfilled') return { projects: opened.value, parsed: parsed.value };
  opened.value.close();
  throw parsed.reason;
}

async function openProjects(discovery: Discovery, source: ProjectSource): Promise<Projects> {
  const used = new Set(discovery.files.map((file) => file.grammar.languageId));
  const all = [];
  for (const language of allLanguages()) {
    if (!used.has(language.id)) continue;
    const resolver = (await import(`./languages/${language.id}/resolver.js`)) as { readonly openProject: OpenProject }; // each language's folder has one
    all.push({ language, project: resolver.openProject(source) });
  }
  return new Projects(all);
}

/** Files in the order of their paths, and everything that was listed but not read. */
function settle(discovery: Discovery, parsed: readonly (ParsedFile | SkippedFile)[]): { readonly files: readonly ParsedFile[]; readonly skipped: readonly SkippedFile[] } {
  const files: ParsedFile[] = [];
  const skipped = [...discovery.skipped];
  for (const result of parsed) {
    if ('reason' in result) skipped.push(result);
    else files.push(result);
  }
  return { files: files.sort(byPath), skipped: skipped.sort(byPath) };
}

function nothingReadable(skipped: readonly SkippedFile[]): ScanError {
  const isAllBinary = skipped.some(({ reason }) => reason === 'binary');
  if (isAllBinary) return new ScanError('onlyBinaryFiles', 'Every file of a known language is binary. Check that the branch holds source code.');
  return new ScanError('noMatchingFiles', 'No file could be read: all were skipped. The list of skipped files says why.');
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

function countFiles(files: readonly ParsedFile[], totals: LinkTotals): Pick<ScanSummary, 'files' | 'lines' | 'bytes' | 'languages' | 'roles' | 'filesWithErrors'> {
  const languages = new Map<string, { files: number; lines: number; bytes: number }>();
  const roles = new Map<FileRole, { files: number; lines: number }>();
  let lines = 0;
  let bytes = 0;
  for (const file of files) {
    lines += file.lines;
    bytes += file.bytes;
    const language = languages.get(file.grammar.language) ?? { files: 0, lines: 0, bytes: 0 };
    languages.set(file.grammar.language, { files: language.files + 1, lines: language.lines + file.lines, bytes: language.bytes + file.bytes });
    const role = roles.get(file.role) ?? { files: 0, lines: 0 };
    roles.set(file.role, { files: role.files + 1, lines: role.lines + file.lines });
  }
  const nothing = { captured: 0, resolved: 0, external: 0, unresolved: {} };
  const order = <Key extends string>(a: readonly [Key, unknown], b: readonly [Key, unknown]): number => (a[0] < b[0] ? -1 : 1);
  return {
    files: files.length,
    lines,
    bytes,
    languages: [...languages].sort(order).map(([language, counts]) => ({ language, ...counts })),
    roles: [...roles].sort(order).map(([role, counts]) => ({ role, ...counts, balance: totals.roles.get(role) ?? nothing })),
    filesWithErrors: files.filter((file) => file.errors > 0).length,
  };
}

