import { namedValues } from '../../../named-values.js';
import type { FileView } from '../../../view/file-view.js';
import type { BuilderStyle } from '../../builder-columns.js';
import type { ColumnFact } from '../../model.js';
import { plural, singular } from '../../names.js';

/** How Active Record's table builder spells things; types are PostgreSQL's. */
export const STYLE: BuilderStyle = {
  types: namedValues({ primary_key: 'bigint', string: 'varchar', text: 'text', integer: 'integer', bigint: 'bigint', numeric: 'decimal', blob: 'bytea', tsvector: 'tsvector', cidr: 'cidr', macaddr: 'macaddr', interval: 'interval', point: 'point', money: 'money', xml: 'xml', ltree: 'ltree', oid: 'oid', daterange: 'daterange', tsrange: 'tsrange', int4range: 'int4range', bit: 'bit', serial: 'integer', bigserial: 'bigint', float: 'double precision', decimal: 'decimal', datetime: 'timestamp', timestamp: 'timestamp', timestamptz: 'timestamptz', time: 'time', date: 'date', binary: 'bytea', boolean: 'boolean', json: 'json', jsonb: 'jsonb', uuid: 'uuid', inet: 'inet', citext: 'citext', hstore: 'hstore', virtual: 'virtual', enum: 'enum', column: '' }),
  groups: namedValues({ timestamps: (view, call) => stamps(view, call) }),
  droppedGroups: namedValues({ remove_timestamps: ['created_at', 'updated_at'], remove_references: referenceColumns, remove_belongs_to: referenceColumns }),
  keys: new Set(['primary_key']),
  isNullable: true,
  takesSeveralNames: true,
  nullable: 'null',
  required: 'not_null',
  references: { methods: new Set(['references', 'belongs_to']), table: plural, member: singular },
};

export function stamps(view: FileView, call: number): readonly ColumnFact[] {
  const isNullable = view.text(view.argument(call, 'null')) === 'true';
  return ['created_at', 'updated_at'].map((name) => ({ name, type: 'timestamp', isNullable }));
}

/** Columns of references that a call names, from the position where the names begin. */
export function referenceColumns(view: FileView, call: number, from = 0): readonly string[] {
  const names = view.arguments(call).filter((part) => part.name === undefined).slice(from).flatMap((part) => view.text(part.value) ?? []);
  const isPolymorphic = view.text(view.argument(call, 'polymorphic')) === 'true';
  return names.flatMap((name) => [`${name}_id`, ...(isPolymorphic ? [`${name}_type`] : [])]);
}
