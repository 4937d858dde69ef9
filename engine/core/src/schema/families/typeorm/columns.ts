import { Expression } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { ClassView, MemberView } from '../../class-view.js';
import { enumValues } from '../../enum-values.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact } from '../../model.js';
import { classNamed, findDecorator, optionOf } from './decorators.js';
import { embeddedName } from './naming.js';

const COLUMNS = ['Column', 'PrimaryColumn', 'PrimaryGeneratedColumn', 'CreateDateColumn', 'UpdateDateColumn', 'DeleteDateColumn', 'VersionColumn', 'ObjectIdColumn'];
const TYPES: Readonly<Record<string, string>> = namedValues({ string: 'varchar', number: 'integer', boolean: 'boolean', Date: 'timestamp', Buffer: 'bytea' });
/** Types that TypeORM makes of a text. */
const SIMPLE: Readonly<Record<string, string>> = namedValues({ 'simple-array': 'text', 'simple-json': 'text', 'simple-enum': 'enum' });
const NESTED = 8;

/** A member with a decorator, and where its columns' names begin. */
export interface PlacedMember {
  readonly part: ClassView;
  readonly member: MemberView;
  readonly prefixes: readonly string[];
}

/** Members of an entity and of what it derives from, those of embedded objects in their place. */
export function membersOf(parts: readonly ClassView[], context: SchemaContext, prefixes: readonly string[] = []): readonly PlacedMember[] {
  return parts.flatMap((part) =>
    part.members().flatMap((member): readonly PlacedMember[] => {
      const site = findDecorator(part, member, 'Column');
      const isEmbedded = site !== undefined && part.view.kind(part.view.argument(site.expression, 0)) === Expression.lambda;
      if (!isEmbedded) return [{ part, member, prefixes }];
      const inner = classNamed(part, member, site, context);
      if (inner === undefined || prefixes.length >= NESTED) return [];
      const given = part.view.text(optionOf(part.view, site, 'prefix'));
      const prefix = given === 'false' || given === '' ? [] : [given === undefined || given === 'true' ? member.name : given];
      return membersOf([...[...inner.bases()].reverse(), inner], context, [...prefixes, ...prefix]);
    }),
  );
}

export function columnOf({ part, member, prefixes }: PlacedMember, context: SchemaContext): ColumnFact | undefined {
  const { view } = part;
  const site = findDecorator(part, member, ...COLUMNS);
  if (site === undefined) return undefined;
  const option = (key: string): string | undefined => view.text(optionOf(view, site, key));
  const first = view.argument(site.expression, 0);
  const isGenerated = site.name === 'PrimaryGeneratedColumn';
  const strategy = isGenerated ? view.text(first) : undefined;
  const stated = (isGenerated ? undefined : view.text(first)) ?? option('type') ?? (optionOf(view, site, 'enum') >= 0 ? 'enum' : undefined);
  const written = view.typeText(member.type).replace(/\s*\|\s*(?:null|undefined)\s*/g, '');
  const type = stated ?? (strategy === 'uuid' ? 'uuid' : site.name.endsWith('DateColumn') ? 'timestamp' : isGenerated || site.name === 'VersionColumn' ? 'integer' : (TYPES[written] ?? written));
  const isPrimaryKey = site.name.startsWith('Primary') || option('primary') === 'true';
  const fallback = option('default');
  const values = enumValues(view, optionOf(view, site, 'enum'), context);
  return {
    name: embeddedName(option('name') ?? member.name, prefixes),
    type: `${SIMPLE[type] ?? type}${option('array') === 'true' ? '[]' : ''}`,
    isNullable: !isPrimaryKey && (option('nullable') === 'true' || site.name === 'DeleteDateColumn'),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(option('unique') === 'true' ? { isUnique: true } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values.length === 0 ? {} : { values }),
    member: part.keyOf(member.symbol),
    place: part.placeOf(member.symbol),
  };
}
