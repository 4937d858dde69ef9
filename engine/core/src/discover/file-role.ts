import type { FileRole } from '@pinata/graph';
import { globMatcher } from '../glob-matcher.js';
import { allLanguages } from '../languages/registry.js';
import { remember } from '../remember.js';

const VENDORED_FOLDERS = new Set(['node_modules', 'bower_components', 'jspm_packages', 'vendor', 'vendors', 'third_party', 'third-party', 'thirdparty', 'packages.lock', '.yarn']);
const EXAMPLE_FOLDERS = new Set(['example', 'examples', 'sample', 'samples', 'demo', 'demos', 'playground', 'tutorial', 'tutorials']);
/** Folders below it spell a package, and say nothing of what a file is for. */
const PACKAGE_ROOT = /^(.*\/)?src\/\w+\/(?:java|kotlin)(?=\/|$)/;
const GENERATED_FOLDERS = new Set(['__generated__', 'generated']);

class FileRoles {
  private readonly testFolders: ReadonlySet<string>;
  private readonly isTestName: (name: string) => boolean;
  private readonly isGeneratedName: (name: string) => boolean;
  private readonly isReadName: (name: string) => boolean;
  private readonly byFolder = new Map<string, FileRole>();

  constructor() {
    const languages = allLanguages();
    this.testFolders = new Set(languages.flatMap((language) => language.testFolders));
    this.isTestName = globMatcher(languages.flatMap((language) => language.testNames));
    this.isGeneratedName = globMatcher(languages.flatMap((language) => language.generatedNames), { isCaseBlind: true });
    this.isReadName = globMatcher(languages.flatMap(({ grammars }) => grammars.flatMap(({ readNames }) => readNames)));
  }

  of(path: string): FileRole {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const role = this.ofFolder(path.slice(0, Math.max(0, slash)));
    if (role === 'vendored' || role === 'generated') return role;
    if (this.isGeneratedName(name) && !this.isReadName(name)) return 'generated';
    return this.isTestName(name) ? 'test' : role;
  }

  private ofFolder(folder: string): FileRole {
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    const parts = (PACKAGE_ROOT.exec(folder)?.[0] ?? folder).split('/');
    let role: FileRole = 'production';
    if (parts.some((part) => VENDORED_FOLDERS.has(part))) role = 'vendored';
    else if (parts.some((part) => GENERATED_FOLDERS.has(part))) role = 'generated';
    else if (parts.some((part) => this.isTestFolder(part))) role = 'test';
    else if (parts.some((part) => EXAMPLE_FOLDERS.has(part))) role = 'example';
    this.byFolder.set(folder, role);
    return role;
  }

  /** `tests`, and by the .NET convention `Shop.Api.Tests`. */
  private isTestFolder(part: string): boolean {
    return this.testFolders.has(part) || /\.(?:Unit|Integration|Acceptance|Functional)?Tests?$/.test(part);
  }
}

let roleOf: ((path: string) => FileRole) | undefined;

/** Tells a file's role by its path; what its first lines say of being generated comes on top. */
export function fileRoleFinder(): (path: string) => FileRole {
  if (roleOf === undefined) {
    const roles = new FileRoles();
    roleOf = remember((path) => roles.of(path));
  }
  return roleOf;
}
