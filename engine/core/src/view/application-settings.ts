import { SYMBOL } from '../facts/schema.js';
import { settingOfSignature } from '../languages/deploy/settings.js';
import type { FileView } from './file-view.js';

/** Ids of the languages whose files may be settings. */
export const SETTINGS_LANGUAGES: readonly string[] = ['properties', 'yaml'];
/** Settings that hold without a profile and lie where a build packs them: docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.files. */
const FILE = /^((?:.*\/)?)src\/(\w+)\/resources\/(config\/)?application\.(properties|ya?ml)$/;
const TESTS = /test/i;

/** What a file of settings says of the application in whose folder it lies. */
export interface ApplicationSettings {
  /** With a slash at its end; empty for the root. */
  readonly folder: string;
  /** Of several files of one application the one with the greatest wins: that in `config`, and properties before YAML. */
  readonly rank: number;
  /** By whole keys. */
  readonly values: ReadonlyMap<string, string>;
}

/** Undefined for other files, and those of tests. */
export function applicationSettings(view: FileView): ApplicationSettings | undefined {
  const [, folder, set = '', config, extension] = FILE.exec(view.file.path) ?? [];
  if (folder === undefined || TESTS.test(set) || view.file.role === 'test') return undefined;
  const { symbols } = view.facts;
  const values = new Map<string, string>();
  for (let row = 0; row < symbols.rows; row++) {
    const value = settingOfSignature(view.facts.text(symbols.get(row, SYMBOL.signature)));
    if (value !== undefined) values.set(view.facts.text(symbols.get(row, SYMBOL.name)), value);
  }
  return { folder, rank: (config === undefined ? 0 : 2) + (extension === 'properties' ? 1 : 0), values };
}
