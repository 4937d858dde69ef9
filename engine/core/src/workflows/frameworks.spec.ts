import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { printSites } from '../../test/print-sites.js';
import { FolderScanner } from '../../test/scan-folder.js';
import { allLanguages } from '../languages/registry.js';
import { allFrameworks } from './framework.js';
import { EFFECT_KINDS, PROTOCOLS } from './sites.js';

const here = path.join(path.dirname(fileURLToPath(import.meta.url)), 'frameworks');

const expression = z.string().refine((text) => {
  new RegExp(text, 'u');
  return true;
});
const value = z.string().regex(/^(?:=|(?:(?:upper|kebab|camel|capital|filled|words|of:(?:receiver|\d+)|full|unless:arg:\d+\.\w+|where:[^:]+|given:\w+|split:[^:]*|without:[^:]*):)*(?:=|name$|qualified$|receiver$|receiver:\w+$|symbol$|class$|file$|with:|set:|injected:|firstOf:|chained:|made:|next:|around:|router:|class:|about:|own:|member:|arg:|word:arg:|variable:arg:|typed:(?:arg|type):|new:arg:|returned:arg:|parameter:\d|type:\d|route:|chain:))/);
const values = z.union([value, z.array(value).min(1)]);
const handler = z.string().regex(/^(?:symbol$|file$|arg:|action:|held:|generic:|methods:)/);
const address = { method: values.optional(), prefix: values.optional(), address: values, tokens: z.record(z.string(), values).optional(), otherwise: z.string().optional() };
const rule = z.strictObject({
  id: z.string().min(1),
  on: z.enum(['call', 'decoration', 'heritage', 'symbol']),
  callee: expression.optional(),
  name: expression.optional(),
  receiver: expression.optional(),
  files: expression.optional(),
  within: expression.optional(),
  inside: expression.optional(),
  decoratedWith: expression.optional(),
  notDecoratedWith: expression.optional(),
  openUnless: expression.optional(),
  isThroughOwn: z.literal(true).optional(),
  kinds: z.array(z.string()).optional(),
  requires: z.array(value).optional(),
  confidence: z.number().int().min(1).max(100).optional(),
  trigger: z.strictObject({ protocol: z.enum(PROTOCOLS), ...address, handler: z.union([handler, z.array(handler)]), isFallback: z.literal(true).optional(), fetches: z.enum(['name', 'path']).optional(), receiver: z.enum(['file', 'symbol', 'class']).optional(), version: values.optional() }).optional(),
  effect: z.strictObject({ effect: z.enum(EFFECT_KINDS), target: z.enum(['endpoint', 'channel', 'service']), protocol: z.string(), ...address }).optional(),
  mount: z.strictObject({ prefix: values.optional(), before: values.optional(), child: z.union([z.string(), z.array(z.string())]), groups: expression.optional(), isOfCommands: z.literal(true).optional() }).optional(),
  application: z.union([z.strictObject({ prefix: values, except: values.optional() }), z.strictObject({ versions: z.strictObject({ otherwise: values, kind: values, is: z.string() }) })]).optional(),
  bind: z.strictObject({ service: z.union([z.string(), z.array(z.string())]), implementation: z.union([z.string(), z.array(z.string())]) }).optional(),
});
const shape = z.strictObject({ framework: z.string(), title: z.string(), languages: z.array(z.enum(allLanguages().map(({ id }) => id))).min(1), packages: expression.optional(), imports: expression.optional(), rules: z.array(rule), routers: z.strictObject({ names: expression.optional(), types: expression, given: expression.optional(), groups: expression, around: expression.optional() }).optional(), hasRoutes: z.boolean().optional(), hasRegistered: z.boolean().optional() }).refine(({ rules, hasRoutes }) => rules.length > 0 || hasRoutes === true);

let scanner: FolderScanner;
beforeAll(() => {
  scanner = new FolderScanner();
});
afterAll(() => scanner.close());

describe.each(allFrameworks().map((framework) => [framework.framework, framework] as const))('%s', (name, framework) => {
  it('has rules of the right shape, each with a name of its own', () => {
    expect(shape.safeParse(framework).error?.issues).toBeUndefined();
    expect(new Set(framework.rules.map(({ id }) => id)).size).toBe(framework.rules.length);
  });

  const fixtures = path.join(here, name, 'fixtures');
  const cases = existsSync(fixtures) ? readdirSync(fixtures).sort() : [];

  it('has fixtures', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases)('recognises %s as expected', async (fixture) => {
    const folder = path.join(fixtures, fixture);
    const { graph } = await scanner.scan(folder);
    const printed = printSites(graph);
    const file = path.join(folder, 'expected.txt');
    if (process.env.UPDATE_EXPECTED === '1') writeFileSync(file, printed);
    expect(printed).toBe(readFileSync(file, 'utf8'));
    // Each rule that the fixture is to prove leaves a trace.
    expect(printed.trim()).not.toBe('');
  });
});
