/**
 * A name from a repository as one line for places that have no bidi isolation, such as a canvas or a title: control characters,
 * line breaks and direction marks show as a middle dot.
 */
export function visibleName(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, '·');
}
