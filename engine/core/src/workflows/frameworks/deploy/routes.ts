import { EXPRESSION, REFERENCE, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { fileKey } from '../../sites.js';
import type { TriggerSite } from '../../sites.js';

const SCHEDULE = /^(?:CronJob|job) .* schedule (.+)$/;
/** A job of a program that its own settings schedule, by the job's class. */
const SCHEDULED = /^scheduled (.+) runs (\S+)$/;
/** What a unit is started with, of all that it names. */
const STARTS: ReadonlySet<string> = new Set(['start', 'module', 'script']);

/** What a unit of a deploy file starts with. */
interface Started {
  readonly path: string;
  readonly confidence: number;
}

/** Schedules of CronJobs, and files of the repository that services, workloads and images are started with. */
export const routes: FrameworkRoutes = {
  files: /./,
  read: (view, maker) => {
    const { symbols } = view.facts;
    const started = startedBy(view);
    return Array.from({ length: symbols.rows }, (_, row) => row).flatMap((row): readonly TriggerSite[] => {
      const signature = view.facts.text(symbols.get(row, SYMBOL.signature));
      const schedule = SCHEDULE.exec(signature)?.[1];
      const [, often, job] = SCHEDULED.exec(signature) ?? [];
      const files = started.get(row) ?? [];
      const name = view.facts.text(symbols.get(row, SYMBOL.name));
      const shared = { kind: 'trigger', framework: 'deploy', method: '', inline: undefined, receiver: undefined, range: view.symbolRange(row) } as const;
      if (often !== undefined && job !== undefined) return [{ ...shared, rule: 'deploy.scheduledJob', protocol: 'schedule', address: often, qualifier: name, handler: maker.keyOf(view.file.firstSymbol + row), runs: job, confidence: 90 }];
      if (schedule !== undefined) {
        return schedule.split(' | ').flatMap((one) => {
          const timed = { ...shared, rule: 'deploy.schedule', protocol: 'schedule', address: one, qualifier: name } as const;
          // What an image or an action from elsewhere does is not known, but when it runs is.
          if (files.length === 0) return [{ ...timed, handler: maker.keyOf(view.file.firstSymbol + row), confidence: 100 }];
          return files.map(({ path, confidence }) => ({ ...timed, handler: fileKey(path), confidence }));
        });
      }
      // A unit of systemd is named by its file.
      const address = view.file.languageId === 'dockerfile' ? view.file.path : view.file.path.endsWith('.service') ? view.file.path.replace(/^.*\//, '') : name;
      return files.map(({ path, confidence }) => ({ ...shared, rule: 'deploy.command', protocol: 'command', address, handler: fileKey(path), confidence }));
    });
  },
};

/** Files that each unit is started with, by the unit's row. */
function startedBy(view: FileView): ReadonlyMap<number, readonly Started[]> {
  const { expressions, references } = view.facts;
  const found = new Map<number, Started[]>();
  for (let reference = 0; reference < references.rows; reference++) {
    const literal = references.get(reference, REFERENCE.subject);
    if (!STARTS.has(view.facts.text(expressions.get(literal, EXPRESSION.extra)))) continue;
    const outcome = view.linker.link(view.file, reference);
    if (outcome.kind !== 'resolved') continue;
    const unit = references.get(reference, REFERENCE.symbol);
    const files = found.get(unit) ?? [];
    for (const target of outcome.targets) {
      const path = target.kind === 'path' ? target.path : target.kind === 'file' ? view.program.files[target.file]?.path : undefined;
      if (path !== undefined && !files.some((file) => file.path === path)) files.push({ path, confidence: outcome.confidence });
    }
    found.set(unit, files);
  }
  return found;
}
