import { createRequire } from 'node:module';
import type { Node } from 'jsonc-parser';
import type { FactsBuilder } from '../../facts/file-facts.js';
import { FactError } from '../../facts/schema.js';
import { bracketDepth } from '../../parse/limits.js';
import { DeployFacts } from '../deploy/deploy-facts.js';
import { addProxy, beginningOf, moveOfReplacement, proxyText } from '../deploy/proxies.js';
import type { LanguageReader } from '../load-reader.js';

/** Such a file is a table of addresses. */
const LONGEST = 256 * 1024;
const DEEPEST = 20;
const MOST_PROXIES = 500;

let library: typeof import('jsonc-parser') | undefined;

/** Tables of paths and targets, as Angular's development server reads them: angular.dev/tools/cli/serve#proxying-to-a-backend-server. */
function readFacts(source: string, facts: FactsBuilder): void {
  const deploy = new DeployFacts(facts, source);
  if (source.length > LONGEST || bracketDepth(source, DEEPEST) > DEEPEST) {
    facts.tables.errors.add(source.length > LONGEST ? FactError.oversized : FactError.nesting, 0, 0, facts.lines, 0);
    return;
  }
  library ??= createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser'); // loaded at the first such file
  const root = library.parseTree(source, [], { allowTrailingComma: true });
  if (root === undefined) facts.tables.errors.add(FactError.syntax, 0, 0, facts.lines, 0);
  const entries = root?.type === 'array' ? (root.children ?? []).flatMap((node) => textsOf(valueOf(node, 'context')).map((path) => ({ path, node }))) : propertiesOf(root).map(({ name, value }) => ({ path: name, node: value }));
  for (const { path, node } of entries.slice(0, MOST_PROXIES)) for (const text of textsFor(path, node)) addProxy(deploy, text, node.offset, node.offset + node.length);
}

function textsFor(path: string, node: Node): readonly (string | undefined)[] {
  const beginning = beginningOf(path);
  const target = textsOf(node)[0] ?? textsOf(valueOf(node, 'target'))[0];
  if (beginning === undefined || target === undefined) return [];
  const plain = proxyText({ from: beginning, to: beginning }, target);
  for (const { name, value } of propertiesOf(valueOf(node, 'pathRewrite'))) {
    const to = textsOf(value)[0];
    const move = to === undefined ? undefined : moveOfReplacement(beginning, name, to);
    // Another move below it leaves the others as they are.
    if (move !== undefined) return move.from === beginning ? [proxyText(move, target)] : [proxyText(move, target), plain];
  }
  return [plain];
}

function propertiesOf(node: Node | undefined): readonly { readonly name: string; readonly value: Node }[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) => (typeof key?.value === 'string' && value !== undefined ? [{ name: key.value, value }] : []));
}

function valueOf(node: Node | undefined, name: string): Node | undefined {
  return propertiesOf(node).find((property) => property.name === name)?.value;
}

/** A text, or the texts of a list. */
function textsOf(node: Node | undefined): readonly string[] {
  if (node?.type === 'array') return (node.children ?? []).flatMap((item) => (item.type === 'string' ? textsOf(item) : []));
  return typeof node?.value === 'string' ? [node.value] : [];
}

export const reader: LanguageReader = { facts: readFacts };
