/** Elements that have no end: html.spec.whatwg.org/multipage/syntax.html#void-elements. */
export const VOID: ReadonlySet<string> = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);

/** What is open in a template, elements and blocks, with the scope around each; an end that fits none of them is passed over. */
export class OpenParts {
  private readonly open: { readonly name: string; readonly around: number }[] = [];
  /** How many of each name are open. */
  private readonly counts = new Map<string, number>();

  enter(name: string, around: number): void {
    this.open.push({ name, around });
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  /** Ends the innermost of a name, and what was left open in it. @returns the scope around it; undefined where none is open */
  close(name: string): number | undefined {
    if ((this.counts.get(name) ?? 0) === 0) return undefined;
    for (let last = this.open.pop(); last !== undefined; last = this.open.pop()) {
      this.counts.set(last.name, (this.counts.get(last.name) ?? 0) - 1);
      if (last.name === name) return last.around;
    }
    return undefined;
  }
}
