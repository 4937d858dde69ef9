import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AuthenticationModule } from '../authentication/index.js';
import { RepositoriesModule } from '../repositories/index.js';
import { ScansModule } from '../scans/index.js';
import { CodeGraphResolver } from './code-graph.resolver.js';
import { GraphWaysResolver } from './graph-ways.resolver.js';
import { GraphMeaningResolver } from './graph-meaning.resolver.js';
import { BoundariesService } from './boundaries.service.js';
import { GraphService } from './graph.service.js';
import { JoinsService } from './joins.service.js';
import { SnapshotLinksService } from './snapshot-links.service.js';
import { SnapshotsController } from './snapshots.controller.js';
import { SymbolNamesService } from './symbol-names.service.js';
import { SymbolSearchRepository } from './symbol-search.repository.js';
import { SymbolSearchResolver } from './symbol-search.resolver.js';
import { SymbolSearchService } from './symbol-search.service.js';
import { RemoteCallersResolver, WorkflowTakersResolver } from './workflow-joins.resolver.js';
import { GraphThreads } from './threads/graph-threads.js';

@Module({
  imports: [AccessModule, AuthenticationModule, RepositoriesModule, ScansModule],
  controllers: [SnapshotsController],
  providers: [GraphService, GraphThreads, SnapshotLinksService, SymbolSearchRepository, SymbolNamesService, SymbolSearchService, CodeGraphResolver, GraphWaysResolver, GraphMeaningResolver, BoundariesService, JoinsService, WorkflowTakersResolver, RemoteCallersResolver, SymbolSearchResolver],
})
export class GraphModule {}
