/** How often a question was left without its answer: in a cycle, or too deep. */
let cuts = 0;

/** To be told wherever an answer is unknown only because the question was asked inside itself, or too deep. */
export function noteCut(): void {
  cuts++;
}

/**
 * Remembers answers that are found by asking for others, and answers unknown in a cycle or too deep.
 * An unknown that follows from such a cut holds only there: it is remembered while the question lasts that asked for it, so that
 * one that asks twice, such as a long chain of calls, does not double its work at each step. Any other unknown is remembered for good.
 */
export class GuardedMemo<Answer extends { readonly kind: string }> {
  /** Answers, and null for questions that are open. */
  private readonly known = new Map<number, Answer | null>();
  /** How many questions are open. */
  private open = 0;
  /** For each open question, what was left without an answer for it. */
  private readonly cutFor: (Map<number, Answer> | undefined)[] = [];
  /** How many of them have any. */
  private cutQuestions = 0;
  /** Answers that were looked for since the outermost open question was asked. */
  private found = 0;

  /**
   * @param deepest questions inside each other
   * @param most questions for one that nobody asked for: those beyond are left without an answer
   */
  constructor(
    private readonly unknown: Answer,
    private readonly deepest = Number.POSITIVE_INFINITY,
    private readonly most = Number.POSITIVE_INFINITY,
  ) {}

  /** Forgets all answers. Not to be called while one is being found. */
  clear(): void {
    this.known.clear();
  }

  of(key: number, find: () => Answer): Answer {
    const known = this.known.get(key);
    const answered = known ?? this.cutBefore(key);
    if (answered !== undefined) return answered;
    const asking = this.cutFor.length - 1;
    if (this.open === 0) this.found = 0;
    if (known === null || this.open > this.deepest || ++this.found > this.most) {
      noteCut();
      return this.unknown;
    }
    const before = cuts;
    this.known.set(key, null);
    this.open++;
    this.cutFor.push(undefined);
    const answer = find();
    const cutWithin = this.cutFor.pop();
    if (cutWithin !== undefined) this.cutQuestions--;
    this.open--;
    if (answer.kind !== this.unknown.kind || cuts === before || this.open === 0) this.known.set(key, answer);
    else {
      this.known.delete(key);
      this.noteCutFor(asking, (cutWithin ?? new Map<number, Answer>()).set(key, answer));
    }
    return answer;
  }

  /**
   * What was cut within a question that is cut itself stays so for the one that asked it: there that question has no answer either.
   * Otherwise variables that are set to each other many times would be asked for in every order.
   */
  private noteCutFor(asking: number, found: Map<number, Answer>): void {
    const cut = this.cutFor[asking];
    if (cut === undefined) {
      this.cutFor[asking] = found;
      this.cutQuestions++;
    } else for (const [key, answer] of found) cut.set(key, answer);
  }

  /** What was cut for a question that is still open is cut for those asked within it, too: they are deeper, in more circles. */
  private cutBefore(key: number): Answer | undefined {
    if (this.cutQuestions === 0) return undefined;
    for (let at = this.cutFor.length - 1; at >= 0; at--) {
      const found = this.cutFor[at]?.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Bounds questions inside each other that are not remembered: what is asked deeper has no answer. */
export class DepthLimit<Answer> {
  private depth = 0;

  constructor(
    private readonly unknown: Answer,
    private readonly deepest: number,
  ) {}

  of(find: () => Answer): Answer {
    if (this.depth === this.deepest) {
      noteCut();
      return this.unknown;
    }
    this.depth++;
    const answer = find();
    this.depth--;
    return answer;
  }
}

/** Remembers answers that do not follow from a cut. What is open is asked again: whoever asks in a circle ends it elsewhere. */
export class UncutMemo<Answer> {
  private readonly known = new Map<string, { readonly answer: Answer }>();

  /** Forgets all answers. */
  clear(): void {
    this.known.clear();
  }

  of(key: string, find: () => Answer): Answer {
    const known = this.known.get(key);
    if (known !== undefined) return known.answer;
    const before = cuts;
    const answer = find();
    if (cuts === before) this.known.set(key, { answer });
    return answer;
  }
}
