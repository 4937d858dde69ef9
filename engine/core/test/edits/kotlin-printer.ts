import { javaPrinter } from './java-printer.js';
import { JVM_CONFIGURATIONS, holderOf, packageOf, sourcePath } from './jvm-layout.js';
import { capital } from './project-model.js';
import type { Chain, ModelFile, ModelFunction, ModelImport, ModelType, ProjectPrinter } from './project-model.js';

function importText(one: ModelImport): string {
  const package_ = packageOf(one.folder);
  const [first = 'User'] = one.names;
  switch (one.style) {
    case 'names':
      return one.names.map((name) => `import ${package_}.${name}`).join('\n');
    case 'namespace':
    case 'by package':
      return `import ${package_}.*`;
    case 'everything again':
      return `import ${package_}.${holderOf(one)}.*`;
    case 'names again':
      return `import ${package_}.${capital(first)}.Companion.${first.toLowerCase()}`;
    case 'by alias':
      return `import ${package_}.${first} as ${first}Again`;
    case 'outside':
      return 'import com.google.common.collect.*';
  }
}

function chainText({ start, links }: Chain): string {
  const first = { new: `${start.name}()`, parameter: 'p0', local: 'v0', function: `${start.name}()`, static: start.name, this: 'this' }[start.kind];
  return first + links.map((link) => `.${link}()`).join('');
}

function functionText(one: ModelFunction, modifiers: string, canExtend: boolean): string {
  const isExtension = canExtend && one.isExtension && one.parameters.length > 0;
  const parameters = (isExtension ? one.parameters.slice(1) : one.parameters).map((type, at) => `p${at}: ${type}`).join(', ');
  const body = one.body.map(({ chain, isLambda, then }, at) => {
    if (isLambda && then !== undefined) return `val v${at} = ${chainText(chain)} + ${chainText(chain)}; v${at}.${then}()`;
    const value = isLambda ? `find { ${chainText(chain)} }` : chainText(chain);
    return then === undefined ? value : `val v${at} = ${value}; v${at}.${then}()`;
  });
  if (one.isExtension && !isExtension && one.parameters.length > 0) body.unshift('if (p0 !is Shop) return');
  if (one.result !== undefined) body.push(`return ${chainText(one.result)}`);
  return `  ${modifiers}fun ${isExtension ? `${one.parameters[0] ?? ''}.` : ''}${one.name}(${parameters})${one.returns === undefined ? '' : `: ${one.returns}`} { ${body.join('; ')} }`;
}

function typeText(one: ModelType): string {
  const kind = one.isInterface ? 'interface' : one.isPartial ? 'object' : 'open class';
  const base = one.base === undefined ? '' : ` : ${one.base}${one.isInterface ? '' : '()'}`;
  const fields = one.fields.map(({ name, type }) => `  val ${name}: ${type} = ${type}()`);
  const ofType = kind === 'open class' ? one.methods.filter(({ isExtension }) => isExtension) : [];
  const methods = one.methods.filter((method) => !ofType.includes(method)).map((method) => functionText(method, method.isExported ? 'open ' : 'private ', false));
  const companion = ofType.length === 0 ? [] : [`  companion object {\n${ofType.map((method) => functionText(method, '', false)).join('\n')}\n  }`];
  const [first] = one.fields;
  const operator = first === undefined ? [] : [`  operator fun plus(other: ${first.type}): ${first.type} = ${first.type}()`];
  return `${one.isExported ? '' : 'internal '}${kind} ${one.name}${base} {\n${[...fields, ...operator, ...methods, ...companion].join('\n')}\n}`;
}

/** One name of each folder is a Java file: the two languages see each other. */
export const kotlinPrinter: ProjectPrinter = {
  language: 'kotlin',
  path: (file) => (file.name === 'gamma' ? javaPrinter.path(file) : sourcePath(file, 'kotlin')),
  print: (file: ModelFile, project) =>
    file.name === 'gamma'
      ? javaPrinter.print(file, project)
      : [
          '\n'.repeat(file.blankLines),
          `package ${packageOf(file.folder)}`,
          ...file.imports.map(importText),
          ...file.types.map(typeText),
          ...file.functions.map((one) => functionText(one, one.isExported ? '' : 'private ', true)),
          ...(file.isBroken ? ['class { ( ='] : []),
        ].join('\n'),
  configuration: (number) => JVM_CONFIGURATIONS[number] ?? {},
};
