import { expect, test } from '@playwright/test';
import { administrator, fillSignIn } from './pages/sign-in.js';

// A session of its own: the others go on with theirs.
test.use({ storageState: { cookies: [], origins: [] } });

test('signing out ends the session', async ({ page }) => {
  await page.goto('/');
  await fillSignIn(page, administrator().email, administrator().password);
  await page.waitForURL(/\/o\/[^/]+$/);
  await page.getByRole('button', { name: /account and appearance/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
});
