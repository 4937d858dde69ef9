import { readFileSync, writeFileSync } from 'node:fs';

/** A small program for one feature of a language, with the edges that it has. */
export interface LanguageCase {
  readonly name: string;
  /** The file that needs no path before its symbols. */
  readonly mainFile: string;
  /** Text by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly expected: ExpectedEdges;
}

export interface ExpectedEdges {
  /** True, and found. */
  readonly found: readonly string[];
  /** True, and not found yet: `missing: main calls Shape.area`. */
  readonly missing: readonly string[];
  /** Found, and not true: `wrong: main calls Other.area`. */
  readonly wrong: readonly string[];
}

/**
 * Reads a file of cases. Its first line names the file that a case's text is written to; a case begins with `=== name`,
 * further files with `--- path`, and its edges with `--- edges`.
 * @throws Error for a case without edges or two of one name
 */
export function readCases(file: string): readonly LanguageCase[] {
  const [head = '', ...sections] = readFileSync(file, 'utf8').split(/^=== /m);
  const mainFile = head.trim();
  const cases = sections.map((section) => readCase(section, mainFile));
  const names = new Set(cases.map(({ name }) => name));
  if (names.size !== cases.length) throw new Error(`${file}: two cases have one name`);
  return cases;
}

function readCase(section: string, mainFile: string): LanguageCase {
  const [name = '', ...rest] = section.split('\n');
  const parts = `--- ${mainFile}\n${rest.join('\n')}`.split(/^--- /m).slice(1);
  const files = new Map(parts.map((part): [string, string] => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n') + 1)]));
  const edges = files.get('edges');
  if (edges === undefined) throw new Error(`the case "${name}" states no edges`);
  files.delete('edges');
  if (files.get(mainFile)?.trim() === '') files.delete(mainFile);
  const lines = edges.split('\n').filter((line) => line.trim() !== '');
  const marked = (mark: string): readonly string[] => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
  return { name, mainFile, files, expected: { found: lines.filter((line) => !/^(missing|wrong): /.test(line)), missing: marked('missing: '), wrong: marked('wrong: ') } };
}

/** Writes what is found now into a case; what is marked as missing or wrong stays marked while it is so. To be read line by line. */
export function rewriteCase(file: string, name: string, edges: readonly string[]): void {
  const sections = readFileSync(file, 'utf8').split(/^(?==== )/m);
  const at = sections.findIndex((section) => section.startsWith(`=== ${name}\n`));
  const expected = readCases(file).find((one) => one.name === name)?.expected;
  const section = sections[at];
  if (section === undefined || expected === undefined) throw new Error(`${file} has no case "${name}"`);
  const isFound = (edge: string): boolean => edges.includes(edge) || edges.includes(`${edge} ?`);
  const lines = [...edges.filter((edge) => !expected.wrong.includes(edge)), ...expected.missing.filter((edge) => !isFound(edge)).map((edge) => `missing: ${edge}`), ...expected.wrong.filter(isFound).map((edge) => `wrong: ${edge}`)];
  sections[at] = `${section.slice(0, section.indexOf('--- edges\n'))}--- edges\n${lines.map((line) => `${line}\n`).join('')}`;
  writeFileSync(file, sections.join(''));
}
