import type { Value } from '../../link/semantics/index.js';

const REPOSITORY = /(?:^|\.)(?:Jpa|Crud|ListCrud|PagingAndSorting|ListPagingAndSorting|Mongo|Reactive\w*|Coroutine\w*|Elasticsearch|Neo4j|Cassandra|Keyvalue|R2dbc|PanacheRepository)?Repository$/;
const ONE = new Set(['save', 'saveAndFlush', 'getReferenceById', 'getById', 'getOne']);
const SEVERAL = new Set(['findAll', 'findAllById', 'saveAll', 'saveAllAndFlush', 'findById', 'findOne', 'findBy']);

/** The entity of a Spring Data repository: the first type argument of the interface that it extends. */
export function repositoryEntity(bases: readonly Value[]): Value | undefined {
  for (const base of bases) {
    if (base.kind === 'external' && REPOSITORY.test(base.path) && base.arguments.length >= 1) return base.arguments[0];
  }
  return undefined;
}

/** What the repository's inherited members give; `Optional` holds one. */
export function repositoryCall(entity: Value, name: string): Value | undefined {
  if (ONE.has(name)) return entity;
  return SEVERAL.has(name) ? { kind: 'list', element: entity } : undefined;
}
