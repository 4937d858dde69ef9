import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { FileRole, NodeKind, SourceRange, SymbolKind } from '@pinata/graph';
import { FileRoleEnum, NodeKindEnum, SourceRangeType, SymbolKindEnum, VisibilityEnum } from '../../../graphql/index.js';
import type { NodeView } from '../engine/views.js';

@ObjectType('NodePosition')
export class NodePositionType {
  @Field(() => Float)
  readonly x!: number;

  @Field(() => Float)
  readonly y!: number;

  @Field(() => Float)
  readonly size!: number;
}

@ObjectType('GraphNode')
export class GraphNodeType implements NodeView {
  @Field(() => ID, { description: '32 hexadecimal digits, from the key; the same in every scan.' })
  readonly id!: string;

  @Field(() => String, { description: 'Outlives the scan; a SCIP symbol string.' })
  readonly key!: string;

  @Field(() => NodeKindEnum)
  readonly kind!: NodeKind;

  @Field(() => SymbolKindEnum, { nullable: true })
  readonly symbolKind!: SymbolKind | null;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { description: 'For people: `UserService.getUser`, `src/app.ts`.' })
  readonly qualifiedName!: string;

  @Field(() => ID, { nullable: true })
  readonly parentId!: string | null;

  @Field(() => String, { nullable: true })
  readonly path!: string | null;

  @Field(() => SourceRangeType, { nullable: true })
  readonly range!: SourceRange | null;

  @Field(() => FileRoleEnum, { nullable: true })
  readonly role!: FileRole | null;

  @Field(() => String, { nullable: true })
  readonly language!: string | null;

  @Field(() => VisibilityEnum, { nullable: true })
  readonly visibility!: NodeView['visibility'];

  @Field(() => String, { nullable: true })
  readonly signature!: string | null;

  @Field(() => String, { nullable: true })
  readonly manager!: string | null;

  @Field(() => String, { nullable: true })
  readonly version!: string | null;

  @Field(() => Int, { nullable: true })
  readonly lines!: number | null;

  @Field(() => Float, { nullable: true })
  readonly bytes!: number | null;

  @Field(() => Int, { description: 'Direct children in the containment tree.' })
  readonly childCount!: number;

  @Field(() => Int, { description: 'Edges that end here, `contains` left out.' })
  readonly incomingCount!: number;

  @Field(() => Int, { description: 'Edges that start here, `contains` left out.' })
  readonly outgoingCount!: number;

  @Field(() => NodePositionType, { nullable: true, description: "From the scan's picture; null where it has none." })
  readonly position!: NodePositionType | null;
}

@ObjectType('GraphNodeList')
export class GraphNodeListType {
  @Field(() => [GraphNodeType])
  readonly nodes!: readonly GraphNodeType[];

  @Field(() => Int)
  readonly totalCount!: number;
}
