import type { DeployFacts } from './deploy-facts.js';

/** What stands under a key, and where. */
export interface StatedSetting {
  /** The whole key, parts of nested ones included. */
  readonly key: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const LONGEST_SETTINGS = 512 * 1024;
/** Stands before a setting's value in the signature of its unit. */
const PREFIX = 'setting ';
const LONGEST = 250;
/** So many placeholders are filled in one value: they may name each other. */
const MOST_PLACEHOLDERS = 20;

/** Settings that say something of code. The first of each kind is how Spring Boot writes it now. */
export const SETTING = {
  contextPath: 'server.servlet.context-path',
  /** Of Spring Boot 1. */
  formerContextPath: 'server.context-path',
  servletPath: 'spring.mvc.servlet.path',
  /** Of Spring Boot 2.0, and of 1. */
  formerServletPath: 'server.servlet.path',
  firstServletPath: 'server.servlet-path',
  reactivePath: 'spring.webflux.base-path',
  quarkusPath: 'quarkus.http.root-path',
  micronautPath: 'micronaut.server.context-path',
  physicalStrategy: 'spring.jpa.hibernate.naming.physical-strategy',
  physicalStrategyOfHibernate: 'spring.jpa.properties.hibernate.physical_naming_strategy',
} as const;

const NAMES = new Map(Object.values(SETTING).map((key) => [plain(key), key]));
/** What one of their last parts looks like in every spelling: other files are not parsed. */
const NAMED = /context[-_]?path|servlet|base[-_]?path|root[-_]?path|physical[-_]?(?:naming[-_]?)?strategy/i;
const OWNERS = /^[ \t]*["']?(?:server|spring|quarkus|micronaut)\b/m;
/** What makes a document one of some profile or platform alone. */
const CONDITION = /^spring\.(?:profiles(?:\[\d+\])?|config\.activate\..+)$/;

/** Whether a text may state a setting that counts. */
export function mayHaveSettings(source: string): boolean {
  return source.length <= LONGEST_SETTINGS && NAMED.test(source) && OWNERS.test(source);
}

/** Keys are compared without their case, hyphens and underscores: docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.relaxed-binding. */
function plain(key: string): string {
  return key.replaceAll(/[-_]/g, '').toLowerCase();
}

/** Gathers what the documents of one file state: of one key the last is what holds. */
export class SettingsWriter {
  private readonly stated = new Map<string, StatedSetting>();

  /** Takes in a document, unless it is one of a profile. */
  add(document: readonly StatedSetting[]): void {
    const entries = document.map((setting) => ({ key: plain(setting.key), setting }));
    if (entries.some(({ key }) => CONDITION.test(key))) return;
    for (const { key, setting } of entries) this.stated.set(key, setting);
  }

  /** Makes units of the settings that count. */
  write(deploy: DeployFacts): void {
    for (const [key, name] of NAMES) {
      const setting = this.stated.get(key);
      if (setting === undefined) continue;
      const text = this.filled(setting.value) ?? setting.value;
      if (text.length <= LONGEST) deploy.addUnit(name, `${PREFIX}${text}`, setting.start, setting.end);
    }
  }

  /** A value with what its placeholders name in the same file, or else what they say themselves, `${PATH:/api}`. */
  private filled(value: string): string | undefined {
    let text = value;
    for (let count = 0; text.includes('${'); count++) {
      const start = text.lastIndexOf('${');
      const end = text.indexOf('}', start);
      const [, name = '', otherwise] = /^([^:]*)(?::(.*))?$/s.exec(text.slice(start + 2, end)) ?? [];
      const found = this.stated.get(plain(name.trim()))?.value ?? otherwise;
      if (end < 0 || found === undefined || count === MOST_PLACEHOLDERS || text.length > LONGEST) return undefined;
      text = `${text.slice(0, start)}${found}${text.slice(end + 1)}`;
    }
    return text;
  }
}

/** The value of a setting that a unit's signature states; it may have placeholders that only the running program fills. */
export function settingOfSignature(signature: string): string | undefined {
  return signature.startsWith(PREFIX) ? signature.slice(PREFIX.length) : undefined;
}
