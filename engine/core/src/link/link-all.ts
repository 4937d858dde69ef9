import { hash } from 'node:crypto';
import type { SkipReason } from '@pinata/graph';
import { CallMarks } from '../assemble-graph/call-marks.js';
import { checkCancelled } from '../check-cancelled.js';
import { encodeLinks } from '../incremental/link-record.js';
import type { PreviousLinks } from '../incremental/previous-links.js';
import { planRelinking } from '../incremental/relink-plan.js';
import type { Contexts, RelinkPlan } from '../incremental/relink-plan.js';
import type { MeaningReader } from '../meaning/read-meaning.js';
import { declaredBy } from '../meaning/read-meaning.js';
import type { ParsedFile } from '../parse/parse-phase.js';
import type { ProgressClock } from '../progress-clock.js';
import { outcomesOf, settleOutcomes } from './file-links.js';
import type { FileLinks } from './file-links.js';
import type { LanguageLinker } from './language-linker.js';
import type { PackageManifest } from './packages.js';
import type { LinkFile, LinkProgram } from './program.js';
import type { Projects } from './projects.js';

const FILES_BETWEEN_PAUSES = 64;

export interface LinkInput {
  readonly program: LinkProgram;
  readonly projects: Projects;
  readonly files: readonly ParsedFile[];
  readonly listed: ReadonlySet<string>;
  readonly skipped: ReadonlyMap<string, SkipReason>;
  readonly linkerOf: (file: Pick<LinkFile, 'languageId'>) => LanguageLinker;
  readonly meaningReader: MeaningReader;
  readonly previous: PreviousLinks | undefined;
  readonly clock: ProgressClock;
  readonly signal: AbortSignal | undefined;
}

/** Links as the next scan will want them. */
export interface PackedLinks {
  readonly settings: string;
  /** By file, in the program's order. */
  readonly bytes: (file: number) => Uint8Array | undefined;
}

export interface Linked {
  /** By file. */
  readonly links: readonly FileLinks[];
  readonly relinked: number;
  readonly packed: PackedLinks;
}

/** Gives every file its links: those of an earlier scan where they still hold. */
export async function linkAll(input: LinkInput): Promise<Linked> {
  const { program, projects, files, listed, skipped, linkerOf, previous, clock, signal } = input;
  const settings = settingsOf(projects, listed, skipped);
  const contexts = new FileContexts(projects, linkerOf);
  const contextsOf = (file: LinkFile): Contexts => contexts.of(file);
  const plan = previous === undefined ? undefined : await planRelinking({ previous, program, files, aloneOf: (file) => linkerOf(file).alone, contextsOf, haveSameSettings: previous.settings === settings });
  const linkFile = fileLinker(input);
  const links: FileLinks[] = [];
  let relinked = 0;
  for (const file of program.files) {
    const kept = plan?.kept[file.index]?.links(program, plan.newNumber);
    if (kept === undefined) relinked++;
    links.push(kept ?? linkFile(file));
    clock.advance(file.path);
    if (file.index % FILES_BETWEEN_PAUSES === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      checkCancelled(signal);
    }
  }
  return { links, relinked, packed: { settings, bytes: (file) => bytesOf(input, plan, links[file], program.files[file], contextsOf) } };
}

function bytesOf({ program, previous }: LinkInput, plan: RelinkPlan | undefined, links: FileLinks | undefined, file: LinkFile | undefined, contextsOf: (file: LinkFile) => Contexts): Uint8Array | undefined {
  if (links === undefined || file === undefined) return undefined;
  if (plan?.isNumberedAlike === true && plan.kept[file.index] !== undefined) {
    const entry = previous?.files[file.index];
    const bytes = entry === undefined ? undefined : previous?.bytes(entry);
    if (bytes !== undefined) return bytes;
  }
  return encodeLinks(links, plan?.contexts[file.index] ?? contextsOf(file), program);
}

/** Links one file and notes what was read for it. */
function fileLinker({ program, linkerOf, meaningReader }: LinkInput): (file: LinkFile) => FileLinks {
  const { reads } = program;
  const noteSymbol = (symbol: number): void => void program.sitesOf(program.canonical(symbol));
  return (file) => {
    const linker = linkerOf(file);
    linker.alone?.begin();
    meaningReader.begin();
    reads.begin();
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
    return { ...settled, derived, meaning, reads: reads.read };
  };
}

function settingsOf(projects: Projects, listed: ReadonlySet<string>, skipped: ReadonlyMap<string, SkipReason>): string {
  return hash('sha256', JSON.stringify([[...listed], [...skipped], projects.all.map(({ language, project }) => [language.id, project.settings?.()])]), 'hex');
}

/** Hashes of contexts; texts that many files share are hashed once. */
class FileContexts {
  private readonly hashes = new Map<string, string>();
  private readonly declared = new Map<PackageManifest | undefined, string>();

  constructor(
    private readonly projects: Projects,
    private readonly linkerOf: LinkInput['linkerOf'],
  ) {}

  of(file: LinkFile): Contexts {
    const prefix = this.projects.of(file.languageId).keyPrefix(file.path, file.manifest);
    return [this.hash(`${prefix}\0${this.linkerOf(file).alone?.contextOf(file) ?? ''}`), this.declaredHash(file)];
  }

  private declaredHash(file: LinkFile): string {
    const known = this.declared.get(file.manifest);
    if (known !== undefined) return known;
    const fresh = this.hash([...declaredBy(file)].join('\0'));
    this.declared.set(file.manifest, fresh);
    return fresh;
  }

  private hash(text: string): string {
    const known = this.hashes.get(text);
    if (known !== undefined) return known;
    const fresh = hash('sha256', text, 'base64').slice(0, 22);
    this.hashes.set(text, fresh);
    return fresh;
  }
}
