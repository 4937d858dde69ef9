import { Field, Float, ObjectType } from '@nestjs/graphql';

@ObjectType('SnapshotFile')
export class SnapshotFileType {
  @Field(() => String, { description: 'Such as `manifest.json`, `nodes.arrow`, `edges.arrow`, `picture/overview.json`.' })
  readonly name!: string;

  @Field(() => Float)
  readonly bytes!: number;

  @Field(() => String)
  readonly sha256!: string;

  @Field(() => String, { description: 'Address on this server, ready to open.' })
  readonly url!: string;
}
