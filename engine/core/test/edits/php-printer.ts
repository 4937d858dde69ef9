import { capital } from './project-model.js';
import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

const namespaceOf = (folder: string): string => `App\\${folder.split('/').map(capital).join('\\')}`;
/** Types of these names are taken in by `use`, where they are a base; the others are extended. */
const MIXED_IN = new Set(['Order', 'Item']);

function importText(one: ModelImport): string {
  const namespace = namespaceOf(one.folder);
  const [first = 'User'] = one.names;
  switch (one.style) {
    case 'names':
      return one.names.map((name) => `use ${name === capital(name) ? '' : 'function '}${namespace}\\${name};`).join('\n');
    case 'namespace':
      return `use ${namespace};`;
    case 'everything again':
      return `require_once '${one.folder}/${capital(one.name)}.php';`;
    case 'names again':
      return `use ${namespace}\\{${one.names.length === 0 ? first : one.names.join(', ')}};`;
    case 'by alias':
      return `use ${namespace}\\${first} as Shop;`;
    case 'by package':
      return `use ${namespace}\\${capital(one.name)}\\${first};`;
    case 'outside':
      return 'use Illuminate\\Support\\Collection as Item;';
  }
}

function chainText({ start, links }: Chain): string {
  const first = { new: `(new ${start.name}())`, parameter: '$p0', local: '$v0', function: `${start.name}()`, static: start.name, this: '$this' }[start.kind];
  return first + links.map((link, at) => `${start.kind === 'static' && at === 0 ? '::' : '->'}${link}()`).join('') + (start.kind === 'static' && links.length === 0 ? '::make()' : '');
}

function functionText(one: ModelFunction, modifiers: string): string {
  // Some state their types in a comment alone.
  const isStated = one.isExtension;
  const parameters = one.parameters.map((type, at) => `${isStated ? '' : `${type} `}$p${at}`).join(', ');
  const tags = [...one.parameters.map((type, at) => `   * @param ${type}|null $p${at}`), ...(one.returns === undefined ? [] : [`   * @return ${one.returns}`])];
  const body = one.body.map(({ chain, isLambda, then }, at) => {
    const value = isLambda ? `find(fn () => ${chainText(chain)})` : chainText(chain);
    return then === undefined ? `${value};` : `$v${at} = ${value}; $v${at}->${then}();`;
  });
  if (one.result !== undefined) body.push(`return ${chainText(one.result)};`);
  const comment = isStated && tags.length > 0 ? `  /**\n${tags.join('\n')}\n   */\n` : '';
  return `${comment}  ${modifiers}function ${one.name}(${parameters})${one.returns === undefined || isStated ? '' : `: ${one.returns}`} { ${body.join(' ')} }`;
}

function typeText(one: ModelType): string {
  const isTrait = one.isPartial && !one.isInterface;
  const isUse = one.base !== undefined && MIXED_IN.has(one.base) && !one.isInterface;
  const head = `${one.isInterface ? 'interface' : isTrait ? 'trait' : 'class'} ${one.name}${one.base === undefined || isUse || isTrait ? '' : ` extends ${one.base}`}`;
  const fields = one.isInterface ? [] : one.fields.map(({ name, type }) => `  public ${type} $${name};`);
  const methods = one.methods.map((method) => (one.isInterface ? `  public function ${method.name}()${method.returns === undefined ? '' : `: ${method.returns}`};` : functionText(method, `${method.isExported ? 'public ' : 'private '}${method.isExtension ? 'static ' : ''}`)));
  const comment = one.fields.map(({ name, type }) => ` * @method ${type} ${name}()\n`).join('');
  const use = isUse ? [`  use ${one.base ?? ''}${one.isExported ? ' { run as next; }' : ''};`] : [];
  const catchAll = one.isPartial || one.fields.length !== 1 ? [] : ['  public function __call($name, $given) { return new User(); }'];
  return `${comment === '' ? '' : `/**\n${comment} */\n`}${head} {\n${[...use, ...fields, ...catchAll, ...methods].join('\n')}\n}`;
}

const composer = (content: object): string => JSON.stringify({ name: 'acme/app', ...content });

/** The configurations differ in which folders classes are loaded from, which package a file is of, and what is asked for. */
const CONFIGURATIONS: readonly Readonly<Record<string, string>>[] = [
  { 'composer.json': composer({ autoload: { 'psr-4': { 'App\\Core\\': 'core/', 'App\\Web\\': 'web/' } } }) },
  { 'composer.json': composer({ require: { 'laravel/framework': '^11' }, autoload: { 'psr-4': { 'App\\Core\\': 'core/' } } }) },
  { 'core/composer.json': composer({ name: 'acme/core', autoload: { 'psr-4': { 'App\\Core\\': '' } } }), 'web/composer.json': composer({ name: 'acme/web', require: { 'acme/core': '*' }, autoload: { 'psr-4': { 'App\\Web\\': '' } } }) },
  { 'core/composer.json': composer({ name: 'acme/core' }), 'composer.json': composer({ autoload: { classmap: ['web/'] } }) },
  { 'composer.json': composer({ autoload: { 'psr-4': { 'App\\': 'core/' } } }), 'composer.lock': JSON.stringify({ packages: [{ name: 'illuminate/support', version: 'v11.0.0', autoload: { 'psr-4': { 'Illuminate\\Support\\': '' } } }] }) },
  {},
];

export const phpPrinter: ProjectPrinter = {
  language: 'php',
  path: ({ folder, name }) => `${folder}/${capital(name)}.php`,
  print: (file: ModelFile) =>
    [
      '<?php',
      '\n'.repeat(file.blankLines),
      `namespace ${namespaceOf(file.folder)};`,
      ...file.imports.map(importText),
      ...file.types.map(typeText),
      ...file.functions.map((one) => functionText(one, '')),
      ...(file.isBroken ? ['class { ( ='] : []),
    ].join('\n'),
  configuration: (number) => CONFIGURATIONS[number] ?? {},
};
