import { pictureFiles, readPictureFile } from '@pinata/graph';
import type { NamedContent, Snapshot } from '@pinata/graph';

const FOLDER = 'picture/';

/** The picture of a snapshot as it lies in its folder, for a graph that has the same. Where it is not what its manifest says it is drawn anew. */
export async function* keptPicture({ folder, manifest, graph }: Snapshot & { readonly folder: string }): AsyncGenerator<NamedContent> {
  const listed = manifest.files.filter(({ name }) => name.startsWith(FOLDER));
  try {
    for (const { name: place, sha256 } of listed) {
      const name = place.slice(FOLDER.length);
      yield { name, content: await readPictureFile(folder, manifest, name), sha256 };
    }
    if (listed.length > 0) return;
  } catch {
    // What is missing or damaged is of no use; some of it was given out already.
  }
  yield* pictureFiles(graph);
}
