import { Expression, SymbolFlag } from '../../../facts/schema.js';
import { namedValues } from '../../../named-values.js';
import type { DecorationSite } from '../../../view/file-view.js';
import { classesOf } from '../../class-view.js';
import type { ClassView, MemberView } from '../../class-view.js';
import type { SchemaFamily } from '../../family.js';
import { primaryKeyOf, uniqueIndexesOf } from '../../model.js';
import type { ColumnFact, ForeignKeyFact, TableFact } from '../../model.js';
import { snakeCase } from '../../names.js';

/** Types of PostgreSQL that Hibernate takes for those of Java and Kotlin; `{}` is the length. */
const TYPES: Readonly<Record<string, string>> = namedValues({ String: 'varchar({})', Long: 'bigint', long: 'bigint', Integer: 'integer', int: 'integer', Int: 'integer', Short: 'smallint', short: 'smallint', Boolean: 'boolean', boolean: 'boolean', Double: 'double precision', double: 'double precision', Float: 'real', float: 'real', BigDecimal: 'numeric(38,2)', UUID: 'uuid', LocalDate: 'date', LocalDateTime: 'timestamp', LocalTime: 'time', Instant: 'timestamp with time zone', OffsetDateTime: 'timestamp with time zone', ZonedDateTime: 'timestamp with time zone', Date: 'timestamp', 'byte[]': 'bytea', ByteArray: 'bytea' });
const PRIMITIVES = new Set(['long', 'int', 'short', 'boolean', 'double', 'float', 'char', 'byte']);
/** Of Kotlin these are primitives where they are not nullable. */
const KOTLIN_PRIMITIVES = new Set(['Long', 'Int', 'Short', 'Boolean', 'Double', 'Float', 'Char', 'Byte']);
const RELATIONS = new Set(['ManyToOne', 'OneToOne']);
const COLLECTIONS = new Set(['OneToMany', 'ManyToMany', 'ElementCollection', 'Transient', 'Embedded', 'EmbeddedId']);

/** Entities of JPA and Hibernate, and those of MyBatis-Plus, which only names what convention would not tell. */
export const family: SchemaFamily = {
  id: 'jpa',
  languages: ['java', 'kotlin'],
  accesses: { asksItself: /^(?:find(?:All|ById(?:Optional)?)?|list(?:All)?|stream(?:All)?|count|update|delete(?:All|ById)?|persist)$/ },
  isCandidate: (view) => view.file.role !== 'test' && (view.facts.indexOf('Entity') >= 0 || view.facts.indexOf('TableName') >= 0),
  read: (views, context) => views.flatMap((view) => classesOf(view, context).flatMap((one) => entityOf(one) ?? [])),
};

function option(one: ClassView, site: DecorationSite | undefined, name: string): string | undefined {
  if (site === undefined) return undefined;
  const value = one.view.argument(site.expression, name);
  // `false` of Kotlin is a name.
  return one.view.text(value) ?? (value >= 0 && one.view.kind(value) === Expression.name ? one.view.name(value) : undefined);
}

/** `@TableName("orders")`. */
function firstText({ view }: ClassView, site: DecorationSite): string | undefined {
  return view.text(view.argument(site.expression, 0));
}

function entityOf(one: ClassView): TableFact | undefined {
  const entity = one.decoration('Entity') ?? one.decoration('TableName');
  if (entity === undefined) return undefined;
  const table = one.decoration('Table');
  const name = option(one, table, 'name') ?? (entity.name === 'TableName' ? (firstText(one, entity) ?? option(one, entity, 'value')) : undefined) ?? snakeCase(option(one, entity, 'name') ?? one.name);
  const schema = option(one, table, 'schema');
  const parts = [...[...one.bases()].reverse().filter((base) => base.decoration('MappedSuperclass') !== undefined || base.decoration('Entity') !== undefined), one];
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  for (const part of parts) {
    for (const member of part.members()) {
      if ((member.flags & SymbolFlag.static) !== 0 || member.decorations.some((site) => COLLECTIONS.has(site.name) || (site.name === 'TableField' && option(part, site, 'exist') === 'false'))) continue;
      const relation = member.decorations.find((site) => RELATIONS.has(site.name));
      if (relation === undefined) columns.push(columnOf(part, member));
      else if (option(part, relation, 'mappedBy') === undefined) {
        const join = member.decorations.find((site) => site.name === 'JoinColumn');
        const column = option(part, join, 'name') ?? `${snakeCase(member.name)}_id`;
        const isRequired = option(part, relation, 'optional') === 'false' || option(part, join, 'nullable') === 'false';
        columns.push({ name: column, isNullable: !isRequired, member: part.keyOf(member.symbol), place: part.placeOf(member.symbol) });
        const target = part.classOf(part.view.isOptional(member.type) ? (part.view.typeArguments(member.type)[0] ?? -1) : member.type);
        if (target !== undefined) foreignKeys.push({ columns: [column], target: { model: target.key }, place: part.placeOf(member.symbol) });
      }
    }
  }
  const primaryKey = primaryKeyOf(columns);
  return { kind: 'table', family: 'jpa', origin: 'model', name, ...(schema === undefined ? {} : { schema }), model: one.key, columns, primaryKey, indexes: uniqueIndexesOf(columns), foreignKeys, place: one.place };
}

function columnOf(one: ClassView, member: MemberView): ColumnFact {
  const { view } = one;
  const site = member.decorations.find((decoration) => decoration.name === 'Column');
  const isKey = member.decorations.some((decoration) => decoration.name === 'Id' || decoration.name === 'TableId');
  const field = member.decorations.find((decoration) => decoration.name === 'TableField' || decoration.name === 'TableId');
  const inner = view.isOptional(member.type) ? (view.typeArguments(member.type)[0] ?? member.type) : member.type;
  const written = view.typeText(inner);
  const isEnum = one.classOf(inner)?.kind === 'enum';
  const stated = option(one, site, 'columnDefinition');
  const isText = member.decorations.some((decoration) => decoration.name === 'Lob');
  const type = stated ?? (isText && written === 'String' ? 'text' : isEnum ? (member.decorations.some((decoration) => decoration.name === 'Enumerated') ? 'varchar(255)' : 'smallint') : (TYPES[written] ?? written));
  const isRequired = isKey || option(one, site, 'nullable') === 'false' || PRIMITIVES.has(written) || (KOTLIN_PRIMITIVES.has(written) && !view.isOptional(member.type) && view.file.path.endsWith('.kt')) || member.decorations.some((decoration) => decoration.name === 'NotNull' || decoration.name === 'NotBlank');
  return {
    name: option(one, site, 'name') ?? (field === undefined ? undefined : (firstText(one, field) ?? option(one, field, 'value'))) ?? snakeCase(member.name),
    type: type.replace('{}', option(one, site, 'length') ?? '255'),
    isNullable: !isRequired,
    ...(isKey ? { isPrimaryKey: true } : {}),
    ...(option(one, site, 'unique') === 'true' ? { isUnique: true } : {}),
    member: one.keyOf(member.symbol),
    place: one.placeOf(member.symbol),
  };
}
