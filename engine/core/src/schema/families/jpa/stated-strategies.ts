import { SETTING } from '../../../languages/deploy/settings.js';
import type { PackageManifest } from '../../../link/packages.js';
import type { LinkProgram } from '../../../link/program.js';
import { applicationSettings } from '../../../view/application-settings.js';
import type { FileView } from '../../../view/file-view.js';

/** The name of a class that settings state for what becomes of names, and the application whose settings they are. */
interface StatedStrategy {
  readonly folder: string;
  readonly rank: number;
  readonly strategy: string;
}

/** Naming strategies that the settings of applications state. */
export class StatedStrategies {
  private readonly stated: readonly StatedStrategy[];
  private readonly manifests = new Map<string, PackageManifest>();
  private readonly known = new Map<string, string | undefined>();
  private readonly reached = new Map<PackageManifest, ReadonlySet<PackageManifest>>();

  constructor(views: readonly FileView[], { files }: LinkProgram) {
    this.stated = views
      .flatMap((view): readonly StatedStrategy[] => {
        const settings = applicationSettings(view);
        const name = settings?.values.get(SETTING.physicalStrategy) ?? settings?.values.get(SETTING.physicalStrategyOfHibernate);
        return settings === undefined || name === undefined ? [] : [{ folder: settings.folder, rank: settings.rank, strategy: name.replace(/^.*\./s, '') }];
      })
      .sort((a, b) => b.folder.length - a.folder.length || b.rank - a.rank);
    if (this.stated.length > 0) for (const { manifest } of files) if (manifest !== undefined) this.manifests.set(manifest.name, manifest);
  }

  /** That of the application in whose folder a file lies; of a module without one that of the modules which use it or which it uses, where they agree. */
  of({ file }: FileView): string | undefined {
    const around = this.stated.find(({ folder }) => file.path.startsWith(folder));
    const { manifest } = file;
    if (around !== undefined || manifest === undefined || this.stated.length === 0) return around?.strategy;
    if (!this.known.has(manifest.name)) this.known.set(manifest.name, this.ofRelated(manifest));
    return this.known.get(manifest.name);
  }

  private ofRelated(module: PackageManifest): string | undefined {
    const related = [...this.manifests.values()].filter((other) => this.usedBy(module).has(other) || this.usedBy(other).has(module));
    const found = new Set(related.flatMap(({ folder }) => this.stated.find((one) => one.folder === (folder === '' ? '' : `${folder}/`))?.strategy ?? []));
    return found.size === 1 ? [...found][0] : undefined;
  }

  /** Modules of the repository that one uses, those that these use included. */
  private usedBy(module: PackageManifest): ReadonlySet<PackageManifest> {
    const known = this.reached.get(module);
    if (known !== undefined) return known;
    const found = new Set<PackageManifest>();
    const waiting = [module];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const name of next.dependencies.keys()) {
        const used = this.manifests.get(name);
        if (used === undefined || found.has(used)) continue;
        found.add(used);
        waiting.push(used);
      }
    }
    this.reached.set(module, found);
    return found;
  }
}
