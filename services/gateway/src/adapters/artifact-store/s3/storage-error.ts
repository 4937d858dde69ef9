import { S3ServiceException } from '@aws-sdk/client-s3';
import { ArtifactError } from '../../../ports/index.js';

export function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound' || error.$metadata.httpStatusCode === 404);
}

export function storageError(cause: unknown): ArtifactError {
  return cause instanceof ArtifactError ? cause : new ArtifactError('storage', 'The object store did not answer as it should; look at its address, its bucket and its space.', { cause, isTransient: true });
}

/** @throws ArtifactError whatever the work throws */
export async function storing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error);
  }
}
