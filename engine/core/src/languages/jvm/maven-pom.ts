import { XMLParser } from 'fast-xml-parser';
import { isRecord } from '../../link/packages.js';

/** A dependency as a build file states it; the version is '' where another place states it. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** What a pom.xml states, before its parents add anything. */
export interface Pom {
  readonly own: Coordinates;
  readonly parent: (Coordinates & { readonly relativePath: string | undefined }) | undefined;
  readonly properties: ReadonlyMap<string, string>;
  readonly dependencies: readonly Coordinates[];
  /** Versions that `dependencyManagement` gives. */
  readonly managed: readonly Coordinates[];
}

const MOST_ITEMS = 5_000;
const SUBSTITUTIONS = 8;
const parser = new XMLParser({ ignoreAttributes: true, processEntities: false, parseTagValue: false });

function list(value: unknown): readonly Record<string, unknown>[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord).slice(0, MOST_ITEMS);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function coordinates(node: Record<string, unknown>): Coordinates {
  return { group: text(node.groupId), artifact: text(node.artifactId), version: text(node.version) };
}

function dependenciesOf(node: unknown): readonly Coordinates[] {
  return isRecord(node) ? list(node.dependency).map(coordinates) : [];
}

/** Reads a pom.xml as data: no entity is expanded and nothing is fetched. Undefined for what is none. */
export function readPom(content: string | undefined): Pom | undefined {
  if (content === undefined || /<!(?:DOCTYPE|ENTITY)/i.test(content)) return undefined;
  let project: unknown;
  try {
    const parsed: unknown = parser.parse(content);
    project = isRecord(parsed) ? parsed.project : undefined;
  } catch {
    return undefined; // not XML
  }
  if (!isRecord(project)) return undefined;
  const parent = isRecord(project.parent) ? { ...coordinates(project.parent), relativePath: text(project.parent.relativePath) || undefined } : undefined;
  const own = coordinates(project);
  const properties = new Map(Object.entries(isRecord(project.properties) ? project.properties : {}).map(([name, value]) => [name, text(value)]));
  return {
    own: { group: own.group || (parent?.group ?? ''), artifact: own.artifact, version: own.version || (parent?.version ?? '') },
    parent,
    properties,
    dependencies: dependenciesOf(project.dependencies),
    managed: isRecord(project.dependencyManagement) ? dependenciesOf(project.dependencyManagement.dependencies) : [],
  };
}

/** A pom with what its parents add. @param chain the pom itself first, then its parents */
export class EffectivePom {
  private readonly managed = new Map<string, string>();

  constructor(private readonly chain: readonly Pom[]) {
    for (const pom of [...chain].reverse()) for (const entry of pom.managed) this.managed.set(`${this.resolve(entry.group)}:${this.resolve(entry.artifact)}`, entry.version);
  }

  /** Puts properties in the place of `${…}`; what nobody states stays as it is. */
  resolve(written: string): string {
    let value = written;
    for (let round = 0; round < SUBSTITUTIONS && value.includes('${'); round++) {
      const replaced = value.replaceAll(/\$\{([^{}]+)\}/g, (whole, name: string) => this.property(name) ?? whole);
      if (replaced === value) break;
      value = replaced;
    }
    return value;
  }

  private property(name: string): string | undefined {
    const [pom] = this.chain;
    const short = name.replace(/^(?:project|pom)\./, '');
    if (short === 'version') return pom?.own.version;
    if (short === 'groupId') return pom?.own.group;
    if (short === 'artifactId') return pom?.own.artifact;
    if (short === 'parent.version') return pom?.parent?.version;
    return this.chain.map(({ properties }) => properties.get(name)).find((value) => value !== undefined);
  }

  get name(): string {
    const [pom] = this.chain;
    return pom === undefined ? '' : `${this.resolve(pom.own.group)}:${this.resolve(pom.own.artifact)}`;
  }

  /** `group:artifact` to version, parents' dependencies included. */
  dependencies(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const pom of [...this.chain].reverse()) {
      for (const entry of pom.dependencies) {
        const name = `${this.resolve(entry.group)}:${this.resolve(entry.artifact)}`;
        found.set(name, this.resolve(entry.version || (this.managed.get(name) ?? '')));
      }
    }
    return found;
  }
}
