import { hash } from 'node:crypto';
import type { BlobPlace, SkipReason } from '@pinata/graph';
import { CallMarks } from '../assemble-graph/call-marks.js';
import { checkCancelled } from '../check-cancelled.js';
import { FileContexts } from '../incremental/contexts.js';
import type { Contexts } from '../incremental/contexts.js';
import { encodeLinks } from '../incremental/link-record.js';
import type { PreviousLinks } from '../incremental/previous-links.js';
import { planRelinking } from '../incremental/relink-plan.js';
import type { MeaningReader } from '../meaning/read-meaning.js';
import type { ScanMemory } from '../memory/scan-memory.js';
import type { ParsedFile } from '../parse/parse-phase.js';
import type { ProgressClock } from '../progress-clock.js';
import { outcomesOf, settleOutcomes } from './file-links.js';
import type { FileLinks } from './file-links.js';
import type { LanguageLinker } from './language-linker.js';
import type { LinkFile, LinkProgram } from './program.js';
import type { Projects } from './projects.js';

const FILES_BETWEEN_PAUSES = 64;
const NO_LOOKUPS: readonly string[] = [];

export interface LinkInput {
  readonly program: LinkProgram;
  readonly projects: Projects;
  readonly files: readonly ParsedFile[];
  readonly listed: ReadonlySet<string>;
  readonly skipped: ReadonlyMap<string, SkipReason>;
  readonly linkerOf: (file: Pick<LinkFile, 'languageId'>) => LanguageLinker;
  readonly meaningReader: MeaningReader;
  readonly previous: PreviousLinks | undefined;
  /** Whether the links will be written for the next scan. */
  readonly isPacked: boolean;
  readonly memory: ScanMemory | undefined;
  readonly clock: ProgressClock;
  readonly signal: AbortSignal | undefined;
}

/** Links as the next scan will want them. */
export interface PackedLinks {
  readonly settings: string;
  /** By file, in the program's order: new ones, or where those lie in the earlier fact pack that hold as they are. */
  readonly files: readonly ((() => Uint8Array) | BlobPlace)[];
}

export interface Linked {
  readonly relinked: number;
  readonly packed: PackedLinks;
}

/**
 * Gives every file its links, in order: those of an earlier scan where they still hold.
 * @param receive gets each file's once; they are not held here, since a large repository has many
 */
export async function linkAll(input: LinkInput, receive: (file: LinkFile, links: FileLinks) => void): Promise<Linked> {
  const { program, projects, files, listed, skipped, linkerOf, meaningReader, previous, isPacked, memory, clock, signal } = input;
  const settings = settingsOf(projects, listed, skipped);
  const contexts = new FileContexts(projects, linkerOf);
  const contextsOf = (file: LinkFile): Contexts => contexts.of(file);
  // Tables of the whole program are there before a plan asks them.
  for (const linker of new Set(program.files.map(linkerOf))) linker.alone?.begin();
  if (previous !== undefined) meaningReader.prepare();
  const plan = previous === undefined ? undefined : await planRelinking({ previous, program, files, aloneOf: (file) => linkerOf(file).alone, contextsOf, haveSameSettings: previous.settings === settings });
  const linkFile = fileLinker(input);
  const packed: ((() => Uint8Array) | BlobPlace)[] = [];
  const keep = (encoded: Uint8Array): (() => Uint8Array) => memory?.keepBytes(encoded) ?? (() => encoded);
  let relinked = 0;
  for (const file of program.files) {
    const kept = plan?.kept[file.index];
    const held = plan === undefined ? undefined : kept?.links(program, plan.newNumber);
    if (held === undefined) relinked++;
    const links = held ?? linkFile(file);
    if (isPacked) packed.push(held !== undefined && kept !== undefined && plan?.isNumberedAlike === true ? kept.place : keep(encodeLinks(links, plan?.contexts[file.index] ?? contextsOf(file), program)));
    receive(file, links);
    clock.advance(file.path);
    memory?.relieve(program);
    if (file.index % FILES_BETWEEN_PAUSES === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      checkCancelled(signal);
    }
  }
  return { relinked, packed: { settings, files: packed } };
}

/** Links one file and notes what was read for it. */
function fileLinker({ program, linkerOf, meaningReader }: LinkInput): (file: LinkFile) => FileLinks {
  const { reads, lookups } = program;
  const noteSymbol = (symbol: number): void => reads.note(program.fileOfSymbol(program.canonical(symbol)).index);
  return (file) => {
    const linker = linkerOf(file);
    linker.alone?.begin();
    meaningReader.begin();
    reads.begin();
    lookups.begin();
    reads.note(file.index);
    const marks = new CallMarks(file.facts);
    const outcomes = outcomesOf(file, linker);
    const meaning = meaningReader.ofFile(file, outcomes, marks);
    const derived = linker.derived(file);
    const settled = settleOutcomes(file.facts, outcomes, (reference) => marks.of(reference));
    for (const { outcome } of settled.drawn) {
      if (outcome.kind !== 'resolved') continue;
      for (const target of outcome.targets) {
        if (target.kind === 'symbol') noteSymbol(target.symbol);
        else if (target.kind === 'file') reads.note(target.file);
      }
    }
    for (const { source, target } of derived) {
      noteSymbol(source);
      noteSymbol(target);
    }
    return { ...settled, derived, meaning, reads: [...reads.read], lookups: linker.alone === undefined ? NO_LOOKUPS : lookups.list };
  };
}

function settingsOf(projects: Projects, listed: ReadonlySet<string>, skipped: ReadonlyMap<string, SkipReason>): string {
  return hash('sha256', JSON.stringify([[...listed], [...skipped], projects.all.map(({ language, project }) => [language.id, project.settings?.()])]), 'hex');
}
