import { maskCredentials } from '../address/repository-url.js';
import { CheckoutError } from '../checkout-error.js';
import type { CheckoutErrorCode } from '../checkout-error.js';

/**
 * git ends with 128 for nearly every failure and says the rest in words only: this is the one place where words are
 * matched. They are those of LC_ALL=C, in git's own source (transport, remote-curl, connect, fetch-pack, fsck) and in
 * OpenSSH's; each class has a test against a real server where one can be had.
 */
const CLASSES: readonly { readonly code: CheckoutErrorCode; readonly words: RegExp; readonly message: string }[] = [
  { code: 'authenticationFailed', words: /could not read (?:Username|Password)|Authentication failed|returned error: 40[13]|Permission denied \(|Host key verification failed|Invalid username or (?:password|token)/i, message: 'the server asks for a credential, or does not accept this one' },
  { code: 'forbiddenUrl', words: /unable to update url base from redirection|returned error: 30\d/i, message: 'the server redirects elsewhere; use the address that it redirects to' },
  { code: 'unknownRef', words: /couldn't find remote ref|not our ref|upload-pack: not our ref|unknown revision|bad revision|Server does not allow request for unadvertised object/i, message: 'the repository has no such branch, tag or commit' },
  { code: 'repositoryNotFound', words: /repository '.*' not found|returned error: 404|does not appear to be a git repository|Repository not found|not a git repository|access denied or repository not exported/i, message: 'there is no repository at this address' },
  { code: 'corruptRepository', words: /fsck error|bad object|index-pack failed|invalid index-pack output|unpack-objects|corrupt|missing blob|missing tree|invalid path|pack has|loose object/i, message: "the repository's objects are damaged or not allowed" },
  { code: 'forbiddenUrl', words: /transport '.*' not allowed/i, message: 'this way of transport is not allowed' },
  { code: 'timeout', words: /Operation too slow|Operation timed out|Connection timed out|timed out after/i, message: 'the server does not answer in time' },
  { code: 'unreachable', words: /Could not resolve host|Couldn't resolve|Connection refused|Failed to connect|Could not connect|No route to host|Network is unreachable|unable to connect|SSL|certificate|Connection reset|unable to access|hung up unexpectedly|returned error: 5\d\d|early EOF|Could not read from remote repository/i, message: 'the server cannot be reached' },
  { code: 'tooLarge', words: /No space left on device|Disk quota exceeded|File too large/i, message: 'there is no space left for the repository' },
];

/** What a failed call of git means. git's own words are kept as the cause's message, shortened, masked and made printable. */
export function translateFailure(exitCode: number | null, messages: string): CheckoutError {
  const known = CLASSES.find(({ words }) => words.test(messages));
  const detail = printable(messages);
  const cause = new Error(detail === '' ? `git ended with ${exitCode ?? 'a signal'}` : detail);
  if (known !== undefined) return new CheckoutError(known.code, known.message, { cause });
  return new CheckoutError('failed', `git ended with ${exitCode ?? 'a signal'}${detail === '' ? '' : `: ${detail}`}`, { cause });
}

/** The last lines that are not progress; control characters, with which a server could write on a terminal, are gone. */
function printable(messages: string): string {
  const lines = messages
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\p{Cc}/gu, ' ').trim())
    .filter((line) => line !== '' && !/^(?:remote: )?[A-Z][a-z]+ [a-z]+:\s+\d+%/.test(line));
  return maskCredentials(lines.slice(-3).join(' ')).slice(0, 400);
}
