import type { ChainLink, FileView } from '../view/file-view.js';
import type { ColumnFact, ForeignKeyFact, Place } from './model.js';
import { snakeCase } from './names.js';

/** How a table builder of a migration tool spells things. */
export interface BuilderStyle {
  /** Methods that add a column, with the type in the database; `{}` stands for the second argument, as a length; an empty one for the second argument, as a type. */
  readonly types: Readonly<Record<string, string>>;
  /** Methods that add several columns at once. */
  readonly groups: Readonly<Record<string, readonly ColumnFact[] | ((view: FileView, call: number) => readonly ColumnFact[])>>;
  /** Methods that take several columns away at once. */
  readonly droppedGroups?: Readonly<Record<string, readonly string[] | ((view: FileView, call: number) => readonly string[])>>;
  /** Methods that add a column called `id` where none is named. */
  readonly keys: ReadonlySet<string>;
  /** Whether a column may be null where nothing is said. */
  readonly isNullable: boolean;
  /** Words that say that a column may be null, or may not. */
  readonly nullable: string;
  readonly required: string;
  /** Whether a statement may name several columns. */
  readonly takesSeveralNames?: boolean;
  /** Words that say that the column is there and changes. */
  readonly changes?: ReadonlySet<string>;
  /** Whether a text for a foreign key that is dropped is its column, rather than its name. */
  readonly isForeignKeyDroppedByColumn?: boolean;
  /** Column of a reference that is named by its target: `user` is `user_id`. */
  readonly references?: { readonly methods: ReadonlySet<string>; readonly table: (name: string) => string; readonly member: (table: string) => string };
}

/** Methods whose second argument lists values. */
const ENUMS = new Set(['enum', 'enu', 'set']);

/** Texts of an argument, of a list those of its elements. @param which a place or a name */
export function textsOf(view: FileView, call: number, which: number | string): readonly string[] {
  return view.texts(view.argument(call, which));
}

/** Columns that one statement of a builder adds or changes. */
export function builtColumns(view: FileView, chain: readonly ChainLink[], first: ChainLink, style: BuilderStyle, place: Place): readonly ColumnFact[] {
  const isReference = style.references?.methods.has(first.name) === true;
  const givenReference = view.text(view.argument(first.call, 'type')) ?? 'bigint';
  const type = isReference ? (style.types[givenReference] ?? givenReference) : style.types[first.name];
  if (type === undefined) return [];
  const isTypeGiven = type === '' && !isReference;
  const stated = isTypeGiven ? textsOf(view, first.call, 0).slice(0, 1) : statedNames(view, first.call, isReference, style);
  const names = stated.length > 0 ? stated : style.keys.has(first.name) ? ['id'] : [];
  const spelled = isTypeGiven ? givenType(view, first.call, style) : sized(view, first.call, type);
  const values = ENUMS.has(first.name) ? textsOf(view, first.call, 1) : [];
  const enumType = first.name === 'enum' ? view.text(view.argument(first.call, 'enum_type')) : undefined;
  const fallback = view.text(view.argument(first.call, 'default')) ?? argumentOf(view, chain, /^default(?:To)?$/);
  const isPrimaryKey = (style.keys.has(first.name) && view.text(view.argument(view.argument(first.call, 1), 'primaryKey')) !== 'false') || chain.some((link) => link.name === 'primary' && link.call >= 0) || view.text(view.argument(first.call, 'primary_key')) === 'true';
  const isNullable = isPrimaryKey ? false : nullability(view, chain, first, style);
  const polymorphic = isReference ? view.argument(first.call, 'polymorphic') : -1;
  return names.flatMap((name) => [
    // What a row of any table may be named by says which table.
    ...(polymorphic < 0 || view.text(polymorphic) === 'false' ? [] : [{ name: `${name}_type`, type: 'varchar', isNullable, place }]),
    {
      name: isReference ? `${name}_id` : name,
      type: enumType ?? (values.length > 0 && spelled.includes('(') ? 'enum' : spelled),
      isNullable,
      ...(isPrimaryKey ? { isPrimaryKey } : {}),
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(values.length === 0 ? {} : { values }),
      place,
    },
  ]);
}

/** Some builders take several names, others one and its options. */
function statedNames(view: FileView, call: number, isReference: boolean, style: BuilderStyle): readonly string[] {
  const [first, ...others] = view.arguments(call).filter((part) => part.name === undefined);
  if (first === undefined) return [];
  // `foreignIdFor(User::class, 'owner_id')`: what is named second, or after the class.
  if (view.name(view.operand(call)) === 'foreignIdFor') {
    const stated = others[0] === undefined ? undefined : view.text(others[0].value);
    return [stated ?? `${snakeCase(view.name(view.operand(first.value)))}_id`];
  }
  const isSeveral = others.length > 0 && style.takesSeveralNames === true && (isReference || others.every((part) => view.text(part.value) !== undefined));
  return isSeveral ? [first, ...others].flatMap((part) => view.text(part.value) ?? []) : view.texts(first.value).slice(0, 1);
}

/** The type that the second argument says. */
function givenType(view: FileView, call: number, style: BuilderStyle): string {
  const text = view.text(view.argument(call, 1)) ?? '';
  return style.types[text] ?? text;
}

/** A type with the length or precision that a call says. */
export function sized(view: FileView, call: number, type: string): string {
  const array = view.text(view.argument(call, 'array')) === 'true' ? '[]' : '';
  const limit = view.text(view.argument(call, 'limit')) ?? [view.text(view.argument(call, 'precision')), view.text(view.argument(call, 'scale'))].filter((part) => part !== undefined).join(', ');
  const length = view.text(view.argument(call, 1));
  if (type === 'integer' && /^\d+$/.test(limit)) return `${Number(limit) <= 2 ? 'smallint' : Number(limit) <= 4 ? 'integer' : 'bigint'}${array}`;
  return `${type.includes('{}') ? type.replace('{}', /^\d+$/.test(length ?? '') ? (length ?? '') : '255') : limit === '' || type === 'timestamp' ? type : `${type}(${limit})`}${array}`;
}

function nullability(view: FileView, chain: readonly ChainLink[], first: ChainLink, style: BuilderStyle): boolean {
  const keyword = view.text(view.argument(first.call, 'null'));
  if (keyword !== undefined) return keyword !== 'false';
  if (chain.some((link) => link.name === style.required && link.call >= 0)) return false;
  if (chain.some((link) => link.name === style.nullable && link.call >= 0)) return argumentOf(view, chain, new RegExp(`^${style.nullable}$`)) !== 'false';
  return style.isNullable;
}

function argumentOf(view: FileView, chain: readonly ChainLink[], name: RegExp): string | undefined {
  const link = chain.find((one) => one.call >= 0 && name.test(one.name));
  return link === undefined ? undefined : view.text(view.argument(link.call, 0));
}

/** The table that a statement refers to, if it does. */
export function builtTarget(view: FileView, chain: readonly ChainLink[], first: ChainLink, style: BuilderStyle): ForeignKeyFact['target'] | undefined {
  return statedTarget(view, chain) ?? namedTarget(view, chain, first, style);
}

/** `references('id').on('users')`, `.inTable('users')`, `references('users.id')`, `references(['a', 'b'])`. */
function statedTarget(view: FileView, chain: readonly ChainLink[]): ForeignKeyFact['target'] | undefined {
  const link = chain.find((one) => one.call >= 0 && one.name === 'references');
  const columns = link === undefined || chain[1] === link ? [] : textsOf(view, link.call, 0);
  const table = argumentOf(view, chain, /^(?:on|inTable)$/);
  const [column] = columns;
  if (column === undefined) return undefined;
  if (table !== undefined) return { table, columns };
  const [owner, name] = column.split(/\.(?=[^.]*$)/);
  return owner !== undefined && name !== undefined ? { table: owner, columns: columns.map((one) => one.slice(one.lastIndexOf('.') + 1)) } : undefined;
}

/** `references :user, foreign_key: true`, `foreign_key :users`, `foreignId('user_id')->constrained()`. */
function namedTarget(view: FileView, chain: readonly ChainLink[], first: ChainLink, style: BuilderStyle): ForeignKeyFact['target'] | undefined {
  if (style.references === undefined) return undefined;
  const [name = ''] = textsOf(view, first.call, 0);
  if (first.name === 'foreign_key') return { table: name, ...primaryKeyOption(view, first.call) };
  const option = style.references.methods.has(first.name) ? view.argument(first.call, 'foreign_key') : -1;
  const constrained = chain.find((link) => link.name === 'constrained' && link.call >= 0);
  const referred = referenceTarget(view, option, name, style);
  if (referred !== undefined) return referred;
  if (constrained === undefined) return undefined;
  const given = (which: string, position: number): string | undefined => view.text(view.argument(constrained.call, which)) ?? view.text(view.argument(constrained.call, position));
  const column = given('column', 1) ?? 'id';
  return { table: given('table', 0) ?? style.references.table(name.replace(/_(?:id|uuid|ulid)$/, '')), columns: [column] };
}

/** What `foreign_key: true` or `foreign_key: { to_table: :people }` says of a reference. @param option the value, or -1 */
export function referenceTarget(view: FileView, option: number, name: string, style: BuilderStyle): ForeignKeyFact['target'] | undefined {
  if (option < 0 || style.references === undefined || view.text(option) === 'false') return undefined;
  return { table: view.text(view.argument(option, 'to_table')) ?? style.references.table(name), ...primaryKeyOption(view, option) };
}

function primaryKeyOption(view: FileView, call: number): { readonly columns?: readonly string[] } {
  const columns = textsOf(view, call, 'primary_key');
  return columns.length === 0 ? {} : { columns };
}
