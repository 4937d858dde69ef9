import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { SEARCH_MATCHES, type FileRole, type SourceRange, type SymbolKind } from '@pinata/graph';
import { FileRoleEnum, SourceRangeType, SymbolKindEnum, graphqlEnum } from '../../../graphql/index.js';
import type { SymbolMatchView, TreeEntryView } from '../engine/views.js';

const SymbolMatchRankEnum = graphqlEnum('SymbolMatchRank', SEARCH_MATCHES);

@ObjectType('FileTreeEntry')
export class FileTreeEntryType implements TreeEntryView {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly path!: string;

  @Field(() => Boolean)
  readonly isDirectory!: boolean;

  @Field(() => Int, { description: 'Files inside, at any depth; 1 for a file.' })
  readonly files!: number;

  @Field(() => Int, { description: 'Lines inside, at any depth.' })
  readonly lines!: number;

  @Field(() => Int, { description: 'Symbols inside, at any depth.' })
  readonly symbols!: number;

  @Field(() => String, { nullable: true })
  readonly language!: string | null;

  @Field(() => FileRoleEnum, { nullable: true })
  readonly role!: FileRole | null;
}

@ObjectType('SymbolMatch')
export class SymbolMatchType implements SymbolMatchView {
  @Field(() => ID, { description: 'Node id.' })
  readonly id!: string;

  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly qualifiedName!: string;

  @Field(() => SymbolKindEnum)
  readonly symbolKind!: SymbolKind;

  @Field(() => String)
  readonly path!: string;

  @Field(() => SourceRangeType)
  readonly range!: SourceRange;

  @Field(() => String)
  readonly language!: string;

  @Field(() => FileRoleEnum)
  readonly role!: FileRole;

  @Field(() => SymbolMatchRankEnum)
  readonly rank!: SymbolMatchView['rank'];
}
