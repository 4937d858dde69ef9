import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { EdgeKind, EdgeMark, NodeKind, UnresolvedInside, WorkflowHop } from '@pinata/graph';
import { EdgeKindEnum, NodeKindEnum, graphqlEnum } from '../../../graphql/index.js';
import { DRIFT_KINDS, type ComparisonView, type DriftKind, type DriftView, type EdgeChangeView, type TableUseView, type WorkflowStepView, type WorkflowView } from '../engine/meaning-views.js';
import type { GraphHandle } from '../graph.service.js';
import { UnresolvedInsideType } from './blind-spots.types.js';
import { EdgeMarkEnum, EdgeSiteType } from './link.types.js';
import { GraphNodeType } from './node.types.js';

const WorkflowHopEnum = graphqlEnum('WorkflowHop', ['override', 'bind', 'endpoint', 'channel'] as const, 'How a workflow goes on where the text alone does not say it.', {
  override: 'To a member that overrides what is called.',
  bind: 'To the implementation that is registered for what is called.',
  endpoint: 'To the route that takes a request.',
  channel: 'To the consumer that takes a message.',
});
const DriftKindEnum = graphqlEnum('SchemaDriftKind', DRIFT_KINDS, undefined, {
  tableNotMigrated: 'A model declares a table that no migration makes.',
  columnNotMigrated: 'A model declares a column that no migration makes.',
  columnWithoutModel: 'A migration makes a column that no model declares.',
  nullabilityDiffers: 'One of them lets the column be null, and the other does not.',
  typeDiffers: 'They give the column types that cannot both be right: what it holds, or its size.',
});

@ObjectType('WorkflowStep', { description: 'A call or an effect. Steps come in the order of the code, what is in a step after it.' })
export class WorkflowStepType implements WorkflowStepView {
  @Field(() => GraphNodeType, { description: 'What is called, read, written, requested or published.' })
  readonly node!: GraphNodeType;

  @Field(() => EdgeKindEnum)
  readonly kind!: EdgeKind;

  @Field(() => Int, { description: '0 for the handler.' })
  readonly depth!: number;

  @Field(() => Int, { nullable: true, description: 'Place in the list of the step that this one is in.' })
  readonly parent!: number | null;

  @Field(() => [EdgeMarkEnum])
  readonly marks!: readonly EdgeMark[];

  @Field(() => Int, { description: 'Whole per cent of this hop.' })
  readonly confidence!: number;

  @Field(() => WorkflowHopEnum, { nullable: true })
  readonly hop!: WorkflowHop | null;

  @Field(() => Boolean, { description: 'What is in it was listed at an earlier step.' })
  readonly isRepeated!: boolean;

  @Field(() => Boolean, { description: 'There is more in it, beyond the depth.' })
  readonly isCut!: boolean;

  @Field(() => EdgeSiteType, { nullable: true })
  readonly site!: EdgeSiteType | null;
}

@ObjectType('Workflow', { description: 'What a trigger or a function sets going.' })
export class WorkflowType implements WorkflowView {
  @Field(() => GraphNodeType)
  readonly start!: GraphNodeType;

  @Field(() => [WorkflowStepType])
  readonly steps!: readonly WorkflowStepType[];

  @Field(() => [Int], { description: 'Places of the steps that do something outside the code: tables, requests, messages.' })
  readonly effects!: readonly number[];

  @Field(() => Boolean)
  readonly isTruncated!: boolean;

  @Field(() => UnresolvedInsideType, { nullable: true, description: 'What else the shown code may set going. Null for a scan of an earlier version, which did not say.' })
  readonly inside!: UnresolvedInside | null;

  /** Not in the API: what takes its requests is found through it. */
  readonly handle!: GraphHandle;
}

@ObjectType('TableUse', { description: 'Code that reads or writes a table or a column.' })
export class TableUseType implements TableUseView {
  @Field(() => GraphNodeType, { description: 'The table, or one of its columns.' })
  readonly target!: GraphNodeType;

  @Field(() => EdgeSiteType)
  readonly site!: EdgeSiteType;

  @Field(() => [EdgeMarkEnum])
  readonly marks!: readonly EdgeMark[];
}

@ObjectType('TableUseList')
export class TableUseListType {
  @Field(() => [TableUseType])
  readonly uses!: readonly TableUseType[];

  @Field(() => Int)
  readonly totalCount!: number;
}

@ObjectType('SchemaDrift', { description: 'Where the models of the code and its migrations disagree.' })
export class SchemaDriftType implements DriftView {
  @Field(() => DriftKindEnum)
  readonly kind!: DriftKind;

  @Field(() => String)
  readonly table!: string;

  @Field(() => String, { nullable: true })
  readonly column!: string | null;

  @Field(() => String, { nullable: true, description: 'What each of them says of the column: `model: varchar(80), migrations: varchar(120)`. Null where one of them lacks it, and for scans of earlier versions.' })
  readonly detail!: string | null;

  @Field(() => GraphNodeType, { nullable: true, description: 'The column, or the table where the drift is of the whole table.' })
  readonly node!: GraphNodeType | null;
}

@ObjectType('SchemaDriftList')
export class SchemaDriftListType {
  @Field(() => [SchemaDriftType], { description: 'A scan keeps the first 200.' })
  readonly drifts!: readonly SchemaDriftType[];

  @Field(() => Int)
  readonly totalCount!: number;
}

@ObjectType('KindChange', { description: 'How many nodes of a kind differ.' })
export class KindChangeType {
  @Field(() => NodeKindEnum)
  readonly kind!: NodeKind;

  @Field(() => Int)
  readonly added!: number;

  @Field(() => Int)
  readonly removed!: number;

  @Field(() => Int)
  readonly changed!: number;
}

@ObjectType('ChangedNode')
export class ChangedNodeType {
  @Field(() => GraphNodeType)
  readonly before!: GraphNodeType;

  @Field(() => GraphNodeType)
  readonly after!: GraphNodeType;

  @Field(() => [String], { description: 'Such as `signature`, `visibility`, `path`; `content` of a file, and `workflow` of a trigger of which something that it sets going was added or removed.' })
  readonly fields!: readonly string[];
}

@ObjectType('MovedFile')
export class MovedFileType {
  @Field(() => String)
  readonly from!: string;

  @Field(() => String)
  readonly to!: string;
}

@ObjectType('EdgeChange')
export class EdgeChangeType implements EdgeChangeView {
  @Field(() => String)
  readonly sourceKey!: string;

  @Field(() => String)
  readonly targetKey!: string;

  @Field(() => EdgeKindEnum)
  readonly kind!: EdgeKind;

  @Field(() => Int, { description: 'Sites more, or fewer.' })
  readonly sites!: number;
}

@ObjectType('GraphComparison', { description: 'What differs between two scans, by keys: code that only moved inside its file did not change.' })
export class GraphComparisonType implements ComparisonView {
  @Field(() => [KindChangeType])
  readonly counts!: readonly KindChangeType[];

  @Field(() => [GraphNodeType])
  readonly addedNodes!: readonly GraphNodeType[];

  @Field(() => [GraphNodeType])
  readonly removedNodes!: readonly GraphNodeType[];

  @Field(() => [ChangedNodeType])
  readonly changedNodes!: readonly ChangedNodeType[];

  @Field(() => [MovedFileType], { description: 'Files that kept their content at another path.' })
  readonly movedFiles!: readonly MovedFileType[];

  @Field(() => [EdgeChangeType])
  readonly addedEdges!: readonly EdgeChangeType[];

  @Field(() => [EdgeChangeType])
  readonly removedEdges!: readonly EdgeChangeType[];

  @Field(() => Int)
  readonly addedEdgeCount!: number;

  @Field(() => Int)
  readonly removedEdgeCount!: number;

  @Field(() => Boolean)
  readonly isTruncated!: boolean;
}
