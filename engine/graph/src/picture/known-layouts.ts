import { layoutSiblings } from './circle-layout.js';
import type { SiblingLayout, SiblingLink } from './circle-layout.js';

/**
 * Layouts of siblings for one picture after another: what lies in most containers is the same in the next one, and so is
 * where it stands, since a layout follows from sizes and links alone.
 */
export class KnownLayouts {
  private last = new Map<string, SiblingLayout>();
  private present = new Map<string, SiblingLayout>();

  /** Forgets layouts that the last picture did not need. */
  begin(): void {
    this.last = this.present;
    this.present = new Map();
  }

  /** As `layoutSiblings`. @param radii whole numbers, as are the weights of links */
  of(radii: readonly number[], links: readonly SiblingLink[], gap: number): SiblingLayout {
    const key = `${gap};${radii.join()};${links.map(({ a, b, weight }) => `${a} ${b} ${weight}`).join()}`;
    const layout = this.present.get(key) ?? this.last.get(key) ?? layoutSiblings(radii, links, gap);
    this.present.set(key, layout);
    return layout;
  }
}
