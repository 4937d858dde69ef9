import { namedValues } from '../../../named-values.js';
import type { ChainLink, FileView } from '../../../view/file-view.js';
import type { ColumnFact, ForeignKeyFact, Place } from '../../model.js';

const TYPES: Readonly<Record<string, string>> = namedValues({ AsString: 'varchar', AsAnsiString: 'varchar', AsFixedLengthString: 'char', AsFixedLengthAnsiString: 'char', AsInt16: 'smallint', AsInt32: 'integer', AsInt64: 'bigint', AsByte: 'smallint', AsBoolean: 'boolean', AsDateTime: 'timestamp', AsDateTime2: 'timestamp', AsDateTimeOffset: 'timestamptz', AsDate: 'date', AsTime: 'time', AsDecimal: 'decimal', AsCurrency: 'decimal', AsDouble: 'double precision', AsFloat: 'real', AsGuid: 'uuid', AsBinary: 'bytea', AsXml: 'xml' });
const SIZED = /^As(?:Ansi)?String$|^AsFixedLength|^AsDecimal$/;
const BEGINS = /^(?:With|Add|Alter)Column$/;

/** A call of a chain, and the file in which it is written. */
export interface PlacedLink extends ChainLink {
  readonly view: FileView;
}

/** A column with the keys that it makes. */
export interface MigratedColumn {
  readonly column: ColumnFact;
  /** Whether it is another form of one that is there. */
  readonly isAltered: boolean;
  readonly foreignKeys: readonly ForeignKeyFact[];
}

/** Columns of a chain of calls, each with what is said of it until the next one begins. @param first name of the one that the chain begins with, as `Create.Column("Id").OnTable(…)` does */
export function columnsIn(links: readonly PlacedLink[], place: Place, first?: string): readonly MigratedColumn[] {
  const groups: { readonly name: string; readonly isAltered: boolean; readonly said: PlacedLink[] }[] = first === undefined ? [] : [{ name: first, isAltered: false, said: [] }];
  for (const link of links) {
    const name = BEGINS.test(link.name) ? textAt(link, 0) : undefined;
    if (name === undefined) groups[groups.length - 1]?.said.push(link);
    else groups.push({ name, isAltered: link.name === 'AlterColumn', said: [] });
  }
  return groups.map(({ name, isAltered, said }) => {
    const has = (...names: readonly string[]): boolean => said.some((link) => names.includes(link.name));
    const typed = said.find((link) => link.name.startsWith('As'));
    const type = typed === undefined ? undefined : typeOf(typed);
    const isPrimaryKey = has('PrimaryKey');
    return {
      isAltered,
      // Without a word a column may not be null.
      column: { name, ...(type === undefined ? {} : { type }), isNullable: !isPrimaryKey && has('Nullable'), ...(isPrimaryKey ? { isPrimaryKey } : {}), ...(has('Unique') ? { isUnique: true } : {}), place },
      foreignKeys: said.flatMap((link) => (link.name === 'ForeignKey' ? keyOf(link, name, place) : [])),
    };
  });
}

function typeOf(link: PlacedLink): string | undefined {
  if (link.name === 'AsCustom') return textAt(link, 0)?.toLowerCase();
  const type = TYPES[link.name];
  const size = SIZED.test(link.name) ? link.view.arguments(link.call).map(({ value }) => link.view.text(value)) : [];
  return type === undefined || size.length === 0 || !size.every((one) => one !== undefined && /^\d+$/.test(one)) ? type : `${type}(${size.join(', ')})`;
}

/** `ForeignKey("Owners", "Id")`, with the key's name or schemas before the table. */
function keyOf(link: PlacedLink, column: string, place: Place): readonly ForeignKeyFact[] {
  const texts = link.view.arguments(link.call).flatMap(({ value }) => link.view.text(value) ?? []);
  const [target, table] = [texts[texts.length - 1], texts[texts.length - 2]];
  return target === undefined || table === undefined ? [] : [{ columns: [column], target: { table, columns: [target] }, place }];
}

export function textAt({ view, call }: PlacedLink, position: number): string | undefined {
  return call < 0 ? undefined : view.text(view.argument(call, position));
}
