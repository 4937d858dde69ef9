import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod/mini';
import { FACTS_VERSION, SymbolFlag } from '../facts/schema.js';
import type { ExtractionRules } from '../parse/assembly.js';

const flagNames = Object.keys(SymbolFlag) as [keyof typeof SymbolFlag, ...(keyof typeof SymbolFlag)[]]; // keys of a literal

const grammarSchema = z.object({
  id: z.string(),
  /** What people call the files: JavaScript and TypeScript share a folder and are counted apart. */
  language: z.string(),
  name: z.string(),
  wasm: z.object({ package: z.string(), file: z.string() }),
  extensions: z.array(z.string()),
  queries: z.array(z.string()),
});

const languageSchema = z.object({
  id: z.string(),
  name: z.string(),
  grammars: z.array(grammarSchema),
  extraction: z.object({
    modifiers: z.record(z.string(), z.enum(flagNames)),
    defaultVisibility: z.enum(['public', 'private', 'internal']),
    capturesValues: z.boolean(),
    hasOverloads: z.boolean(),
    constructorName: z.optional(z.string()),
  }),
  generatedNames: z.array(z.string()),
  testNames: z.array(z.string()),
  testFolders: z.array(z.string()),
});

/** One grammar of a language: which files it reads, with which query. */
export interface Grammar {
  readonly id: string;
  readonly languageId: string;
  /** As counted and shown: `typescript`, `javascript`, `csharp`. */
  readonly language: string;
  /** That language's name for people. */
  readonly name: string;
  readonly extensions: readonly string[];
  readonly wasmFile: string;
  readonly querySource: string;
  readonly rules: ExtractionRules;
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
}

/** Raised whenever the extractor's code reads the same source otherwise. */
const EXTRACTOR_VERSION = 1;

const require = createRequire(import.meta.url);

function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

function readLanguage(folder: string): Language {
  const described = languageSchema.parse(JSON.parse(readFileSync(path.join(folder, 'language.json'), 'utf8')));
  const { constructorName, ...extraction } = described.extraction;
  const rules: ExtractionRules = constructorName === undefined ? extraction : { ...extraction, constructorName };
  const grammars = described.grammars.map((grammar): Grammar => {
    const manifest = require.resolve(`${grammar.wasm.package}/package.json`);
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8')));
    const querySource = grammar.queries.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
    return {
      id: grammar.id,
      languageId: described.id,
      language: grammar.language,
      name: grammar.name,
      extensions: grammar.extensions,
      wasmFile: path.join(path.dirname(manifest), grammar.wasm.file),
      querySource,
      rules,
      fingerprint: fingerprintOf([String(FACTS_VERSION), String(EXTRACTOR_VERSION), grammar.wasm.package, version, grammar.id, querySource, JSON.stringify(rules)]),
    };
  });
  return { ...described, grammars };
}

let languages: readonly Language[] | undefined;

/** Every language that has a folder beside this file, in the order of their ids. */
export function allLanguages(): readonly Language[] {
  if (languages !== undefined) return languages;
  const here = path.dirname(fileURLToPath(import.meta.url));
  languages = readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
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
