import { parse } from 'smol-toml';
import { isRecord } from '../../link/packages.js';
import { entryPointsOf } from './entry-points.js';
import type { StatedEntryPoint } from './entry-points.js';
import { addRequirement } from './requirements.js';

/** What a pyproject.toml says of its project. */
export interface ProjectFile {
  readonly name: string | undefined;
  /** Folders, relative to the file's, in which top-level modules lie. */
  readonly roots: readonly string[];
  /** False for a file that only configures tools. */
  readonly isProject: boolean;
  readonly entryPoints: readonly StatedEntryPoint[];
}

type Content = Readonly<Record<string, unknown>>;

function at(content: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), content);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : typeof value === 'string' ? [value] : [];
}

function values(value: unknown): unknown[] {
  return isRecord(value) ? Object.values(value) : [];
}

/** Reads dependencies as every builder writes them: PEP 621, dependency groups, Poetry. */
function readDependencies(content: Content, into: Map<string, string>): void {
  const lists = [at(content, 'build-system', 'requires'), at(content, 'project', 'dependencies'), ...values(at(content, 'project', 'optional-dependencies')), ...values(at(content, 'dependency-groups')), at(content, 'tool', 'uv', 'dev-dependencies'), ...values(at(content, 'tool', 'pdm', 'dev-dependencies'))];
  for (const requirement of lists.flatMap(strings)) addRequirement(requirement, into);
  const tables = [at(content, 'tool', 'poetry', 'dependencies'), at(content, 'tool', 'poetry', 'dev-dependencies'), ...values(at(content, 'tool', 'poetry', 'group')).map((group) => at(group, 'dependencies'))];
  for (const table of tables) {
    for (const [name, stated] of isRecord(table) ? Object.entries(table) : []) {
      const version = typeof stated === 'string' ? stated : at(stated, 'version');
      if (name !== 'python') addRequirement(`${name} ${typeof version === 'string' ? version : ''}`, into);
    }
  }
}

/** Source folders that builders and the test runner are told of. */
function readRoots(content: Content): string[] {
  const setuptools = at(content, 'tool', 'setuptools');
  const wheels = strings(at(content, 'tool', 'hatch', 'build', 'targets', 'wheel', 'packages')).map((folder) => folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
  const poetry = at(content, 'tool', 'poetry', 'packages');
  const from = Array.isArray(poetry) ? poetry.flatMap((entry: unknown) => strings(at(entry, 'from'))) : [];
  return [...strings(at(setuptools, 'packages', 'find', 'where')), ...strings(at(setuptools, 'package-dir', '')), ...wheels, ...from, ...strings(at(content, 'tool', 'pdm', 'build', 'package-dir')), ...strings(at(content, 'tool', 'pytest', 'ini_options', 'pythonpath'))];
}

/** Reads a pyproject.toml; one that is not TOML says nothing. */
export function readProjectFile(text: string, dependencies: Map<string, string>): ProjectFile {
  let content: Content;
  try {
    content = parse(text);
  } catch {
    return { name: undefined, roots: [], isProject: false, entryPoints: [] };
  }
  readDependencies(content, dependencies);
  const name = at(content, 'project', 'name') ?? at(content, 'tool', 'poetry', 'name');
  const isProject = ['project', 'build-system', 'dependency-groups'].some((key) => key in content) || ['poetry', 'uv', 'pdm', 'flit', 'hatch'].some((key) => at(content, 'tool', key) !== undefined);
  return { name: typeof name === 'string' && name !== '' ? name : undefined, roots: readRoots(content), isProject, entryPoints: [...entryPointsOf(at(content, 'project', 'scripts')), ...entryPointsOf(at(content, 'tool', 'poetry', 'scripts'))] };
}
