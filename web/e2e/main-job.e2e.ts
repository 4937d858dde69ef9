import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { GitRepository, shopFiles } from './platform/git-repository.js';
import { addRepository, landingOrganization, waitForScan } from './pages/repositories.js';

let repository: GitRepository;

test.beforeAll(() => {
  repository = new GitRepository(shopFiles(600));
});
test.afterAll(() => repository.remove());

/** Every place that the piñata was seen at until the scan was over. */
async function watch(pinata: Locator, isOver: () => Promise<boolean>): Promise<number[]> {
  const seen: number[] = [];
  while (!(await isOver())) {
    const left = Number.parseFloat(await pinata.evaluate((element: HTMLElement) => element.style.left));
    if (left !== seen.at(-1)) seen.push(left);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return seen;
}

test('create a repository, watch its scan, look at the graph, find a file, open a symbol', async ({ page }) => {
  const organization = await landingOrganization(page);

  await test.step('create the repository and start its scan', async () => {
    await addRepository(page, organization, { folder: repository.folder, name: 'Shop main' });
  });

  await test.step('the piñata moves to the right until the scan is complete', async () => {
    const bar = page.getByRole('progressbar', { name: 'Scan progress' });
    const pinata = page.getByTestId('pinata');
    await expect(pinata).toBeVisible();
    const seen = await watch(pinata, () => page.getByText('Scan complete').isVisible());
    expect(seen.length).toBeGreaterThan(2);
    expect([...seen].sort((left, right) => left - right)).toEqual(seen);
    await expect(page.getByText('Files scanned')).toBeVisible();
    await expect(bar).toHaveAttribute('aria-valuenow', '100');
    await expect(pinata).toHaveText('🪅');
    expect(await pinata.evaluate((element: HTMLElement) => element.style.left)).toBe('100%');
  });

  await test.step('a reload shows the same end', async () => {
    await page.reload();
    await waitForScan(page);
  });

  await test.step('the overview balances', async () => {
    await page.getByRole('link', { name: 'See the overview' }).click();
    await expect(page.getByRole('heading', { name: 'Where every reference went' })).toBeVisible();
    const cells = await page.getByTestId('balance').locator('tr').allInnerTexts();
    const count = (label: string): number => Number(/[\d,]+/.exec(cells.find((row) => row.startsWith(label))?.slice(label.length) ?? '')?.[0].replaceAll(',', ''));
    expect(count('Resolved') + count('External packages') + count('Unresolved')).toBe(count('Captured'));
  });

  await test.step('the graph opens on packages, and a package opens in place', async () => {
    await page.getByRole('link', { name: 'Graph', exact: true }).click();
    await expect(page.getByTestId('graph-canvas').locator('canvas').first()).toBeVisible();
    await expect(page.getByTestId('shown')).toContainText('Showing');
    await page.getByRole('button', { name: /@shop\/core/ }).first().click();
    await expect(page.getByTestId('panel-name')).toHaveText(/core/);
    const before = await page.getByTestId('shown').innerText();
    await page.getByRole('button', { name: 'Expand' }).click();
    await expect(page.getByTestId('shown')).not.toHaveText(before);
    await page.goBack();
    await expect(page.getByTestId('shown')).toHaveText(before);
  });

  await test.step('a merged edge lists its sources', async () => {
    await page.getByRole('button', { name: /^Where: / }).first().click();
    await expect(page.getByTestId('site-count')).toHaveText(/\d+ places? in the sources/);
  });

  await test.step('find a file', async () => {
    await page.getByRole('link', { name: 'Files', exact: true }).click();
    await page.getByLabel('Find a file').fill('order-service');
    await page.getByRole('link', { name: /order-service\.ts/ }).click();
    await expect(page.getByTestId('file-path')).toHaveText('packages/core/src/order-service.ts');
    await expect(page.getByRole('region', { name: 'Symbols' })).toContainText('OrderService');
  });

  await test.step('open a symbol with its callers and callees', async () => {
    await page.getByRole('link', { name: 'Symbols', exact: true }).click();
    await page.getByLabel('Symbol', { exact: true }).fill('compTax');
    await page.getByLabel('Symbol', { exact: true }).fill('computeTax');
    await page.getByRole('link', { name: /computeTax/ }).first().click();
    await expect(page.getByTestId('symbol-name')).toHaveText(/computeTax/);
    await expect(page.getByRole('region', { name: 'Callers' })).toContainText('total');
    await expect(page.getByRole('region', { name: 'Callers' })).toContainText('packages/core/src/order-service.ts:5');
  });
});
