import type { DeployFacts } from '../deploy/deploy-facts.js';
import type { YamlView } from './yaml-view.js';

/** Files that commands name. @param naming `start` where the unit runs for them */
export function addCommands(deploy: DeployFacts, unit: number, commands: YamlView | undefined, folder = '', naming: 'file' | 'start' = 'file'): void {
  for (const command of commands?.items() ?? []) if (command.text !== undefined) deploy.addCommand(unit, command.start, command.end, folder, naming);
}

/** An image that lies outside of the repository, unless its name is put together when it is used. */
export function addImage(deploy: DeployFacts, unit: number, image: YamlView | undefined): void {
  if (image?.text !== undefined && image.text !== '' && !/[${}]/.test(image.text)) deploy.addNaming(unit, 'image', image.text, image.start, image.end);
}
