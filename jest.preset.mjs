// Shared by every package but the console: ES modules, TypeScript by swc, tests beside the code.
export function jestPackage({ hasDecorators = false, ...extra } = {}) {
  return {
    testEnvironment: 'node',
    // Nothing here is a timed test: a machine that does much else at once is slow, and not wrong.
    testTimeout: 60_000,
    extensionsToTreatAsEsm: ['.ts'],
    testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: {
      '^.+\\.ts$': [
        '@swc/jest',
        {
          jsc: {
            target: 'es2024',
            parser: { syntax: 'typescript', decorators: hasDecorators },
            transform: hasDecorators ? { legacyDecorator: true, decoratorMetadata: true } : {},
          },
          module: { type: 'es6' },
          sourceMaps: 'inline',
        },
      ],
    },
    collectCoverageFrom: ['src/**/*.ts', '!src/**/*.spec.ts', '!src/**/main.ts', '!src/gen/**', '!src/**/fixtures/**', '!src/**/*.d.ts'],
    coverageReporters: ['text-summary', 'json-summary'],
    ...extra,
  };
}
