import type { EdgeKind, RelationFieldsFragment } from '../symbols.generated.js';

export interface Relation {
  readonly kind: EdgeKind;
  readonly label: string;
  readonly nodes: RelationFieldsFragment['nodes'];
}

/** How a relation reads from the symbol's side. Calls have tables of their own; containment shows as members. */
const OUTGOING: Readonly<Partial<Record<EdgeKind, string>>> = {
  EXTENDS: 'Extends',
  IMPLEMENTS: 'Implements',
  OVERRIDES: 'Overrides',
  REFERENCES: 'Refers to',
  INSTANTIATES: 'Creates',
  READS: 'Reads',
  WRITES: 'Writes',
  REQUESTS: 'Requests',
};
const INCOMING: Readonly<Partial<Record<EdgeKind, string>>> = {
  EXTENDS: 'Extended by',
  IMPLEMENTS: 'Implemented by',
  OVERRIDES: 'Overridden by',
  REFERENCES: 'Referred to by',
  INSTANTIATES: 'Created by',
  IMPORTS: 'Imported by',
  BINDS: 'Bound by',
};

/** Groups the neighbours of a symbol by the kind of edge. */
export function relationsOf(nodeId: string, incoming: RelationFieldsFragment, outgoing: RelationFieldsFragment): readonly Relation[] {
  return [...grouped(outgoing, OUTGOING, ({ sourceId, targetId }) => (sourceId === nodeId ? targetId : undefined)), ...grouped(incoming, INCOMING, ({ sourceId, targetId }) => (targetId === nodeId ? sourceId : undefined))];
}

function grouped(
  subgraph: RelationFieldsFragment,
  labels: Readonly<Partial<Record<EdgeKind, string>>>,
  other: (link: { readonly sourceId: string; readonly targetId: string }) => string | undefined,
): readonly Relation[] {
  const nodes = new Map(subgraph.nodes.map((node) => [node.id, node]));
  const groups = new Map<EdgeKind, Set<string>>();
  for (const link of subgraph.links) {
    const id = other(link);
    if (id === undefined || labels[link.kind] === undefined) continue;
    groups.set(link.kind, (groups.get(link.kind) ?? new Set()).add(id));
  }
  return [...groups].map(([kind, ids]) => ({ kind, label: labels[kind] ?? kind, nodes: [...ids].flatMap((id) => nodes.get(id) ?? []) }));
}
