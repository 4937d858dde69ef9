import type { DeployFacts } from '../deploy/deploy-facts.js';
import type { YamlView } from './yaml-view.js';

/** How far in the jobs may stand: `production:` or `:scheduler: :schedule:` around them. */
const DEPTH = 3;
const OFTEN: readonly string[] = ['cron', 'every', 'schedule'];
const CLASS = /^(?:::)?[A-Z]\w*(?:::[A-Z]\w*)*$/;

/**
 * Jobs of Ruby that settings schedule, each a class and when it runs: sidekiq-cron (`cron`), sidekiq-scheduler (also `every`),
 * and Solid Queue's recurring tasks (`schedule`): github.com/rails/solid_queue#recurring-tasks.
 */
export function readSchedules(deploy: DeployFacts, view: YamlView, depth = 0): void {
  for (const { key, start, value } of view.entries()) {
    const job = value.get('class')?.text ?? value.get(':class')?.text;
    const often = OFTEN.flatMap((name) => textOf(value.get(name) ?? value.get(`:${name}`))).find((text) => text !== '');
    if (job !== undefined && often !== undefined && CLASS.test(job)) deploy.addUnit(key, `scheduled ${often} runs ${job.replace(/^::/, '')}`, start, value.end);
    else if (depth < DEPTH) readSchedules(deploy, value, depth + 1);
  }
}

/** `["15m", first_in: 10s]` says how often first. */
function textOf(often: YamlView | undefined): readonly string[] {
  const text = often?.items()[0]?.text;
  return text === undefined ? [] : [text];
}
