import type { FileView } from '../../../view/file-view.js';
import { referenceTarget, sized, textsOf } from '../../builder-columns.js';
import type { ColumnFact, OperationFact } from '../../model.js';
import { singular } from '../../names.js';
import { STYLE, referenceColumns, stamps } from './style.js';

export type Shared = Pick<OperationFact, 'kind' | 'family' | 'place' | 'order'>;

/** What a statement of a migration changes in the columns and keys of a table that is there. */
export function columnChanges(view: FileView, call: number, name: string, shared: Shared): readonly OperationFact[] {
  const text = (position: number): string => textsOf(view, call, position)[0] ?? '';
  const option = (key: string): string | undefined => view.text(view.argument(call, key));
  const isNullable = option('null') !== 'false';
  const fallback = option('default');
  const shown = fallback === undefined ? {} : { default: fallback };
  switch (view.name(call)) {
    case 'add_column':
      return [{ ...shared, operation: 'addColumn', name, column: { name: text(1), type: sized(view, call, STYLE.types[text(2)] ?? text(2)), isNullable, ...shown, place: shared.place } }];
    case 'change_column':
      return [{ ...shared, operation: 'alterColumn', name, column: { name: text(1), type: sized(view, call, STYLE.types[text(2)] ?? text(2)), ...(option('null') === undefined ? {} : { isNullable }), ...shown } }];
    case 'change_column_null':
      return [{ ...shared, operation: 'alterColumn', name, column: { name: text(1), isNullable: text(2) !== 'false' } }];
    case 'change_column_default':
      return [{ ...shared, operation: 'alterColumn', name, column: { name: text(1), default: option('to') ?? text(2).replace(/^nil$/, '') } }];
    case 'remove_column':
      return [{ ...shared, operation: 'dropColumn', name, column: text(1) }];
    case 'remove_columns':
      return dropped(view.arguments(call).filter((part) => part.name === undefined).slice(1).flatMap((part) => view.text(part.value) ?? []), name, shared);
    case 'remove_reference':
    case 'remove_belongs_to':
      return dropped(referenceColumns(view, call, 1), name, shared);
    case 'add_timestamps':
      return stamps(view, call).map((column) => ({ ...shared, operation: 'addColumn', name, column }));
    case 'remove_timestamps':
      return dropped(['created_at', 'updated_at'], name, shared);
    case 'add_reference':
    case 'add_belongs_to':
      return reference(view, call, name, shared, isNullable);
    case 'add_foreign_key': {
      const primaryKey = option('primary_key');
      return [{ ...shared, operation: 'addForeignKey', name, foreignKey: { columns: [option('column') ?? `${singular(text(1))}_id`], target: { table: text(1), ...(primaryKey === undefined ? {} : { columns: [primaryKey] }) }, place: shared.place } }];
    }
    case 'remove_foreign_key':
      return [{ ...shared, operation: 'dropForeignKey', name, columns: [option('column') ?? `${singular(text(1))}_id`] }];
    default:
      return [];
  }
}

function dropped(columns: readonly string[], name: string, shared: Shared): readonly OperationFact[] {
  return columns.map((column) => ({ ...shared, operation: 'dropColumn', name, column }));
}

function reference(view: FileView, call: number, name: string, shared: Shared, isNullable: boolean): readonly OperationFact[] {
  const to = textsOf(view, call, 1)[0] ?? '';
  const stated = view.text(view.argument(call, 'type'));
  const type = stated === undefined ? 'bigint' : (STYLE.types[stated] ?? stated);
  const column: ColumnFact = { name: `${to}_id`, type, isNullable, place: shared.place };
  const target = referenceTarget(view, view.argument(call, 'foreign_key'), to, STYLE);
  const isPolymorphic = view.argument(call, 'polymorphic') >= 0 && view.text(view.argument(call, 'polymorphic')) !== 'false';
  return [
    ...(isPolymorphic ? [{ ...shared, operation: 'addColumn' as const, name, column: { ...column, name: `${to}_type`, type: 'varchar' } }] : []),
    { ...shared, operation: 'addColumn', name, column },
    ...(target === undefined ? [] : [{ ...shared, operation: 'addForeignKey' as const, name, foreignKey: { columns: [column.name], target, place: shared.place } }]),
  ];
}
