/** Links or graph could not be made of facts that came from elsewhere: they may be none that an extractor of ours made. */
export class UnusableFactsError extends Error {
  constructor(cause: unknown) {
    super('facts of an earlier scan cannot be linked', { cause });
    this.name = 'UnusableFactsError';
  }
}
