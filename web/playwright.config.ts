import { defineConfig } from '@playwright/test';

/** The machine's own Chromium: nothing is downloaded. */
const executablePath = process.env['PINATA_CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  globalSetup: './e2e/platform/start-platform.ts',
  // One platform for all: tests that count on their own repository make one.
  workers: 1,
  // A shared machine may stand still for a moment; a test that needs its second try is printed as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  fullyParallel: false,
  // Long enough for two scans on a machine that does something else besides.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    ...(process.env['PINATA_E2E_ORIGIN'] === undefined ? {} : { baseURL: process.env['PINATA_E2E_ORIGIN'] }),
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      // WebGL without a graphics card, and no calls of the browser's own to the outside.
      args: ['--no-sandbox', '--disable-background-networking', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    },
  },
  projects: [
    { name: 'sign in', testMatch: 'sign-in.e2e.ts' },
    { name: 'signed in', testIgnore: 'sign-in.e2e.ts', dependencies: ['sign in'], use: { storageState: 'test-results/session.json' } },
  ],
});
