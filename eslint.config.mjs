// Lint is at error: what is not worth an error is no rule.
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

/** Who may import whom, by the tag of each package (the same as in docs/ARCHITECTURE.md). */
const LAYERS = {
  graph: [],
  checkout: [],
  proto: [],
  core: ['graph'],
  exports: ['graph'],
  cli: ['graph', 'core', 'checkout', 'exports'],
  bench: ['graph', 'core', 'checkout', 'exports', 'cli', 'truth'],
  truth: ['graph', 'core', 'checkout', 'exports', 'cli'],
  operator: ['proto'],
  scanner: ['core', 'graph', 'checkout', 'proto'],
  gateway: ['graph', 'exports', 'checkout', 'proto'],
  web: ['graph'],
};

const moduleBoundaries = [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    depConstraints: Object.entries(LAYERS).map(([layer, allowed]) => ({ sourceTag: `layer:${layer}`, onlyDependOnLibsWithTags: [`layer:${layer}`, ...allowed.map((other) => `layer:${other}`)] })),
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/dist.*/**', '**/node_modules/**', '**/coverage/**', '**/gen/**', '**/*.generated.ts', '**/fixtures/**', '.nx/**', '**/.angular/**', 'tools/dependency-rules/**', '**/playwright-report/**', '**/test-results/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'Use a union of strings: enums leave code behind and do not narrow.' }],
    },
  },
  {
    // One digest on every machine: nothing in the engine may sort or write by a machine's language.
    files: ['engine/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-properties': ['error', { property: 'localeCompare', message: 'It depends on the machine; compare code units or bytes.' }, { property: 'toLocaleString', message: 'It depends on the machine.' }, { property: 'toLocaleLowerCase', message: 'It depends on the machine.' }],
      'no-restricted-globals': ['error', { name: 'Intl', message: 'It depends on the machine.' }],
    },
  },
  {
    files: ['services/gateway/src/**/*.ts'],
    ignores: ['services/gateway/src/config/**', '**/*.spec.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'src/config alone reads the environment.' }] },
  },
  {
    files: ['operator/src/**/*.ts'],
    ignores: ['operator/src/config/**', '**/*.spec.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'src/config alone reads the environment.' }] },
  },
  {
    // Nest's decorators read types at run time, so imports that look like types only are not.
    files: ['services/gateway/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off', '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['web/src/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/prefer-on-push-component-change-detection': 'error',
      '@angular-eslint/prefer-standalone': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['web/**/*.html'], extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility] },
  {
    files: ['**/*.spec.ts', '**/test/**/*.ts', '**/e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
      'max-lines': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', fetch: 'readonly', performance: 'readonly', AbortController: 'readonly', AbortSignal: 'readonly' } },
  },
);
