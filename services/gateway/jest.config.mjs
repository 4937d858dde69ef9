import { jestPackage } from '../../jest.preset.mjs';

export default jestPackage({
  hasDecorators: true,
  // What needs a cluster is in jest.cluster.config.mjs.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/'],
  setupFiles: ['<rootDir>/test/load-nest-first.mjs'],
  collectCoverageFrom: [
    'src/**/*.ts',
    '!src/**/*.spec.ts',
    '!src/**/fixtures/**',
    // Programs that tests start as processes or threads of their own, where nothing counts their statements.
    '!src/{main,start,start-cluster,dead-letters,objects}.ts',
    '!src/bench/**',
    '!src/database/cli.ts',
    '!src/profiles/{database-command,dead-letters-command,objects-command,cluster-adapters}.ts',
    '!src/graphql/write-schema.ts',
    '!src/modules/graph/threads/graph-thread.ts',
  ],
});
