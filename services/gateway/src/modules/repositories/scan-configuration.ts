import type { ScanConfiguration } from '../../database/index.js';
import { RepositoryError } from './repository.error.js';

/** Absent and null fields keep what was set before. */
export interface ScanConfigurationChange {
  readonly fileExtensions?: readonly string[] | null;
  readonly include?: readonly string[] | null;
  readonly exclude?: readonly string[] | null;
  readonly maximumFileBytes?: number | null;
  readonly maximumFiles?: number | null;
  readonly deadlineSeconds?: number | null;
  readonly memoryMegabytes?: number | null;
  readonly workers?: number | null;
}

/** What the installation allows at most. */
export interface ConfigurationBounds {
  readonly deadlineSeconds: number;
  readonly memoryMegabytes: number;
}

const EXTENSION = /^\.[A-Za-z0-9][A-Za-z0-9+_-]{0,15}$/;
const MAXIMUM_GLOBS = 100;
const MAXIMUM_GLOB_LENGTH = 300;
const MAXIMUM_STARS = 12;

export function defaultConfiguration(bounds: ConfigurationBounds): ScanConfiguration {
  return {
    fileExtensions: [],
    include: [],
    exclude: [],
    maximumFileBytes: 1024 * 1024,
    maximumFiles: 500_000,
    deadlineSeconds: bounds.deadlineSeconds,
    memoryMegabytes: bounds.memoryMegabytes,
    workers: null,
  };
}

/** @throws RepositoryError `configurationInvalid` naming the field */
export function changedConfiguration(base: ScanConfiguration, change: ScanConfigurationChange | null | undefined, bounds: ConfigurationBounds): ScanConfiguration {
  if (change == null) return base;
  return {
    fileExtensions: change.fileExtensions == null ? base.fileExtensions : extensionsOf(change.fileExtensions),
    include: change.include == null ? base.include : globsOf(change.include, 'include'),
    exclude: change.exclude == null ? base.exclude : globsOf(change.exclude, 'exclude'),
    maximumFileBytes: numberOf(change.maximumFileBytes ?? base.maximumFileBytes, 'maximumFileBytes', 1024, 64 * 1024 * 1024),
    maximumFiles: numberOf(change.maximumFiles ?? base.maximumFiles, 'maximumFiles', 1, 2_000_000),
    deadlineSeconds: numberOf(change.deadlineSeconds ?? Math.min(base.deadlineSeconds, bounds.deadlineSeconds), 'deadlineSeconds', 5, bounds.deadlineSeconds),
    memoryMegabytes: numberOf(change.memoryMegabytes ?? Math.min(base.memoryMegabytes, bounds.memoryMegabytes), 'memoryMegabytes', 256, bounds.memoryMegabytes),
    workers: change.workers == null ? base.workers : numberOf(change.workers, 'workers', 1, 64),
  };
}

function extensionsOf(given: readonly string[]): readonly string[] {
  const extensions = [...new Set(given.map((extension) => extension.trim().toLowerCase()))].filter((extension) => extension !== '');
  const wrong = extensions.find((extension) => !EXTENSION.test(extension));
  if (wrong !== undefined || extensions.length > 100) throw invalid('fileExtensions', 'File extensions look like .cs or .ts.');
  return extensions;
}

function globsOf(given: readonly string[], field: string): readonly string[] {
  const globs = given.map((glob) => glob.trim()).filter((glob) => glob !== '');
  if (globs.length > MAXIMUM_GLOBS) throw invalid(field, `At most ${MAXIMUM_GLOBS} patterns.`);
  for (const glob of globs) {
    if (glob.length > MAXIMUM_GLOB_LENGTH || /\p{Cc}/u.test(glob)) throw invalid(field, `A pattern is one line of at most ${MAXIMUM_GLOB_LENGTH} characters.`);
    // Each star multiplies the ways to match: a pattern of nothing but stars would keep the scanner busy for hours.
    if ([...glob.matchAll(/\*+/g)].length > MAXIMUM_STARS) throw invalid(field, `A pattern has at most ${MAXIMUM_STARS} stars.`);
    if (glob.startsWith('/') || glob.split('/').includes('..')) throw invalid(field, 'Patterns are relative to the repository, such as src/** or **/*.generated.ts.');
  }
  return globs;
}

function numberOf(value: number, field: string, minimum: number, maximum: number): number {
  if (!Number.isInteger(value) || value < minimum || value > maximum) throw invalid(field, `${field} is a whole number from ${minimum} to ${maximum}.`);
  return value;
}

function invalid(field: string, message: string): RepositoryError {
  return new RepositoryError('configurationInvalid', message, { field: `input.configuration.${field}` });
}
