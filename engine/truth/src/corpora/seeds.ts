import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTATIONS, renaming } from './mutations.js';
import { Random } from './random.js';

/** A folder in memory: bytes by path with `/`. */
export type FilesByPath = ReadonlyMap<string, Buffer>;

/** The fixtures of one language, framework or family of schemas. */
export interface SeedKind {
  readonly name: string;
  readonly folders: readonly string[];
}

/** What a seed makes, and of what. */
export interface SeededFolder {
  readonly seed: number;
  /** Such as `typescript/modules: nest index.ts`. */
  readonly origin: string;
  readonly files: FilesByPath;
}

const CORE = fileURLToPath(new URL('../../../core/src', import.meta.url));
const PARTS = ['languages', 'schema/families', 'workflows/frameworks'] as const;
const HOSTILE_NAMES = ['__proto__', 'constructor', 'a\nb', '\u202etxt.exe', '<script>alert(1)</script>', '=cmd()', "a'b\"c", '...', ' ', '#{a}', '%2e%2e', 'CON', 'a'.repeat(200), '\u001b[31m'] as const;
/** Files that say what the others are part of. */
const PROJECT_FILE = /(^|\/)(package(-lock)?\.json|tsconfig[^/]*\.json|go\.(mod|work|sum)|pom\.xml|build\.gradle(\.kts)?|settings\.gradle(\.kts)?|composer\.(json|lock)|[^/]*\.(csproj|slnx?|props)|pyproject\.toml|setup\.(py|cfg)|requirements[^/]*\.txt|Cargo\.(toml|lock)|Gemfile(\.lock)?|pubspec\.(yaml|lock)|Package\.swift|mix\.exs|build\.sbt)$/;

/** All fixtures of the engine, by what they are of, in order of name. */
export function seedKinds(): readonly SeedKind[] {
  return PARTS.flatMap((part) =>
    readdirSync(path.join(CORE, part), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .flatMap((name): SeedKind[] => {
        const fixtures = path.join(CORE, part, name, 'fixtures');
        const folders = foldersIn(fixtures);
        return folders.length === 0 ? [] : [{ name, folders }];
      }),
  );
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => path.join(folder, name));
  } catch {
    return []; // a part without fixtures
  }
}

export function readFolder(folder: string): FilesByPath {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'expected.txt')
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  return new Map(names.sort().map((name) => [name, readFileSync(path.join(folder, name))]));
}

/** Makes the folder of a seed: the same on every machine. Seeds that follow each other are of different kinds. */
export function seededFolder(seed: number, kinds: readonly SeedKind[]): SeededFolder {
  const random = new Random(seed);
  const kind = kinds[seed % kinds.length];
  if (kind === undefined) throw new RangeError('there are no fixtures to make a folder of');
  const folder = random.pick(kind.folders);
  const files = new Map(readFolder(folder));
  const donor = [...readFolder(random.pick(random.pick(kinds).folders)).values()].map((bytes) => bytes.toString('utf8'));
  const done: string[] = [];
  if (random.isOneOf(3)) {
    const rename = renaming([...files.values()].map((bytes) => bytes.toString('utf8')), random);
    for (const [name, bytes] of files) files.set(name, Buffer.from(rename(bytes.toString('utf8'))));
    done.push('rename');
  }
  const rounds = 1 + random.below(3);
  for (let round = 0; round < rounds; round++) done.push(spoil(files, donor, random));
  if (random.isOneOf(6)) done.push(moveToHostileName(files, random));
  return { seed, origin: `${kind.name}/${path.basename(folder)}: ${done.join(', ')}`, files };
}

function spoil(files: Map<string, Buffer>, donor: readonly string[], random: Random): string {
  const names = [...files.keys()];
  const projectFiles = names.filter((name) => PROJECT_FILE.test(name));
  const name = random.pick(projectFiles.length > 0 && random.isOneOf(4) ? projectFiles : names);
  const mutation = random.pick(Object.keys(MUTATIONS));
  const others = [...[...files.values()].map((bytes) => bytes.toString('utf8')), ...donor];
  const made = MUTATIONS[mutation]?.({ text: files.get(name)?.toString('utf8') ?? '', other: random.pick(others), random }) ?? '';
  files.set(name, Buffer.isBuffer(made) ? made : Buffer.from(made));
  return `${mutation} ${name}`;
}

function moveToHostileName(files: Map<string, Buffer>, random: Random): string {
  const name = random.pick([...files.keys()]);
  const bytes = files.get(name) ?? Buffer.alloc(0);
  const hostile = random.pick(HOSTILE_NAMES);
  const moved = random.isOneOf(2) ? `${hostile}/${name}` : `${path.posix.join(path.posix.dirname(name), `${hostile}${path.posix.extname(name)}`)}`;
  files.delete(name);
  files.set(moved, bytes);
  return `move ${name} to ${JSON.stringify(moved)}`;
}
