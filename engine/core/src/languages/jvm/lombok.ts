import type { LinkFile } from '../../link/program.js';
import type { Entity, Value } from '../../link/semantics/index.js';
import { outside } from '../../link/semantics/index.js';
import type { JvmNames } from './jvm-names.js';

/** Members that Lombok's annotations add to a type, apart from getters and setters, which are its fields read and set. */
const ADDED = new Set(['builder', 'toBuilder', 'canEqual', 'of']);
/** What each annotation for a logger takes it from; their fields are all called `log`. */
const LOGGERS: ReadonlyMap<string, string> = new Map([['Slf4j', 'org.slf4j.Logger'], ['Log4j2', 'org.apache.logging.log4j.Logger'], ['CommonsLog', 'org.apache.commons.logging.Log'], ['Log', 'java.util.logging.Logger'], ['JBossLog', 'org.jboss.logging.Logger']]);

/** What Lombok writes into a class when it is compiled, by what the file imports. */
export class Lombok {
  constructor(private readonly names: JvmNames) {}

  isUsedIn(file: LinkFile): boolean {
    return [...this.names.imports(file), ...this.names.wildcardsOf(file).packages].some((name) => name === 'lombok' || name.startsWith('lombok.'));
  }

  member(file: LinkFile, name: string): Value | undefined {
    return ADDED.has(name) && this.isUsedIn(file) ? outside(this.names.owners.of('lombok.Builder', file.manifest), `lombok.${name}`) : undefined;
  }

  loggerOf(file: LinkFile): Entity | undefined {
    const annotation = [...this.names.imports(file)].find((name) => name.startsWith('lombok.extern.'));
    const type = LOGGERS.get(annotation?.slice(annotation.lastIndexOf('.') + 1) ?? '');
    return type === undefined ? undefined : { kind: 'external', package: this.names.owners.of(type, file.manifest), path: type };
  }
}
