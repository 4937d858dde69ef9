import type { PackageJson } from './manifests.js';
import type { CompilerPaths } from './tsconfig.js';
import { inside } from './tsconfig.js';

const SOURCE_ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const BUILT_ENDING = /(?:\.d)?\.[mc]?[jt]sx?$/;
const MOST_TARGETS = 64;
const DEPTH = 8;

/** Every file name in an `exports` entry, in the order of its conditions. */
function targetsOf(entry: unknown, depth = 0): string[] {
  if (typeof entry === 'string') return [entry];
  if (typeof entry !== 'object' || entry === null || depth > DEPTH) return [];
  return Object.values(entry).flatMap((value: unknown) => targetsOf(value, depth + 1)).slice(0, MOST_TARGETS);
}

function exportTargets(content: Readonly<Record<string, unknown>>, subpath: string): string[] {
  const { exports } = content;
  const wanted = subpath === '' ? '.' : `./${subpath}`;
  if (typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'))) {
    const entries = new Map<string, unknown>(Object.entries(exports));
    const direct = entries.get(wanted);
    if (direct !== undefined) return targetsOf(direct);
    for (const [pattern, value] of entries) {
      const [before, after, ...more] = pattern.split('*');
      if (before === undefined || after === undefined || more.length > 0) continue;
      if (wanted.startsWith(before) && wanted.endsWith(after) && wanted.length >= pattern.length) {
        const part = wanted.slice(before.length, wanted.length - after.length);
        return targetsOf(value).map((target) => target.replaceAll('*', part));
      }
    }
    return [];
  }
  const main = subpath === '' ? [exports, content.types, content.typings, content.module, content.main] : [`./${subpath}`];
  return main.flatMap((entry) => targetsOf(entry));
}

/**
 * Source files that a package's unbuilt entry may come from, best first: the output folder mapped to the source
 * folder, then the customary `src/index`.
 * @returns repository-relative paths that may or may not exist
 */
export function unbuiltCandidates(entry: PackageJson, subpath: string, compiler: CompilerPaths | undefined): string[] {
  const { folder } = entry.manifest;
  const outputs = [relativeTo(folder, compiler?.outDir), 'dist', 'lib', 'build', 'out', 'esm', 'cjs'].filter((output): output is string => output !== undefined && output !== '');
  const sources = [relativeTo(folder, compiler?.rootDir), 'src', ''].filter((source) => source !== undefined);
  const candidates: string[] = [];
  for (const target of exportTargets(entry.content, subpath)) {
    const clean = target.replace(/^\.\//, '').replace(BUILT_ENDING, '');
    for (const output of outputs) {
      const rest = clean === output ? 'index' : clean.startsWith(`${output}/`) ? clean.slice(output.length + 1) : undefined;
      if (rest === undefined) continue;
      // `dist/esm/index` often comes from `src/index`.
      const shorter = rest.replace(/^(?:esm|cjs|types|node|browser|es)\//, '');
      for (const source of sources) candidates.push(`${source}/${rest}`, `${source}/${shorter}`);
    }
    candidates.push(clean);
  }
  for (const source of ['src', 'lib', '']) candidates.push(subpath === '' ? `${source}/index` : `${source}/${subpath}`, `${source}/${subpath}/index`);
  return candidates.flatMap((candidate) => {
    const place = inside(folder, candidate.replace(/^\/+/, ''));
    return place === undefined ? [] : SOURCE_ENDINGS.map((ending) => `${place}${ending}`);
  });
}

function relativeTo(folder: string, target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  if (folder === '') return target;
  return target.startsWith(`${folder}/`) ? target.slice(folder.length + 1) : undefined;
}
