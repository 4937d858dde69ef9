import type { EdgeKind, EdgeMark, FileRole, NodeKind, Resolution, SourceRange, SymbolKind } from '@pinata/graph';

/** What answers say of a node. Plain data: it crosses from the thread that computed it. */
export interface NodeView {
  readonly id: string;
  readonly key: string;
  readonly kind: NodeKind;
  readonly symbolKind: SymbolKind | null;
  readonly name: string;
  readonly qualifiedName: string;
  readonly parentId: string | null;
  readonly path: string | null;
  readonly range: SourceRange | null;
  readonly role: FileRole | null;
  readonly language: string | null;
  readonly visibility: 'public' | 'protected' | 'internal' | 'private' | null;
  readonly signature: string | null;
  readonly manager: string | null;
  readonly version: string | null;
  readonly lines: number | null;
  readonly bytes: number | null;
  readonly childCount: number;
  readonly incomingCount: number;
  readonly outgoingCount: number;
  readonly position: { readonly x: number; readonly y: number; readonly size: number } | null;
}

/** The place of an edge in the source. */
export interface SiteView {
  readonly path: string | null;
  readonly range: SourceRange | null;
  readonly kind: EdgeKind;
  readonly resolution: Resolution;
  readonly confidence: number;
  readonly rule: string;
  readonly marks: readonly EdgeMark[];
  readonly sourceNode: NodeView;
  readonly targetNode: NodeView;
}

/** Edges of one kind between two nodes, merged. */
export interface LinkView {
  readonly id: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly kind: EdgeKind;
  readonly count: number;
  readonly resolution: Resolution;
  readonly confidence: number;
  readonly site: SiteView | null;
}

export interface SubgraphView {
  readonly nodes: readonly NodeView[];
  readonly links: readonly LinkView[];
  readonly totalNodes: number;
  readonly totalLinks: number;
  readonly isTruncated: boolean;
}

export interface TreeEntryView {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly isDirectory: boolean;
  readonly files: number;
  readonly lines: number;
  readonly symbols: number;
  readonly language: string | null;
  readonly role: FileRole | null;
}

export interface SymbolMatchView {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly qualifiedName: string;
  readonly symbolKind: SymbolKind;
  readonly path: string;
  readonly range: SourceRange;
  readonly language: string;
  readonly role: FileRole;
  readonly rank: 'exact' | 'prefix' | 'camelHump' | 'substring' | 'typo';
}
