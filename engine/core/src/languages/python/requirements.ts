import { normalizedName } from './distributions.js';

const REQUIREMENT = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;#]*)/;
const MOST_REQUIREMENTS = 5_000;

/** Reads one requirement (PEP 508) such as `django[argon2]>=5 ; python_version > "3"` into the map. */
export function addRequirement(requirement: string, into: Map<string, string>): void {
  const match = REQUIREMENT.exec(requirement);
  const name = match?.[1];
  if (name === undefined || into.size >= MOST_REQUIREMENTS) return;
  const normalized = normalizedName(name);
  const version = (match?.[2] ?? '').replace(/^[@(]\s*|[)\s]+$/g, '').trim();
  if (!into.has(normalized)) into.set(normalized, version);
}

/** A requirements file: one requirement a line; options, addresses and paths are left out. */
export function readRequirements(text: string, into: Map<string, string>): void {
  for (const line of text.replaceAll(/\\\r?\n/g, ' ').split('\n')) {
    const egg = /#egg=([\w.-]+)/.exec(line)?.[1];
    if (egg !== undefined) addRequirement(egg, into);
    else if (!/^\s*(?:[-#./]|$|git\+|https?:)/.test(line)) addRequirement(line.split(/\s+--/)[0] ?? '', into);
  }
}

/** Values of a key of setup.cfg, which is an ini file whose indented lines continue a value. */
export function configurationValues(text: string, section: RegExp, key: RegExp): string[] {
  const values: string[] = [];
  let isWanted = false;
  let isContinued = false;
  for (const line of text.split('\n')) {
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      isWanted = section.test(header);
      isContinued = false;
      continue;
    }
    if (!isWanted) continue;
    const entry = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line);
    if (entry !== null) {
      isContinued = key.test(entry[1] ?? '');
      if (isContinued && entry[2] !== undefined && entry[2].trim() !== '') values.push(entry[2].trim());
    } else if (isContinued && /^\s+[^\s#;]/.test(line)) values.push(line.trim());
  }
  return values;
}

/** Strings in the list that a key of a setup.py states, where it is written out: the file is never run. */
export function setupStrings(text: string, key: string): string[] {
  const list = new RegExp(`\\b${key}\\s*=\\s*\\[([^\\]]*)\\]`).exec(text)?.[1] ?? '';
  return [...list.matchAll(/["']([^"'\n]+)["']/g)].map((match) => match[1] ?? '');
}
