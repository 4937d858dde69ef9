/** How sure it is that a message of another repository goes to a consumer of its subject: two systems may use one name. Whole per cent. */
export const SAME_SUBJECT = 80;
/** The same of a consumer whose pattern the subject fits. */
export const FITTING_SUBJECT = 70;
/** The same of a consumer of a subject that a message's subject may be, where only the running program knows a part of that. */
export const POSSIBLE_SUBJECT = 60;
/** Rule of the edges from a consumer to the subjects that its pattern fits. */
export const PATTERN_RULE = 'channel.pattern';
/** Rule of the edges from a consumer to subjects with a part that only the running program knows. */
export const TEMPLATE_RULE = 'channel.template';

const ONE_WORD = '*';
const ANY_WORDS = '#';
/** Longer ones are no pattern that a person wrote. */
const MOST_WORDS = 32;

export function wordsOf(subject: string): readonly string[] {
  return subject.split('.');
}

/**
 * A subject with wildcards that stand for words between dots: `*` for one, `#` (RabbitMQ's topics) and `**` (event emitters) for any
 * number, `>` at the end (NATS) for one or more.
 */
export class SubjectPattern {
  private constructor(private readonly words: readonly string[]) {}

  /** @returns undefined for a subject without a wildcard, or with nothing else: it would fit whatever there is */
  static of(subject: string): SubjectPattern | undefined {
    const written = wordsOf(subject);
    if (written.length > MOST_WORDS) return undefined;
    const words = written.flatMap((word, at) => {
      if (word === '>' && at === written.length - 1) return [ONE_WORD, ANY_WORDS];
      return word === '**' ? [ANY_WORDS] : [word];
    });
    const isWild = (word: string): boolean => word === ONE_WORD || word === ANY_WORDS;
    return words.some(isWild) && !words.every(isWild) ? new SubjectPattern(words) : undefined;
  }

  /** Whether a subject, in words, is among those meant. A word that only the running program knows, `{}`, fits where any would. */
  fits(subject: readonly string[]): boolean {
    const { words } = this;
    let [at, word, open, resume] = [0, 0, -1, 0];
    while (at < subject.length) {
      if (words[word] === ANY_WORDS) {
        open = word++;
        resume = at;
      } else if (words[word] === ONE_WORD || words[word] === subject[at]) {
        word++;
        at++;
      } else if (open >= 0) {
        word = open + 1;
        at = ++resume;
      } else return false;
    }
    while (words[word] === ANY_WORDS) word++;
    return word === words.length;
  }
}
