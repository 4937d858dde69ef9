import type { FileView } from '../../../view/file-view.js';

/** What a name becomes in the database, whether it is stated or follows from the code. */
export type Naming = (name: string) => string;

/** What stands between the signs that quote a name: `` `Order` ``, `"Order"`, `[Order]`. */
function quoted(name: string): string | undefined {
  return /^(?:`(.+)`|"(.+)"|\[(.+)\])$/s.exec(name)?.slice(1).find((inner) => inner !== undefined);
}

/**
 * As Spring Boot has it: org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy. A quoted name stays as it is:
 * whoever quotes `Order` has a strategy in the settings that leaves it so, since this one would take its capital.
 */
const underscored: Naming = (name) => quoted(name) ?? name.replaceAll('.', '_').replaceAll(/([\p{Ll}\d])(\p{Lu})(?=[\p{Ll}\d])/gu, '$1_$2').toLowerCase();
const asWritten: Naming = (name) => quoted(name) ?? name;

/** Spring Boot calls tables between after the attribute, too: SpringImplicitNamingStrategy. */
export function isOfSpring(naming: Naming): boolean {
  return naming === underscored;
}

const WITHOUT_SPRING = /quarkus|micronaut|jakarta(?:ee)?[.-](?:jakartaee|platform|ee|web)|openliberty|wildfly|dropwizard/;

/** Names are as the specification says where a platform other than Spring is used. */
export function namingOf(view: FileView): Naming {
  const names = [...(view.file.manifest?.dependencies.keys() ?? [])];
  return !names.some((name) => name.includes('spring')) && names.some((name) => WITHOUT_SPRING.test(name)) ? asWritten : underscored;
}
