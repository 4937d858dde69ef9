const ABOVE_BASIC_ASCII_ORDER = /[\ud800-\uffff]/;

/**
 * Compares two strings by the bytes of their UTF-8 forms. JavaScript compares UTF-16 units, which puts
 * characters beyond U+FFFF (surrogates) before U+E000…U+FFFF; every other pair is in the same order.
 */
export function compareUtf8(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Sorts in place by UTF-8 bytes, and uses the engine's own faster order where it is the same. */
export function sortUtf8(strings: string[]): string[] {
  return strings.some((text) => ABOVE_BASIC_ASCII_ORDER.test(text)) ? strings.sort(compareUtf8) : strings.sort();
}
