import { parse } from 'smol-toml';
import { isRecord } from '../../link/packages.js';
import type { Coordinates } from './maven-pom.js';

/** What a Gradle build file states as far as its text shows it: Gradle files are programs, and no program is run. */
export interface GradleBuild {
  readonly group: string | undefined;
  readonly dependencies: readonly Coordinates[];
  /** Gradle paths of projects: `:shop:core`. */
  readonly projects: readonly string[];
  /** Names in the version catalog, dots between their parts: `spring.boot`. */
  readonly aliases: readonly string[];
}

export interface GradleSettings {
  readonly rootName: string | undefined;
  /** Gradle paths to folders below the settings file. */
  readonly projects: ReadonlyMap<string, string>;
}

const CONFIGURATION = String.raw`(?:\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[cC]ompile|[rR]untime|[aA]nnotationProcessor)|kapt\w*|ksp\w*|classpath|developmentOnly)`;
const DEPENDENCY = new RegExp(String.raw`(?:^|[\s{;(])${CONFIGURATION}\s*\(?\s*(?:(?:enforcedPlatform|platform|testFixtures)\s*\(\s*)?`, 'g');
const NOTATION = /^["']([\w.-]+):([\w.-]+)(?::([^"'@:]*))?[^"']*["']/;
const NAMED = /^group\s*[:=]\s*["']([\w.-]+)["']\s*,\s*name\s*[:=]\s*["']([\w.-]+)["'](?:\s*,\s*version\s*[:=]\s*["']([^"']+)["'])?/;
const PROJECT = /^project\s*\(\s*(?:path\s*[:=]\s*)?["']([\w:.-]+)["']/;
const ACCESSOR = /^(libs|projects)\.([\w.]+)/;
const KOTLIN = /^kotlin\s*\(\s*["']([\w.-]+)["']/;
const MOST_TEXT = 300;

/** Comments of Groovy and Kotlin, left out so that what they mention is not taken for a statement. */
function withoutComments(content: string): string {
  return content.replaceAll(/\/\*[\s\S]*?\*\//g, ' ').replaceAll(/(^|\s)\/\/[^\n]*/g, '$1');
}

/** `x` to its text, for `val x = "1"`, `def x = '1'`, `ext.x = "1"` and `x=1` of a properties file. */
function variablesOf(content: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of content.matchAll(/(?:^|[\s.])(?:val |def |ext\.)?([A-Za-z_]\w*)\s*=\s*["']([^"'$]+)["']/g)) found.set(name, value);
  return found;
}

/** @param properties variables of gradle.properties */
export function readGradleBuild(content: string | undefined, properties: ReadonlyMap<string, string>): GradleBuild {
  const text = withoutComments(content ?? '');
  const variables = new Map([...properties, ...variablesOf(text)]);
  const resolve = (written: string): string => written.replaceAll(/\$\{?(?:\w+\.)*(\w+)\}?/g, (whole, name: string) => variables.get(name) ?? whole);
  const dependencies: Coordinates[] = [];
  const projects: string[] = [];
  const aliases: string[] = [];
  for (const match of text.matchAll(DEPENDENCY)) {
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + MOST_TEXT);
    const stated = NOTATION.exec(rest) ?? NAMED.exec(rest);
    const accessor = ACCESSOR.exec(rest);
    const project = PROJECT.exec(rest)?.[1];
    const kotlin = KOTLIN.exec(rest)?.[1];
    if (stated !== null) dependencies.push({ group: stated[1] ?? '', artifact: stated[2] ?? '', version: resolve(stated[3] ?? '') });
    else if (project !== undefined) projects.push(project.startsWith(':') ? project : `:${project}`);
    else if (kotlin !== undefined) dependencies.push({ group: 'org.jetbrains.kotlin', artifact: `kotlin-${kotlin}`, version: '' });
    else if (accessor?.[1] === 'libs') aliases.push(accessor[2] ?? '');
    else if (accessor?.[1] === 'projects') projects.push(`:${(accessor[2] ?? '').replaceAll('.', ':').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  }
  return { group: /(?:^|\s)group\s*=?\s*["']([\w.-]+)["']/.exec(text)?.[1], dependencies, projects, aliases };
}

export function readGradleProperties(content: string | undefined): ReadonlyMap<string, string> {
  return new Map([...(content ?? '').matchAll(/^\s*([\w.-]+)\s*=\s*(.+?)\s*$/gm)].map(([, name = '', value = '']) => [name, value]));
}

export function readGradleSettings(content: string | undefined): GradleSettings {
  const text = withoutComments(content ?? '');
  const projects = new Map<string, string>();
  for (const [, list = ''] of text.matchAll(/\binclude\s*\(?\s*((?:["'][\w:./-]+["']\s*,?\s*)+)/g)) {
    for (const [, written = ''] of list.matchAll(/["']([\w:./-]+)["']/g)) {
      const path = written.startsWith(':') ? written : `:${written}`;
      projects.set(path, path.slice(1).replaceAll(':', '/'));
    }
  }
  for (const [, path = '', folder = ''] of text.matchAll(/project\s*\(\s*["']([\w:.-]+)["']\s*\)\s*\.\s*projectDir\s*=\s*(?:new\s+File|file)\s*\(\s*(?:\w+\s*,\s*)?["']([\w./-]+)["']/g)) {
    if (projects.has(path)) projects.set(path, folder.replace(/^\.\//, ''));
  }
  return { rootName: /rootProject\.name\s*=\s*["']([^"']+)["']/.exec(text)?.[1], projects };
}

/** Aliases of a version catalog (`libs.versions.toml`), dots between their parts, to what they name. */
export function readCatalog(content: string | undefined): ReadonlyMap<string, readonly Coordinates[]> {
  const found = new Map<string, readonly Coordinates[]>();
  let catalog: unknown;
  try {
    catalog = content === undefined ? undefined : parse(content);
  } catch {
    return found; // not TOML: a catalog without entries
  }
  if (!isRecord(catalog)) return found;
  const versions = isRecord(catalog.versions) ? catalog.versions : {};
  const versionOf = (stated: unknown): string => {
    if (typeof stated === 'string') return stated;
    if (!isRecord(stated)) return '';
    if (typeof stated.ref === 'string') return versionOf(versions[stated.ref]);
    const rich = stated.require ?? stated.strictly ?? stated.prefer;
    return typeof rich === 'string' ? rich : '';
  };
  for (const [alias, entry] of Object.entries(isRecord(catalog.libraries) ? catalog.libraries : {})) {
    const library = typeof entry === 'string' ? entry : isRecord(entry) ? (typeof entry.module === 'string' ? entry.module : `${String(entry.group)}:${String(entry.name)}`) : '';
    const [group = '', artifact = '', version = ''] = library.split(':');
    if (artifact !== '') found.set(accessorOf(alias), [{ group, artifact, version: isRecord(entry) ? versionOf(entry.version) : version }]);
  }
  for (const [alias, entry] of Object.entries(isRecord(catalog.bundles) ? catalog.bundles : {})) {
    if (Array.isArray(entry)) found.set(`bundles.${accessorOf(alias)}`, entry.flatMap((name) => found.get(accessorOf(String(name))) ?? []));
  }
  return found;
}

function accessorOf(alias: string): string {
  return alias.replaceAll(/[-_]/g, '.');
}

/** `group:artifact` to version, of a gradle.lockfile. */
export function readGradleLock(content: string | undefined): ReadonlyMap<string, string> {
  return new Map([...(content ?? '').matchAll(/^([\w.-]+:[\w.-]+):([^=\s]+)=/gm)].map(([, name = '', version = '']) => [name, version]));
}
