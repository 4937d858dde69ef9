import { CheckoutError } from '../checkout-error.js';

const LONGEST_REFERENCE = 255;
// Control characters, space and what git-check-ref-format(1) forbids; "-" and "/" only in places.
const FORBIDDEN = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|\/$|\.$|\.lock$|\/\./u;

/**
 * Checks the name of a branch, tag or commit that comes from a person.
 * @throws {CheckoutError} `unknownRef`
 */
export function checkReference(reference: string): string {
  if (reference === '' || reference.length > LONGEST_REFERENCE || FORBIDDEN.test(reference)) {
    throw new CheckoutError('unknownRef', 'this cannot be the name of a branch, tag or commit');
  }
  return reference;
}

export function isCommitId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
