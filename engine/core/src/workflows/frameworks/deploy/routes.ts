import { EXPRESSION, REFERENCE, SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { Protocol, TriggerSite } from '../../sites.js';

const SCHEDULE = /^(?:CronJob|job) .* schedule (.+)$/;
/** A job of a program that its own settings schedule, by the job's class. */
const SCHEDULED = /^scheduled (.+) runs (\S+)$/;
/** What a unit is started with, of all that it names. */
const STARTS: ReadonlySet<string> = new Set(['start', 'module', 'celery', 'script']);
const BY_NAME = 90;

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
    const handlers = handlersStated(view);
    return Array.from({ length: symbols.rows }, (_, row) => row).flatMap((row): readonly TriggerSite[] => {
      const signature = view.facts.text(symbols.get(row, SYMBOL.signature));
      const schedule = SCHEDULE.exec(signature)?.[1];
      const [, often, job] = SCHEDULED.exec(signature) ?? [];
      const files = started.get(row) ?? [];
      const called = functionAt(view, maker, row, signature, handlers.get(row) ?? -1);
      if (called !== undefined) return called;
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

/** What calls a function of a platform: `function http GET /users`. */
const FUNCTION = /^function (http|schedule|message|command) (?:([A-Z*]+) (?=\/))?(.+)$/;

/** The trigger of a function that a platform calls; undefined for other units. */
function functionAt(view: FileView, maker: SiteMaker, row: number, signature: string, reference: number): readonly TriggerSite[] | undefined {
  const [, protocol, method = '', address = ''] = FUNCTION.exec(signature) ?? [];
  if (protocol === undefined) return undefined;
  const handler = reference < 0 ? undefined : handlerOf(view, maker, reference);
  if (handler === undefined) return [];
  const name = view.facts.text(view.facts.symbols.get(row, SYMBOL.name));
  return [{ kind: 'trigger', framework: 'deploy', rule: 'deploy.function', protocol: protocol as Protocol, method, address, ...(protocol === 'http' ? {} : { qualifier: name }), ...handler, inline: undefined, receiver: undefined, range: view.symbolRange(row) }];
}

/** Rows of the references that name handlers, by their units. */
function handlersStated(view: FileView): ReadonlyMap<number, number> {
  const { expressions, references } = view.facts;
  const found = new Map<number, number>();
  for (let reference = 0; reference < references.rows; reference++) {
    if (view.facts.text(expressions.get(references.get(reference, REFERENCE.subject), EXPRESSION.extra)) === 'handler') found.set(references.get(reference, REFERENCE.symbol), reference);
  }
  return found;
}

/** The function or file that a handler names. */
function handlerOf(view: FileView, maker: SiteMaker, reference: number): Pick<TriggerSite, 'handler' | 'confidence'> | undefined {
  const outcome = view.linker.link(view.file, reference);
  if (outcome.kind !== 'resolved') return methodOf(view, maker, view.facts.text(view.facts.expressions.get(view.facts.references.get(reference, REFERENCE.subject), EXPRESSION.name)));
  const [target] = outcome.targets;
  const key = target?.kind === 'symbol' ? maker.keyOf(target.symbol) : target?.kind === 'file' ? fileKey(view.program.files[target.file]?.path ?? '') : undefined;
  return key === undefined ? undefined : { handler: key, confidence: outcome.confidence };
}

/** `com.shop.Handler::handle` of Java, `Shop::Shop.Handler::Handle` of C#. */
function methodOf(view: FileView, maker: SiteMaker, text: string): Pick<TriggerSite, 'handler' | 'confidence'> | undefined {
  const parts = text.replace(/^[^:]*:(?!:)/, '').split('::');
  const [type = '', method] = parts.slice(-2);
  if (method === undefined) return undefined;
  for (const language of parts.length > 2 ? ['csharp'] : ['java', 'kotlin']) {
    const symbol = view.typeNamed(type, language);
    const key = symbol < 0 ? undefined : maker.methodKey(view, symbol, method);
    if (key !== undefined) return { handler: key, confidence: BY_NAME };
  }
  return undefined;
}

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
