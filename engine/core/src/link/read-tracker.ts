/**
 * Notes whose facts are read while one file is linked. Every way to a file's facts goes through it, so that nothing is missed;
 * what is remembered from one file's linking to another's must note the files that it was read from again.
 */
export class ReadTracker {
  private readonly seenIn: Int32Array;
  private round = 0;
  private files: number[] = [];
  private isPaused = false;

  constructor(fileCount: number) {
    this.seenIn = new Int32Array(fileCount).fill(-1);
  }

  /** Begins a new list. */
  begin(): void {
    this.round++;
    this.files = [];
  }

  note(file: number): void {
    if (this.seenIn[file] === this.round || this.isPaused) return;
    this.seenIn[file] = this.round;
    this.files.push(file);
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
