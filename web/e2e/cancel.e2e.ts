import { expect, test } from '@playwright/test';
import { GitRepository, shopFiles } from './platform/git-repository.js';
import { addRepository, landingOrganization } from './pages/repositories.js';

let repository: GitRepository;

test.beforeAll(() => {
  repository = new GitRepository(shopFiles(1500));
});
test.afterAll(() => repository.remove());

test('a scan survives a reload of the page and is cancelled', async ({ page }) => {
  const organization = await landingOrganization(page);
  await addRepository(page, organization, { folder: repository.folder, name: 'Shop to cancel' });
  await expect(page.getByTestId('percentage')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('percentage')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Scan cancelled')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Scan again' })).toBeVisible();
});

test('a scan is followed again after the connection was lost', async ({ page, context }) => {
  const organization = await landingOrganization(page);
  await addRepository(page, organization, { folder: repository.folder, name: 'Shop behind a bad line' });
  await expect(page.getByTestId('percentage')).toBeVisible();
  await context.setOffline(true);
  await page.waitForTimeout(1500);
  await context.setOffline(false);
  await expect(page.getByText('Scan complete')).toBeVisible({ timeout: 180_000 });
});
