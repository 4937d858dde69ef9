import type { Page } from '@playwright/test';

/** What the platform printed at its start. */
export function administrator(): { readonly email: string; readonly password: string } {
  const email = process.env['PINATA_E2E_EMAIL'];
  const password = process.env['PINATA_E2E_PASSWORD'];
  if (email === undefined || password === undefined) throw new Error('The platform was not started by these tests.');
  return { email, password };
}

export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
