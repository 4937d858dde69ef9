import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAllYaml } from '@kubernetes/client-node';

const TEMPLATES = path.resolve(import.meta.dirname, '../../../charts/pinata-code/templates');

/**
 * Objects of a template of the chart, read without Helm: lines that only steer it are left out, and what stands inside a line is
 * asked for. Enough for definitions and roles, which have no loops.
 *
 * @param valueOf what an expression such as `.Release.Namespace` gives
 */
export function loadTemplate<Item>(name: string, valueOf: (expression: string) => string = () => ''): Item[] {
  const lines = readFileSync(path.join(TEMPLATES, name), 'utf8')
    .split('\n')
    .filter((line) => !line.trim().startsWith('{{-'))
    .map((line) => line.replaceAll(/\{\{ (.+?) \}\}/g, (_whole, expression: string) => valueOf(expression)));
  return (loadAllYaml(lines.join('\n')) as (Item | null)[]).filter((item): item is Item => item !== null);
}
