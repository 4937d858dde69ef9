import type { FactPackEntry } from '@pinata/graph';
import type { FileFacts } from '../facts/file-facts.js';
import type { DeclaredName, LinkedAlone } from '../link/language-linker.js';
import type { LinkFile, LinkProgram } from '../link/program.js';
import type { ParsedFile } from '../parse/parse-phase.js';
import type { Contexts } from './contexts.js';
import { haveSameInterface } from './interface.js';
import { answersHash } from './link-record.js';
import type { KeptLinks } from './link-record.js';
import { Mentions } from './mentions.js';
import type { PreviousLinks } from './previous-links.js';

export interface PlanInput {
  readonly previous: PreviousLinks;
  readonly program: LinkProgram;
  /** In the program's order. */
  readonly files: readonly ParsedFile[];
  /** Undefined for a language whose files cannot be linked one by one. */
  readonly aloneOf: (file: Pick<LinkFile, 'languageId'>) => LinkedAlone | undefined;
  readonly contextsOf: (file: LinkFile) => Contexts;
  /** Whether list of paths and settings of all languages are what they were. */
  readonly haveSameSettings: boolean;
}

/** Which links of an earlier scan still hold. */
export interface RelinkPlan {
  /** By file; undefined for one that is to be linked again. */
  readonly kept: readonly (KeptLinks | undefined)[];
  readonly contexts: readonly Contexts[];
  /** Number of a file that an earlier scan knew by another one; -1 for one that is gone. */
  readonly newNumber: (old: number) => number;
  /** Whether all files have the numbers that they had. */
  readonly isNumberedAlike: boolean;
}

/**
 * A file's links hold while its facts and contexts are what they were, and, for each file that was read for them, interface and
 * context, while each look-up that was noted for them finds what it found, and while nothing that one of these files mentions is
 * declared otherwise in an index. Where it is not known, it is linked again.
 */
export async function planRelinking(input: PlanInput): Promise<RelinkPlan> {
  const { previous, program, files, aloneOf, contextsOf, haveSameSettings } = input;
  const oldNumbers = new Map(previous.files.map(({ path }, old) => [path, old]));
  const newNumbers = Int32Array.from(previous.files, ({ path }) => program.fileByPath.get(path)?.index ?? -1);
  const entryOf = (file: LinkFile): FactPackEntry | undefined => previous.files[oldNumbers.get(file.path) ?? -1];
  const kept = program.files.map((file): KeptLinks | undefined => {
    const entry = entryOf(file);
    return entry === undefined || aloneOf(file) === undefined || !hasSameFacts(files[file.index], entry) ? undefined : previous.kept(entry);
  });
  const contexts = program.files.map((file): Contexts => {
    const known = haveSameSettings && aloneOf(file)?.hasContextOfSettings === true ? kept[file.index]?.contexts : undefined;
    return known ?? contextsOf(file);
  });
  const changes = await findChanges(input, kept, contexts, entryOf, newNumbers);
  const mustLink = (file: LinkFile): boolean => {
    const known = kept[file.index];
    if (known === undefined || changes.visibly.has(file.index) || known.contexts[1] !== contexts[file.index]?.[1]) return true;
    if (answersHash(known.lookups, program) !== known.answers) return true;
    return known.reads.some((old) => {
      const index = newNumbers[old] ?? -1;
      return index < 0 || changes.visibly.has(index);
    });
  };
  return {
    kept: program.files.map((file) => (changes.isEverything || mustLink(file) ? undefined : kept[file.index])),
    contexts,
    newNumber: (old) => newNumbers[old] ?? -1,
    isNumberedAlike: newNumbers.length === files.length && newNumbers.every((index, old) => index === old),
  };
}

function hasSameFacts(file: ParsedFile | undefined, { hash, extractorFingerprint, isReusable }: FactPackEntry): boolean {
  return file !== undefined && isReusable && file.hash === hash && file.grammar.fingerprint === extractorFingerprint;
}

interface Changes {
  /** Files that are other than they were for those that read them. */
  readonly visibly: ReadonlySet<number>;
  /** What an earlier scan knew cannot be told. */
  readonly isEverything: boolean;
}

async function findChanges({ previous, program, files, aloneOf }: PlanInput, kept: readonly (KeptLinks | undefined)[], contexts: readonly Contexts[], entryOf: (file: LinkFile) => FactPackEntry | undefined, newNumbers: Int32Array): Promise<Changes> {
  const visibly = new Set<number>();
  const changed = program.files.filter((file) => kept[file.index] === undefined || kept[file.index]?.contexts[0] !== contexts[file.index]?.[0]);
  const gone = previous.files.filter((_, old) => (newNumbers[old] ?? -1) < 0);
  const replaced = changed.filter((file) => kept[file.index] === undefined).flatMap((file) => entryOf(file) ?? []);
  await previous.loadFacts([...gone, ...replaced]);
  const names = new ChangedNames(program, kept, contexts, aloneOf);
  for (const file of changed) {
    const entry = entryOf(file);
    const old = entry === undefined ? undefined : kept[file.index] === undefined ? previous.facts(entry) : file.facts;
    if (entry !== undefined && old === undefined) return { visibly, isEverything: true };
    const oldContexts = kept[file.index]?.contexts ?? (entry === undefined ? undefined : previous.kept(entry)?.contexts);
    const hasSameContext = oldContexts?.[0] === contexts[file.index]?.[0];
    if (entry !== undefined && (old === undefined || !hasSameContext || !haveSameInterface(old, file.facts))) visibly.add(file.index);
    names.compare(file.languageId, old === undefined ? undefined : { path: file.path, facts: old, contexts: oldContexts }, { path: file.path, facts: file.facts, contexts: contexts[file.index] });
  }
  for (const entry of gone) {
    const facts = previous.facts(entry);
    if (facts === undefined) return { visibly, isEverything: true };
    names.remove({ path: entry.path, facts, contexts: previous.kept(entry)?.contexts });
  }
  const sought = names.sought();
  if (sought.size > 0) {
    const mentions = new Mentions(sought);
    for (const file of files.keys()) if (!visibly.has(file) && mentions.areIn(files[file]?.head ?? new Uint8Array())) visibly.add(file);
  }
  return { visibly, isEverything: false };
}

interface Declaring {
  readonly path: string;
  readonly facts: FileFacts;
  readonly contexts: Contexts | undefined;
}

/** Names that are declared otherwise than they were. */
class ChangedNames {
  private readonly names = new Set<string>();
  private readonly shared = new Map<string, string>();

  constructor(
    private readonly program: LinkProgram,
    private readonly kept: readonly (KeptLinks | undefined)[],
    private readonly contexts: readonly Contexts[],
    private readonly aloneOf: (file: Pick<LinkFile, 'languageId'>) => LinkedAlone | undefined,
  ) {}

  compare(languageId: string, old: Declaring | undefined, now: Declaring): void {
    const alone = this.aloneOf({ languageId });
    if (alone === undefined) return;
    const before = old === undefined ? [] : alone.declared(old);
    const after = alone.declared(now);
    const hasSameContext = old?.contexts?.[0] === now.contexts?.[0];
    const hasSamePlace = old?.contexts?.[2] === now.contexts?.[2];
    // What many files declare together stays where it is, whatever its files see.
    const stays = ({ isShared }: DeclaredName): boolean => (isShared === true ? hasSamePlace : hasSameContext);
    this.addOthers(before, after.filter(stays), old?.contexts);
    this.addOthers(after, before.filter(stays), now.contexts);
  }

  /** A file that is gone may have been of any language. */
  remove(old: Declaring): void {
    for (const languageId of new Set(this.program.files.map((file) => file.languageId))) {
      const alone = this.aloneOf({ languageId });
      if (alone !== undefined) this.addOthers(alone.declared(old), [], old.contexts);
    }
  }

  private addOthers(names: readonly DeclaredName[], others: readonly DeclaredName[], contexts: Contexts | undefined): void {
    const known = new Map<string, number>();
    const idOf = ({ name, detail }: DeclaredName): string => `${name}\0${detail}`;
    for (const other of others) known.set(idOf(other), (known.get(idOf(other)) ?? 0) + 1);
    for (const one of names) {
      const left = known.get(idOf(one)) ?? 0;
      if (left > 0) known.set(idOf(one), left - 1);
      else if (one.isShared === true) this.shared.set(`${contexts?.[2] ?? ''}\0${idOf(one)}`, one.name);
      else this.names.add(one.name);
    }
  }

  /** What files may have looked up and would find otherwise now. */
  sought(): ReadonlySet<string> {
    if (this.shared.size === 0) return this.names;
    const unchanged = new Set<string>();
    for (const file of this.program.files) {
      const place = this.contexts[file.index]?.[2] ?? '';
      if (this.kept[file.index]?.contexts[2] !== place) continue;
      for (const { name, detail, isShared } of this.aloneOf(file)?.declared(file) ?? []) if (isShared === true) unchanged.add(`${place}\0${name}\0${detail}`);
    }
    for (const [id, name] of this.shared) if (!unchanged.has(id)) this.names.add(name);
    return this.names;
  }
}
