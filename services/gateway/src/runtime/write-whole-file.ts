import { open, rename } from 'node:fs/promises';

/**
 * Writes a file that only its owner may read, beside its place first: a process that is killed meanwhile leaves the place as it
 * was, never half a file. For files that one process at a time writes.
 */
export async function writeWholeFile(file: string, content: string): Promise<void> {
  const beside = `${file}.writing`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
