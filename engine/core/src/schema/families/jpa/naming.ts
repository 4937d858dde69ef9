import { Expression } from '../../../facts/schema.js';
import type { PackageManifest } from '../../../link/packages.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';
import { StatedStrategies } from './stated-strategies.js';

/** What a name becomes in the database, whether it is stated or follows from the code. */
export type Naming = (name: string) => string;

/** What stands between the signs that quote a name: `` `Order` ``, `"Order"`, which Java writes as `\"Order\"`, `[Order]`. */
function quoted(name: string): string | undefined {
  return /^(?:\\?`([^`\\]+)\\?`|\\?"([^"\\]+)\\?"|\[(.+)\])$/s.exec(name)?.slice(1).find((inner) => inner !== undefined);
}

/** As Spring Boot has it: org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy. */
const underscored: Naming = (name) => (quoted(name) ?? name).replaceAll('.', '_').replaceAll(/([\p{Ll}\d])(\p{Lu})(?=[\p{Ll}\d])/gu, '$1_$2').toLowerCase();
const asWritten: Naming = (name) => quoted(name) ?? name;
/** As Hibernate has it since version 7, which leaves quoted names alone. */
const snakeCased: Naming = (name) => quoted(name) ?? underscored(name);
const asWrittenInSpring: Naming = (name) => asWritten(name);
const OF_SPRING: ReadonlySet<Naming> = new Set([underscored, snakeCased, asWrittenInSpring]);

/** Spring Boot calls tables between after the attribute, too, whatever becomes of names then: SpringImplicitNamingStrategy. */
export function isOfSpring(naming: Naming): boolean {
  return OF_SPRING.has(naming);
}

const WITHOUT_SPRING = /quarkus|micronaut|jakarta(?:ee)?[.-](?:jakartaee|platform|ee|web)|openliberty|wildfly|dropwizard/;

/** The strategy of Hibernate that leaves names as they are written. */
export const STANDARD = 'PhysicalNamingStrategyStandardImpl';

/** Strategies that settings may state, by the names of their classes: what another does is not known. */
const STRATEGIES: ReadonlyMap<string, Naming> = new Map([
  [STANDARD, asWrittenInSpring],
  ['CamelCaseToUnderscoresNamingStrategy', underscored],
  ['SpringPhysicalNamingStrategy', underscored],
  ['PhysicalNamingStrategySnakeCaseImpl', snakeCased],
]);

/** Names are as the specification says where a platform other than Spring is used. */
function namingOf(view: FileView): Naming {
  const { manifest } = view.file;
  return manifest !== undefined && !usesSpring(manifest) && [...manifest.dependencies.keys()].some((name) => WITHOUT_SPRING.test(name)) ? asWritten : underscored;
}

/** What an entity's `@Table` calls it, as it is written. */
interface StatedTable {
  readonly view: FileView;
  readonly name: string | undefined;
}

/**
 * How names become those of a program whose tables are stated. What settings state holds. Spring's strategy makes small letters of quoted names as well: names
 * are as they are written in a module that makes Hibernate's own strategy, and in one that quotes names with capitals, where the
 * tables that migrations make are called so or Spring is not used at all.
 */
export function namingFor(views: readonly FileView[], tables: readonly StatedTable[], { program, migrated }: Pick<SchemaContext, 'program' | 'migrated'>): (view: FileView) => Naming {
  const written = new Set(views.filter(isStandard).map(({ manifestPath }) => manifestPath));
  const quoting = tables.flatMap(({ view, name = '' }) => (/\p{Lu}/u.test(quoted(name) ?? '') ? [{ module: view.manifestPath, name: asWritten(name) }] : []));
  const lower = new Set([...migrated].map((name) => name.toLowerCase()));
  const isMade = (name: string): boolean => (migrated.has(name) && !migrated.has(underscored(name))) || (lower.has(name.toLowerCase()) && !lower.has(underscored(name)));
  const isWithoutSpring = quoting.length > 0 && !program.files.some(({ manifest }) => manifest !== undefined && usesSpring(manifest));
  for (const { module, name } of quoting) if (isWithoutSpring || isMade(name)) written.add(module);
  const strategies = new StatedStrategies(views, program);
  return (view) => STRATEGIES.get(strategies.of(view) ?? '') ?? (written.has(view.manifestPath) ? asWritten : namingOf(view));
}

function usesSpring({ dependencies }: PackageManifest): boolean {
  return [...dependencies.keys()].some((name) => name.includes('spring'));
}

/** Whether a file makes Hibernate's own strategy: one that continues it makes something else of names. */
function isStandard(view: FileView): boolean {
  if (view.facts.indexOf(STANDARD) < 0) return false;
  const isContinued = Array.from({ length: view.facts.heritage.rows }, (_, row) => view.base(row).name).includes(STANDARD);
  return !isContinued && Array.from({ length: view.facts.expressions.rows }, (_, row) => row).some((row) => (view.kind(row) === Expression.new || view.kind(row) === Expression.call) && view.name(row) === STANDARD);
}
