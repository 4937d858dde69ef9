import { readFile } from 'node:fs/promises';

/** Where Linux distributions keep the authorities that the system trusts, as PEM. */
const SYSTEM_BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/**
 * The system's authorities and those that Node.js was told to trust besides (NODE_EXTRA_CA_CERTS), for git, which knows one list alone.
 * @returns undefined where nothing is to be added, or nothing is known to add to
 */
export async function trustedAuthorities(extra: string | undefined = process.env['NODE_EXTRA_CA_CERTS'], bundles: readonly string[] = SYSTEM_BUNDLES): Promise<string | undefined> {
  if (extra === undefined || extra === '' || bundles.includes(extra)) return undefined;
  const added = await readFile(extra, 'utf8').catch(() => undefined);
  if (added === undefined) return undefined;
  for (const bundle of bundles) {
    const known = await readFile(bundle, 'utf8').catch(() => undefined);
    if (known !== undefined) return `${known.trimEnd()}\n${added}`;
  }
  return undefined;
}
