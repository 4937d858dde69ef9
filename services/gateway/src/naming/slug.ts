const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
/** First parts of the console's and the server's own addresses. */
const RESERVED = new Set(['new', 'settings', 'api', 'admin', 'oidc', 'graphql', '-']);

/** Whether a text may name something in an address. */
export function isSlug(text: string): boolean {
  return SLUG.test(text) && !text.includes('--') && !RESERVED.has(text);
}

/** `My App (Ünïcode)` as `my-app-unicode`; undefined when nothing usable is left. */
export function slugOf(name: string): string | undefined {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return isSlug(slug) ? slug : undefined;
}
