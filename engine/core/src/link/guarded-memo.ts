/**
 * Remembers answers that are found by asking for others, and answers unknown in a cycle or too deep.
 * An unknown found inside a cycle or at the depth limit holds only there, so it is not remembered.
 */
export class GuardedMemo<Answer extends { readonly kind: string }> {
  private readonly known = new Map<number, Answer>();
  private readonly open = new Set<number>();

  constructor(
    private readonly unknown: Answer,
    private readonly deepest = Number.POSITIVE_INFINITY,
  ) {}

  /** Forgets all answers. Not to be called while one is being found. */
  clear(): void {
    this.known.clear();
  }

  of(key: number, find: () => Answer): Answer {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.open.has(key) || this.open.size > this.deepest) return this.unknown;
    this.open.add(key);
    const answer = find();
    this.open.delete(key);
    if (answer.kind !== this.unknown.kind || this.open.size === 0) this.known.set(key, answer);
    return answer;
  }
}
