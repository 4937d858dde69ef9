import { jestPackage } from '../../jest.preset.mjs';

export default jestPackage({
  moduleNameMapper: { '^\\./worker-script\\.js$': '<rootDir>/test/worker-script.ts', '^\\./picture-script\\.js$': '<rootDir>/test/picture-script.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  testTimeout: 60_000,
});
