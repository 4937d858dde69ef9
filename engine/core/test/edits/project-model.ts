/**
 * A made-up project, the same for every language: files that declare types and functions, name each other's, and refer to
 * each other by name and place alone. Names come from short lists, so that an edit often answers, or no longer answers, what
 * another file asks for.
 */
export interface Project {
  /** By place: `folder/name`. */
  readonly files: Map<string, ModelFile>;
  /** Which of a language's configurations stands beside the files. */
  configuration: number;
}

export interface ModelFile {
  folder: string;
  name: string;
  imports: ModelImport[];
  types: ModelType[];
  functions: ModelFunction[];
  /** Lines at the top that mean nothing: they move everything below. */
  blankLines: number;
  /** Text that no grammar takes. */
  isBroken: boolean;
}

export type ImportStyle = 'names' | 'namespace' | 'everything again' | 'names again' | 'by alias' | 'by package' | 'outside';
export const IMPORT_STYLES: readonly ImportStyle[] = ['names', 'names', 'namespace', 'everything again', 'names again', 'by alias', 'by package', 'outside'];

export interface ModelImport {
  folder: string;
  name: string;
  style: ImportStyle;
  names: string[];
}

export interface ModelType {
  name: string;
  isExported: boolean;
  isInterface: boolean;
  /** May be declared in several files. */
  isPartial: boolean;
  base: string | undefined;
  fields: { name: string; type: string }[];
  methods: ModelFunction[];
}

export interface ModelFunction {
  name: string;
  isExported: boolean;
  /** Written as a method of its first parameter's type, where a language can. */
  isExtension: boolean;
  /** Types. */
  parameters: string[];
  returns: string | undefined;
  /** What a body without a stated type gives back. */
  result: Chain | undefined;
  body: Statement[];
}

/** `start.link().link()`. */
export interface Chain {
  start: { kind: 'new' | 'parameter' | 'local' | 'function' | 'static' | 'this'; name: string };
  links: string[];
}

/** A chain, put into a variable of which another member is then called. */
export interface Statement {
  chain: Chain;
  /** Written as a function without a name that is called. */
  isLambda: boolean;
  then: string | undefined;
}

export const FOLDERS = ['core', 'web', 'core/data'] as const;
export const FILE_NAMES = ['alpha', 'beta', 'gamma', 'delta', 'index'] as const;
export const TYPE_NAMES = ['User', 'Order', 'Shop', 'Item'] as const;
export const FUNCTION_NAMES = ['load', 'save', 'make', 'find'] as const;
export const MEMBER_NAMES = ['run', 'stop', 'next', 'value'] as const;
export const CONFIGURATIONS = 6;

export function placeOf({ folder, name }: { readonly folder: string; readonly name: string }): string {
  return `${folder}/${name}`;
}

/** How a language writes a project down; one of these is all that a language needs for the test. */
export interface ProjectPrinter {
  readonly language: string;
  path(file: ModelFile): string;
  print(file: ModelFile, project: Project): string;
  /** Manifests and settings by path, for a configuration below `CONFIGURATIONS`. */
  configuration(number: number): Readonly<Record<string, string>>;
}

/** A name as languages write those of types. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
