import type { Configuration } from '../../config/index.js';
import type { Scan } from '../../database/index.js';

export const MEBIBYTE = 1024 ** 2;

type Limits = Pick<Configuration['scans'], 'deadlineSeconds' | 'memoryMegabytes'>;

/** From the first attempt's start over all attempts: what the repository asks for, within what the installation allows. */
export function deadlineMilliseconds({ configuration }: Pick<Scan, 'configuration'>, limits: Limits): number {
  return Math.min(configuration.deadlineSeconds, limits.deadlineSeconds) * 1000;
}

/** Of one attempt. */
export function memoryBytes({ configuration }: Pick<Scan, 'configuration'>, limits: Limits): number {
  return Math.min(configuration.memoryMegabytes, limits.memoryMegabytes) * MEBIBYTE;
}
