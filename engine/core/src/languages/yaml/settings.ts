import type { StatedSetting } from '../deploy/settings.js';
import type { YamlView } from './yaml-view.js';

const MOST_ENTRIES = 10_000;
const DEEPEST = 20;
/** What a build puts in, which no YAML can begin with: docs.spring.io/spring-boot/how-to/properties-and-configuration.html#howto.properties-and-configuration.expand-properties.maven. */
const FILLED_BY_BUILD = /(?<=:[ \t]+)@([\w.-]+)@(?=[ \t]*$)/gm;

/** The same text, in which such values are placeholders of the same length. */
export function withPlaceholders(source: string): string {
  return source.replaceAll(FILLED_BY_BUILD, (_, name: string) => `\${${name.slice(1)}}`);
}

/** Every text of a document under its whole key, as Spring reads it. */
export function settingsIn(view: YamlView): readonly StatedSetting[] {
  const found: StatedSetting[] = [];
  addSettings(found, view, '', 0);
  return found;
}

function addSettings(found: StatedSetting[], view: YamlView, key: string, depth: number): void {
  if (found.length >= MOST_ENTRIES || depth > DEEPEST) return;
  const entries = view.entries();
  const items = entries.length > 0 || view.text !== undefined ? [] : view.items();
  for (const entry of entries) addSettings(found, entry.value, key === '' ? entry.key : `${key}.${entry.key}`, depth + 1);
  items.forEach((item, index) => {
    addSettings(found, item, `${key}[${index}]`, depth + 1);
  });
  if (view.text !== undefined) found.push({ key, value: view.text, start: view.start, end: view.end });
}
