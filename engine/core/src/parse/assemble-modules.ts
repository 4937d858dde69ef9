import { EXPORT, Export, Import, ImportFlag } from '../facts/schema.js';
import { addReference } from './add-reference.js';
import type { Assembly } from './assembly.js';
import type { Item } from './items.js';

/** Imports that are expressions. */
const EVALUATED: ReadonlySet<string> = new Set(['dynamic', 'require', 'equals']);

/** `export` statements; declarations in them are marked by the frame. */
export function assembleExport(assembly: Assembly, item: Item): void {
  const { facts, top } = assembly;
  const { exports, imports } = facts.tables;
  const source = item.field('source');
  const value = item.field('value');
  switch (item.kind) {
    case 'declaration':
      assembly.frames.push({ ...top, end: item.end, kind: 'export', row: -1, isExported: true, isDefault: item.has('default') });
      return;
    case 'from':
    case 'allFrom':
    case 'namespaceFrom': {
      const flags = item.has('typeOnly') ? ImportFlag.typeOnly : 0;
      const row = imports.add(Import.reexport, source === undefined ? -1 : facts.intern(assembly.nameOf(source)), flags, top.scope);
      addReference(assembly, 'import', row, source ?? item.node);
      const name = item.field('name');
      if (item.kind === 'allFrom') exports.add(Export.allFrom, -1, -1, row, -1, -1, top.scope);
      if (item.kind === 'namespaceFrom' && name !== undefined) exports.add(Export.namespaceFrom, facts.intern(assembly.nameOf(name)), -1, row, -1, -1, top.scope);
      assembly.frames.push({ ...top, end: item.end, kind: 'import', row });
      return;
    }
    case 'specifier': {
      const name = item.field('name');
      if (name === undefined) return;
      const local = assembly.nameOf(name);
      const alias = item.field('alias');
      const exported = alias === undefined ? local : assembly.nameOf(alias);
      const isFrom = top.kind === 'import';
      exports.add(isFrom ? Export.from : Export.local, facts.intern(exported), facts.intern(local), isFrom ? top.row : -1, -1, -1, top.scope);
      return;
    }
    default: {
      const [holder] = /^(?:module|exports)\b/.exec(assembly.source.slice(item.start, item.start + 8)) ?? [];
      if (holder !== undefined && assembly.lookUp(top.scope, facts.intern(holder)) >= 0) return; // a variable of that name
      const kind = item.kind === 'assign' ? Export.assign : Export.default;
      const name = item.field('name');
      const exported = item.kind === 'property' && name !== undefined ? assembly.nameOf(name) : 'default';
      const row = exports.add(item.kind === 'property' ? Export.local : kind, facts.intern(exported), -1, -1, -1, -1, top.scope);
      assembly.refer('exports', row, EXPORT.expression, value, 'expression');
      if (item.kind === 'assign' && value !== undefined) assembly.moduleObjects.add(value.id);
    }
  }
}

export function assembleImport(assembly: Assembly, item: Item): void {
  const { facts, top } = assembly;
  if (item.kind === 'group') {
    assembly.frames.push({ ...top, end: item.end, importPrefix: prefixOf(assembly, item) });
    return;
  }
  const source = item.field('source');
  // Names inside of it are no expressions.
  if (!EVALUATED.has(item.kind)) assembly.consumedUntil = Math.max(assembly.consumedUntil, item.end);
  const kind = Import[item.kind as keyof typeof Import]; // the fixtures cover every kind that the queries name
  let flags = 0;
  if (item.has('typeOnly')) flags |= ImportFlag.typeOnly;
  if (item.has('global')) flags |= ImportFlag.global;
  if (item.has('static')) flags |= ImportFlag.static;
  const row = facts.tables.imports.add(kind, source === undefined && top.importPrefix === undefined ? -1 : facts.intern(`${prefixOf(assembly, item)}${source === undefined ? '' : assembly.nameOf(source)}`), flags, top.scope);
  addReference(assembly, 'import', row, source ?? item.node);
  const name = item.field('name');
  if (name !== undefined && !item.has('everything')) addBinding(assembly, row, assembly.nameOf(name), '=', top.scope, 0);
  assembly.frames.push({ ...top, end: item.end, kind: 'import', row });
}

/** What a group of imports says once for all of them, with what separates it from their names. */
function prefixOf(assembly: Assembly, item: Item): string {
  const prefix = item.field('prefix');
  const outer = assembly.top.importPrefix ?? '';
  if (prefix === undefined) return outer;
  const { source, tree } = assembly;
  const end = tree.end(prefix);
  return outer + tree.text(prefix) + source.slice(end, source.indexOf('{', end)).trim();
}

function addBinding(assembly: Assembly, row: number, local: string, imported: string, scope: number, flags: number): number {
  const { facts } = assembly;
  const binding = facts.tables.importBindings.add(row, facts.intern(local), facts.intern(imported), flags);
  assembly.bind(scope, local, 'importBinding', binding);
  return binding;
}

export function assembleImportBinding(assembly: Assembly, item: Item): void {
  const around = assembly.nearest('import');
  const nameNode = item.field('name');
  if (around === undefined || nameNode === undefined) return;
  const name = assembly.nameOf(nameNode);
  const alias = item.field('alias');
  const imported = item.kind === 'default' ? 'default' : item.kind === 'namespace' ? '*' : name;
  const flags = item.has('typeOnly') ? ImportFlag.typeOnly : 0;
  const binding = addBinding(assembly, around.row, alias === undefined ? name : assembly.nameOf(alias), imported, around.scope, flags);
  // Where an imported name may be a module of its own, it is a reference beside its import.
  const site = item.field('site');
  if (site !== undefined) addReference(assembly, 'importName', binding, site);
}
