import path from 'node:path';
import { parse } from 'jsonc-parser';
import type { ProjectSource } from '../../link/language-linker.js';
import { folderOf, isRecord, readManifestText } from '../../link/packages.js';

/** The part of a tsconfig that decides where a specifier leads; paths are repository-relative. */
export interface CompilerPaths {
  readonly file: string;
  readonly baseUrl: string | undefined;
  /** Folder that the patterns' targets are relative to. */
  readonly pathsBase: string;
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly customConditions: readonly string[];
  readonly rootDir: string | undefined;
  readonly outDir: string | undefined;
  /** Folders and files of referenced projects. */
  readonly references: readonly string[];
  readonly allowsEverything: boolean;
}

const MOST_EXTENDS = 16;
const MOST_PATTERNS = 2_000;

interface RawOptions {
  readonly baseUrl?: string;
  readonly pathsBase?: string;
  readonly paths?: ReadonlyMap<string, readonly string[]>;
  readonly customConditions?: readonly string[];
  readonly rootDir?: string;
  readonly outDir?: string;
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((part): part is string => typeof part === 'string') : [];
}

/** `folder/relative`, or undefined where it would leave the repository. */
export function inside(folder: string, relative: string): string | undefined {
  if (path.posix.isAbsolute(relative) || /^[A-Za-z]:/.test(relative)) return undefined;
  const joined = path.posix.normalize(path.posix.join(folder, relative));
  if (joined === '..' || joined.startsWith('../')) return undefined;
  return joined === '.' ? '' : joined.replace(/\/$/, '');
}

/** Reads tsconfig files within the list alone: no package's configuration, no cycle, no path out of the tree. */
export class CompilerConfigurations {
  private readonly raw = new Map<string, Record<string, unknown> | undefined>();
  private readonly read = new Map<string, CompilerPaths>();

  constructor(private readonly source: ProjectSource) {}

  of(file: string): CompilerPaths {
    const known = this.read.get(file);
    if (known !== undefined) return known;
    const options = this.options(file, []);
    const content = this.content(file) ?? {};
    const references = Array.isArray(content.references) ? content.references.flatMap((entry: unknown) => (isRecord(entry) && typeof entry.path === 'string' ? [entry.path] : [])) : [];
    const answer: CompilerPaths = {
      file,
      baseUrl: options.baseUrl,
      pathsBase: options.pathsBase ?? options.baseUrl ?? folderOf(file),
      paths: options.paths ?? new Map(),
      customConditions: options.customConditions ?? [],
      rootDir: options.rootDir,
      outDir: options.outDir,
      references: references.flatMap((reference) => this.referenced(folderOf(file), reference)),
      // A solution file lists no files of its own and only refers to others.
      allowsEverything: !(Array.isArray(content.files) && content.files.length === 0 && content.include === undefined),
    };
    this.read.set(file, answer);
    return answer;
  }

  private referenced(folder: string, reference: string): readonly string[] {
    const target = inside(folder, reference);
    if (target === undefined) return [];
    const file = target.endsWith('.json') ? target : target === '' ? 'tsconfig.json' : `${target}/tsconfig.json`;
    return this.source.listedSet.has(file) ? [file] : [];
  }

  private content(file: string): Record<string, unknown> | undefined {
    if (this.raw.has(file)) return this.raw.get(file);
    const text = readManifestText(this.source.root, file);
    const value: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
    const content = isRecord(value) ? value : undefined;
    this.raw.set(file, content);
    return content;
  }

  /** Options of a file over those of the files it extends; `seen` stops cycles. */
  private options(file: string, seen: readonly string[]): RawOptions {
    if (seen.includes(file) || seen.length >= MOST_EXTENDS) return {};
    const content = this.content(file);
    if (content === undefined) return {};
    const bases = typeof content.extends === 'string' ? [content.extends] : stringsOf(content.extends);
    let options: RawOptions = {};
    for (const base of bases) {
      const target = this.extended(folderOf(file), base);
      if (target !== undefined) options = { ...options, ...this.options(target, [...seen, file]) };
    }
    return { ...options, ...this.ownOptions(file, content) };
  }

  private extended(folder: string, base: string): string | undefined {
    if (!base.startsWith('.')) return undefined;
    const target = inside(folder, base);
    if (target === undefined) return undefined;
    return [target, `${target}.json`, `${target}/tsconfig.json`].find((file) => this.source.listedSet.has(file));
  }

  private ownOptions(file: string, content: Record<string, unknown>): RawOptions {
    const compilerOptions = isRecord(content.compilerOptions) ? content.compilerOptions : {};
    const folder = folderOf(file);
    const own: { -readonly [Key in keyof RawOptions]: RawOptions[Key] } = {};
    const place = (key: 'baseUrl' | 'rootDir' | 'outDir'): void => {
      const value = compilerOptions[key];
      const target = typeof value === 'string' ? inside(folder, value) : undefined;
      if (target !== undefined) own[key] = target;
    };
    place('baseUrl');
    place('rootDir');
    place('outDir');
    if (isRecord(compilerOptions.paths)) {
      own.paths = new Map(Object.entries(compilerOptions.paths).slice(0, MOST_PATTERNS).map(([pattern, targets]) => [pattern, stringsOf(targets)]));
      own.pathsBase = own.baseUrl ?? folder;
    }
    if (compilerOptions.customConditions !== undefined) own.customConditions = stringsOf(compilerOptions.customConditions);
    return own;
  }
}
