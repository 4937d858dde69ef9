import type { BlindSpotsOfNode, Boundary, Direction, EdgeKind, NodeKind, RollUpLevel, SymbolKind, UnresolvedInside } from '@pinata/graph';
import type { ComparisonView, DriftView, TableUseView, WorkflowView } from './meaning-views.js';
import type { RollUpFilter } from './roll-up.js';
import type { LinkView, NodeView, SiteView, SubgraphView, SymbolMatchView, TreeEntryView } from './views.js';

/** A snapshot that lies in a folder; its id is the same for ever. */
export interface SnapshotPlace {
  readonly scanId: string;
  readonly folder: string;
}

/** A file with the hashes of its content in two scans, where these differ; null where one does not have it. */
export interface FilePair {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

interface Kinds {
  readonly edgeKinds?: readonly EdgeKind[] | null;
}

export interface CallView {
  readonly node: NodeView;
  readonly kind: EdgeKind;
  readonly count: number;
  readonly sites: readonly SiteView[];
}

export interface OverviewView {
  readonly nodeCounts: readonly { readonly kind: NodeKind; readonly count: number }[];
  readonly edgeCounts: readonly { readonly kind: EdgeKind; readonly exact: number; readonly inferred: number }[];
  readonly largestFiles: readonly NodeView[];
  readonly mostDependedOn: readonly { readonly node: NodeView; readonly count: number }[];
  readonly mostUsedPackages: readonly { readonly node: NodeView; readonly count: number }[];
  readonly cycleCount: number;
  readonly packageCount: number;
  readonly externalPackageCount: number;
}

/** Everything that can be asked of an open graph: parameters and answer, by name. All of it is plain data. */
export interface GraphQuestions {
  rootNode: { parameters: Record<never, never>; answer: { readonly nodes: readonly NodeView[] } };
  overview: { parameters: Record<never, never>; answer: OverviewView };
  node: { parameters: { readonly node: string }; answer: NodeView | null };
  nodes: { parameters: { readonly nodes: readonly string[] }; answer: readonly NodeView[] };
  ancestors: { parameters: { readonly node: string }; answer: readonly NodeView[] };
  children: { parameters: { readonly node?: string | null; readonly kinds?: readonly NodeKind[] | null; readonly limit: number }; answer: { readonly nodes: readonly NodeView[]; readonly totalCount: number } };
  tree: { parameters: { readonly path: string }; answer: readonly TreeEntryView[] | null };
  searchSymbols: { parameters: { readonly query: string; readonly kinds?: readonly SymbolKind[] | null; readonly limit: number }; answer: readonly SymbolMatchView[] };
  search: { parameters: { readonly query: string; readonly kinds?: readonly NodeKind[] | null; readonly limit: number }; answer: readonly NodeView[] };
  declarations: { parameters: { readonly node: string }; answer: readonly SiteView[] };
  neighbourhood: {
    parameters: Kinds & { readonly node: string; readonly depth: number; readonly direction: Direction; readonly nodeKinds?: readonly NodeKind[] | null; readonly limit: number };
    answer: SubgraphView | null;
  };
  shortestPath: {
    parameters: Kinds & { readonly from: string; readonly to: string; readonly direction: Direction };
    answer: { readonly nodes: readonly NodeView[]; readonly links: readonly LinkView[]; readonly length: number } | null | 'unknownNode';
  };
  impact: {
    parameters: Kinds & { readonly node: string; readonly depth?: number | null; readonly limit: number };
    answer: {
      readonly nodes: readonly { readonly node: NodeView; readonly distance: number; readonly isThroughOverride: boolean }[];
      readonly totalNodes: number;
      readonly totalFiles: number;
      readonly isTruncated: boolean;
      readonly blindSpots: BlindSpotsOfNode | null;
    } | null;
  };
  cycles: {
    parameters: Kinds & { readonly level: RollUpLevel; readonly limit: number };
    answer: { readonly cycles: readonly { readonly nodes: readonly NodeView[]; readonly path: readonly NodeView[]; readonly size: number }[]; readonly totalCount: number };
  };
  calls: { parameters: { readonly node: string; readonly relation: 'callers' | 'callees'; readonly limit: number }; answer: { readonly calls: readonly CallView[]; readonly totalCount: number; readonly blindSpots: BlindSpotsOfNode | null; readonly inside: UnresolvedInside | null } | null };
  rollUp: { parameters: RollUpFilter & { readonly expanded: readonly string[] }; answer: SubgraphView };
  rollUpLevel: { parameters: RollUpFilter & { readonly level: RollUpLevel }; answer: SubgraphView };
  listed: { parameters: { readonly kind: NodeKind; readonly query?: string | null; readonly offset: number; readonly limit: number }; answer: { readonly nodes: readonly NodeView[]; readonly totalCount: number } };
  workflow: { parameters: { readonly node: string; readonly depth: number; readonly limit: number }; answer: WorkflowView | null };
  tableUses: { parameters: { readonly node: string; readonly offset: number; readonly limit: number }; answer: { readonly uses: readonly TableUseView[]; readonly totalCount: number } | null };
  foreignKeys: { parameters: { readonly node: string }; answer: readonly { readonly site: SiteView }[] | null };
  drifts: { parameters: { readonly offset: number; readonly limit: number }; answer: { readonly drifts: readonly DriftView[]; readonly totalCount: number } | null };
  /** What the repository shows to others. */
  boundary: { parameters: Record<never, never>; answer: Boundary };
  /** `earlier` names another snapshot, which the thread opens as well. */
  comparison: { parameters: { readonly earlier: SnapshotPlace; readonly files: readonly FilePair[]; readonly limit: number }; answer: ComparisonView };
  edgeSites: {
    parameters: Kinds & { readonly source: string; readonly target: string; readonly limit: number; readonly offset: number };
    answer: { readonly sites: readonly SiteView[]; readonly totalCount: number } | null;
  };
}

export type QuestionName = keyof GraphQuestions;
export type Parameters<Name extends QuestionName> = GraphQuestions[Name]['parameters'];
export type Answer<Name extends QuestionName> = GraphQuestions[Name]['answer'];
