/** What an instance allows. */
export interface CheckoutPolicy {
  /** Loopback, private and link-local addresses. For the embedded profile, whose user could reach them anyway. */
  readonly allowsPrivateAddresses: boolean;
  /** `http:` and `git:`, which nobody signs. */
  readonly allowsPlainTransport: boolean;
  /** Folders of this machine. */
  readonly allowsLocalPaths: boolean;
  /** ssh may use the keys and the agent of the person who runs this process. */
  readonly usesOwnSshIdentity: boolean;
  /** Hosts that may be asked; `.example.com` means all below it. Absent means every host that is not private. */
  readonly allowedHosts?: readonly string[];
  /** Proxy for http and https; absent means what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. Through one, names are not resolved here: `allowedHosts` and the proxy decide. */
  readonly httpProxy?: string;
}

/** For servers: nothing that is not needed. */
export const STRICT_POLICY: CheckoutPolicy = { allowsPrivateAddresses: false, allowsPlainTransport: false, allowsLocalPaths: false, usesOwnSshIdentity: false };

/** For the command line and the embedded profile: what their user may do anyway. */
export const LOCAL_POLICY: CheckoutPolicy = { allowsPrivateAddresses: true, allowsPlainTransport: true, allowsLocalPaths: true, usesOwnSshIdentity: true };

export interface CheckoutLimits {
  /** On disk, while and after fetching, and of all files together. */
  readonly bytes: number;
  /** Files of the checked-out tree. */
  readonly entries: number;
  /** Folders above a file. */
  readonly pathDepth: number;
  /** UTF-8 bytes of one path. */
  readonly pathBytes: number;
  /** For the whole checkout. */
  readonly milliseconds: number;
}

export const DEFAULT_CHECKOUT_LIMITS: CheckoutLimits = { bytes: 4 * 1024 ** 3, entries: 1_000_000, pathDepth: 256, pathBytes: 2_048, milliseconds: 30 * 60_000 };

/** How to sign in. Never part of a URL, an argument or a message. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A private key in OpenSSH or PEM form, without a passphrase. */
  | { readonly kind: 'sshKey'; readonly privateKey: string };
