import { expect, test } from '@playwright/test';
import { GitRepository, shopFiles } from './platform/git-repository.js';
import { addRepository, landingOrganization, waitForScan } from './pages/repositories.js';

let repository: GitRepository;

test.beforeAll(() => {
  repository = new GitRepository(shopFiles(3));
  repository.branch('feature/login');
});
test.afterAll(() => repository.remove());

test('an old address still opens its symbol after 100 lines were put above it', async ({ page }) => {
  const organization = await landingOrganization(page);
  await addRepository(page, organization, { folder: repository.folder, name: 'Shop moving', branch: 'feature/login' });
  await waitForScan(page);

  await page.goto(`/o/${organization}/r/shop-moving/${encodeURIComponent('feature/login')}/symbols?q=computeTax`);
  await page.getByRole('link', { name: /computeTax/ }).first().click();
  await expect(page.getByTestId('symbol-place')).toHaveText(/tax\.ts:1–/);
  await expect(page.getByRole('region', { name: 'Callees' })).toContainText('Every reference in it was resolved.');
  const address = page.url();
  expect(address).toContain('/feature%2Flogin/symbol?node=');

  await page.keyboard.press('y');
  await page.waitForURL(/\/r\/shop-moving\/[0-9a-f]{40}\/symbol\?node=/);
  const pinned = page.url();

  repository.write({ 'packages/core/src/tax.ts': `${'// A line.\n'.repeat(100)}${repository.read('packages/core/src/tax.ts')}` });
  repository.commit('put lines above');
  await page.goto(`/o/${organization}/r/shop-moving/-/scans/new`);
  await page.getByRole('button', { name: 'Start scan' }).click();
  await page.waitForURL(/\/-\/scans\/(?!new)[^/]+$/);
  await waitForScan(page);

  await page.goto(address);
  await expect(page.getByTestId('symbol-name')).toHaveText(/computeTax/);
  await expect(page.getByTestId('symbol-place')).toHaveText(/tax\.ts:101–/);
  await page.goto(pinned);
  await expect(page.getByTestId('symbol-place')).toHaveText(/tax\.ts:1–/);
});
