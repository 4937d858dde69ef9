import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { GitRepository, shopFiles } from './platform/git-repository.js';
import { addRepository, landingOrganization, waitForScan } from './pages/repositories.js';
import { fillSignIn } from './pages/sign-in.js';

let repository: GitRepository;

test.beforeAll(() => {
  repository = new GitRepository(shopFiles(3));
});
test.afterAll(() => repository.remove());

/** Creates an account and adds it to the organization, as an administrator does on the members page. */
async function addViewer(page: Page, organization: string, email: string): Promise<string> {
  await page.goto(`/o/${organization}/members`);
  const account = page.getByRole('region', { name: 'Create an account' });
  await account.getByLabel('E-mail').fill(email);
  await account.getByLabel('Name').fill('Vera Viewer');
  await account.getByRole('button', { name: 'Create account' }).click();
  const password = await account.getByRole('status').locator('code').innerText();

  const invitation = page.getByRole('form', { name: 'Add member' });
  await invitation.getByLabel('E-mail of a person with an account').fill(email);
  await invitation.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await invitation.getByRole('button', { name: 'Add member' }).click();
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Vera Viewer');
  return password;
}

/** Signs in with a session of its own. */
async function signInAs(browser: Browser, email: string, password: string): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto('/');
  await fillSignIn(page, email, password);
  await page.waitForURL(/\/o\/[^/]+$/);
  return page;
}

test('a viewer reads every result, and can neither scan, nor change settings, nor manage members', async ({ page, browser }) => {
  const organization = await landingOrganization(page);
  const name = `Shop to look at ${Date.now()}`;
  await addRepository(page, organization, { folder: repository.folder, name });
  await waitForScan(page);
  const slug = new URL(page.url()).pathname.split('/')[4] ?? '';
  const email = `vera-${Date.now()}@example.com`;
  const password = await addViewer(page, organization, email);

  const viewer = await signInAs(browser, email, password);
  const home = `/o/${organization}`;

  await test.step('sees repositories and results', async () => {
    await viewer.goto(`${home}/repositories`);
    await expect(viewer.getByRole('link', { name })).toBeVisible();
    await expect(viewer.getByRole('link', { name: 'Add repository' })).toHaveCount(0);
    await viewer.goto(`${home}/r/${slug}/main/overview`);
    await expect(viewer.getByRole('heading', { name: 'Where every reference went' })).toBeVisible();
    await viewer.goto(`${home}/r/${slug}/main/graph`);
    await expect(viewer.getByTestId('graph-canvas').locator('canvas').first()).toBeVisible();
    await viewer.goto(`${home}/r/${slug}/main/symbols?q=computeTax`);
    await expect(viewer.getByRole('link', { name: /computeTax/ }).first()).toBeVisible();
  });

  await test.step('cannot start a scan', async () => {
    await expect(viewer.getByRole('link', { name: 'Scan', exact: true })).toHaveCount(0);
    await viewer.goto(`${home}/r/${slug}/-/scans/new`);
    await expect(viewer.getByRole('alert')).toContainText('Viewers cannot start scans');
    await expect(viewer.getByRole('button', { name: 'Start scan' })).toHaveCount(0);
  });

  await test.step('cannot add a repository', async () => {
    await viewer.goto(`${home}/repositories/new`);
    await expect(viewer.getByRole('alert')).toContainText('Viewers cannot add repositories');
    await expect(viewer.getByRole('button', { name: 'Check connection' })).toHaveCount(0);
  });

  await test.step('cannot change settings', async () => {
    await viewer.goto(`${home}/r/${slug}/-/settings`);
    await expect(viewer.getByText('Only administrators of this organization may change these settings.')).toBeVisible();
    await expect(viewer.getByLabel('Name', { exact: true })).toBeDisabled();
    await expect(viewer.getByRole('checkbox', { name: /TypeScript/ })).toBeDisabled();
    await expect(viewer.getByRole('button', { name: /Save settings|Delete repository/ })).toHaveCount(0);
  });

  await test.step('sees the members, and manages none', async () => {
    await viewer.goto(`${home}/members`);
    await expect(viewer.getByRole('row').filter({ hasText: email })).toContainText('Viewer');
    await expect(viewer.getByRole('form', { name: 'Add member' })).toHaveCount(0);
    await expect(viewer.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
    await expect(viewer.getByRole('heading', { name: 'Create an account' })).toHaveCount(0);
  });

  await test.step('is refused by the server too, whatever the console shows', async () => {
    const answer = viewer.waitForResponse((response) => response.url().endsWith('/graphql') && response.request().postData()?.includes('"ResultFrame"') === true);
    await viewer.goto(`${home}/r/${slug}/main/overview`);
    const headers = await (await answer).request().allHeaders();
    const refused = await viewer.request.post('/graphql', {
      headers: { authorization: headers['authorization'] ?? '', 'content-type': 'application/json' },
      data: { query: 'query ($organization: String!, $repository: String!) { repository(organization: $organization, repository: $repository) { id } }', variables: { organization, repository: slug } },
    });
    const { data } = (await refused.json()) as { data: { repository: { id: string } } };
    const start = await viewer.request.post('/graphql', {
      headers: { authorization: headers['authorization'] ?? '', 'content-type': 'application/json' },
      data: { query: 'mutation ($input: StartScanInput!) { startScan(input: $input) { id } }', variables: { input: { repositoryId: data.repository.id, clientKey: 'a viewer tries' } } },
    });
    const { errors } = (await start.json()) as { errors: readonly { extensions: { code: string } }[] };
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  await test.step('is gone when an administrator removes the membership', async () => {
    await page.getByRole('button', { name: 'Remove Vera Viewer' }).first().click();
    await page.getByRole('group', { name: 'Remove Vera Viewer?' }).getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByRole('row').filter({ hasText: email })).toHaveCount(0);
    await viewer.goto(`${home}/r/${slug}/main/overview`);
    await expect(viewer.getByRole('alert')).toContainText('Nothing is here');
  });

  await viewer.context().close();
});
