import { SYMBOL } from '../../facts/schema.js';
import type { LinkProgram } from '../../link/program.js';
import type { Declaration, Declarations } from './declarations.js';
import { keyOf, selectorsOf } from './selectors.js';
import type { Selector } from './selectors.js';

export interface Selecting {
  readonly declaration: Declaration;
  readonly selector: Selector;
}

/** Stands for all keys that are classes. */
const CLASSES = '.';

interface Tables {
  readonly templates: ReadonlyMap<string, readonly Declaration[]>;
  readonly selectors: ReadonlyMap<string, readonly (Selecting & { readonly text: string })[]>;
  readonly pipes: ReadonlyMap<string, readonly Declaration[]>;
  readonly modules: ReadonlyMap<string, readonly Declaration[]>;
  /** Those keys of selectors that are classes. */
  readonly classKeys: string;
}

/** What all files of the repository declare to Angular. Each look-up is noted: a template's links hold while it finds the same. */
export class DeclaredIndex {
  private tables: Tables | undefined;
  private readonly noteTemplate: (path: string) => void;
  private readonly noteSelector: (key: string) => void;
  private readonly notePipe: (name: string) => void;
  private readonly noteModule: (name: string) => void;

  constructor(
    private readonly program: LinkProgram,
    private readonly declarations: Declarations,
  ) {
    const described = (found: readonly Declaration[] | undefined): string => (found ?? []).map(({ symbol }) => program.describe(symbol)).join('\n');
    this.noteTemplate = program.lookups.open('angular.template', (path) => described(this.all.templates.get(path)));
    this.noteSelector = program.lookups.open('angular.selector', (key) => (key === CLASSES ? this.all.classKeys : (this.all.selectors.get(key) ?? []).map(({ declaration, text }) => `${program.describe(declaration.symbol)} ${text}`).join('\n')));
    this.notePipe = program.lookups.open('angular.pipe', (name) => described(this.all.pipes.get(name)));
    this.noteModule = program.lookups.open('angular.module', (name) => described(this.all.modules.get(name)));
  }

  /** Components whose template stands in a file. */
  componentsOf(path: string): readonly Declaration[] {
    this.noteTemplate(path);
    return this.all.templates.get(path) ?? [];
  }

  /** Components and directives of whose selectors an element must have the key. */
  selecting(key: string): readonly Selecting[] {
    this.noteSelector(key);
    return this.all.selectors.get(key) ?? [];
  }

  /** Whether classes are keys of selectors: elements have many classes, and few repositories such selectors. */
  hasClassKeys(): boolean {
    this.noteSelector(CLASSES);
    return this.all.classKeys !== '';
  }

  pipesNamed(name: string): readonly Declaration[] {
    this.notePipe(name);
    return this.all.pipes.get(name) ?? [];
  }

  /** Modules that declare a class of a name. */
  modulesOf(name: string): readonly Declaration[] {
    this.noteModule(name);
    return this.all.modules.get(name) ?? [];
  }

  private get all(): Tables {
    return (this.tables ??= this.program.aside(() => this.read()));
  }

  private read(): Tables {
    const { declarations } = this;
    const templates = new Map<string, Declaration[]>();
    const selectors = new Map<string, (Selecting & { readonly text: string })[]>();
    const pipes = new Map<string, Declaration[]>();
    const modules = new Map<string, Declaration[]>();
    for (const file of this.program.files) {
      if (file.languageId !== 'typescript') continue;
      for (const declaration of declarations.in(file).values()) {
        if (declaration.kind === 'pipe') add(pipes, declarations.statedText(declaration, 'name'), declaration);
        else if (declaration.kind === 'module') for (const name of new Set(declarations.namesIn(file, declarations.stated(declaration, 'declarations')))) add(modules, name, declaration);
        else {
          add(templates, declarations.templatePath(declaration), declaration);
          const text = declarations.statedText(declaration, 'selector') ?? '';
          for (const selector of selectorsOf(text)) add(selectors, keyOf(selector), { declaration, selector, text });
        }
      }
    }
    this.addSpread(modules);
    return { templates, selectors, pipes, modules, classKeys: [...selectors.keys()].filter((key) => key.startsWith('.')).join(' ') };
  }

  /** What modules declare by a constant of another file, which holds an array. */
  private addSpread(modules: Map<string, Declaration[]>): void {
    const named = new Map(modules);
    if (named.size === 0) return;
    for (const file of this.program.files) {
      if (file.languageId !== 'typescript') continue;
      const { facts } = file;
      for (let row = 0; row < facts.symbols.rows; row++) {
        const value = facts.symbols.get(row, SYMBOL.value);
        if (value < 0 || facts.symbols.get(row, SYMBOL.parent) >= 0) continue;
        const declaring = named.get(facts.text(facts.symbols.get(row, SYMBOL.name)));
        if (declaring === undefined) continue;
        for (const name of new Set(this.declarations.namesIn(file, value))) for (const declaration of declaring) add(modules, name, declaration);
      }
    }
  }
}

function add<Found>(table: Map<string, Found[]>, key: string | undefined, found: Found): void {
  if (key === undefined || key === '') return;
  const known = table.get(key);
  if (known === undefined) table.set(key, [found]);
  else known.push(found);
}
