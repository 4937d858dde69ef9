import type { DeployFacts } from '../deploy/deploy-facts.js';
import { addImage, addStart } from './commands.js';
import { readTraefik } from './traefik.js';
import type { YamlView } from './yaml-view.js';

/** Services of a Compose file: docs.docker.com/reference/compose-file. */
export function readCompose(deploy: DeployFacts, view: YamlView): void {
  for (const { key, start, value } of view.get('services')?.entries() ?? []) {
    const ports = (value.get('ports')?.items() ?? []).flatMap(({ text }) => text ?? []);
    const image = value.get('image')?.text;
    const unit = deploy.addUnit(key, `service ${key}${image === undefined ? '' : ` ${image}`}${ports.length === 0 ? '' : ` ports ${ports.join(', ')}`}`, start, value.end);
    const build = value.get('build');
    if (build === undefined) addImage(deploy, unit, value.get('image'));
    else addBuild(deploy, unit, build);
    const folder = contextOf(build);
    addStart(deploy, unit, [value.get('entrypoint'), value.get('command')], folder);
    readTraefik(deploy, key, value);
    for (const name of dependencies(value)) if (name.text !== undefined) deploy.addNaming(unit, 'sibling', name.text, name.start, name.end);
  }
}

function contextOf(build: YamlView | undefined): string {
  const context = (build?.text ?? build?.get('context')?.text ?? '').replace(/^\.(?:\/|$)/, '');
  return /[:$]/.test(context) ? '' : context;
}

function addBuild(deploy: DeployFacts, unit: number, build: YamlView): void {
  const context = build.text ?? build.get('context')?.text ?? '.';
  const place = build.text === undefined ? (build.get('context') ?? build) : build;
  if (!/[:$]/.test(context)) deploy.addNaming(unit, 'build', `${context}:${build.get('dockerfile')?.text ?? 'Dockerfile'}`, place.start, place.end);
}

/** A list of names, or a mapping whose keys they are. */
function dependencies(service: YamlView): readonly Pick<YamlView, 'text' | 'start' | 'end'>[] {
  const stated = service.get('depends_on');
  const named = (stated?.entries() ?? []).map(({ key, start }) => ({ text: key, start, end: start + key.length }));
  return named.length > 0 ? named : (stated?.items() ?? []);
}
