import type { FactsBuilder } from '../../facts/file-facts.js';
import { DeployFacts } from '../deploy/deploy-facts.js';
import { SettingsWriter, mayHaveSettings } from '../deploy/settings.js';
import type { LanguageReader } from '../load-reader.js';
import { documentsOf } from './entries.js';

/** Settings of Spring Boot, Quarkus and Micronaut that say where an application's routes are reached and what its tables are called. */
function readFacts(source: string, facts: FactsBuilder): void {
  const deploy = new DeployFacts(facts, source);
  if (!mayHaveSettings(source)) return;
  const settings = new SettingsWriter();
  for (const document of documentsOf(source)) settings.add(document);
  settings.write(deploy);
}

export const reader: LanguageReader = { facts: readFacts };
