import { hash } from 'node:crypto';
import { AmendError } from '@pinata/graph';
import type { BlobPlace, SkipReason } from '@pinata/graph';
import { checkCancelled } from '../check-cancelled.js';
import { encodeLinks } from '../incremental/link-record.js';
import type { KeptLinks } from '../incremental/link-record.js';
import type { PreviousLinks } from '../incremental/previous-links.js';
import { planRelinking } from '../incremental/relink-plan.js';
import type { RelinkPlan } from '../incremental/relink-plan.js';
import type { ScanMemory } from '../memory/scan-memory.js';
import type { ParsedFile } from '../parse/parse-phase.js';
import type { ProgressClock } from '../progress-clock.js';
import type { CountedLinks, FileLinks } from './file-links.js';
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

/** Files that are linked and held before it is known what they are for. */
const MOST_HELD = 400;

/** Gives every file its links, in order: those of an earlier scan where they still hold. They are not held here, since a large repository has many. */
export class Linking {
  /** Links of the few files that are linked again, by file. */
  private readonly held = new Map<number, FileLinks>();

  private constructor(
    private readonly input: LinkInput,
    private readonly settings: string,
    private readonly plan: RelinkPlan | undefined,
  ) {}

  static async plan(input: LinkInput): Promise<Linking> {
    const { program, projects, files, listed, skipped, linker, previous } = input;
    const settings = settingsOf(projects, listed, skipped);
    // Tables of the whole program are there before a plan asks them.
    linker.begin();
    if (previous !== undefined) linker.meaning.prepare();
    const plan = previous === undefined ? undefined : await planRelinking({ previous, program, files, aloneOf: (file) => linker.of(file).alone, contextsOf: (file) => linker.contextsOf(file), haveSameSettings: previous.settings === settings });
    return new Linking(input, settings, plan);
  }

  /** The files whose links no longer hold, where they are few and all files are those of the earlier scan. */
  get changed(): readonly LinkFile[] | undefined {
    const { plan } = this;
    if (plan?.isNumberedAlike !== true || this.input.previous?.settings !== this.settings) return undefined;
    const changed = this.input.program.files.filter((file) => plan.kept[file.index] === undefined);
    return changed.length > MOST_HELD ? undefined : changed;
  }

  /** Links of a file that has none of an earlier scan; once, however often they are asked for. */
  again(file: LinkFile): FileLinks {
    const held = this.held.get(file.index) ?? this.input.linker.link(file);
    this.held.set(file.index, held);
    return held;
  }

  /** The links that an earlier scan gave a file. */
  before(file: LinkFile): KeptLinks | undefined {
    const entry = this.input.previous?.files[file.index];
    return entry === undefined ? undefined : this.input.previous?.kept(entry);
  }

  /**
   * Counts the links of every file and draws none; where `changed` is known.
   * @throws AmendError where they cannot be counted
   */
  async count(receive: (file: LinkFile, links: CountedLinks) => void): Promise<Linked> {
    return this.run((file, kept) => {
      const links = kept === undefined ? this.again(file) : undefined;
      const counted = links ?? kept?.counted();
      if (counted === undefined) throw new AmendError(`the links of ${file.path} cannot be read`);
      receive(file, counted);
      return { links, isNew: links !== undefined };
    });
  }

  /** Gives every file's links. */
  async draw(receive: (file: LinkFile, links: FileLinks) => void): Promise<Linked> {
    const { program, linker, clock } = this.input;
    return this.run((file, kept) => {
      const known = this.plan === undefined ? undefined : kept?.links(program, this.plan.newNumber);
      const links = known ?? this.held.get(file.index) ?? linker.link(file);
      receive(file, links);
      clock.advance(file.path);
      return { links, isNew: known === undefined };
    });
  }

  /** @param take gives the links where there is need of them, or where they are new */
  private async run(take: (file: LinkFile, kept: KeptLinks | undefined) => { readonly links: FileLinks | undefined; readonly isNew: boolean }): Promise<Linked> {
    const { program, linker, isPacked, memory, signal } = this.input;
    const { plan, settings } = this;
    const packed: ((() => Uint8Array) | BlobPlace)[] = [];
    const keep = (encoded: Uint8Array): (() => Uint8Array) => memory?.keepBytes(encoded) ?? (() => encoded);
    let relinked = 0;
    for (const file of program.files) {
      const kept = plan?.kept[file.index];
      const { links, isNew } = take(file, kept);
      if (isNew) relinked++;
      if (isPacked && kept !== undefined && !isNew && plan?.isNumberedAlike === true) packed.push(kept.place);
      else if (isPacked && links !== undefined) packed.push(keep(encodeLinks(links, plan?.contexts[file.index] ?? linker.contextsOf(file), program)));
      memory?.relieve(program);
      if (file.index % FILES_BETWEEN_PAUSES === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        checkCancelled(signal);
      }
    }
    return { relinked, packed: { settings, files: packed } };
  }
}

function settingsOf(projects: Projects, listed: ReadonlySet<string>, skipped: ReadonlyMap<string, SkipReason>): string {
  return hash('sha256', JSON.stringify([[...listed], [...skipped], projects.all.map(({ language, project }) => [language.id, project.settings?.()])]), 'hex');
}
