/** An oracle that cannot run here. The reason says what to install. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}
