import type { FileView } from '../../../view/file-view.js';

/** What a name becomes in the database, whether it is stated or follows from the code. */
export type Naming = (name: string) => string;

/** What stands between the signs that quote a name: `` `Order` ``, `"Order"`, `[Order]`. */
function quoted(name: string): string | undefined {
  return /^(?:`(.+)`|"(.+)"|\[(.+)\])$/s.exec(name)?.slice(1).find((inner) => inner !== undefined);
}

/** As Spring Boot has it: org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy. */
const underscored: Naming = (name) => (quoted(name) ?? name).replaceAll('.', '_').replaceAll(/([\p{Ll}\d])(\p{Lu})(?=[\p{Ll}\d])/gu, '$1_$2').toLowerCase();
const asWritten: Naming = (name) => quoted(name) ?? name;

/** Spring Boot calls tables between after the attribute, too: SpringImplicitNamingStrategy. */
export function isOfSpring(naming: Naming): boolean {
  return naming === underscored;
}

const WITHOUT_SPRING = /quarkus|micronaut|jakarta(?:ee)?[.-](?:jakartaee|platform|ee|web)|openliberty|wildfly|dropwizard/;

/** Whether a program's settings leave names as they are written: nobody quotes `Order` whose strategy takes its capital and makes `order` of it. */
function isQuoting(name: string | undefined): boolean {
  return /\p{Lu}/u.test(quoted(name ?? '') ?? '');
}

/** Names are as the specification says where a platform other than Spring is used. */
function namingOf(view: FileView): Naming {
  const names = [...(view.file.manifest?.dependencies.keys() ?? [])];
  return !names.some((name) => name.includes('spring')) && names.some((name) => WITHOUT_SPRING.test(name)) ? asWritten : underscored;
}

/** How names become those of a program whose tables are stated. @param tables names of `@Table`, as they are written */
export function namingFor(tables: readonly (string | undefined)[]): (view: FileView) => Naming {
  return tables.some(isQuoting) ? () => asWritten : namingOf;
}
