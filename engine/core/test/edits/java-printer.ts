import { JVM_CONFIGURATIONS, holderOf, packageOf, sourcePath } from './jvm-layout.js';
import { capital } from './project-model.js';
import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

function importText(one: ModelImport): string {
  const package_ = packageOf(one.folder);
  switch (one.style) {
    case 'names':
      return one.names.filter((name) => name === capital(name)).map((name) => `import ${package_}.${name};`).join('\n');
    case 'namespace':
    case 'by package':
      return `import ${package_}.*;`;
    case 'everything again':
      return `import static ${package_}.${holderOf(one)}.*;`;
    case 'names again':
      return `import static ${package_}.${holderOf(one)}.${one.names.find((name) => name !== capital(name)) ?? 'load'};`;
    case 'by alias':
      return `import static ${package_}.${one.names.find((name) => name === capital(name)) ?? 'User'}.*;`;
    case 'outside':
      return 'import com.google.common.collect.*;';
  }
}

function chainText({ start, links }: Chain): string {
  const first = { new: `new ${start.name}()`, parameter: 'p0', local: 'v0', function: `${start.name}()`, static: start.name, this: 'this' }[start.kind];
  return first + links.map((link) => `.${link}()`).join('');
}

function methodText(one: ModelFunction, modifiers: string): string {
  const parameters = one.parameters.map((type, at) => `${type} p${at}`).join(', ');
  const body = one.body.map(({ chain, isLambda, then }, at) => {
    const value = isLambda ? `find(() -> ${chainText(chain)})` : chainText(chain);
    return then === undefined ? `${value};` : `var v${at} = ${value}; v${at}.${then}();`;
  });
  if (one.result !== undefined) body.push(`return ${chainText(one.result)};`);
  return `  ${modifiers}${one.returns ?? 'void'} ${one.name}(${parameters}) { ${body.join(' ')} }`;
}

function typeText(one: ModelType): string {
  const base = one.base === undefined ? '' : ` ${one.isPartial && !one.isInterface ? 'implements' : 'extends'} ${one.base}`;
  const fields = one.isInterface ? [] : one.fields.map(({ name, type }) => `  ${type} ${name};`);
  const methods = one.methods.map((method) => (one.isInterface ? `  ${method.returns ?? 'void'} ${method.name}(${method.parameters.map((type, at) => `${type} p${at}`).join(', ')});` : methodText(method, `${method.isExported ? 'public ' : 'private '}${method.isExtension ? 'static ' : ''}`)));
  return `${one.isExported ? 'public ' : ''}${one.isInterface ? 'interface' : 'class'} ${one.name}${base} {\n${[...fields, ...methods].join('\n')}\n}`;
}

export const javaPrinter: ProjectPrinter = {
  language: 'java',
  path: (file) => sourcePath(file, 'java'),
  print: (file: ModelFile) =>
    [
      '\n'.repeat(file.blankLines),
      `package ${packageOf(file.folder)};`,
      ...file.imports.map(importText),
      ...file.types.map(typeText),
      ...(file.functions.length === 0 ? [] : [`public class ${holderOf(file)} {\n${file.functions.map((one) => methodText(one, `${one.isExported ? 'public ' : 'private '}static `)).join('\n')}\n}`]),
      ...(file.isBroken ? ['class { ( ='] : []),
    ].join('\n'),
  configuration: (number) => JVM_CONFIGURATIONS[number] ?? {},
};
