import { exportBucket, importBucket, type ArchiveCount } from '../adapters/artifact-store/s3/bucket-archive.js';
import { createS3Client } from '../adapters/artifact-store/s3/s3-client.js';
import { ConfigurationError, readSettings } from '../config/index.js';

const USAGE = 'usage: node dist/objects.js export > objects.tar | node dist/objects.js import < objects.tar';

/** Standard output is the archive; what went through is said on standard error. @returns the exit code */
export async function runObjectsCommand(words: readonly string[]): Promise<number> {
  const [command, ...more] = words;
  if ((command !== 'export' && command !== 'import') || more.length > 0) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  try {
    const configuration = readSettings();
    if (configuration.profile !== 'cluster') throw new ConfigurationError('PINATA_PROFILE', 'must be cluster: the embedded profile keeps everything in its data folder');
    const { objects } = configuration.cluster;
    const client = createS3Client(objects);
    const count: ArchiveCount = command === 'export' ? await exportBucket(client, objects.bucket, process.stdout) : await importBucket(client, objects.bucket, process.stdin);
    process.stderr.write(`${command}ed ${count.objects} objects, ${count.bytes} bytes\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
