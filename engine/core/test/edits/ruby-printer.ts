import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

/** The autoloader finds a file by the constant that it declares: files are called as types are. */
const FILES: Readonly<Record<string, string>> = { alpha: 'user', beta: 'order', gamma: 'shop', delta: 'item' };
const FOLDERS: Readonly<Record<string, string>> = { core: 'app/models', web: 'lib/web', 'core/data': 'app/models/data' };
const MODULES: Readonly<Record<string, string>> = { web: 'Web', 'core/data': 'Data' };
/** Types of these names are included, where they are a base; the others are derived from. */
const MIXED_IN = new Set(['Order', 'Item']);

function pathOf({ folder, name }: { readonly folder: string; readonly name: string }): string {
  return `${FOLDERS[folder] ?? folder}/${FILES[name] ?? name}`;
}

function importText(file: ModelFile, one: ModelImport): string {
  switch (one.style) {
    case 'names':
    case 'namespace':
      return `require_relative '${(FOLDERS[file.folder] ?? file.folder).split('/').map(() => '..').join('/')}/${pathOf(one)}'`;
    case 'everything again':
      return `include ${one.names[0] ?? 'Order'}`;
    case 'names again':
    case 'by alias':
      return `${(one.names[0] ?? 'User').toUpperCase()} = ${MODULES[one.folder] === undefined ? '' : `${MODULES[one.folder] ?? ''}::`}${one.names.find((name) => /^[A-Z]/.test(name)) ?? 'User'}`;
    case 'by package':
      return `require '${pathOf(one).replace(/^(?:lib|app)\//, '')}'`;
    case 'outside':
      return "require 'nokogiri'";
  }
}

function chainText({ start, links }: Chain): string {
  const first = { new: `${start.name}.new`, parameter: 'p0', local: 'v0', function: `${start.name.toLowerCase()}`, static: start.name, this: 'self' }[start.kind];
  return first + links.map((link) => `.${link}`).join('');
}

function functionText(one: ModelFunction, isMethod: boolean): string {
  const parameters = one.parameters.map((_, at) => `p${at}`).join(', ');
  const body = one.body.map(({ chain, isLambda, then }, at) => {
    if (isLambda && then !== undefined) return `    v${at} = [${chainText(chain)}].map(&:${then}).first\n    v${at}.send(:${then})`;
    const value = isLambda ? `load { ${chainText(chain)} }` : chainText(chain);
    return then === undefined ? `    ${value}` : `    v${at} = ${value}\n    v${at}.${then}`;
  });
  if (one.result !== undefined) body.push(`    ${chainText(one.result)}`);
  return `  def ${isMethod && one.isExtension ? 'self.' : ''}${one.name}(${parameters})\n${body.join('\n')}\n  end`;
}

function typeText(one: ModelType, at: number): string {
  const isModule = one.isPartial || one.isInterface;
  const isMixedIn = one.base !== undefined && (isModule || MIXED_IN.has(one.base));
  const base = one.base === undefined ? (one.isExported ? ' < ActiveRecord::Base' : '') : isMixedIn ? '' : ` < ${one.base}`;
  const fields = one.fields.map(({ name, type }, place) => (place === 0 ? `  attr_reader :${name}` : `  has_many :${type.toLowerCase()}s\n  belongs_to :${type.toLowerCase()}`));
  const mixed = isMixedIn ? [`  ${one.fields.length > 1 ? 'prepend' : one.isExported || at > 0 ? 'include' : 'extend'} ${one.base ?? ''}`] : [];
  return `${isModule ? 'module' : 'class'} ${one.name}${isModule ? '' : base}\n${[...mixed, ...fields, ...one.methods.map((method) => functionText(method, true))].join('\n')}\nend`;
}

/** The configurations differ in which package a file is of, and which gems it asks for. */
const CONFIGURATIONS: readonly Readonly<Record<string, string>>[] = [
  { Gemfile: "gem 'rails'\n" },
  { Gemfile: "gem 'rails', '~> 7'\ngem 'nokogiri'\n" },
  { Gemfile: "gem 'activerecord'\n", 'Gemfile.lock': 'GEM\n  specs:\n    nokogiri (1.16.0)\n    activerecord (7.1.0)\n' },
  { 'lib/Gemfile': "gem 'nokogiri'\n", 'app/models/app.gemspec': "Gem::Specification.new { |s| s.name = 'app' }\n" },
  { 'web.gemspec': "Gem::Specification.new { |s| s.name = 'web'; s.add_dependency 'rails' }\n" },
  {},
];

export const rubyPrinter: ProjectPrinter = {
  language: 'ruby',
  path: (file) => `${pathOf(file)}.rb`,
  print: (file: ModelFile) => {
    const module = MODULES[file.folder];
    const types = file.types.map(typeText);
    return [
      '\n'.repeat(file.blankLines),
      ...file.imports.map((one) => importText(file, one)),
      ...(module === undefined || types.length === 0 ? types : [`module ${module}`, ...types, 'end']),
      ...file.functions.map((one) => functionText(one, false)),
      ...(file.isBroken ? ['class ( ='] : []),
    ].join('\n');
  },
  configuration: (number) => CONFIGURATIONS[number] ?? {},
};
