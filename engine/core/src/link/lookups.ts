/** What a look-up finds now, as text: the same text, the same answer, wherever files lie among the others. */
export type DescribeAnswer = (key: string) => string;

interface Table {
  readonly describe: DescribeAnswer;
  /** By key, the file for which it was last asked. */
  readonly askedIn: Map<string, number>;
}

const SEPARATOR = '\0';

/**
 * Notes what is looked up in tables of the whole program while one file is linked: a name, a path, a module. The file's links hold
 * while each of its look-ups finds what it found. As with reads, an answer that is remembered from one file to another must be noted again.
 */
export class Lookups {
  private readonly tables = new Map<string, Table>();
  private readonly answers = new Map<string, string>();
  private round = 0;
  private isPaused = false;
  private made: string[] = [];

  /**
   * Names a table.
   * @param name no other table of the program has it
   * @returns to be called with each key that is looked up, whether or not it is found
   */
  open(name: string, describe: DescribeAnswer): (key: string) => void {
    const table: Table = { describe, askedIn: new Map() };
    this.tables.set(name, table);
    return (key) => {
      if (this.isPaused || table.askedIn.get(key) === this.round) return;
      table.askedIn.set(key, this.round);
      this.made.push(`${name}${SEPARATOR}${key}`);
    };
  }

  /** Begins a new list. */
  begin(): void {
    this.round++;
    this.made = [];
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  /** What was looked up since `begin`, each once, as names that `answer` knows. */
  get list(): readonly string[] {
    return this.made;
  }

  /** What a look-up finds now; undefined where no table has such a name. It is not noted. */
  answer(lookup: string): string | undefined {
    const known = this.answers.get(lookup);
    if (known !== undefined) return known;
    const end = lookup.indexOf(SEPARATOR);
    const table = this.tables.get(lookup.slice(0, Math.max(0, end)));
    if (table === undefined) return undefined;
    const wasPaused = this.isPaused;
    this.isPaused = true;
    const answer = table.describe(lookup.slice(end + 1));
    this.isPaused = wasPaused;
    this.answers.set(lookup, answer);
    return answer;
  }
}
