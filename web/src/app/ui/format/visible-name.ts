/**
 * A name from a repository as one line for places that have no bidi isolation, such as a canvas or a title: control characters,
 * line breaks and direction marks show as a middle dot.
 */
export function visibleName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}
