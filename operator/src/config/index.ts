import { readFileSync } from 'node:fs';
import { parseConfiguration, type Configuration } from './configuration.js';

export { ConfigurationError, parseConfiguration, type Configuration } from './configuration.js';
export { jobSettingsSchema, type JobSettings } from './job-settings.js';

/** The only place that reads the environment. */
export function readConfiguration(): Configuration {
  return parseConfiguration(process.env, (path) => readFileSync(path, 'utf8'));
}
