import { hash } from 'node:crypto';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import picomatch from 'picomatch';
import type { ProjectSource } from '../../link/language-linker.js';
import { NearestAbove, folderOf, isRecord, readManifestText } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import { remember } from '../../remember.js';

/** A csproj with what Directory.Build.props and Directory.Packages.props above it add. */
export interface CSharpProject {
  readonly manifest: PackageManifest;
  /** Repository-relative paths of the projects it refers to. */
  readonly references: readonly string[];
  readonly hasImplicitUsings: boolean;
  /** Namespaces that `<Using Include>` brings into every file. */
  readonly usings: readonly string[];
  readonly removes: (path: string) => boolean;
  readonly includes: (path: string) => boolean;
}

interface Items {
  readonly packages: ReadonlyMap<string, string>;
  readonly references: readonly string[];
  readonly usings: readonly string[];
  readonly removed: readonly string[];
  readonly included: readonly string[];
  readonly implicitUsings: string | undefined;
  readonly nullable: string | undefined;
  readonly assemblyName: string | undefined;
  readonly sdk: string;
}

const MOST_ITEMS = 5_000;
const IMPLICIT_USINGS = ['System', 'System.IO', 'System.Linq', 'System.Collections.Generic', 'System.Net.Http', 'System.Threading', 'System.Threading.Tasks'];
const WEB_USINGS = ['System.Net.Http.Json', 'Microsoft.AspNetCore.Builder', 'Microsoft.AspNetCore.Hosting', 'Microsoft.AspNetCore.Http', 'Microsoft.AspNetCore.Routing', 'Microsoft.Extensions.Configuration', 'Microsoft.Extensions.DependencyInjection', 'Microsoft.Extensions.Hosting', 'Microsoft.Extensions.Logging'];

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', processEntities: false, parseTagValue: false, parseAttributeValue: false });

function list(value: unknown): readonly Record<string, unknown>[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord).slice(0, MOST_ITEMS);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The texts of a property, however often it stands there and whatever its conditions are: the last one stands. */
function valuesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => text(isRecord(one) ? one['#text'] : one) ?? []);
}

/** What an MSBuild file states; nothing where there is none. */
const readItems = remember(itemsIn);

/** Reads an MSBuild file as data: no entity is expanded, no import followed, no condition evaluated. */
function itemsIn(content: string): Items {
  let project: Record<string, unknown> = {};
  try {
    const parsed: unknown = /<!(?:DOCTYPE|ENTITY)/i.test(content) ? {} : parser.parse(content);
    const root = isRecord(parsed) ? parsed.Project : undefined;
    if (isRecord(root)) project = root;
  } catch {
    // Not XML: a project without items.
  }
  const packages = new Map<string, string>();
  const references: string[] = [];
  const usings: string[] = [];
  const removed: string[] = [];
  const included: string[] = [];
  for (const group of list(project.ItemGroup)) {
    for (const entry of [...list(group.PackageReference), ...list(group.PackageVersion), ...list(group.FrameworkReference)]) {
      const name = text(entry['@Include']) ?? text(entry['@Update']);
      if (name !== undefined) packages.set(name, text(entry['@Version']) ?? text(entry.Version) ?? packages.get(name) ?? '');
    }
    for (const entry of list(group.ProjectReference)) references.push(...(text(entry['@Include'])?.split(';') ?? []));
    for (const entry of list(group.Using)) usings.push(...(text(entry['@Include']) === undefined ? [] : [String(entry['@Include'])]));
    for (const entry of list(group.Compile)) {
      removed.push(...(text(entry['@Remove'])?.split(';') ?? []));
      included.push(...(text(entry['@Include'])?.split(';') ?? []));
    }
  }
  const property = (name: string): string | undefined => list(project.PropertyGroup).flatMap((group) => valuesOf(group[name])).pop();
  return { packages, references, usings, removed, included, implicitUsings: property('ImplicitUsings'), nullable: property('Nullable'), assemblyName: property('AssemblyName'), sdk: text(project['@Sdk']) ?? '' };
}

/** `folder/relative` with either slash, or undefined where it would leave the repository. */
function inside(folder: string, relative: string): string | undefined {
  const joined = path.posix.normalize(path.posix.join(folder, relative.trim().replaceAll('\\', '/').replaceAll(/\$\(MSBuildThisFileDirectory\)|\$\(MSBuildProjectDirectory\)\/?/g, '')));
  return joined.startsWith('../') || joined === '..' || joined.includes('$(') ? undefined : joined;
}

function matcher(folder: string, patterns: readonly string[]): (file: string) => boolean {
  const globs = patterns.flatMap((pattern) => inside(folder, pattern) ?? []).filter((pattern) => pattern.length < 1_024);
  return globs.length === 0 ? () => false : picomatch(globs, { dot: true });
}

/** `<Nullable>`: only two of its values tell the types of members apart. */
function nullability(stated: string | undefined): Pick<PackageManifest, 'hasNullableReferences'> {
  return stated === undefined ? {} : { hasNullableReferences: /^(?:enable|annotations)$/i.test(stated) };
}

/** Every project of the list, and the properties files above them. */
export function readCSharpProjects(source: ProjectSource): readonly CSharpProject[] {
  const shared = new NearestAbove<Items>();
  const central = new NearestAbove<Items>();
  // Such a file mostly imports the next one above.
  const nullable = new NearestAbove<string>();
  for (const file of source.listed) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (name === 'Directory.Build.props') {
      const items = readItems(readManifestText(source.root, file) ?? '');
      shared.set(folderOf(file), items);
      if (items.nullable !== undefined) nullable.set(folderOf(file), items.nullable);
    }
    if (name === 'Directory.Packages.props') central.set(folderOf(file), readItems(readManifestText(source.root, file) ?? ''));
  }
  const files = source.listed.filter((file) => file.endsWith('.csproj'));
  const stated = files.map((file) => file.slice(file.lastIndexOf('/') + 1, -'.csproj'.length));
  return files.map((file, index): CSharpProject => {
    const folder = folderOf(file);
    const own = readItems(readManifestText(source.root, file) ?? '');
    const above = shared.of(folder);
    const versions = central.of(folder)?.packages ?? new Map<string, string>();
    const dependencies = new Map<string, string>();
    for (const [name, version] of [...(above?.packages ?? []), ...own.packages]) dependencies.set(name, version === '' ? (versions.get(name) ?? '') : version);
    const name = stated[index] ?? file;
    const isUnique = stated.filter((other) => other === name).length === 1;
    const references = own.references.flatMap((reference) => inside(folder, reference) ?? []);
    for (const reference of references) {
      const referenced = files.indexOf(reference);
      const referencedName = referenced < 0 ? undefined : stated[referenced];
      if (referencedName !== undefined) dependencies.set(referencedName, '');
    }
    const implicit = (own.implicitUsings ?? above?.implicitUsings ?? '').toLowerCase();
    const hasImplicitUsings = implicit === 'enable' || implicit === 'true';
    const manifest: PackageManifest = { manager: 'nuget', path: file, folder, name: isUnique ? name : `./${file}`, statedName: name, dependencies, ...nullability(own.nullable ?? nullable.of(folder)) };
    return {
      manifest,
      references,
      hasImplicitUsings,
      usings: [...(hasImplicitUsings ? [...IMPLICIT_USINGS, ...(own.sdk.endsWith('.Web') ? WEB_USINGS : [])] : []), ...(above?.usings ?? []), ...own.usings],
      removes: matcher(folder, own.removed),
      includes: matcher(folder, own.included),
    };
  });
}

/** Which project a file belongs to, and which projects a project can see. */
export class CSharpProjects {
  private readonly byFolder = new NearestAbove<readonly CSharpProject[]>();
  private readonly byPath: ReadonlyMap<string, CSharpProject>;
  private readonly visibleTo = new Map<CSharpProject, ReadonlySet<CSharpProject>>();
  private readonly answers = new Map<string, CSharpProject | undefined>();
  private readonly descriptions = new Map<CSharpProject, string>();

  constructor(readonly all: readonly CSharpProject[]) {
    this.byPath = new Map(all.map((project) => [project.manifest.path, project]));
    for (const project of all) this.byFolder.set(project.manifest.folder, [...(this.byFolder.at(project.manifest.folder) ?? []), project]);
  }

  of(file: string): CSharpProject | undefined {
    if (this.answers.has(file)) return this.answers.get(file);
    const nearest = this.byFolder.of(folderOf(file)) ?? [];
    const answer = nearest.find((project) => !project.removes(file)) ?? this.all.find((project) => project.includes(file));
    this.answers.set(file, answer);
    return answer;
  }

  /** Hash of all of a project that decides how its files are understood. */
  describe(project: CSharpProject | undefined): string {
    if (project === undefined) return '';
    const known = this.descriptions.get(project);
    if (known !== undefined) return known;
    const seen = [...this.visible(project)].map(({ manifest }) => [manifest.path, manifest.name, [...manifest.dependencies.keys()]]);
    const description = hash('sha256', JSON.stringify([seen, project.usings]), 'hex');
    this.descriptions.set(project, description);
    return description;
  }

  /** The project itself and all it refers to, directly or not. */
  visible(project: CSharpProject): ReadonlySet<CSharpProject> {
    const known = this.visibleTo.get(project);
    if (known !== undefined) return known;
    const found = new Set<CSharpProject>([project]);
    for (const each of found) {
      for (const reference of each.references) {
        const target = this.byPath.get(reference);
        if (target !== undefined) found.add(target);
      }
    }
    this.visibleTo.set(project, found);
    return found;
  }
}
