import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { GitRepository, shopFiles } from './platform/git-repository.js';
import { addRepository, landingOrganization, waitForScan } from './pages/repositories.js';

let repository: GitRepository;
let addresses: Readonly<Record<string, string>>;

test.beforeAll(async ({ browser }) => {
  repository = new GitRepository(shopFiles(5));
  const context = await browser.newContext({ storageState: 'test-results/session.json' });
  const page = await context.newPage();
  const organization = await landingOrganization(page);
  // After a failure this runs again: the name must be another one.
  await addRepository(page, organization, { folder: repository.folder, name: `Shop ${Date.now()}` });
  await waitForScan(page);
  const scan = new URL(page.url()).pathname;
  const slug = scan.split('/')[4] ?? '';
  const home = `/o/${organization}`;
  const results = `${home}/r/${slug}/main`;
  await page.goto(`${results}/symbols?q=computeTax`);
  await page.getByRole('link', { name: /computeTax/ }).first().click();
  await page.waitForURL(/\/symbol\?node=/);
  const symbol = page.url();
  await page.goto(`${results}/files`);
  await page.getByLabel('Find a file').fill('order-service');
  await page.getByRole('link', { name: /order-service\.ts/ }).click();
  await page.waitForURL(/node=/);
  addresses = {
    dashboard: home,
    repositories: `${home}/repositories`,
    wizard: `${home}/repositories/new`,
    'symbol search': `${home}/search?q=total`,
    members: `${home}/members`,
    tokens: `${home}/tokens`,
    account: '/account',
    scans: `${home}/r/${slug}/-/scans`,
    scan,
    'start scan': `${home}/r/${slug}/-/scans/new`,
    settings: `${home}/r/${slug}/-/settings`,
    overview: `${results}/overview`,
    graph: `${results}/graph`,
    files: `${results}/files`,
    file: page.url(),
    symbols: `${results}/symbols?q=tax`,
    symbol,
    'unknown address': `${home}/nothing`,
    'unknown organization': '/o/there-is-none',
  };
  await context.close();
});
test.afterAll(() => repository.remove());

/** The first address signs in; the others are reached inside the application, which is how people move. */
async function open(page: Page, address: string): Promise<void> {
  const { pathname, search } = new URL(address, 'http://localhost');
  if (page.url() === 'about:blank') await page.goto(pathname + search);
  else
    await page.evaluate((path) => {
      window.history.pushState({}, '', path);
      window.dispatchEvent(new PopStateEvent('popstate'));
    }, pathname + search);
  // The way through sign-in has a main part too: the shell is there when the way is over.
  await expect(page.getByRole('link', { name: 'Pinata Code, home' })).toBeVisible();
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByText('Loading …')).toHaveCount(0);
  await page.waitForTimeout(150);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page passes the accessibility check, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [name, address] of Object.entries(addresses)) {
      await open(page, address);
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`), name).toEqual([]);
    }
  });
}

test('no page scrolls sideways on a screen of 390 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [name, address] of Object.entries(addresses)) {
    await open(page, address);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), name).toBeLessThanOrEqual(0);
  }
});

test('on a narrow screen the navigation is a drawer, and the graph a list until somebody asks for the picture', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, addresses['graph'] ?? '');
  await expect(page.getByTestId('graph-canvas')).toHaveCount(0);
  await page.getByRole('button', { name: /@shop\/core/ }).click();
  await expect(page.getByRole('heading', { name: /Used by/ })).toBeVisible();
  await page.getByRole('button', { name: 'Show picture' }).click();
  await expect(page.getByTestId('graph-canvas').locator('canvas').first()).toBeVisible();
  await page.getByRole('button', { name: 'Open the navigation' }).click();
  await page.getByRole('dialog', { name: 'Navigation' }).getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('heading', { name: 'Members' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test("the symbol's page says which references may be callers too", async ({ page }) => {
  await open(page, addresses['symbol'] ?? '');
  const callers = page.getByRole('region', { name: 'Callers' });
  await callers.getByText('1 unresolved').click();
  await expect(callers).toContainText('Why: dynamic 1');
  await expect(callers).toContainText('packages/web/src/loose.ts:2:');
  await page.getByRole('button', { name: 'What can reach it' }).click();
  await expect(page.getByRole('region', { name: 'Impact' })).toContainText('1 unresolved');
});

test('keyboard shortcuts go places and explain themselves', async ({ page }) => {
  await open(page, addresses['overview'] ?? '');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Put the commit into the address');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('3');
  await expect(page).toHaveURL(/\/files$/);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page).toHaveURL(/\/repositories$/);
});

test('with reduced motion the piñata only moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, addresses['scan'] ?? '');
  const animations = await page.getByTestId('pinata').evaluate((element) => element.getAnimations({ subtree: true }).filter((animation) => animation instanceof CSSAnimation && animation.playState === 'running').length);
  expect(animations).toBe(0);
});

test('the GraphQL page runs a saved example, without code from text', async ({ page }) => {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await page.goto('/graphql');
  await expect(page.locator('.graphiql-query-editor')).toContainText('memberships', { timeout: 30_000 });
  // A click before the editor has handed its text over runs nothing; a person clicks again.
  await expect(async () => {
    await page.getByRole('button', { name: /Execute query/ }).click();
    await expect(page.getByLabel('Response Editor').or(page.locator('.result-window'))).toContainText('memberships', { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  expect(refused).toEqual([]);
});
