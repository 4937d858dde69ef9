import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { GitRepository } from './platform/git-repository.js';
import { addRepository, landingOrganization, waitForScan } from './pages/repositories.js';

/** Markup, quotes, and a mark that turns the writing direction around: `…gnp.ts` would read as `…st.png`. */
const HOSTILE = '<img src=x onerror=alert(1)>"\'\u202Egnp.ts';
const DIRECTORY = '<b>bold\n{{7*7}}';
const PACKAGE = '<script>alert(2)</script>';
let repository: GitRepository;

test.beforeAll(() => {
  repository = new GitRepository({
    [HOSTILE]: "import { other } from './plain.js';\nexport function harmless(): void { other(); }\n",
    'plain.ts': 'export function other(): void {}\n',
    [`${DIRECTORY}/inner.ts`]: "import { other } from '../plain.js';\nother();\n",
    'package.json': JSON.stringify({ name: PACKAGE }),
  });
});
test.afterAll(() => repository.remove());

/** Nothing that a name could have brought to life. */
async function expectOnlyText(page: Page): Promise<void> {
  expect(await page.locator('img[src=x], b:text-is("bold"), script:not([src])').count()).toBe(0);
}

test('names from a repository are data on every page', async ({ page }) => {
  const alarms: string[] = [];
  page.on('dialog', (dialog) => {
    alarms.push(dialog.message());
    void dialog.dismiss();
  });
  const organization = await landingOrganization(page);
  const name = `<b>Hostile</b> ${Date.now()}`;
  await addRepository(page, organization, { folder: repository.folder, name });
  await waitForScan(page);
  const slug = new URL(page.url()).pathname.split('/')[4] ?? '';
  const results = `/o/${organization}/r/${slug}/main`;

  await test.step('overview', async () => {
    await page.getByRole('link', { name: 'See the overview' }).click();
    await expect(page.getByRole('link', { name: HOSTILE }).first()).toBeVisible();
    await expectOnlyText(page);
  });

  await test.step('file tree and file', async () => {
    await page.goto(`${results}/files`);
    const tree = page.getByRole('region', { name: 'File tree' });
    const entry = tree.locator('.pn-name', { hasText: 'onerror' });
    expect(await entry.textContent()).toBe(HOSTILE);
    // Isolated, so that the mark turns nothing around it.
    expect(await entry.evaluate((element) => getComputedStyle(element).unicodeBidi)).toMatch(/isolate/);
    expect(await tree.locator('.pn-name', { hasText: 'bold' }).textContent()).toBe(DIRECTORY);
    await entry.click();
    await expect(page.getByTestId('file-path')).toHaveText(HOSTILE);
    await page.goto(`${results}/files`);
    await page.getByLabel('Find a file').fill('onerror');
    await expect(page.locator('a.match .pn-name')).toHaveText(HOSTILE);
    await expectOnlyText(page);
  });

  await test.step('graph: what is drawn, the panel, breadcrumbs and tooltips', async () => {
    await page.addInitScript(() => {
      const drawn = new Set<string>();
      Object.assign(window, { drawnNames: drawn });
      const original = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y, width) {
        drawn.add(text);
        if (width === undefined) original.call(this, text, x, y);
        else original.call(this, text, x, y, width);
      };
    });
    await page.goto(`${results}/graph`);
    await expect(page.getByTestId('shown')).toContainText('Showing');
    const drawnNames = (): Promise<string> => page.evaluate(() => [...(window as unknown as { drawnNames: ReadonlySet<string> }).drawnNames].join('\n'));
    await page.getByLabel('Find a package, file or symbol').fill('onerror');
    const option = page.getByRole('option').first();
    await expect(option).toContainText(HOSTILE);
    await option.click();
    await expect(page.getByTestId('panel-name')).toHaveText(HOSTILE);
    await expect(page.getByRole('navigation', { name: 'Depth' })).toContainText(HOSTILE);
    const box = await page.getByTestId('graph-canvas').boundingBox();
    if (box === null) throw new Error('The picture has no place.');
    // The camera goes to the found node; the tooltip says its whole name. A canvas knows no isolation: there the mark is a dot.
    await expect
      .poll(async () => {
        await page.mouse.move(box.x + box.width / 2, box.y + 5);
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        return drawnNames();
      })
      .toContain('<img src=x onerror=alert(1)>"\'·gnp.ts');
    expect(await drawnNames()).not.toContain('\u202E');
    await page.getByRole('button', { name: /^Where: / }).first().click();
    await expect(page.getByTestId('site-count')).toBeVisible();
    await expect(page.getByRole('complementary', { name: 'Selection' })).toContainText(HOSTILE);
    await page.getByRole('button', { name: 'Show list' }).click();
    await expectOnlyText(page);
  });

  await test.step('symbols', async () => {
    await page.goto(`${results}/symbols?q=harmless`);
    await expect(page.getByRole('link', { name: /harmless/ })).toContainText(HOSTILE);
    await page.getByRole('link', { name: /harmless/ }).click();
    await expect(page.getByTestId('symbol-place')).toContainText(HOSTILE);
    await expectOnlyText(page);
  });

  await test.step('lists of repositories, and the page’s title', async () => {
    await page.goto(`/o/${organization}`);
    await expect(page.getByRole('link', { name }).first()).toBeVisible();
    await page.goto(`/o/${organization}/r/${slug}/-/settings`);
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
    expect(await page.title()).not.toContain('\u202E');
    await expectOnlyText(page);
  });

  expect(alarms).toEqual([]);
});
