import { IMPORT, IMPORT_BINDING } from '../../facts/schema.js';
import { noteCut } from '../../link/guarded-memo.js';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Purpose } from '../../link/semantics/index.js';
import { memberPath, none } from '../../link/semantics/index.js';
import { folderInside, isGeneratedModule } from './module-index.js';
import type { ModuleAnswer, ModuleIndex } from './module-index.js';
import { StarNames } from './star-names.js';

/** A name of a module's own top scope. */
export type OwnName = (module: LinkFile, name: string, purpose: Purpose) => Entity;

const SKIPPED_LANGUAGE = new Set(['unsupportedLanguage', 'excluded']);

/** Modules as entities, and the names that they bring along. */
export class ModuleNames {
  private readonly stars = new Map<number, readonly number[]>();
  private readonly starNames = new StarNames();
  /** What is being looked up: modules import names from each other in circles. */
  private readonly open = new Set<string>();
  private readonly noteModule: (key: string) => void;
  private readonly noteInside: (key: string) => void;

  constructor(
    private readonly program: LinkProgram,
    private readonly modules: ModuleIndex,
    private readonly ownName: OwnName,
  ) {
    program.forgets(this.stars);
    const describe = (answer: ModuleAnswer | undefined): string => JSON.stringify(answer?.kind === 'file' ? [answer, program.fileByPath.has(answer.path), program.skipped.get(answer.path)] : answer) ?? '';
    this.noteModule = program.lookups.open('python module', (key) => describe(modules.resolve(...parts(key))));
    this.noteInside = program.lookups.open('python module inside', (key) => {
      const [folder, name] = parts(key);
      return describe(modules.inside({ kind: 'folder', folder, confidence: 100 }, name));
    });
  }

  /** The module that an import statement names. */
  module(file: LinkFile, row: number): ModuleAnswer {
    return this.named(file, file.facts.text(file.facts.imports.get(row, IMPORT.specifier)).replaceAll(/\s+/g, ''));
  }

  named(file: LinkFile, module: string): ModuleAnswer {
    const folder = folderOf(file.path);
    this.noteModule(`${folder}\0${module}`);
    return this.modules.resolve(folder, module);
  }

  entity(answer: ModuleAnswer): Entity {
    switch (answer.kind) {
      case 'file': {
        const target = this.program.fileByPath.get(answer.path);
        if (target !== undefined) return { kind: 'module', file: target.index, ...(answer.confidence < 100 ? { confidence: answer.confidence } : {}) };
        const reason = this.program.skipped.get(answer.path);
        if (reason === 'generated') return none('generatedTarget');
        return reason === undefined || SKIPPED_LANGUAGE.has(reason) ? { kind: 'path', path: answer.path } : none('skippedFile');
      }
      case 'folder':
        return { kind: 'namespace', name: answer.folder, path: answer.folder };
      case 'asset':
        return { kind: 'path', path: answer.path };
      case 'external':
        return { kind: 'external', package: answer.package, path: answer.module };
      case 'unresolved':
        return none(answer.reason);
    }
  }

  /** `name` of `from module import name`: what the module binds, else a module inside it. */
  member(answer: ModuleAnswer, name: string, purpose: Purpose): Entity {
    if (answer.kind === 'external') return { kind: 'external', package: answer.package, path: memberPath(answer.module, name) };
    const entity = this.entity(answer);
    if (entity.kind === 'module') {
      const module = this.program.files[entity.file];
      const found = module === undefined ? none('moduleNotFound') : this.of(module, name, purpose);
      if (found.kind === 'none' && found.reason === 'nameNotFound' && isGeneratedModule(name)) return none('generatedTarget');
      return found.kind === 'symbols' && entity.confidence !== undefined && found.confidence === undefined ? { ...found, confidence: entity.confidence } : found;
    }
    if (entity.kind === 'namespace') return this.inside(answer, name) ?? none('nameNotFound');
    return entity.kind === 'path' ? none('skippedFile') : entity;
  }

  private inside(answer: ModuleAnswer, name: string): Entity | undefined {
    const folder = folderInside(answer);
    if (folder !== undefined) this.noteInside(`${folder}\0${name}`);
    const module = this.modules.inside(answer, name);
    return module === undefined ? undefined : this.entity(module);
  }

  /** A module of a folder without `__init__`. */
  inFolder(folder: string, name: string): Entity {
    return this.inside({ kind: 'folder', folder, confidence: 100 }, name) ?? none('memberNotFound');
  }

  private of(module: LinkFile, name: string, purpose: Purpose): Entity {
    const key = `${module.index} ${purpose} ${name}`;
    if (this.open.has(key)) {
      noteCut();
      return this.submodule(module, name) ?? none('nameNotFound');
    }
    this.open.add(key);
    const found = this.ownName(module, name, purpose);
    this.open.delete(key);
    return found.kind === 'none' && found.reason === 'memberNotFound' ? none('nameNotFound') : found;
  }

  private submodule(module: LinkFile, name: string): Entity | undefined {
    return this.inside({ kind: 'file', path: module.path, confidence: 100 }, name);
  }

  /** What a module has beside the names of its own top scope: modules inside it, and what it imports with a star. */
  beyond(module: LinkFile, name: string, purpose: Purpose): Entity | undefined {
    return this.starred(module, name, purpose) ?? this.submodule(module, name) ?? this.computed(module, name);
  }

  /** A module that computes its names says nothing of them. */
  private computed(module: LinkFile, name: string): Entity | undefined {
    return name !== '__getattr__' && module.facts.indexOf('__getattr__') >= 0 && this.ownName(module, '__getattr__', 'call').kind === 'symbols' ? none('dynamic') : undefined;
  }

  /** A name that one of the module's star imports brings in. */
  starred(file: LinkFile, name: string, purpose: Purpose): Entity | undefined {
    if (name.startsWith('__')) return undefined;
    let outside: Entity | undefined;
    for (const row of this.starsOf(file)) {
      const answer = this.module(file, row);
      if (answer.kind === 'external') outside ??= this.member(answer, name, purpose);
      if (answer.kind !== 'file') continue;
      const module = this.program.fileByPath.get(answer.path);
      if (module === undefined || !this.starNames.allows(module, name)) continue;
      const found = this.of(module, name, purpose);
      if (found.kind !== 'none') return found;
    }
    return outside;
  }

  private starsOf({ index, facts }: LinkFile): readonly number[] {
    const known = this.stars.get(index);
    if (known !== undefined) return known;
    const star = facts.indexOf('*');
    const rows: number[] = [];
    for (let row = 0; star >= 0 && row < facts.importBindings.rows; row++) if (facts.importBindings.get(row, IMPORT_BINDING.local) === star) rows.push(facts.importBindings.get(row, IMPORT_BINDING.import));
    this.stars.set(index, rows);
    return rows;
  }
}

function parts(key: string): [folder: string, name: string] {
  const end = key.indexOf('\0');
  return [key.slice(0, Math.max(0, end)), key.slice(end + 1)];
}
