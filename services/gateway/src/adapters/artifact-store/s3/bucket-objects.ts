import { DeleteObjectsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { storing } from './storage-error.js';

export interface StoredObject {
  readonly key: string;
  /** By the store's clock, of which some keep whole seconds only. */
  readonly lastModified: Date | undefined;
}

interface Page {
  readonly objects: readonly StoredObject[];
  readonly next: string | undefined;
  /** When the store answered, by its own clock, rounded down to a second. */
  readonly answeredAt: Date | undefined;
}

const DELETED_AT_ONCE = 1_000;
const CLOCK_MILLISECONDS = 1_000;

/** Lists and removes the objects of a bucket below a prefix. Every method throws ArtifactError `storage`. */
export class BucketObjects {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async *below(prefix: string): AsyncGenerator<StoredObject> {
    for await (const { objects } of this.pages(prefix)) yield* objects;
  }

  /**
   * Those that were there when this was called. A request may reach a slow store long after it was sent, so that the store's clock,
   * less the time that the answer took, says which they are. What comes within a second of the call may be taken for older.
   */
  async before(prefix: string): Promise<string[]> {
    const begun = performance.now();
    const keys: string[] = [];
    let end: number | undefined;
    for await (const { objects, answeredAt } of this.pages(prefix)) {
      end ??= endOf(answeredAt, performance.now() - begun);
      for (const { key, lastModified } of objects) if (lastModified !== undefined && lastModified.getTime() < end) keys.push(key);
    }
    return keys;
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += DELETED_AT_ONCE) {
      const Objects = keys.slice(at, at + DELETED_AT_ONCE).map((Key) => ({ Key }));
      await storing(() => this.client.send(new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } })));
    }
  }

  async removeBelow(prefix: string, isWanted: (key: string) => boolean = () => true): Promise<void> {
    for await (const { objects } of this.pages(prefix)) await this.remove(objects.map(({ key }) => key).filter(isWanted));
  }

  private async *pages(prefix: string): AsyncGenerator<Page> {
    let token: string | undefined;
    do {
      const page = await this.page(prefix, token);
      yield page;
      token = page.next;
    } while (token !== undefined);
  }

  private async page(prefix: string, token: string | undefined): Promise<Page> {
    const command = new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ...(token === undefined ? {} : { ContinuationToken: token }) });
    let answeredAt: Date | undefined;
    command.middlewareStack.add(
      (next) => async (request) => {
        const result = await next(request);
        answeredAt = dateOf(result.response);
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    const { Contents, NextContinuationToken } = await storing(() => this.client.send(command));
    const objects = (Contents ?? []).flatMap(({ Key, LastModified }) => (Key === undefined ? [] : [{ key: Key, lastModified: LastModified }]));
    return { objects, next: NextContinuationToken, answeredAt };
  }
}

/** By the store's clock, from when on objects are not older than a call; without a clock all may be younger. @param took until the store's answer */
function endOf(answeredAt: Date | undefined, took: number): number {
  if (answeredAt === undefined) return 0;
  return took < CLOCK_MILLISECONDS ? answeredAt.getTime() + CLOCK_MILLISECONDS : answeredAt.getTime() - took;
}

/** The Date header of an answer as the client's transport gives it. */
function dateOf(response: unknown): Date | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers) || typeof headers.date !== 'string') return undefined;
  const date = new Date(headers.date);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
