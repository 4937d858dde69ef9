import { capital } from './project-model.js';
import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

const namespaceOf = (folder: string): string => `App.${folder.split('/').map(capital).join('.')}`;
const holderOf = (name: string): string => `${capital(name)}Functions`;

function usingText(one: ModelImport): string {
  const namespace = namespaceOf(one.folder);
  switch (one.style) {
    case 'names':
    case 'by package':
      return `using ${namespace};`;
    case 'namespace':
      return `using ${namespace.replace(/^App\./, '')};`;
    case 'everything again':
      return `global using ${namespace};`;
    case 'names again':
      return `using static ${namespace}.${holderOf(one.name)};`;
    case 'by alias':
      return `using Shop = ${namespace}.${one.names[0] ?? 'User'};`;
    case 'outside':
      return 'using Newtonsoft.Json;';
  }
}

/** What every file with types declares a part of, and what functions of one parameter are given that in. */
const BOX = `  public partial class Box<T> {
    public T Value { get; }
    public R Map<R>(System.Func<T, R> map) { return map(Value); }
  }`;

function chainText({ start, links }: Chain, parameter = 'p0'): string {
  const first = { new: `new ${start.name}()`, parameter, local: 'v0', function: `${start.name}()`, static: start.name, this: 'this' }[start.kind];
  return first + links.map((link) => `.${link}()`).join('');
}

function methodText(one: ModelFunction, modifiers: string, canExtend: boolean): string {
  const isBoxed = canExtend && one.parameters.length === 1;
  const parameters = one.parameters.map((type, at) => `${canExtend && one.isExtension && at === 0 ? 'this ' : ''}${isBoxed ? `Box<${type}>` : type} p${at}`).join(', ');
  const body = one.body.map(({ chain, isLambda, then }, at) => {
    const value = !isLambda ? chainText(chain, isBoxed ? 'p0.Value' : 'p0') : isBoxed && chain.start.kind === 'parameter' ? `p0.Map(x => ${chainText(chain, 'x')})` : `Make(() => ${chainText(chain)})`;
    return then === undefined ? `${value};` : `var v${at} = ${value}; v${at}.${then}();`;
  });
  if (one.result !== undefined) body.push(`return ${chainText(one.result)};`);
  return `    ${modifiers}${one.returns ?? 'void'} ${one.name}(${parameters}) { ${body.join(' ')} }`;
}

function typeText(one: ModelType): string {
  const head = `  ${one.isExported ? 'public ' : ''}${one.isPartial ? 'partial ' : ''}${one.isInterface ? 'interface' : 'class'} ${one.name}${one.base === undefined ? '' : ` : ${one.base}`}`;
  const fields = one.fields.map(({ name, type }) => `    public ${type} ${name} { get; }`);
  const methods = one.methods.map((method) => (one.isInterface ? `    ${method.returns ?? 'void'} ${method.name}();` : methodText(method, `${method.isExported ? 'public ' : 'private '}${method.isExtension ? 'override ' : ''}`, false)));
  return `${head} {\n${[...fields, ...methods].join('\n')}\n  }`;
}

const project = (items: string, properties = '', sdk = 'Microsoft.NET.Sdk'): string => `<Project Sdk="${sdk}"><PropertyGroup>${properties}</PropertyGroup><ItemGroup>${items}</ItemGroup></Project>`;

/** The configurations differ in which project a file is of, what a project sees, and what is in scope without being named. */
const CONFIGURATIONS: readonly Readonly<Record<string, string>>[] = [
  { 'App.csproj': project('') },
  { 'core/Core.csproj': project(''), 'web/Web.csproj': project('<ProjectReference Include="..\\core\\Core.csproj" />') },
  { 'core/Core.csproj': project(''), 'web/Web.csproj': project('') },
  { 'App.csproj': project('<PackageReference Include="Newtonsoft.Json" Version="13.0.1" /><Using Include="App.Core" />', '<ImplicitUsings>enable</ImplicitUsings>') },
  { 'App.csproj': project('<Compile Remove="web/**" />'), 'Directory.Build.props': project('<PackageReference Include="Newtonsoft.Json" Version="12.0.0" />') },
  {},
];

export const csharpPrinter: ProjectPrinter = {
  language: 'csharp',
  path: ({ folder, name }) => `${folder}/${name}.cs`,
  print: (file: ModelFile) =>
    [
      '\n'.repeat(file.blankLines),
      ...file.imports.map(usingText),
      `namespace ${namespaceOf(file.folder)} {`,
      ...file.types.map(typeText),
      ...(file.types.length === 0 ? [] : [BOX]),
      ...(file.functions.length === 0 ? [] : [`  public static class ${holderOf(file.name)} {\n${file.functions.map((one) => methodText(one, `${one.isExported ? 'public ' : 'private '}static `, true)).join('\n')}\n  }`]),
      '}',
      ...(file.isBroken ? ['class { ( ='] : []),
    ].join('\n'),
  configuration: (number) => CONFIGURATIONS[number] ?? {},
};
