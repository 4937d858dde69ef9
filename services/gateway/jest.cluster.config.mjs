import { jestPackage } from '../../jest.preset.mjs';

// Installs the chart on the cluster that KUBECONFIG names; a KUBECONFIG that happens to be set must not be enough to write to it,
// so that this is no part of `npm test`.
export default jestPackage({ hasDecorators: true, testMatch: ['<rootDir>/test/cluster/**/*.spec.ts'], testTimeout: 600_000, maxWorkers: 1, verbose: true });
