import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { DecorationSite } from '../../../view/file-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { ColumnFact } from '../../model.js';
import { bare } from './naming.js';
import type { Naming } from './naming.js';

/** Types of PostgreSQL that the database layer takes for its own; `{}` is the length. */
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'varchar({})', ascii_string: 'varchar({})', text: 'text', integer: 'integer', smallint: 'smallint', bigint: 'bigint', boolean: 'boolean', decimal: 'numeric', number: 'numeric', float: 'double precision', smallfloat: 'real', date: 'date', datetime: 'timestamp', datetimetz: 'timestamp with time zone', time: 'time', dateinterval: 'varchar(255)', json: 'json', jsonb: 'jsonb', guid: 'uuid', uuid: 'uuid', ulid: 'uuid', binary: 'bytea', blob: 'bytea', simple_array: 'text', array: 'text', object: 'text' });
/** Types of properties, where the attribute states none. */
const WRITTEN: Readonly<Record<string, string>> = namedValues({ string: 'string', int: 'integer', bool: 'boolean', float: 'float', array: 'json', DateTime: 'datetime', DateTimeImmutable: 'datetime', DateTimeInterface: 'datetime', DateInterval: 'dateinterval' });

/** What an attribute is given under a name, or in a place. */
export function option({ view }: ClassView, site: DecorationSite | undefined, ...names: readonly (string | number)[]): string | undefined {
  if (site === undefined) return undefined;
  for (const name of names) {
    const row = view.argument(site.expression, name);
    const text = row < 0 ? undefined : (view.text(row) ?? (view.kind(row) === Expression.name || view.kind(row) === Expression.member ? view.name(row) : undefined));
    // Names that the database must quote are written between marks.
    if (text !== undefined) return text.replace(/^`(.*)`$/s, '$1');
  }
  return undefined;
}

export function decorationOf(member: MemberView, ...names: readonly string[]): DecorationSite | undefined {
  return member.decorations.find((site) => names.includes(site.name));
}

/** A column that `#[ORM\Column]` declares. @param prefix of the embedded object that it is a part of */
export function columnOf(one: ClassView, member: MemberView, site: DecorationSite, naming: Naming, prefix = ''): ColumnFact {
  const isPrimaryKey = decorationOf(member, 'Id') !== undefined;
  const stated = option(one, site, 'columnDefinition');
  const type = stated ?? databaseType(one, member, site);
  return {
    name: `${prefix}${option(one, site, 'name', 0) ?? naming.column(bare(member.name))}`,
    ...(type === undefined ? {} : { type }),
    isNullable: !isPrimaryKey && isTrue(option(one, site, 'nullable')),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(isTrue(option(one, site, 'unique')) ? { isUnique: true } : {}),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}

export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

function databaseType(one: ClassView, member: MemberView, site: DecorationSite): string | undefined {
  const inner = one.view.presentType(member.type);
  const written = one.view.typeText(inner).replace(/^.*\\/s, '');
  const declared = one.classOf(inner);
  const name = option(one, site, 'type', 1) ?? (declared?.kind === 'enum' ? (declared.typeText === 'int' ? 'integer' : 'string') : WRITTEN[written]);
  return name === undefined ? undefined : typeNamed(name, option(one, site, 'length', 2), option(one, site, 'precision'), option(one, site, 'scale'));
}

/** A type of the database by Doctrine's name for it, `Types::DATETIME_IMMUTABLE` and `'datetime_immutable'` alike; one of the application's own is shown as it is called. */
export function typeNamed(name: string, length: string | undefined, precision: string | undefined, scale: string | undefined): string | undefined {
  const known = name.toLowerCase().replace(/_(?:im)?mutable$/, '');
  const type = TYPES[known] ?? known;
  if (type === 'numeric' && precision !== undefined) return `numeric(${precision}, ${scale ?? '0'})`;
  return type === '' ? undefined : type.replace('{}', length ?? '255');
}
