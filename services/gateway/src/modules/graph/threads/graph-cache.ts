import type { GraphCacheFigures } from '../../../metrics/index.js';
import { OpenGraph } from '../engine/open-graph.js';

/** Open snapshots, bounded by their bytes; the one used least recently is closed first. One that is larger than the bound stays alone. */
export class GraphCache {
  private readonly graphs = new Map<string, Promise<OpenGraph>>();
  private readonly sizes = new Map<string, number>();
  private readonly counts = { hits: 0, misses: 0, evictions: 0 };

  constructor(
    private readonly maximumBytes: number,
    private readonly openGraph: (folder: string) => Promise<OpenGraph> = (folder) => OpenGraph.open(folder),
  ) {}

  /** A failure is not remembered. @throws SnapshotError */
  async open(scanId: string, folder: string): Promise<OpenGraph> {
    const known = this.graphs.get(scanId);
    this.counts[known === undefined ? 'misses' : 'hits'] += 1;
    const opening = known ?? this.openGraph(folder);
    // Deleted and set again: a Map's order is then the order of use.
    this.graphs.delete(scanId);
    this.graphs.set(scanId, opening);
    if (known !== undefined) return known;
    try {
      const graph = await opening;
      this.sizes.set(scanId, graph.bytes);
      this.shrink(scanId);
      return graph;
    } catch (error) {
      this.graphs.delete(scanId);
      throw error;
    }
  }

  /** All that was counted since the beginning. */
  get figures(): GraphCacheFigures {
    return { ...this.counts, bytes: this.bytes };
  }

  get bytes(): number {
    return [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  private shrink(keep: string): void {
    for (const scanId of this.graphs.keys()) {
      if (this.bytes <= this.maximumBytes) return;
      if (scanId === keep || !this.sizes.has(scanId)) continue;
      this.graphs.delete(scanId);
      this.sizes.delete(scanId);
      this.counts.evictions += 1;
    }
  }
}
