import type { DeployFacts } from '../deploy/deploy-facts.js';
import { addCommands, addImage, addStart } from './commands.js';
import type { YamlView } from './yaml-view.js';

/** Keys of a GitLab pipeline that are no jobs. */
const SETTINGS = new Set(['default', 'include', 'stages', 'variables', 'workflow', 'image', 'services', 'cache', 'before_script', 'after_script', 'pages']);

/** Jobs of GitHub Actions: docs.github.com/actions/reference/workflow-syntax-for-github-actions. */
export function readGitHub(deploy: DeployFacts, view: YamlView): void {
  const schedule = (view.at('on', 'schedule')?.items() ?? []).flatMap((one) => one.get('cron')?.text ?? []).join(' | ');
  for (const { key, start, value } of view.get('jobs')?.entries() ?? []) {
    const unit = deploy.addUnit(key, `job ${key}${schedule === '' ? '' : ` schedule ${schedule}`}`, start, value.end);
    addUse(deploy, unit, value.get('uses'));
    for (const need of value.get('needs')?.items() ?? []) if (need.text !== undefined) deploy.addNaming(unit, 'sibling', need.text, need.start, need.end);
    const folder = value.at('defaults', 'run', 'working-directory')?.text ?? view.at('defaults', 'run', 'working-directory')?.text ?? '';
    for (const step of value.get('steps')?.items() ?? []) {
      addUse(deploy, unit, step.get('uses'));
      const own = (step.get('working-directory')?.text ?? folder).replace(/^\.(?:\/|$)/, '');
      const place = own.includes('$') ? '' : own;
      if (schedule === '') addCommands(deploy, unit, step.get('run'), place);
      else addStart(deploy, unit, [step.get('run')], place);
    }
  }
}

/** An action or a reusable pipeline: of the repository, or outside of it. */
function addUse(deploy: DeployFacts, unit: number, uses: YamlView | undefined): void {
  const text = uses?.text;
  if (uses === undefined || text === undefined || text.startsWith('docker://')) return;
  const isLocal = text.startsWith('./');
  const path = /\.ya?ml$/.test(text) ? text.slice(2) : `${text.slice(2)}/action.yml`;
  deploy.addNaming(unit, isLocal ? 'file' : 'action', isLocal ? path : text, uses.start, uses.end);
}

/** Jobs of GitLab CI: docs.gitlab.com/ci/yaml. */
export function readGitLab(deploy: DeployFacts, view: YamlView): void {
  for (const { key, start, value } of view.entries()) {
    if (SETTINGS.has(key) || value.get('script') === undefined) continue;
    const unit = deploy.addUnit(key, `job ${key}`, start, value.end);
    addImage(deploy, unit, value.get('image'));
    for (const part of ['before_script', 'script', 'after_script']) addCommands(deploy, unit, value.get(part));
    for (const need of value.get('needs')?.items() ?? []) {
      const name = need.text === undefined ? need.get('job') : need;
      if (name?.text !== undefined) deploy.addNaming(unit, 'sibling', name.text, name.start, name.end);
    }
  }
}
