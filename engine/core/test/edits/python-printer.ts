import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

/** One name of each folder is its package's own module, another one holds the fixtures of its tests. */
const MODULES: Readonly<Record<string, string>> = { index: '__init__', delta: 'conftest' };

function moduleOf({ folder, name }: ModelImport): string {
  const dotted = folder.replaceAll('/', '.');
  return name === 'index' ? dotted : `${dotted}.${MODULES[name] ?? name}`;
}

function importText(file: ModelFile, one: ModelImport): string {
  const module = moduleOf(one);
  const names = one.names.length === 0 ? 'User' : one.names.join(', ');
  switch (one.style) {
    case 'names':
      return `from ${module} import ${names}`;
    case 'namespace':
      return `import ${module} as ${one.name}_module`;
    case 'everything again':
      return `from ${module} import *`;
    case 'names again':
      return `from ${'.'.repeat(file.folder.split('/').length + 1)}${module} import ${names}`;
    case 'by alias':
      return `import ${module}`;
    case 'by package':
      return `from app.${module} import ${names}`;
    case 'outside':
      return `from requests import ${one.names[0] ?? 'User'} as Outside`;
  }
}

function chainText({ start, links }: Chain): string {
  const first = { new: `${start.name}()`, parameter: 'p0', local: 'v0', function: `${start.name}()`, static: start.name, this: 'self' }[start.kind];
  return first + links.map((link) => `.${link}()`).join('');
}

function functionLines(one: ModelFunction, isMethod: boolean): string[] {
  const isTest = !isMethod && one.isExtension && one.isExported;
  const parameters = [...(isMethod ? ['self'] : []), ...one.parameters.map((type, at) => `p${at}: ${type}${one.isExported ? '' : '[Shop]'}`), ...(isTest ? ['load', 'make'] : [])];
  const body = one.body.flatMap(({ chain, isLambda, then }, at) => {
    const value = isLambda ? `(lambda: ${chainText(chain)})()` : chainText(chain);
    return then === undefined ? [`    ${value}`] : [`    v${at} = ${value}`, `    v${at}.${then}()`];
  });
  if (isTest) body.push('    load.run()', '    make.next()');
  if (one.result !== undefined) body.push(`    return ${chainText(one.result)}`);
  const head = `def ${isTest ? 'test_' : ''}${one.name}(${parameters.join(', ')})${one.returns === undefined ? '' : ` -> ${one.returns}`}:`;
  return [...(!isMethod && one.isExtension && !one.isExported ? ['@pytest.fixture'] : []), head, ...(body.length === 0 ? ['    pass'] : body)];
}

function typeText(one: ModelType): string {
  const fields = one.fields.map(({ name, type }) => `${name}: ${type} = ${type}()`);
  const isGeneric = one.isPartial && !one.isInterface;
  const lines = [...fields, ...(isGeneric ? ['def value(self) -> T:', '    return self.none'] : []), ...one.methods.flatMap((method) => functionLines(method, true))];
  const bases = [...(one.base === undefined ? [] : [one.base]), ...(one.isInterface ? ['Protocol'] : isGeneric ? ['Generic[T]'] : [])];
  return [`class ${one.isExported ? '' : '_'}${one.name}(${bases.join(', ')}):`, ...(lines.length === 0 ? ['pass'] : lines).map((line) => `    ${line}`)].join('\n');
}

const project = (name: string, more = ''): string => `[project]\nname = "${name}"\nversion = "1.0.0"\n${more}`;

/** The configurations differ in where packages begin, which folders hold modules, and what is asked for. */
const CONFIGURATIONS: readonly Readonly<Record<string, string>>[] = [
  { 'pyproject.toml': project('app') },
  { 'pyproject.toml': project('app', 'dependencies = ["requests>=2"]\n') },
  { 'core/pyproject.toml': project('core'), 'web/pyproject.toml': project('web', 'dependencies = ["core"]\n') },
  { 'pyproject.toml': project('app', '[tool.setuptools.packages.find]\nwhere = ["core"]\n'), 'requirements.txt': 'requests==2.31.0\npytest==8.0.0\n' },
  { 'setup.cfg': '[metadata]\nname = core\n[options]\ninstall_requires =\n    requests\n', 'core/data/setup.py': 'from setuptools import setup\nsetup(name="data")\n' },
  {},
];

export const pythonPrinter: ProjectPrinter = {
  language: 'python',
  path: ({ folder, name }) => `${folder}/${MODULES[name] ?? name}.py`,
  print: (file) =>
    [
      '\n'.repeat(file.blankLines),
      'import pytest',
      'from typing import Generic, Protocol, TypeVar',
      "T = TypeVar('T')",
      ...file.imports.map((one) => importText(file, one)),
      ...file.types.map(typeText),
      ...file.functions.map((one) => functionLines(one, false).join('\n')),
      ...(file.isBroken ? ['class ( ='] : []),
    ].join('\n'),
  configuration: (number) => CONFIGURATIONS[number] ?? {},
};
