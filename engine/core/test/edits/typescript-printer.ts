import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

function relative(from: string, { folder, name }: ModelImport): string {
  const up = from.split('/').map(() => '..').join('/');
  return `${up}/${folder}/${name}`;
}

function importText(file: ModelFile, one: ModelImport): string {
  const place = relative(file.folder, one);
  const names = one.names.length === 0 ? 'User' : one.names.join(', ');
  switch (one.style) {
    case 'names':
      return `import { ${names} } from '${place}';`;
    case 'namespace':
      return `import * as ${one.name}Module from '${place}';`;
    case 'everything again':
      return `export * from '${place}';`;
    case 'names again':
      return `export { ${names} } from '${place}';`;
    case 'by alias':
      return `import { ${names} } from '@app/${one.folder.replace(/^core\/?/, '')}${one.folder.startsWith('core/') ? '/' : ''}${one.name}';`;
    case 'by package':
      return `import { ${names} } from '@x/${one.folder.split('/')[0] ?? 'core'}/${one.name}';`;
    case 'outside':
      return `import { ${names} as ${names.split(', ')[0] ?? 'User'}Outside } from 'lodash';`.replace(/\{.*as/, `{ ${one.names[0] ?? 'User'} as`);
  }
}

function chainText({ start, links }: Chain): string {
  const first = { new: `new ${start.name}()`, parameter: 'p0', local: 'v0', function: `${start.name}()`, static: start.name, this: 'this' }[start.kind];
  return first + links.map((link) => `.${link}()`).join('');
}

function functionText(one: ModelFunction, head: string): string {
  const parameters = one.parameters.map((type, at) => `p${at}: ${type}`).join(', ');
  const body = one.body.map(({ chain, isLambda, then }, at) => {
    const value = isLambda ? `(() => ${chainText(chain)})()` : chainText(chain);
    return then === undefined ? `    ${value};` : `    const v${at} = ${value}; v${at}.${then}();`;
  });
  if (one.isExtension && one.parameters.length > 0) body.unshift('    if (!(p0 instanceof Shop)) return;');
  if (one.result !== undefined) body.push(`    return ${chainText(one.result)};`);
  return `${head}${one.name}(${parameters})${one.returns === undefined ? '' : `: ${one.returns}`} {\n${body.join('\n')}\n  }`;
}

/** A script states its types in comments, also those of modules that it does not import. */
function scriptFunctionText(file: ModelFile, one: ModelFunction, head: string): string {
  const [first] = file.imports;
  const type = (name: string): string => (first === undefined || !one.isExported ? name : `import('${relative(file.folder, first)}').${name}`);
  const parameters = one.parameters.map((_, at) => `p${at}`).join(', ');
  const tags = [...one.parameters.map((name, at) => ` * @param {${type(name)}|null} p${at}`), ...(one.returns === undefined ? [] : [` * @returns {${one.returns}}`])];
  const text = functionText({ ...one, parameters: [], returns: undefined }, head).replace('()', `(${parameters})`);
  return `/**\n${tags.join('\n')}\n */\n${text}`;
}

function scriptTypeText(file: ModelFile, one: ModelType): string {
  const base = one.base === undefined ? '' : ` extends ${one.base}`;
  const fields = one.fields.map(({ name, type }) => `    /** @type {${type}} */\n    this.${name} = null;`);
  return `${one.isExported ? 'export ' : ''}class ${one.name}${base} {\n  constructor() {\n${fields.join('\n')}\n  }\n${one.methods.map((method) => scriptFunctionText(file, method, '  ')).join('\n')}\n}`;
}

function typeText(one: ModelType): string {
  const head = `${one.isExported ? 'export ' : ''}${one.isInterface ? 'interface' : 'class'} ${one.name}`;
  const base = one.base === undefined ? '' : one.isPartial && !one.isInterface ? ` implements ${one.base}` : ` extends ${one.base}`;
  const fields = one.fields.map(({ name, type }) => `  ${name}: ${type};`);
  const methods = one.methods.map((method) => (one.isInterface ? `  ${method.name}(): ${method.returns ?? 'void'};` : functionText(method, method.isExtension ? '  static ' : '  ')));
  return `${head}${base} {\n${[...fields, ...methods].join('\n')}\n}`;
}

/** The configurations differ in where packages lie, how they are called, and which patterns lead where. */
const CONFIGURATIONS: readonly Readonly<Record<string, string>>[] = [
  { 'package.json': '{ "name": "app" }' },
  { 'package.json': '{ "name": "app" }', 'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./core/*"] } } }' },
  { 'package.json': '{ "name": "app", "dependencies": { "lodash": "^4" } }', 'core/package.json': '{ "name": "@x/core" }', 'web/package.json': '{ "name": "@x/web", "dependencies": { "@x/core": "*" } }' },
  { 'package.json': '{ "name": "app", "dependencies": { "lodash": "^4" } }', 'package-lock.json': '{ "packages": { "node_modules/lodash": { "version": "4.17.21" } } }', 'core/package.json': '{ "name": "@y/core" }' },
  { 'tsconfig.json': '{ "extends": "./base.json" }', 'base.json': '{ "compilerOptions": { "paths": { "@app/*": ["./web/*", "./core/*"] } } }', 'core/package.json': '{ "name": "@x/core", "version": "2.0.0" }' },
  { 'package.json': '{ "name": "other" }', 'core/tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["data/*"] } } }' },
];

/** One name of each folder is a file of JavaScript. */
const isScript = (name: string): boolean => name === 'gamma';

export const typescriptPrinter: ProjectPrinter = {
  language: 'typescript',
  path: ({ folder, name }) => `${folder}/${name}.${isScript(name) ? 'js' : 'ts'}`,
  print: (file) =>
    [
      '\n'.repeat(file.blankLines),
      ...file.imports.map((one) => importText(file, one)),
      ...file.types.map((one) => (isScript(file.name) ? scriptTypeText(file, one) : typeText(one))),
      ...file.functions.map((one) => (isScript(file.name) ? scriptFunctionText(file, one, `${one.isExported ? 'export ' : ''}function `) : functionText(one, `${one.isExported ? 'export ' : ''}function `))),
      ...(file.isBroken ? ['class { ( ='] : []),
    ].join('\n'),
  configuration: (number) => CONFIGURATIONS[number] ?? {},
};
