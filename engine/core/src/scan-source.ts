import path from 'node:path';
import { hasSamePicture, pictureFiles } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { checkCancelled } from './check-cancelled.js';
import { byPath, discover } from './discover/discover.js';
import type { DiscoveredFile, Discovery } from './discover/discover.js';
import { countFiles } from './count-files.js';
import { errorFactBytes } from './facts/empty-facts.js';
import type { Grammar } from './languages/registry.js';
import { grammarFinder } from './languages/registry.js';
import { makeGraph } from './make-graph.js';
import type { LanguageProject, ProjectSource } from './link/language-linker.js';
import { openProjects } from './link/projects.js';
import type { Projects } from './link/projects.js';
import { FileStatuses } from './incremental/file-statuses.js';
import type { SeenFile } from './incremental/file-statuses.js';
import { encodeGraphRecord, loadKeptGraph } from './incremental/kept-graph.js';
import type { KeptGraph } from './incremental/kept-graph.js';
import { KnownFacts } from './incremental/known-facts.js';
import { PreviousLinks } from './incremental/previous-links.js';
import { PackCopy } from './incremental/pack-copy.js';
import { PreviousPack } from './incremental/previous-pack.js';
import { UnusableFactsError } from './incremental/unusable-facts-error.js';
import { ScanMemory } from './memory/scan-memory.js';
import { byFrequency, compile, parseDiscovered } from './parse/parse-phase.js';
import type { ParserPool } from './parse/pool.js';
import type { ParsedFile, UnparsedFile } from './parse/parse-phase.js';
import { keptPicture } from './picture/kept-picture.js';
import { PictureThread } from './picture/picture-thread.js';
import { ProgressClock } from './progress-clock.js';
import type { FactCache, ScanLimits, ScanOptions, ScanSink, ScanSource, ScanSummary, SkippedFile } from './scan-api.js';
import { ScanError } from './scan-api.js';
import { FACT_PACK, writeOutputs } from './write-outputs.js';
import type { Outputs } from './write-outputs.js';
import { allFamilies } from './schema/families.js';
import { searchResult } from './search-symbols.js';
import { unfollowedUses } from './unfollowed-uses.js';
import { allRoutes } from './workflows/framework.js';

const MOST_DRIFTS = 200;
/** Of so many names, taken from all over the list, one sees what most files are. */
const NAMES_THAT_TELL = 256;

/** Where parser threads come from. */
export interface ParserThreads {
  /** Starts them, as many as are of use for so many files; the same pool again after the first call. */
  start(files: number): ParserPool;
  /** Nothing is left to be parsed: their memory may go while the links are made. */
  rest(): void;
}

/**
 * Reads an opened source in the pool's threads and writes its snapshot.
 * @param tooDeep files that earlier attempts could not link: one error is all that is known of each
 * @throws ScanError with a code and what to do; UnusableFactsError where the facts of an earlier scan must be left out;
 * TooDeepError where a file more cannot be linked
 */
export async function scanSource(threads: ParserThreads, source: ScanSource, options: ScanOptions, limits: ScanLimits, sink: ScanSink, signal?: AbortSignal, tooDeep: ReadonlySet<string> = new Set()): Promise<ScanSummary> {
  const clock = new ProgressClock(sink);
  clock.begin('discover');
  const seenAt = Date.now();
  const likely = likelyGrammar(source.trackedFiles ?? [], options);
  if (likely !== undefined) threads.start(1).prepare(compile(likely));
  const discovery = discover(source, options, limits);
  clock.end(discovery.files.length);

  clock.begin('parse', discovery.files.length);
  const skippedPaths = new Map(discovery.skipped.map(({ path: file, reason }) => [file, reason]));
  const projectSource = { root: source.folder, listed: discovery.listed, listedSet: new Set(discovery.listed), skipped: skippedPaths };
  const settings = `nesting ${limits.nesting}`;
  const session = options.memoryBytes === undefined ? options.session : undefined;
  const kept = session?.take();
  using memory = options.memoryBytes === undefined ? undefined : new ScanMemory(options.memoryBytes);
  await using pack = options.previousFactPack === undefined ? undefined : await PreviousPack.open(options.previousFactPack, settings, memory?.packBytes, kept?.pack);
  const statuses = options.previousFactPack === undefined || options.trustsFileStatus !== true ? undefined : FileStatuses.beside(options.previousFactPack);
  await using copy = pack === undefined || options.outputFolder === undefined ? undefined : PackCopy.start(pack, path.join(options.outputFolder, FACT_PACK));
  const loading = pack === undefined ? undefined : PreviousLinks.load(pack); // while files are looked at
  loading?.catch(() => undefined); // it is awaited below
  const keptGraph = pack === undefined || memory !== undefined ? undefined : kept !== undefined && pack.isThat(kept.pack) ? Promise.resolve({ ...kept.graph, folder: path.dirname(pack.path) }) : loadKeptGraph(pack);
  const { projects, read } = await readFiles({ threads, discovery, source: projectSource, pack, cache: options.factCache, statuses, fileBytes: limits.fileBytes, memory, signal }, async (file, result, project) => {
    clock.advance(file.path);
    if ('reason' in result) return;
    const prefix = project.keyPrefix(file.path, project.manifestOf(file.path));
    await sink.fileResult(searchResult(file, result, prefix));
  });
  try {
    const { files, unparsed, skipped } = settle(discovery, tooDeep.size === 0 ? read : read.map((file) => ('reason' in file || !tooDeep.has(file.path) ? file : withoutFacts(file))));
    const reused = files.filter(({ origin }) => origin !== 'parsed').length;
    for (const { path: file, reason } of skipped) skippedPaths.set(file, reason);
    if (files.length === 0) throw nothingReadable(skipped);
    clock.end(files.length);
    checkCancelled(signal);

    const large = options.outputFolder === undefined || memory?.hasRoomForThread === false ? 0 : files.length;
    await using ownThread = new PictureThread(); // it starts where there is no session
    const pictures = session?.pictures ?? ownThread;
    if (keptGraph === undefined) pictures.start(large); // the picture of the last scan is mostly that of this one
    let picture: Outputs['picture'] | undefined;
    const paint = (graph: Graph, kept?: KeptGraph): void => {
      if (options.outputFolder === undefined || memory?.isTight === true) return;
      picture = kept !== undefined && hasSamePicture(kept.graph, graph) ? keptPicture(kept) : pictures.paint(graph, large);
    };
    const previous = await loading;
    const { graph, digests, totals, unresolvedNames, unresolvedSites, symbolCount, relinked, links, record, isAmended, drifts } = await makeGraph({ source, projectSource, projects, files, clock, signal, previous, keptGraph, isPacked: options.outputFolder !== undefined, memory, paint }).catch((error: unknown) => {
      if (reused === 0 || error instanceof ScanError) throw error;
      throw new UnusableFactsError(error);
    });
    checkCancelled(signal);
    memory?.collect();

    const summary = (): ScanSummary => ({
      ...countFiles(files, totals),
      skipped,
      parsed: files.length - reused,
      reused,
      relinked,
      isAmended,
      symbols: symbolCount,
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      balance: totals.balance,
      unresolvedExamples: totals.examples,
      unresolvedNames,
      unresolvedSites,
      unfollowed: unfollowedUses(files, skipped),
      drifts: drifts.slice(0, MOST_DRIFTS),
      driftCount: drifts.length,
      isDigestComparable: tooDeep.size === 0 && files.every((file) => file.status !== 'timedOut'),
      ...digests,
      milliseconds: clock.milliseconds(),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    });
    if (options.outputFolder !== undefined) {
      clock.begin('snapshot');
      const seen = options.trustsFileStatus === true ? { files: seenFiles(discovery, files), at: seenAt } : undefined;
      const written = await writeOutputs(options.outputFolder, { source, graph, digests, summary, picture: picture ?? pictureFiles(graph), pack: { settings, files, unparsed, keyPrefixOf: (file) => projects.keyPrefixOf(file), links, graph: () => encodeGraphRecord(record, graph), previous: copy }, seen });
      session?.keep({ pack: written.pack, graph: { graph, manifest: written.manifest, ...record } });
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
  const grammarOf = grammarFinder();
  const step = Math.ceil(names.length / NAMES_THAT_TELL);
  return byFrequency(names.flatMap((name, place) => (place % step === 0 ? (grammarOf(name) ?? []) : [])))[0];
}

type Read = ParsedFile | UnparsedFile;
type Receive = (file: DiscoveredFile, result: Read, project: LanguageProject) => Promise<void>;

interface Reading {
  readonly threads: ParserThreads;
  readonly discovery: Discovery;
  readonly source: ProjectSource;
  readonly pack: PreviousPack | undefined;
  readonly cache: FactCache | undefined;
  readonly statuses: FileStatuses | undefined;
  readonly fileBytes: number;
  readonly memory: ScanMemory | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads the files, and beside it what the languages want to know of the repository.
 * The projects are to be closed by the caller.
 */
async function readFiles(reading: Reading, receive: Receive): Promise<{ readonly projects: Projects; readonly read: readonly Read[] }> {
  const asked = Promise.withResolvers<void>();
  const opening = asked.promise.then(() => openProjects(new Set(reading.discovery.files.map(({ grammar }) => grammar.languageId)), reading.source));
  const parsing = readAll(reading, asked.resolve, async (file, result) => receive(file, result, (await opening).of(file.grammar.languageId)));
  parsing.catch(() => asked.resolve()); // it is awaited below
  // What linking needs is loaded while the threads read.
  opening.then(() => Promise.all([allFamilies(), allRoutes()])).catch(() => undefined); // whoever links hears of it
  // Whichever fails, the other is waited for: nothing stays open.
  const [opened, read] = await Promise.allSettled([opening, parsing]);
  if (opened.status === 'rejected') throw opened.reason;
  if (read.status === 'fulfilled') return { projects: opened.value, read: read.value };
  opened.value.close();
  throw read.reason;
}

/**
 * Takes what is known and has the threads parse the rest.
 * @param asked called when the threads got their first files, so that they read while others work
 */
async function readAll({ threads, discovery, source, pack, cache, statuses, fileBytes, memory, signal }: Reading, asked: () => void, receive: (file: DiscoveredFile, result: Read) => Promise<void>): Promise<readonly Read[]> {
  const parse = (files: readonly DiscoveredFile[]): Promise<readonly Read[]> => {
    const reading = files.length === 0 ? Promise.resolve([]) : parseDiscovered(threads.start(files.length), source.root, files, fileBytes, receive, (file) => memory?.keep(file) ?? file, signal);
    asked();
    return reading;
  };
  const readKnown = async (): Promise<readonly Read[]> => {
    if (pack === undefined && cache === undefined) return parse(discovery.files);
    const facts = new KnownFacts(pack, cache, statuses);
    const { unknown: changed, ...found } = await facts.find(source.root, discovery.files, fileBytes, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      checkCancelled(signal);
    });
    const parsing = parse(changed); // while the rest is taken
    parsing.catch(() => undefined); // it is awaited below
    const { known, unknown } = await facts.take(found);
    for (const { file, result } of known) await receive(file, result);
    return [...known.map(({ result }) => result), ...(await parsing), ...(await parse(unknown))];
  };
  const results = await readKnown();
  threads.rest();
  return results;
}

/** Files in the order of their paths, and everything that was listed but not parsed. */
function settle(discovery: Discovery, read: readonly Read[]): { readonly files: readonly ParsedFile[]; readonly unparsed: readonly UnparsedFile[]; readonly skipped: readonly SkippedFile[] } {
  const files: ParsedFile[] = [];
  const unparsed: UnparsedFile[] = [];
  for (const result of read) {
    if ('reason' in result) unparsed.push(result);
    else files.push(result);
  }
  const skipped = unparsed.map(({ path: name, reason, detail }): SkippedFile => (detail === undefined ? { path: name, reason } : { path: name, reason, detail }));
  return { files: files.sort(byPath), unparsed: unparsed.sort(byPath), skipped: [...discovery.skipped, ...skipped].sort(byPath) };
}

/** A file that was read and cannot be linked. */
function withoutFacts({ path: name, grammar, role, hash, bytes, lines }: ParsedFile): ParsedFile {
  const facts = errorFactBytes(lines, 'crashed');
  return { path: name, grammar, role, hash, bytes, lines, symbols: 0, references: 0, errors: 1, status: 'partial', facts, head: facts, origin: 'parsed' };
}

function seenFiles(discovery: Discovery, files: readonly ParsedFile[]): SeenFile[] {
  const hashes = new Map(files.map(({ path: name, hash }) => [name, hash]));
  return discovery.files.flatMap((file) => {
    const hash = hashes.get(file.path);
    return hash === undefined ? [] : [{ file, hash }];
  });
}

function nothingReadable(skipped: readonly SkippedFile[]): ScanError {
  const isAllBinary = skipped.some(({ reason }) => reason === 'binary');
  if (isAllBinary) return new ScanError('onlyBinaryFiles', 'Every file of a known language is binary. Check that the branch holds source code.');
  return new ScanError('noMatchingFiles', 'No file could be read: all were skipped. The list of skipped files says why.');
}
