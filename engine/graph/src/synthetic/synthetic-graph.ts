import type { EdgeKind, SourceRange } from '../model.js';
import { GraphBuilder } from '../graph/graph-builder.js';
import { SeededRandom } from './random.js';

export interface SyntheticSize {
  /** About as many; a few more are packages, directories and files. */
  readonly nodes: number;
  readonly edges: number;
  readonly packages?: number;
  readonly symbolsPerFile?: number;
  readonly seed?: number;
}

const WORDS = ['get', 'User', 'By', 'Identifier', 'Order', 'Service', 'Repository', 'Handler', 'create', 'find', 'All', 'Item', 'Cache', 'Token', 'Parse', 'Build', 'Tree', 'Node', 'Edge', 'Load'] as const;
const REFERENCE_KINDS = ['calls', 'calls', 'calls', 'references', 'references', 'instantiates', 'extends', 'implements', 'overrides'] as const satisfies readonly EdgeKind[];

/**
 * A graph that looks like a large repository: packages, directories, files, classes with members, imports that mostly
 * stay near, and calls that mostly reach few popular symbols. The same size and seed give the same graph.
 */
export function syntheticBuilder(size: SyntheticSize): GraphBuilder {
  const random = new SeededRandom(size.seed ?? 1);
  const builder = new GraphBuilder();
  const perFile = size.symbolsPerFile ?? 20;
  const packageCount = size.packages ?? Math.max(1, Math.round(size.nodes / 2500));
  const fileCount = Math.max(1, Math.round(size.nodes / (perFile + 1)));
  builder.addNode({ key: 'repository', kind: 'repository', name: 'synthetic' });
  for (let i = 0; i < packageCount; i++) builder.addNode({ key: `package ${i}`, kind: 'package', name: `package-${i}`, parentKey: 'repository', path: `packages/package-${i}` });
  const files: number[] = [];
  const symbols: { node: number; file: number }[] = [];
  for (let i = 0; i < fileCount; i++) {
    const file = addFile(builder, random, i, i % packageCount);
    files.push(file.node);
    symbols.push(...addSymbols(builder, random, file, perFile));
  }
  const importCount = Math.floor(size.edges * 0.1);
  for (let i = 0; i < importCount && files.length > 1; i++) {
    const at = random.below(files.length);
    const near = random.next() < 0.7 ? Math.min(files.length - 1, at + packageCount * (1 + random.below(8))) : random.skewedBelow(files.length);
    addSite(builder, files[at] ?? 0, files[near] ?? 0, 'imports', files[at] ?? 0, random);
  }
  while (builder.edgeCount < size.edges && symbols.length > 0) {
    const from = symbols[random.below(symbols.length)];
    const to = symbols[random.next() < 0.6 ? random.skewedBelow(symbols.length) : random.below(symbols.length)];
    if (from === undefined || to === undefined) break;
    addSite(builder, from.node, to.node, REFERENCE_KINDS[random.below(REFERENCE_KINDS.length)] ?? 'calls', from.file, random);
  }
  return builder;
}

interface AddedFile {
  readonly node: number;
  readonly key: string;
  readonly path: string;
}

function addFile(builder: GraphBuilder, random: SeededRandom, index: number, packageIndex: number): AddedFile {
  const directory = `packages/package-${packageIndex}/src/part-${Math.floor(index / 400)}`;
  builder.addNode({ key: `directory ${directory}`, kind: 'directory', name: `part-${Math.floor(index / 400)}`, parentKey: `package ${packageIndex}`, path: directory });
  const path = `${directory}/file-${index}.ts`;
  const key = `synthetic . package-${packageIndex} . ${path}/`;
  const node = builder.addNode({
    key, kind: 'file', name: `file-${index}.ts`, parentKey: `directory ${directory}`, path, language: 'typescript',
    role: random.next() < 0.2 ? 'test' : 'production', lines: 20 + random.below(600), bytes: 500 + random.below(20_000),
  });
  return { node, key, path };
}

function addSymbols(builder: GraphBuilder, random: SeededRandom, file: AddedFile, count: number): { node: number; file: number }[] {
  const added: { node: number; file: number }[] = [];
  let owner = { node: file.node, key: file.key };
  for (let i = 0; i < count; i++) {
    const isClass = i % 10 === 0;
    const name = Array.from({ length: 2 + random.below(3) }, () => WORDS[random.below(WORDS.length)] ?? '').join('');
    const parent = isClass ? { node: file.node, key: file.key } : owner;
    const key = `${parent.key}${name}${i}${isClass ? '#' : '().'}`;
    const range: SourceRange = { startRow: i * 12, startColumn: 2, endRow: i * 12 + 8, endColumn: 3 };
    const node = builder.addNode({
      key, kind: 'symbol', symbolKind: isClass ? 'class' : 'method', name: `${name}${i}`, parentKey: parent.key, path: file.path,
      range, language: 'typescript', visibility: 'public', signature: `${name}${i}(input: Input): Promise<Output>`,
    });
    builder.addEdge({ source: parent.node, target: node, kind: 'contains', resolution: 'exact', confidence: 100, rule: 'declaration', file: file.node, range });
    if (isClass) owner = { node, key };
    added.push({ node, file: file.node });
  }
  return added;
}

function addSite(builder: GraphBuilder, source: number, target: number, kind: EdgeKind, file: number, random: SeededRandom): void {
  const startRow = random.below(500);
  const startColumn = random.below(80);
  const isInferred = random.next() < 0.1;
  builder.addEdge({
    source, target, kind, file, rule: `synthetic.${kind}`,
    resolution: isInferred ? 'inferred' : 'exact', confidence: isInferred ? 60 : 100,
    range: { startRow, startColumn, endRow: startRow, endColumn: startColumn + 12 },
  });
}
