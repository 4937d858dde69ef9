import type { ExternalPackage } from '../../link/outcome.js';
import type { PackageManifest } from '../../link/packages.js';

export const JAVA: ExternalPackage = { manager: 'platform', name: 'java' };
export const KOTLIN: ExternalPackage = { manager: 'platform', name: 'kotlin' };
export const UNKNOWN_LIBRARY: ExternalPackage = { manager: 'maven', name: 'unknown' };

/** Packages of the JDK; of javax only what it still brings along. */
const JDK = /^(?:java|jdk|sun|com\.sun|org\.(?:w3c\.dom|xml\.sax|ietf\.jgss)|javax\.(?:accessibility|annotation\.processing|crypto|imageio|lang\.model|management|naming|net|print|rmi|script|security|sound|sql|swing|tools|xml(?!\.bind|\.ws|\.soap)))(?:\.|$)/;
const KOTLIN_LIBRARY = /^kotlin(?:\.|$)/;
/** Groups that many publishers share: that a name begins alike says nothing. */
const SHARED_PREFIXES = new Set(['com.google', 'org.apache', 'com.github', 'io.github', 'org.jetbrains', 'org.eclipse', 'com.amazonaws', 'org.codehaus', 'net.java', 'com.sun', 'com.microsoft', 'com.facebook']);
/** Packages whose names do not tell their artifact. */
const CUSTOMARY: readonly (readonly [RegExp, RegExp])[] = [
  [/^org\.junit\.jupiter/, /^org\.junit\.jupiter:junit-jupiter(?:-api)?$/],
  [/^org\.junit(?!\.jupiter)/, /^junit:junit$/],
  [/^javax\.inject/, /^javax\.inject:javax\.inject$/],
  [/^javax\.persistence/, /persistence-api$/],
  [/^jakarta\.persistence/, /(?:persistence-api|data-jpa)$/],
  [/^jakarta\.validation/, /(?:validation-api|starter-validation)$/],
  [/^org\.slf4j/, /slf4j-api$/],
  [/^kotlinx\.coroutines/, /kotlinx-coroutines-core/],
  [/^kotlinx\.serialization/, /kotlinx-serialization-/],
  [/^com\.google\.common/, /:guava$/],
  [/^org\.hamcrest/, /hamcrest/],
];
const TOKENS = /[.\-_:]+/;

/** The artifact that a Java package belongs to, among those that a project declares; the platform, or unknown. */
export class PackageOwners {
  private readonly answers = new Map<PackageManifest | undefined, Map<string, ExternalPackage>>();

  of(name: string, manifest: PackageManifest | undefined): ExternalPackage {
    let known = this.answers.get(manifest);
    if (known === undefined) {
      known = new Map();
      this.answers.set(manifest, known);
    }
    let owner = known.get(name);
    if (owner === undefined) {
      owner = find(name, [...(manifest?.dependencies.keys() ?? [])]);
      known.set(name, owner);
    }
    return owner;
  }
}

function find(name: string, declared: readonly string[]): ExternalPackage {
  if (JDK.test(name)) return JAVA;
  const customary = CUSTOMARY.find(([prefix]) => prefix.test(name))?.[1];
  const known = customary === undefined ? undefined : declared.find((artifact) => customary.test(artifact));
  if (known !== undefined) return { manager: 'maven', name: known };
  let best: string | undefined;
  let bestScore = 0;
  for (const artifact of declared) {
    const score = scoreOf(name, artifact);
    if (score > bestScore || (score === bestScore && best !== undefined && score > 0 && isBefore(artifact, best))) {
      best = artifact;
      bestScore = score;
    }
  }
  if (best !== undefined) return { manager: 'maven', name: best };
  return KOTLIN_LIBRARY.test(name) ? KOTLIN : UNKNOWN_LIBRARY;
}

/** The shorter artifact first: `spring-boot-starter` before `spring-boot-starter-web`. */
function isBefore(a: string, b: string): boolean {
  return a.length !== b.length ? a.length < b.length : a < b;
}

/** 0 where an artifact cannot be the package's; the group's part of the name counts more than words of the artifact. */
function scoreOf(name: string, artifact: string): number {
  const [group = '', id = ''] = artifact.split(':');
  const package_ = name.split('.');
  const groupParts = group.split('.');
  let common = 0;
  while (common < groupParts.length && groupParts[common] === package_[common]) common++;
  const words = new Set(package_.slice(common).flatMap((part) => part.toLowerCase().split(TOKENS)));
  const overlap = id.toLowerCase().split(TOKENS).filter((word) => words.has(word)).length;
  const isWholeGroup = common === groupParts.length;
  // `okhttp3` of com.squareup.okhttp3: a root of its own that the artifact is called by.
  const [root = ''] = package_;
  if (common === 0 && root.length > 3 && (groupParts.includes(root) || id === root.replace(/\d+$/, ''))) return 10;
  if (!isWholeGroup && common < 2) return 0;
  if (!isWholeGroup && overlap === 0 && SHARED_PREFIXES.has(package_.slice(0, 2).join('.'))) return 0;
  return common * 10 + (isWholeGroup ? 5 : 0) + overlap * 3;
}
