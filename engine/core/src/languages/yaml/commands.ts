import type { DeployFacts } from '../deploy/deploy-facts.js';
import type { YamlView } from './yaml-view.js';

/** Files that commands name, each command for itself. */
export function addCommands(deploy: DeployFacts, unit: number, commands: YamlView | undefined, folder = ''): void {
  for (const command of commands?.items() ?? []) if (command.text !== undefined) deploy.addCommand(unit, command.start, command.end, folder);
}

/** What a unit is started with: the parts of one command line, such as an entry point and its arguments. */
export function addStart(deploy: DeployFacts, unit: number, parts: readonly (YamlView | undefined)[], folder = ''): void {
  deploy.addStart(unit, parts.flatMap((part) => part?.items() ?? []).filter(({ text }) => text !== undefined), folder);
}

/** An image that lies outside of the repository, unless its name is put together when it is used. */
export function addImage(deploy: DeployFacts, unit: number, image: YamlView | undefined): void {
  if (image?.text !== undefined && image.text !== '' && !/[${}]/.test(image.text)) deploy.addNaming(unit, 'image', image.text, image.start, image.end);
}
