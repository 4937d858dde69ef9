import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { MAXIMUM, within } from './bounds.js';
import { unknownNode } from './code-graph.resolver.js';
import { CodeGraphType } from './code-graph.type.js';
import { GraphService } from './graph.service.js';
import { EdgeSiteType, GraphComparisonType, GraphNodeListType, SchemaDriftListType, TableUseListType, WorkflowType } from './types/index.js';

/** What the code of a graph does: workflows, the database schema, and how both changed. */
@Resolver(() => CodeGraphType)
export class GraphMeaningResolver {
  constructor(private readonly graphs: GraphService) {}

  @ResolveField(() => GraphNodeListType, { description: 'Triggers by name: routes, consumers, schedules, commands.' })
  workflows(
    @Parent() { handle }: CodeGraphType,
    @Args('query', { type: () => String, nullable: true, description: 'Part of the name, in any case.' }) query: string | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null,
    @Args('offset', { type: () => Int, nullable: true, defaultValue: 0 }) offset: number | null,
  ): Promise<GraphNodeListType> {
    return this.graphs.ask(handle, 'listed', { kind: 'trigger', query, offset: Math.max(0, offset ?? 0), limit: within(limit, 100, MAXIMUM.children) });
  }

  @ResolveField(() => WorkflowType, { description: 'What a trigger sets going; a symbol is taken as its own start.' })
  async workflow(
    @Parent() { handle }: CodeGraphType,
    @Args('node', { type: () => String }) node: string,
    @Args('depth', { type: () => Int, nullable: true, defaultValue: 8 }) depth: number | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 500 }) limit: number | null,
  ): Promise<WorkflowType> {
    const found = await this.graphs.ask(handle, 'workflow', { node, depth: within(depth, 8, MAXIMUM.depth), limit: within(limit, 500, MAXIMUM.steps) });
    if (found === null) throw unknownNode();
    return { ...found, handle };
  }

  @ResolveField(() => GraphNodeListType, { description: 'Tables of the database schema that the code declares, and those that its statements name. Columns are their children.' })
  tables(
    @Parent() { handle }: CodeGraphType,
    @Args('query', { type: () => String, nullable: true, description: 'Part of the name, in any case.' }) query: string | null,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null,
    @Args('offset', { type: () => Int, nullable: true, defaultValue: 0 }) offset: number | null,
  ): Promise<GraphNodeListType> {
    return this.graphs.ask(handle, 'listed', { kind: 'table', query, offset: Math.max(0, offset ?? 0), limit: within(limit, 100, MAXIMUM.children) });
  }

  @ResolveField(() => TableUseListType, { description: 'Which code reads or writes a table or one of its columns.' })
  async tableUses(
    @Parent() { handle }: CodeGraphType,
    @Args('node', { type: () => String }) node: string,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null,
    @Args('offset', { type: () => Int, nullable: true, defaultValue: 0 }) offset: number | null,
  ): Promise<TableUseListType> {
    const found = await this.graphs.ask(handle, 'tableUses', { node, offset: Math.max(0, offset ?? 0), limit: within(limit, 100, MAXIMUM.sites) });
    if (found === null) throw unknownNode();
    return found;
  }

  @ResolveField(() => [EdgeSiteType], { description: "Foreign keys of a table's columns, and those that point at them." })
  async foreignKeys(@Parent() { handle }: CodeGraphType, @Args('node', { type: () => String }) node: string): Promise<EdgeSiteType[]> {
    const found = await this.graphs.ask(handle, 'foreignKeys', { node });
    if (found === null) throw unknownNode();
    return found.map(({ site }) => site);
  }

  @ResolveField(() => SchemaDriftListType, { nullable: true, description: 'Where models and migrations of the declared schema disagree. Null for a scan of a version that did not look for it.' })
  schemaDrifts(
    @Parent() { handle }: CodeGraphType,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 100 }) limit: number | null,
    @Args('offset', { type: () => Int, nullable: true, defaultValue: 0 }) offset: number | null,
  ): Promise<SchemaDriftListType | null> {
    return this.graphs.ask(handle, 'drifts', { offset: Math.max(0, offset ?? 0), limit: within(limit, 100, MAXIMUM.hits) });
  }

  @ResolveField(() => GraphComparisonType, { description: 'What differs between an earlier scan and this one.' })
  async comparedTo(
    @Parent() { handle }: CodeGraphType,
    @Args('revision', { type: () => String, description: "A branch, a commit, or a scan's id, of the same repository." }) revision: string,
    @Args('limit', { type: () => Int, nullable: true, defaultValue: 200, description: 'Of each list.' }) limit: number | null,
  ): Promise<GraphComparisonType> {
    return this.graphs.compare(handle, revision, within(limit, 200, MAXIMUM.changes));
  }
}
