import type { ExternalPackage } from '../link/outcome.js';

/** Who named a package outside: the version that a graph states is the one which this file's manifest or lock file gives it. */
export interface Asker {
  /** Its place among the program's files. */
  readonly file: number;
  /** Whether a manifest declares it: manifests come before what files import. */
  readonly isDependency: boolean;
}

/** Who was the first to name each package outside. */
export class ExternalAskers {
  private readonly byId = new Map<string, Asker & ExternalPackage>();

  constructor(known: Iterable<Asker & ExternalPackage> = []) {
    for (const one of known) this.byId.set(idOf(one), one);
  }

  /** @returns whether nobody that comes before is known to have named it */
  ask({ manager, name }: ExternalPackage, asker: Asker): boolean {
    const id = idOf({ manager, name });
    const known = this.byId.get(id);
    if (known !== undefined && (known.isDependency || known.file < asker.file)) return false;
    this.byId.set(id, { manager, name, ...asker });
    return true;
  }

  firstOf(owner: ExternalPackage): Asker | undefined {
    return this.byId.get(idOf(owner));
  }

  get all(): Iterable<Asker & ExternalPackage> {
    return this.byId.values();
  }
}

function idOf({ manager, name }: ExternalPackage): string {
  return `${manager} ${name}`;
}
