/** A file that is no Arrow file of the shape that is asked for. */
export class ArrowError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ArrowError';
  }
}
