import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { NodeKind, SourceRange } from '@pinata/graph';
import { NodeKindEnum, SourceRangeType } from '../../../graphql/index.js';
import { RepositoryType } from '../../repositories/index.js';

@ObjectType('RemoteNode', { description: "A node of another repository's graph; `graph` of that repository and scan says more of it." })
export class RemoteNodeType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly key!: string;

  @Field(() => NodeKindEnum)
  readonly kind!: NodeKind;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true })
  readonly path!: string | null;

  @Field(() => SourceRangeType, { nullable: true })
  readonly range!: SourceRange | null;
}

@ObjectType('RemoteSite', { description: 'Code of another repository, and where it sends or handles.' })
export class RemoteSiteType {
  @Field(() => RemoteNodeType, { description: 'The function, or the file.' })
  readonly node!: RemoteNodeType;

  @Field(() => String, { nullable: true })
  readonly path!: string | null;

  @Field(() => SourceRangeType, { nullable: true })
  readonly range!: SourceRange | null;

  @Field(() => Int, { description: 'Whole per cent of this end alone.' })
  readonly confidence!: number;
}

@ObjectType('WorkflowTaker', { description: "What takes a request or a message of a workflow in another repository of the organization, by the newest completed scan of its default branch." })
export class WorkflowTakerType {
  @Field(() => Int, { description: 'Place in the list of steps.' })
  readonly step!: number;

  @Field(() => RepositoryType)
  readonly repository!: RepositoryType;

  @Field(() => ID, { description: 'May be given to `graph` as a revision.' })
  readonly scanId!: string;

  @Field(() => RemoteNodeType, { description: 'The route or consumer; `workflow` of that graph goes on from it.' })
  readonly trigger!: RemoteNodeType;

  @Field(() => [RemoteSiteType])
  readonly handlers!: readonly RemoteSiteType[];

  @Field(() => Int, { description: 'Whole per cent. Several repositories share it, and a host that names one raises it.' })
  readonly confidence!: number;
}

@ObjectType('RemoteCall', { description: 'A request or a message from another repository of the organization that a trigger takes.' })
export class RemoteCallType {
  @Field(() => RepositoryType)
  readonly repository!: RepositoryType;

  @Field(() => ID)
  readonly scanId!: string;

  @Field(() => String, { description: 'Method and path template, or the subject.' })
  readonly address!: string;

  @Field(() => [RemoteSiteType])
  readonly senders!: readonly RemoteSiteType[];

  @Field(() => Int, { description: 'Whole per cent.' })
  readonly confidence!: number;
}

@ObjectType('RemoteCallList')
export class RemoteCallListType {
  @Field(() => [RemoteCallType])
  readonly calls!: readonly RemoteCallType[];

  @Field(() => Int)
  readonly totalCount!: number;
}
