/** Stands in a subject for what only the running program knows: `orders.{}.created`. */
const GAP = '{}';
/** Words that one look-up is held against at most: subjects of people need a few. */
const MOST_COMPARED = 10_000;
const MOST_WORDS = 32;
/** Letters before a gap that say something. */
const TELLING = /^[^{]{3}/;

/** Whether a subject has a part that only the running program knows, and says enough beside it to be held against others. */
export function isSubjectTemplate(subject: string): boolean {
  if (!subject.includes(GAP)) return false;
  const words = subject.split('.');
  const telling = words.filter((word) => !word.startsWith(GAP) && (!word.includes(GAP) || TELLING.test(word))).length;
  return words.length <= MOST_WORDS && telling >= (subject.startsWith(GAP) ? 2 : 1);
}

interface Place<Value> {
  readonly children: Map<string, Place<Value>>;
  /** Words with a gap among the children's. */
  readonly open: string[];
  readonly values: Value[];
}

/** Subjects by their words, of which some may have gaps: a word with a gap fits every word that its text begins and ends. */
export class SubjectTrie<Value> {
  private readonly root: Place<Value> = { children: new Map(), open: [], values: [] };

  add(subject: string, value: Value): void {
    let at = this.root;
    for (const word of subject.split('.').slice(0, MOST_WORDS)) {
      let next = at.children.get(word);
      if (next === undefined) {
        next = { children: new Map(), open: [], values: [] };
        at.children.set(word, next);
        if (word.includes(GAP)) at.open.push(word);
      }
      at = next;
    }
    at.values.push(value);
  }

  /** Values of the subjects that a subject may be, its own included, in no order that means anything. */
  fitting(subject: string): readonly Value[] {
    const words = subject.split('.');
    if (words.length > MOST_WORDS) return [];
    const found: Value[] = [];
    const waiting: { readonly at: Place<Value>; readonly depth: number }[] = [{ at: this.root, depth: 0 }];
    let compared = 0;
    while (waiting.length > 0 && compared < MOST_COMPARED) {
      const { at, depth } = waiting.pop()!; // there is one
      const word = words[depth];
      if (word === undefined) {
        for (const value of at.values) found.push(value);
        continue;
      }
      const isOpen = word.includes(GAP);
      const same = isOpen ? undefined : at.children.get(word);
      if (same !== undefined) waiting.push({ at: same, depth: depth + 1 });
      for (const name of isOpen ? at.children.keys() : at.open) {
        if (++compared > MOST_COMPARED) break;
        const child = (isOpen ? fits(word, name) : fits(name, word)) ? at.children.get(name) : undefined;
        if (child !== undefined) waiting.push({ at: child, depth: depth + 1 });
      }
      compared++;
    }
    return found;
  }
}

/** Whether a word with gaps may be a word; each gap is at least one letter. */
function fits(open: string, word: string): boolean {
  const parts = open.split(GAP);
  const [first = '', last = ''] = [parts[0], parts[parts.length - 1]];
  if (open === word) return true;
  if (!word.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = word.indexOf(part, at + 1);
    if (found < 0) return false;
    at = found + part.length;
  }
  return word.length - last.length > at && word.endsWith(last);
}
