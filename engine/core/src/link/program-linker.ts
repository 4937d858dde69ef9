import { CallMarks } from '../assemble-graph/call-marks.js';
import { FileContexts } from '../incremental/contexts.js';
import type { Contexts } from '../incremental/contexts.js';
import { MeaningReader } from '../meaning/read-meaning.js';
import { allFamilies } from '../schema/families.js';
import { allRoutes } from '../workflows/framework.js';
import { outcomesOf, settleOutcomes } from './file-links.js';
import type { FileLinks } from './file-links.js';
import type { LanguageLinker } from './language-linker.js';
import type { LinkFile, LinkProgram } from './program.js';
import type { Projects } from './projects.js';
import { SymbolKeys } from './symbol-keys.js';
import { TooDeepError, isStackFull } from './too-deep-error.js';

const NO_LOOKUPS: readonly string[] = [];

/** Links the files of a program one by one, each as if it were the only one. */
export class ProgramLinker {
  readonly keys: SymbolKeys;
  readonly meaning: MeaningReader;
  private readonly contexts: FileContexts;

  private constructor(
    readonly program: LinkProgram,
    private readonly linkers: ReadonlyMap<string, LanguageLinker>,
    projects: Projects,
    families: Awaited<ReturnType<typeof allFamilies>>,
    routes: Awaited<ReturnType<typeof allRoutes>>,
  ) {
    this.keys = new SymbolKeys(program, (file) => projects.of(file.languageId).keyPrefix(file.path, file.manifest));
    const keyOf = (symbol: number): string => {
      program.reads.note(program.fileOfSymbol(program.canonical(symbol)).index); // whoever asks for a symbol's key depends on it
      return this.keys.of(symbol);
    };
    this.meaning = new MeaningReader(program, (file) => this.of(file), keyOf, families, routes);
    this.contexts = new FileContexts(program, projects, (file) => this.of(file));
  }

  static async create(program: LinkProgram, projects: Projects): Promise<ProgramLinker> {
    const [families, routes] = await Promise.all([allFamilies(), allRoutes()]);
    const linkers = new Map(projects.all.map(({ language, project }) => [language.id, project.createLinker(program)]));
    return new ProgramLinker(program, linkers, projects, families, routes);
  }

  of(file: Pick<LinkFile, 'languageId'>): LanguageLinker {
    return this.linkers.get(file.languageId)!; // every language of a file has a project
  }

  contextsOf(file: LinkFile): Contexts {
    return this.contexts.of(file);
  }

  /** Forgets what was concluded while other files were linked. */
  begin(): void {
    for (const linker of this.linkers.values()) linker.alone?.begin();
  }

  /**
   * Links one file and notes what was read for it.
   * @throws TooDeepError after which nothing here is to be asked again
   */
  link(file: LinkFile): FileLinks {
    try {
      return this.linkOne(file);
    } catch (error) {
      throw isStackFull(error) ? new TooDeepError(file.path, error) : error;
    }
  }

  private linkOne(file: LinkFile): FileLinks {
    const { reads, lookups } = this.program;
    const linker = this.of(file);
    linker.alone?.begin();
    this.meaning.begin();
    reads.begin();
    lookups.begin();
    reads.note(file.index);
    const marks = new CallMarks(file.facts);
    const outcomes = outcomesOf(file, linker);
    const meaning = this.meaning.ofFile(file, outcomes, marks);
    const derived = linker.derived(file);
    const settled = settleOutcomes(file.facts, outcomes, (reference) => marks.of(reference));
    for (const { outcome } of settled.drawn) {
      if (outcome.kind !== 'resolved') continue;
      for (const target of outcome.targets) {
        if (target.kind === 'symbol') this.noteSymbol(target.symbol);
        else if (target.kind === 'file') reads.note(target.file);
      }
    }
    for (const { source, target } of derived) {
      this.noteSymbol(source);
      this.noteSymbol(target);
    }
    return { ...settled, derived, meaning, reads: [...reads.read], lookups: linker.alone === undefined ? NO_LOOKUPS : lookups.list };
  }

  private noteSymbol(symbol: number): void {
    const { program } = this;
    program.reads.note(program.fileOfSymbol(program.canonical(symbol)).index);
  }
}
