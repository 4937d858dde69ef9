import { namedValues } from '../../named-values.js';
import type { DeployFacts } from '../deploy/deploy-facts.js';
import { addImage, addStart } from './commands.js';
import type { YamlView } from './yaml-view.js';

const TEMPLATES: Readonly<Record<string, readonly string[]>> = namedValues({
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Pod: ['spec'],
});

/** A workload of Kubernetes: its containers' images and what they run; of a CronJob also when. */
export function readKubernetes(deploy: DeployFacts, view: YamlView): void {
  const kind = view.get('kind')?.text ?? '';
  const name = view.at('metadata', 'name');
  const template = TEMPLATES[kind];
  if (template === undefined || name?.text === undefined) return;
  const schedule = view.at('spec', 'schedule')?.text;
  const unit = deploy.addUnit(name.text, `${kind} ${name.text}${schedule === undefined ? '' : ` schedule ${schedule}`}`, name.start, view.end);
  const pod = view.at(...template);
  for (const container of ['initContainers', 'containers'].flatMap((part) => pod?.get(part)?.items() ?? [])) {
    addImage(deploy, unit, container.get('image'));
    addStart(deploy, unit, [container.get('command'), container.get('args')]);
  }
}
