import { expect, test } from '@playwright/test';
import { administrator, fillSignIn } from './pages/sign-in.js';

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto('/');
  await fillSignIn(page, administrator().email, 'not the password');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
});

test('signing in leads back to the address that was asked for, and survives a reload', async ({ page }) => {
  await page.goto('/');
  await fillSignIn(page, administrator().email, administrator().password);
  await page.waitForURL(/\/o\/[^/]+$/);
  const organization = new URL(page.url()).pathname;
  await page.context().storageState({ path: 'test-results/session.json' });

  await page.goto(`${organization}/repositories?search=nothing%20here`);
  await expect(page.getByRole('heading', { name: 'Repositories' })).toBeVisible();
  await expect(page).toHaveURL(/search=nothing%20here/);
  await page.reload();
  await expect(page.getByLabel('Search', { exact: true })).toHaveValue('nothing here');
});
