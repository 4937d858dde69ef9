import { capital } from './project-model.js';
import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

const packageOf = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1);
const seen = (name: string, isExported: boolean): string => (isExported ? capital(name) : name.slice(0, 1).toLowerCase() + name.slice(1));

function importText(one: ModelImport): string {
  switch (one.style) {
    case 'names':
    case 'names again':
      return `import "example.com/app/${one.folder}"`;
    case 'namespace':
      return `import ${one.name}Package "example.com/app/${one.folder}"`;
    case 'everything again':
      return `import . "example.com/app/${one.folder}"`;
    case 'by alias':
      return `import "example.com/other/${one.folder}"`;
    case 'by package':
      return `import "${one.folder}"`;
    case 'outside':
      return 'import "github.com/pkg/errors"';
  }
}

/** A name as a file writes it: of the package that it imports the name from, or its own. */
function qualified(file: ModelFile, name: string): string {
  const one = file.imports.find(({ names, style }) => names.includes(name) && (style === 'names' || style === 'by alias' || style === 'namespace'));
  if (one === undefined) return capital(name);
  return `${one.style === 'namespace' ? `${one.name}Package` : packageOf(one.folder)}.${capital(name)}`;
}

function chainText(file: ModelFile, { start, links }: Chain): string {
  const name = qualified(file, start.name);
  const first = { new: `(&${name}{})`, parameter: 'p0', local: 'v0', function: `${name}()`, static: name, this: 't' }[start.kind];
  return first + links.map((link) => `.${capital(link)}()`).join('');
}

function bodyText(file: ModelFile, one: ModelFunction): string {
  const body = one.body.map(({ chain, isLambda, then }, at) => {
    const value = isLambda ? `func() any { return ${chainText(file, chain)} }()` : chainText(file, chain);
    return then === undefined ? `\t${value}` : `\tv${at} := ${value}\n\tv${at}.${capital(then)}()`;
  });
  if (one.result !== undefined) body.push(`\treturn ${chainText(file, one.result)}`);
  return `{\n${body.join('\n')}\n}`;
}

function signature(file: ModelFile, one: ModelFunction, parameters: readonly string[]): string {
  const written = parameters.map((type, at) => `p${at} *${qualified(file, type)}`).join(', ');
  return `${seen(one.name, one.isExported)}(${written})${one.returns === undefined ? '' : ` ${qualified(file, one.returns)}`}`;
}

function functionText(file: ModelFile, one: ModelFunction): string {
  const [receiver, ...rest] = one.parameters;
  // A method of a type that another file of the package may declare.
  if (one.isExtension && receiver !== undefined) return `func (t *${receiver}) ${signature(file, one, rest)} ${bodyText(file, one)}`;
  return `func ${signature(file, one, one.parameters)} ${bodyText(file, one)}`;
}

function typeText(file: ModelFile, one: ModelType): string {
  const name = seen(one.name, one.isExported);
  const base = one.base === undefined ? [] : [`\t${qualified(file, one.base)}`];
  if (one.isInterface) return `type ${name} interface {\n${[...base, ...one.methods.map((method) => `\t${signature(file, { ...method, isExported: true }, method.parameters)}`)].join('\n')}\n}`;
  const fields = one.fields.map(({ name: field, type }) => `\t${capital(field)} ${qualified(file, type)}`);
  const declared = one.isPartial && one.methods.length > 0 ? [] : [`type ${name} struct {\n${[...base, ...fields].join('\n')}\n}`];
  return [...declared, ...one.methods.map((method) => `func (t *${name}) ${signature(file, method, method.parameters)} ${bodyText(file, method)}`)].join('\n');
}

const module = (path: string, more = ''): string => `module ${path}\n\ngo 1.22\n${more}`;

/** The configurations differ in where modules begin, how they are called, and which stands in for which. */
const CONFIGURATIONS: readonly Readonly<Record<string, string>>[] = [
  { 'go.mod': module('example.com/app') },
  { 'go.mod': module('example.com/app', 'require github.com/pkg/errors v0.9.1\n') },
  { 'go.mod': module('example.com/other') },
  { 'go.mod': module('example.com/app'), 'core/go.mod': module('example.com/app/core') },
  { 'go.mod': module('example.com/app', 'require example.com/other v1.0.0\nreplace example.com/other => ./core\n'), 'core/go.mod': module('example.com/core') },
  {},
];

/** One name of each folder is of the package's own tests, another of the tests that stand outside of it. */
export const goPrinter: ProjectPrinter = {
  language: 'go',
  path: ({ folder, name }) => `${folder}/${name === 'delta' || name === 'gamma' ? `${name}_test` : name}.go`,
  print: (file) =>
    [
      '\n'.repeat(file.blankLines),
      `package ${packageOf(file.folder)}${file.name === 'delta' ? '_test' : ''}`,
      ...file.imports.map(importText),
      ...file.types.map((one) => typeText(file, one)),
      ...file.functions.map((one) => functionText(file, one)),
      ...(file.isBroken ? ['type { ( ='] : []),
    ].join('\n'),
  configuration: (number) => CONFIGURATIONS[number] ?? {},
};
