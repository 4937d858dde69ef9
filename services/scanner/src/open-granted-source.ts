import path from 'node:path';
import { CheckoutError, openSource, type CheckoutPolicy, type CheckoutProgress, type Credential, type OpenSource } from '@pinata/checkout';
import type { GitCredential, Grant } from '@pinata/proto';

/**
 * Opens what a grant names, below its work folder.
 * @throws CheckoutError
 */
export async function openGrantedSource(grant: Grant, onProgress: (progress: CheckoutProgress) => void, signal: AbortSignal): Promise<OpenSource> {
  const { source, configuration } = grant;
  if (source?.location.value === undefined) throw new CheckoutError('failed', 'the grant names no source');
  const policy: CheckoutPolicy = {
    allowsPrivateAddresses: source.isPrivateNetworkAllowed,
    allowsPlainTransport: source.isPlainTransportAllowed,
    allowsLocalPaths: source.isLocalPathAllowed,
    usesOwnSshIdentity: source.isOwnSshIdentityUsed,
  };
  return openSource({
    location: source.location.value,
    name: source.name,
    policy,
    signal,
    workFolder: path.join(grant.workFolder, 'source'),
    onProgress,
    ...(source.reference === '' ? {} : { reference: source.reference }),
    ...(source.credential === undefined ? {} : { credential: credentialOf(source.credential) }),
    ...(configuration === undefined ? {} : { limits: { bytes: Number(configuration.maximumCheckoutBytes), milliseconds: configuration.checkoutSeconds * 1000 } }),
  });
}

function credentialOf(credential: GitCredential): Credential {
  return credential.sshPrivateKey === '' ? { kind: 'password', username: credential.username, password: credential.secret } : { kind: 'sshKey', privateKey: credential.sshPrivateKey };
}
