import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

export interface NewRepository {
  readonly folder: string;
  readonly name: string;
  readonly isScannedNow?: boolean;
  readonly branch?: string;
}

/** The slug of the organization in which the signed-in person landed. */
export async function landingOrganization(page: Page): Promise<string> {
  await page.goto('/');
  await page.waitForURL(/\/o\/[^/]+$/);
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

/** Walks through the wizard. */
export async function addRepository(page: Page, organization: string, { folder, name, isScannedNow = true, branch }: NewRepository): Promise<void> {
  await page.goto(`/o/${organization}/repositories/new`);
  await page.getByRole('radio', { name: 'Folder on this machine' }).click();
  await page.getByLabel('Folder', { exact: true }).fill(folder);
  await page.getByRole('button', { name: 'Check connection' }).click();
  await expect(page.getByRole('heading', { name: 'Branch' })).toBeVisible();
  if (branch !== undefined) {
    await page.getByLabel('Branch', { exact: true }).fill(branch);
    await page.getByRole('option', { name: branch }).click();
  }
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'Files and limits' })).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Start the first scan right away').setChecked(isScannedNow);
  await page.getByRole('button', { name: 'Add repository' }).click();
  await page.waitForURL(isScannedNow ? /\/-\/scans\/[^/]+$/ : /\/r\/[^/]+$/);
}

export async function waitForScan(page: Page): Promise<void> {
  await expect(page.getByText('Scan complete')).toBeVisible({ timeout: 60_000 });
}
