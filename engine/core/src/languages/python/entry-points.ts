import { isRecord } from '../../link/packages.js';
import type { EntryPoint } from '../../link/packages.js';
import { configurationValues } from './requirements.js';

/** A command that a manifest declares, and the module that has its function. */
export interface StatedEntryPoint extends EntryPoint {
  readonly module: string;
}

/** `shop = "shop.cli:main"`: packaging.python.org/en/latest/specifications/entry-points. */
const STATED = /^\s*([\w.-]+)\s*=\s*([\w.]+)\s*:\s*([\w.]+)\s*(?:\[[^\]]*\]\s*)?$/;
const OF_SETUP = /console_scripts["']?\s*[:=]\s*\[([^\]]*)\]/g;
const TEXT = /["']([^"'\n]+)["']/g;

/** Commands of a table of a pyproject.toml: a text each, or what Poetry writes as a table. */
export function entryPointsOf(table: unknown): readonly StatedEntryPoint[] {
  return (isRecord(table) ? Object.entries(table) : []).flatMap(([name, value]) => {
    const text = isRecord(value) ? (value.reference ?? value.callable) : value;
    return typeof text === 'string' ? entryPoint(`${name}=${text}`) : [];
  });
}

/** Commands of a setup.cfg. */
export function entryPointsOfConfiguration(text: string): readonly StatedEntryPoint[] {
  return configurationValues(text, /^options\.entry_points$/, /^console_scripts$/).flatMap(entryPoint);
}

/** Commands of a setup.py, where they are a list of texts. */
export function entryPointsOfSetup(text: string): readonly StatedEntryPoint[] {
  return [...text.matchAll(OF_SETUP)].flatMap(([, list = '']) => [...list.matchAll(TEXT)].flatMap(([, one = '']) => entryPoint(one)));
}

function entryPoint(text: string): readonly StatedEntryPoint[] {
  const [, name, module, member] = STATED.exec(text) ?? [];
  return name === undefined || module === undefined || member === undefined ? [] : [{ name, module, member }];
}
