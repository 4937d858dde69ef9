/**
 * Notes whose facts are read while one file is linked. Every way to a file's facts goes through it, so that nothing is missed;
 * what is remembered from one file's linking to another's must note the files that it was read from again.
 */
export class ReadTracker {
  private readonly seenIn: Int32Array;
  private rounds = 0;
  private round = 0;
  private files: number[] = [];
  /** While reads are caught: what was noted of each of the files before. */
  private marks: number[] | undefined;
  private isPaused = false;

  constructor(fileCount: number) {
    this.seenIn = new Int32Array(fileCount).fill(-1);
  }

  /** Begins a new list. */
  begin(): void {
    this.round = ++this.rounds;
    this.files = [];
  }

  note(file: number): void {
    if (this.seenIn[file] === this.round || this.isPaused) return;
    this.marks?.push(this.seenIn[file] ?? -1);
    this.seenIn[file] = this.round;
    this.files.push(file);
  }

  /** Finds an answer that others will want, too, and all files that are read for it; they are noted here as well. One at a time. */
  catch<Found>(find: () => Found): { readonly found: Found; readonly read: readonly number[] } {
    const { files, round, isPaused } = this;
    const read: number[] = [];
    const marks: number[] = [];
    this.round = ++this.rounds;
    this.files = read;
    this.marks = marks;
    this.isPaused = false;
    try {
      return { found: find(), read };
    } finally {
      for (const [place, file] of read.entries()) this.seenIn[file] = marks[place] ?? -1;
      this.marks = undefined;
      this.files = files;
      this.round = round;
      this.isPaused = isPaused;
      for (const file of read) this.note(file);
    }
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  /** The files that were read since `begin`, each once. */
  get read(): readonly number[] {
    return this.files;
  }
}
