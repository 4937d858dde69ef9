import { jestPackage } from '../jest.preset.mjs';

// What needs a cluster is in jest.cluster.config.mjs: a KUBECONFIG that happens to be set must not be enough to write to it.
export default jestPackage({ testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/'], testTimeout: 60_000 });
