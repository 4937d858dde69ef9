import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UnfollowedUse } from '@pinata/graph';
import { FACTS_VERSION } from '../facts/schema.js';
import { extractorFingerprint } from '../fingerprints.js';
import { globMatcher } from '../glob-matcher.js';
import type { ExtractionRules } from '../parse/assembly.js';
import { remember } from '../remember.js';

/** What a language.json holds; the registry's test holds every file against this shape. */
/** Bytes of a grammar's module that stand in it once and are wrong, and what they should be; both in hexadecimal, of one length. */
export interface ModuleMend {
  readonly why: string;
  readonly find: string;
  readonly put: string;
}

interface LanguageDescription {
  readonly id: string;
  readonly name: string;
  readonly grammars: readonly {
    readonly id: string;
    /** What people call the files: JavaScript and TypeScript share a folder and are counted apart. */
    readonly language: string;
    readonly name: string;
    /** Absent for a language whose folder has a reader of its own. */
    readonly wasm?: { readonly package: string; readonly file: string; readonly staysUnoptimized?: boolean; readonly mends?: readonly ModuleMend[] };
    readonly extensions: readonly string[];
    /** Globs, without regard to case, of names of files whose extension no grammar knows: `dockerfile`. */
    readonly names?: readonly string[];
    /** Globs, without regard to case, of files that it reads whatever other grammars say of their extension. */
    readonly paths?: readonly string[];
    /** Its files are read only where one lies in their folder that has their name and one of these endings instead of the extension. */
    readonly beside?: readonly string[];
    readonly queries: readonly string[];
    /** How `reader.ts` of the folder takes part: it makes facts itself, or the text that the grammar reads. */
    readonly reader?: ReaderUse;
    /** How many times larger than others its files may be, as a reader that skims takes them: 1 where nothing is said. */
    readonly fileFactor?: number;
    /** Lines of thousands of characters are no sign that its files were made for machines. */
    readonly hasLongLines?: boolean;
    /** npm packages whose versions decide what the reader reads. */
    readonly readerPackages?: readonly string[];
  }[];
  /** The language whose resolver links its files as its own: one of whose grammars reads a part of them. */
  readonly linkedAs?: string;
  /** Languages whose interfaces have the methods that run its statements: a statement's name is that of the interface, `#` and the method's. */
  readonly statementsOf?: readonly string[];
  /** Uses of what its files declare that are not captured. */
  readonly notFollowed?: readonly UnfollowedUse[];
  /** With `linkedAs` only what differs from that language's. */
  readonly extraction: Partial<ExtractionRules>;
  readonly generatedNames: readonly string[];
  /** Names of files that are read although their first lines say that a program wrote them: they say what nothing else does. */
  readonly readNames?: readonly string[];
  /** Over the text of files that a program wrote, which are read nevertheless: what they do matters, such as clients that send requests. */
  readonly readMarks?: string;
  readonly testNames: readonly string[];
  readonly testFolders: readonly string[];
}

/** What a language's own reader gives: facts, text of the same length for the grammar, or more facts than the grammar's. */
export type ReaderUse = 'facts' | 'text' | 'more';

/** One grammar of a language: which files it reads, with which query. */
export interface Grammar {
  readonly id: string;
  /** The language whose resolver links the files. */
  readonly languageId: string;
  /** As counted and shown: `typescript`, `javascript`, `csharp`. */
  readonly language: string;
  /** That language's name for people. */
  readonly name: string;
  readonly extensions: readonly string[];
  readonly names: readonly string[];
  readonly paths: readonly string[];
  /** Endings of files of which one must lie beside each of its files under the same name; none where any of its files is read. */
  readonly beside: readonly string[];
  /** Where its language's queries lie. */
  readonly folder: string;
  readonly wasmFile: string | undefined;
  /** V8 must not optimize its code: one of its functions is so large that this takes gigabytes. */
  readonly staysUnoptimized: boolean;
  readonly mends: readonly ModuleMend[];
  readonly reader: ReaderUse | undefined;
  /** How many times larger than others its files may be. */
  readonly fileFactor: number;
  readonly hasLongLines: boolean;
  readonly querySource: string;
  readonly rules: ExtractionRules;
  readonly readNames: readonly string[];
  readonly readMarks: RegExp | undefined;
  /** Names grammar, queries and extractor; with a file's hash and language it is the key of its facts. */
  readonly fingerprint: string;
}

export interface Language {
  readonly id: string;
  readonly name: string;
  readonly grammars: readonly Grammar[];
  readonly generatedNames: readonly string[];
  readonly testNames: readonly string[];
  readonly testFolders: readonly string[];
  /** Languages whose interfaces have the methods that run its statements. */
  readonly statementsOf: readonly string[];
  /** Uses of what its files declare that are not captured: with `linkedAs` those of that language. */
  readonly notFollowed: readonly UnfollowedUse[];
}

const require = createRequire(import.meta.url);

function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

/** Some packages let nobody ask for their manifest: it lies above what they do give. */
function manifestOf(name: string): string {
  let folder: string;
  try {
    return require.resolve(`${name}/package.json`);
  } catch {
    folder = path.dirname(require.resolve(name));
  }
  while (!existsSync(path.join(folder, 'package.json')) || !folder.replaceAll(path.sep, '/').endsWith(`node_modules/${name}`)) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error(`no package.json of ${name} lies above ${require.resolve(name)}`);
    folder = above;
  }
  return path.join(folder, 'package.json');
}

function packageOf(name: string): { readonly folder: string; readonly version: string } {
  const manifest = manifestOf(name);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }; // every installed package states one
  return { folder: path.dirname(manifest), version };
}

function readDescription(folder: string): LanguageDescription {
  return JSON.parse(readFileSync(path.join(folder, 'language.json'), 'utf8')) as LanguageDescription; // part of this package
}

/** The language that links the files of another. */
function asLinked(folder: string, described: LanguageDescription): LanguageDescription {
  return described.linkedAs === undefined ? described : readDescription(path.join(path.dirname(folder), described.linkedAs));
}

function rulesOf(folder: string, described: LanguageDescription): ExtractionRules {
  const { linkedAs, extraction } = described;
  const others = linkedAs === undefined ? undefined : asLinked(folder, described).extraction;
  return { modifiers: {}, defaultVisibility: 'public', capturesValues: false, hasOverloads: false, ...others, ...extraction };
}

function readLanguage(folder: string): Language {
  const described = readDescription(folder);
  const rules = rulesOf(folder, described);
  const grammars = described.grammars.map((grammar): Grammar => {
    const wasm = grammar.wasm === undefined ? undefined : { ...grammar.wasm, ...packageOf(grammar.wasm.package) };
    const querySource = grammar.queries.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
    const readerVersions = (grammar.readerPackages ?? []).map((name) => `${name}@${packageOf(name).version}`);
    return {
      id: grammar.id,
      languageId: described.linkedAs ?? described.id,
      language: grammar.language,
      name: grammar.name,
      extensions: grammar.extensions,
      names: grammar.names ?? [],
      paths: grammar.paths ?? [],
      beside: grammar.beside ?? [],
      folder,
      wasmFile: wasm === undefined ? undefined : path.join(wasm.folder, wasm.file),
      staysUnoptimized: grammar.wasm?.staysUnoptimized === true,
      mends: grammar.wasm?.mends ?? [],
      reader: grammar.reader,
      fileFactor: grammar.fileFactor ?? 1,
      hasLongLines: grammar.hasLongLines === true,
      querySource,
      rules,
      readNames: described.readNames ?? [],
      readMarks: described.readMarks === undefined ? undefined : new RegExp(described.readMarks, 'u'),
      fingerprint: fingerprintOf([String(FACTS_VERSION), extractorFingerprint(), grammar.wasm?.package ?? '', wasm?.version ?? '', JSON.stringify(grammar.wasm?.mends ?? []), grammar.id, querySource, JSON.stringify(rules), grammar.hasLongLines === true ? 'long lines' : '', ...readerVersions]),
    };
  });
  return { ...described, statementsOf: described.statementsOf ?? [], notFollowed: asLinked(folder, described).notFollowed ?? [], grammars };
}

let languages: readonly Language[] | undefined;

/** Every language that has a folder beside this file, in the order of their ids; a folder without a description holds what languages share. */
export function allLanguages(): readonly Language[] {
  if (languages !== undefined) return languages;
  const here = path.dirname(fileURLToPath(import.meta.url));
  languages = readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(here, entry.name, 'language.json')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => readLanguage(path.join(here, name)));
  return languages;
}

/** File extension to grammar. @throws Error where two languages claim one extension */
export function grammarsByExtension(): ReadonlyMap<string, Grammar> {
  const byExtension = new Map<string, Grammar>();
  for (const grammar of allLanguages().flatMap((language) => language.grammars)) {
    for (const extension of grammar.extensions) {
      const other = byExtension.get(extension);
      if (other !== undefined) throw new Error(`${extension} is claimed by ${other.id} and by ${grammar.id}`);
      byExtension.set(extension, grammar);
    }
  }
  return byExtension;
}

let finder: ((file: string) => Grammar | undefined) | undefined;

/** Finds the grammar of a file by its path alone: one that claims such paths, else by the extension, else by the name. */
export function grammarFinder(): (file: string) => Grammar | undefined {
  finder ??= remember(makeFinder());
  return finder;
}

function makeFinder(): (file: string) => Grammar | undefined {
  const byExtension = grammarsByExtension();
  const all = allLanguages().flatMap(({ grammars }) => grammars);
  const matcher = (globs: (grammar: Grammar) => readonly string[]): ((text: string) => Grammar | undefined) => {
    const options = { isCaseBlind: true, matchesDotted: true };
    const claims = all.filter((grammar) => globs(grammar).length > 0).map((grammar) => ({ grammar, matches: globMatcher(globs(grammar), options) }));
    const matchesAny = globMatcher(all.flatMap(globs), options); // most texts are nobody's
    return (text) => (matchesAny(text) ? claims.find(({ matches }) => matches(text))?.grammar : undefined);
  };
  const byPath = matcher(({ paths }) => paths);
  const byName = matcher(({ names }) => names);
  return (file) => byPath(file) ?? byExtension.get(path.posix.extname(file).toLowerCase()) ?? byName(path.posix.basename(file));
}

/** A language as it is counted and shown. */
export interface KnownLanguage {
  readonly id: string;
  readonly name: string;
  readonly extensions: readonly string[];
}

/** Every language that can be read, in the order of their ids. */
export function knownLanguages(): readonly KnownLanguage[] {
  const extensions = new Map<string, string[]>();
  const names = new Map(allLanguages().flatMap((language) => language.grammars.map((grammar) => [grammar.language, grammar.name] as const)));
  for (const grammar of allLanguages().flatMap((language) => language.grammars)) extensions.set(grammar.language, [...(extensions.get(grammar.language) ?? []), ...grammar.extensions]);
  return [...extensions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, list]) => ({ id, name: names.get(id) ?? id, extensions: list }));
}

/** The WebAssembly file of the grammar that reads a path; undefined where the language's own reader does, or none. */
export function grammarFileOf(file: string): string | undefined {
  return grammarFinder()(file)?.wasmFile;
}
