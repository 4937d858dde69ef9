import { EXPRESSION, REFERENCE, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { fileKey } from '../../sites.js';
import type { TriggerSite } from '../../sites.js';

const SCHEDULE = /^CronJob .* schedule (.+)$/;

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
      const schedule = SCHEDULE.exec(view.facts.text(symbols.get(row, SYMBOL.signature)))?.[1];
      const files = started.get(row) ?? [];
      const shared = { kind: 'trigger', framework: 'deploy', method: '', inline: undefined, receiver: undefined, range: view.symbolRange(row) } as const;
      if (schedule !== undefined) {
        const timed = { ...shared, rule: 'deploy.schedule', protocol: 'schedule', address: schedule } as const;
        // What an image from elsewhere does is not known, but when it runs is.
        if (files.length === 0) return [{ ...timed, handler: maker.keyOf(view.file.firstSymbol + row), confidence: 100 }];
        return files.map(({ path, confidence }) => ({ ...timed, handler: fileKey(path), confidence }));
      }
      const address = view.file.languageId === 'dockerfile' ? view.file.path : view.facts.text(symbols.get(row, SYMBOL.name));
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
    if (view.facts.text(expressions.get(literal, EXPRESSION.extra)) !== 'start') continue;
    const outcome = view.linker.link(view.file, reference);
    const [target] = outcome.kind === 'resolved' ? outcome.targets : [];
    const path = target?.kind === 'path' ? target.path : target?.kind === 'file' ? view.program.files[target.file]?.path : undefined;
    if (outcome.kind !== 'resolved' || path === undefined) continue;
    const unit = references.get(reference, REFERENCE.symbol);
    const files = found.get(unit) ?? [];
    if (!files.some((file) => file.path === path)) files.push({ path, confidence: outcome.confidence });
    found.set(unit, files);
  }
  return found;
}
