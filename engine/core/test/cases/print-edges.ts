import type { EdgeKind, Graph } from '@pinata/graph';

const KINDS: ReadonlySet<EdgeKind> = new Set(['imports', 'exports', 'calls', 'instantiates', 'extends', 'implements', 'overrides']);

/**
 * The edges that a case is about, in words, each once: `main calls Base.hello`. An inferred one ends with ` ?`. A symbol of
 * another file than `mainFile` is told by its path, unless a namespace tells it; overloads by the line of their declaration.
 */
export function printEdges(graph: Graph, mainFile: string): readonly string[] {
  const names = new Names(graph, mainFile);
  const lines = new Set<string>();
  for (let number = 0; number < graph.edgeCount; number++) {
    const { kind, source, target, resolution } = graph.edge(number);
    const isOutside = graph.nodeKind(target) === 'externalPackage';
    if (!KINDS.has(kind) || (isOutside && kind !== 'imports')) continue;
    lines.add(`${names.of(source)} ${kind} ${names.of(target)}${resolution === 'exact' ? '' : ' ?'}`);
  }
  return [...lines].sort();
}

class Names {
  private readonly rows = new Map<number, number>();
  private readonly bearers = new Map<string, number>();

  constructor(
    private readonly graph: Graph,
    private readonly mainFile: string,
  ) {
    for (let number = 0; number < graph.edgeCount; number++) {
      const { kind, target, range } = graph.edge(number);
      if (kind === 'contains' && range !== undefined && !this.rows.has(target)) this.rows.set(target, range.startRow);
    }
    for (let node = 0; node < graph.nodeCount; node++) this.bearers.set(this.plain(node), (this.bearers.get(this.plain(node)) ?? 0) + 1);
  }

  of(node: number): string {
    const plain = this.plain(node);
    const row = this.rows.get(node);
    return (this.bearers.get(plain) ?? 0) > 1 && row !== undefined ? `${plain}@${row + 1}` : plain;
  }

  private plain(node: number): string {
    const { kind, path, name } = this.graph.node(node);
    if (kind === 'file') return path ?? name;
    if (kind !== 'symbol') return `${kind === 'externalPackage' ? 'package' : kind} ${name}`;
    const parts: string[] = [];
    let isNamed = false;
    for (let at: number | undefined = node; at !== undefined; at = this.parent(at)) {
      const { name: part, symbolKind } = this.graph.node(at);
      parts.unshift(part);
      isNamed = symbolKind === 'namespace';
    }
    const file = isNamed || path === undefined || path === this.mainFile ? '' : `${path}:`;
    return `${file}${parts.join('.')}`;
  }

  private parent(node: number): number | undefined {
    const { parentKey } = this.graph.node(node);
    const parent = parentKey === undefined ? -1 : this.graph.nodeNumber(parentKey);
    return parent >= 0 && this.graph.nodeKind(parent) === 'symbol' ? parent : undefined;
  }
}
