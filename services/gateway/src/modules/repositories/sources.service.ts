import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CheckoutError, LOCAL_POLICY, STRICT_POLICY, checkConnection, checkReference, formatUrl, isUrlLike, parseRepositoryUrl, type CheckoutPolicy, type ConnectionReport, type Credential } from '@pinata/checkout';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { RepositorySource } from '../../database/index.js';
import type { GivenCredential, SourceCredential } from './credentials.service.js';
import { RepositoryError } from './repository.error.js';

const MAXIMUM_SECRET = 16_384;

export interface ParsedSource {
  readonly location: string;
  /** What was given, or what the address held: it never stays in the address. */
  readonly credential: SourceCredential | undefined;
}

/** Where code comes from: checks addresses, and asks servers. All git goes through `@pinata/checkout`. */
@Injectable()
export class SourcesService {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  /** @throws RepositoryError */
  parse(source: RepositorySource, location: string, given: GivenCredential | undefined): ParsedSource {
    const credential = credentialOf(given);
    const text = location.trim();
    if (source === 'localPath') return { location: this.localPath(text), credential: undefined };
    if (text !== '' && !isUrlLike(text) && !text.startsWith('-')) throw invalid('Write the address as https://host/path, ssh://host/path or git@host:path.');
    try {
      const parsed = parseRepositoryUrl(text);
      return { location: formatUrl(parsed.url), credential: credential ?? stored(parsed.credential) };
    } catch (error) {
      throw error instanceof CheckoutError ? invalid(sentence(error.message), error) : error;
    }
  }

  /** Undefined for the default branch. @throws RepositoryError */
  parseReference(reference: string | null | undefined, field: string): string | undefined {
    const text = (reference ?? '').trim();
    if (text === '') return undefined;
    try {
      return checkReference(text);
    } catch (error) {
      throw error instanceof CheckoutError ? new RepositoryError('referenceInvalid', sentence(error.message), { field, cause: error }) : error;
    }
  }

  /** Asks the source itself. @throws CheckoutError */
  async connect(source: ParsedSource, reference: string | undefined): Promise<ConnectionReport> {
    return checkConnection({
      location: source.location,
      policy: this.policy(),
      ...(reference === undefined ? {} : { reference }),
      ...(source.credential === undefined ? {} : { credential: usable(source.credential) }),
    });
  }

  /** The same rules for scanners. */
  grantPolicy(): { isPrivateNetworkAllowed: boolean; isLocalPathAllowed: boolean; isPlainTransportAllowed: boolean; isOwnSshIdentityUsed: boolean } {
    const policy = this.policy();
    return {
      isPrivateNetworkAllowed: policy.allowsPrivateAddresses,
      isLocalPathAllowed: policy.allowsLocalPaths,
      isPlainTransportAllowed: policy.allowsPlainTransport,
      isOwnSshIdentityUsed: policy.usesOwnSshIdentity,
    };
  }

  private policy(): CheckoutPolicy {
    const base = this.configuration.profile === 'embedded' ? LOCAL_POLICY : STRICT_POLICY;
    return { ...base, allowsPrivateAddresses: this.configuration.isPrivateNetworkAllowed, allowsPlainTransport: this.configuration.isPlainTransportAllowed, allowsLocalPaths: this.configuration.isLocalPathAllowed };
  }

  private localPath(text: string): string {
    if (!this.configuration.isLocalPathAllowed) throw new RepositoryError('localPathForbidden', 'This installation scans no folders of its own machine. Give an address.', { field: 'input.location' });
    if (text === '' || text.includes('\0') || !path.isAbsolute(text)) throw invalid('Give the whole path of a folder on the machine that runs Pinata Code.');
    return path.normalize(text);
  }
}

/** What a refused connection means to whoever asked: the checkout's own code and words. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function credentialOf(given: GivenCredential | undefined): SourceCredential | undefined {
  if (given === undefined) return undefined;
  const secret = given.secret ?? '';
  const privateKey = given.sshPrivateKey ?? '';
  const username = (given.username ?? '').trim();
  if (secret.length > MAXIMUM_SECRET || privateKey.length > MAXIMUM_SECRET || username.length > 200) throw new RepositoryError('credentialInvalid', 'That is too long for a credential.', { field: 'input.credential' });
  // A line end would begin another header, or another line of git's own files.
  if (/[\0\r\n]/.test(`${username}${secret}`)) throw new RepositoryError('credentialInvalid', 'A user name, a password and a token are one line each.', { field: 'input.credential' });
  if (privateKey.trim() !== '') {
    if (!privateKey.includes('PRIVATE KEY-----')) throw new RepositoryError('credentialInvalid', 'That is no private key: it begins with -----BEGIN OPENSSH PRIVATE KEY-----.', { field: 'input.credential.sshPrivateKey' });
    return { kind: 'sshKey', privateKey };
  }
  // Servers that take a token alone still want some user name.
  return secret === '' ? undefined : { kind: 'password', username: username === '' ? 'git' : username, secret };
}

function stored(credential: Credential | undefined): SourceCredential | undefined {
  if (credential === undefined) return undefined;
  return credential.kind === 'sshKey' ? credential : { kind: 'password', username: credential.username, secret: credential.password };
}

function usable(credential: SourceCredential): Credential {
  return credential.kind === 'sshKey' ? credential : { kind: 'password', username: credential.username, password: credential.secret };
}

function invalid(message: string, cause?: unknown): RepositoryError {
  return new RepositoryError('locationInvalid', message, { field: 'input.location', cause });
}
