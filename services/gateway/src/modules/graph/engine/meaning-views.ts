import type { EdgeKind, EdgeMark, NodeKind, UnresolvedInside, WorkflowHop } from '@pinata/graph';
import type { NodeView, SiteView } from './views.js';

/** One step of a workflow, in the order of the code. */
export interface WorkflowStepView {
  readonly node: NodeView;
  readonly kind: EdgeKind;
  readonly depth: number;
  /** Place of the step that it is in. */
  readonly parent: number | null;
  readonly marks: readonly EdgeMark[];
  readonly confidence: number;
  readonly hop: WorkflowHop | null;
  readonly isRepeated: boolean;
  readonly isCut: boolean;
  readonly site: SiteView | null;
}

export interface WorkflowView {
  readonly start: NodeView;
  readonly steps: readonly WorkflowStepView[];
  /** Places of the steps that do something outside the code. */
  readonly effects: readonly number[];
  readonly isTruncated: boolean;
  /** What else the shown code may set going; null for a scan of an earlier version. */
  readonly inside: UnresolvedInside | null;
}

export interface TableUseView {
  /** The table, or one of its columns. */
  readonly target: NodeView;
  readonly site: SiteView;
  readonly marks: readonly EdgeMark[];
}

export const DRIFT_KINDS = ['tableNotMigrated', 'columnNotMigrated', 'columnWithoutModel', 'nullabilityDiffers', 'typeDiffers'] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

export interface DriftView {
  readonly kind: DriftKind;
  readonly table: string;
  readonly column: string | null;
  /** What model and migrations each say, where they say something of a column. */
  readonly detail: string | null;
  /** The column where the graph has it, else the table. */
  readonly node: NodeView | null;
}

export interface EdgeChangeView {
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly kind: EdgeKind;
  readonly sites: number;
}

export interface ComparisonView {
  readonly counts: readonly { readonly kind: NodeKind; readonly added: number; readonly removed: number; readonly changed: number }[];
  readonly addedNodes: readonly NodeView[];
  readonly removedNodes: readonly NodeView[];
  readonly changedNodes: readonly { readonly before: NodeView; readonly after: NodeView; readonly fields: readonly string[] }[];
  readonly movedFiles: readonly { readonly from: string; readonly to: string }[];
  readonly addedEdges: readonly EdgeChangeView[];
  readonly removedEdges: readonly EdgeChangeView[];
  readonly addedEdgeCount: number;
  readonly removedEdgeCount: number;
  readonly isTruncated: boolean;
}
