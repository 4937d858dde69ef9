import { jestPackage } from '../jest.preset.mjs';

// Runs against the cluster that KUBECONFIG names, one file after the other.
export default jestPackage({ testMatch: ['<rootDir>/test/cluster/**/*.spec.ts'], testTimeout: 180_000, maxWorkers: 1, verbose: true });
