import type { FileView } from '../../../view/file-view.js';
import type { ClassView } from '../../class-view.js';

/** Folders above a schema's own that may hold its migrations. */
const MOST_ABOVE = 2;
const MIGRATION = /^(.*?)migrations\/[^/]+\/migration\.sql$/;

/** The files of one schema: those of a folder and of the folders in it. */
export interface PrismaSchema {
  readonly folder: string;
  readonly views: FileView[];
  readonly models: Map<string, ClassView>;
}

/**
 * Files by the schema that they are parts of. Two files that declare the same model are none of one schema: a repository may hold
 * several, each with a database of its own, and samples that have none.
 * @param views in the order of their paths
 */
export function schemasOf(views: readonly FileView[], modelsIn: (view: FileView) => readonly ClassView[]): readonly PrismaSchema[] {
  const schemas: PrismaSchema[] = [];
  const inOrder = views.map((view) => ({ view, folder: folderOf(view.file.path) })).sort((a, b) => a.folder.length - b.folder.length);
  for (const { view, folder } of inOrder) {
    const models = modelsIn(view);
    const around = schemas.filter((schema) => folder.startsWith(schema.folder) && !models.some(({ name }) => schema.models.has(name)));
    const own = around.sort((a, b) => b.folder.length - a.folder.length)[0] ?? { folder, views: [], models: new Map<string, ClassView>() };
    if (own.views.length === 0) schemas.push(own);
    own.views.push(view);
    for (const model of models) own.models.set(model.name, model);
  }
  return schemas;
}

/** Folders in which migrations of Prisma lie, each with a slash at its end. @param paths of all files */
export function migratedFolders(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => MIGRATION.exec(path)?.[1] ?? []));
}

/** Whether a schema has migrations of its own. */
export function isMigrated({ folder }: PrismaSchema, folders: ReadonlySet<string>): boolean {
  let at = folder;
  for (let above = 0; above <= MOST_ABOVE; above++) {
    if (folders.has(at)) return true;
    if (at === '') return false;
    at = folderOf(at.slice(0, -1));
  }
  return false;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
