import { expect, test } from '@playwright/test';
import { GitRepository } from './platform/git-repository.js';
import { addRepository, landingOrganization, waitForScan } from './pages/repositories.js';

const HOSTILE = '<img src=x onerror=alert(1)>"\'‮gnp.ts';
let repository: GitRepository;

test.beforeAll(() => {
  repository = new GitRepository({ [HOSTILE]: 'export function harmless(): void {}\n', 'package.json': JSON.stringify({ name: '<script>alert(2)</script>' }) });
});
test.afterAll(() => repository.remove());

test('names from a repository are data on every page', async ({ page }) => {
  const alarms: string[] = [];
  page.on('dialog', (dialog) => {
    alarms.push(dialog.message());
    void dialog.dismiss();
  });
  const organization = await landingOrganization(page);
  await addRepository(page, organization, { folder: repository.folder, name: '<b>Hostile</b>' });
  await waitForScan(page);
  await page.getByRole('link', { name: 'See the overview' }).click();
  await expect(page.getByRole('link', { name: HOSTILE }).first()).toBeVisible();
  for (const view of ['Graph', 'Files', 'Symbols']) {
    await page.getByRole('link', { name: view, exact: true }).click();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('img[src=x], script:not([src])').count()).toBe(0);
  }
  await page.goto(`/o/${organization}`);
  await expect(page.getByRole('link', { name: '<b>Hostile</b>' }).first()).toBeVisible();
  expect(alarms).toEqual([]);
});
