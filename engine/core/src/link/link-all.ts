import { hash } from 'node:crypto';
import type { BlobPlace, SkipReason } from '@pinata/graph';
import { checkCancelled } from '../check-cancelled.js';
import { encodeLinks } from '../incremental/link-record.js';
import type { PreviousLinks } from '../incremental/previous-links.js';
import { planRelinking } from '../incremental/relink-plan.js';
import type { ScanMemory } from '../memory/scan-memory.js';
import type { ParsedFile } from '../parse/parse-phase.js';
import type { ProgressClock } from '../progress-clock.js';
import type { FileLinks } from './file-links.js';
import type { LinkFile, LinkProgram } from './program.js';
import type { ProgramLinker } from './program-linker.js';
import type { Projects } from './projects.js';

const FILES_BETWEEN_PAUSES = 64;

export interface LinkInput {
  readonly program: LinkProgram;
  readonly projects: Projects;
  readonly files: readonly ParsedFile[];
  readonly listed: ReadonlySet<string>;
  readonly skipped: ReadonlyMap<string, SkipReason>;
  readonly linker: ProgramLinker;
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
  const { program, projects, files, listed, skipped, linker, previous, isPacked, memory, clock, signal } = input;
  const settings = settingsOf(projects, listed, skipped);
  // Tables of the whole program are there before a plan asks them.
  linker.begin();
  if (previous !== undefined) linker.meaning.prepare();
  const plan = previous === undefined ? undefined : await planRelinking({ previous, program, files, aloneOf: (file) => linker.of(file).alone, contextsOf: (file) => linker.contextsOf(file), haveSameSettings: previous.settings === settings });
  const packed: ((() => Uint8Array) | BlobPlace)[] = [];
  const keep = (encoded: Uint8Array): (() => Uint8Array) => memory?.keepBytes(encoded) ?? (() => encoded);
  let relinked = 0;
  for (const file of program.files) {
    const kept = plan?.kept[file.index];
    const held = plan === undefined ? undefined : kept?.links(program, plan.newNumber);
    if (held === undefined) relinked++;
    const links = held ?? linker.link(file);
    if (isPacked) packed.push(held !== undefined && kept !== undefined && plan?.isNumberedAlike === true ? kept.place : keep(encodeLinks(links, plan?.contexts[file.index] ?? linker.contextsOf(file), program)));
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

function settingsOf(projects: Projects, listed: ReadonlySet<string>, skipped: ReadonlyMap<string, SkipReason>): string {
  return hash('sha256', JSON.stringify([[...listed], [...skipped], projects.all.map(({ language, project }) => [language.id, project.settings?.()])]), 'hex');
}
