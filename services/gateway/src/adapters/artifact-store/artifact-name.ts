import { ArtifactError } from '../../ports/index.js';

const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Whether a name is plain: no separators, no dots in front, no device names with colons, no NUL. */
export function isPlain(name: string): boolean {
  return PLAIN_NAME.test(name);
}

/** Refuses everything that is not a plain name: separators, dots in front, device names with colons, NUL. */
export function plain(name: string): string {
  if (!isPlain(name)) throw new ArtifactError('unsafeName', 'The name of an artifact holds letters, digits, dots, - and _ only.');
  return name;
}

/** A file's name has at most one folder, such as `picture/overview.json`. */
export function parts(name: string): string[] {
  const split = name.split('/');
  if (split.length > 2) throw new ArtifactError('unsafeName', 'The name of an artifact has at most one folder.');
  return split.map(plain);
}

export function missing(name: string, cause?: unknown): ArtifactError {
  return new ArtifactError('missing', `The snapshot has no file ${name}.`, { cause });
}
