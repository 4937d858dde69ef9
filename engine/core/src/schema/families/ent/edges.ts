import type { ClassView } from '../../class-view.js';
import type { SchemaContext } from '../../family.js';
import type { ColumnFact, ForeignKeyFact, Place, RelationFact, TableFact } from '../../model.js';
import { primaryKeyOf } from '../../model.js';
import { singular, snakeCase } from '../../names.js';
import { callNamed, statementsIn, textOf } from './statements.js';
import type { Statement } from './statements.js';

/** A struct that embeds `ent.Schema`. */
export interface Schema {
  readonly one: ClassView;
  readonly table: string;
  /** Its own and those of its mixins. */
  readonly parts: readonly ClassView[];
  readonly columns: readonly ColumnFact[];
}

/** `edge.To("boats", Boat.Type)` of a schema, with the edge that leads back where one is declared. */
interface Edge {
  readonly owner: Schema;
  readonly target: Schema;
  readonly name: string;
  readonly isUnique: boolean;
  readonly isRequired: boolean;
  readonly field: string | undefined;
  readonly isThrough: boolean;
  readonly place: Place;
  /** Of the edge that it is the other side of. */
  readonly ref: string | undefined;
}

/** What edges add to the tables of schemas. */
export interface Added {
  /** By the key of the schema whose table has them. */
  readonly columns: ReadonlyMap<string, readonly ColumnFact[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyFact[]>;
  readonly relations: ReadonlyMap<string, readonly RelationFact[]>;
  readonly between: readonly TableFact[];
  /** Keys of schemas with edges whose names only the running program knows. */
  readonly open: ReadonlySet<string>;
}

/** Columns, keys and tables that edges make: entgo.io/docs/schema-edges. The column is called as its owner and the edge that leads from it. */
export function edgesOf(schemas: ReadonlyMap<string, Schema>, context: SchemaContext): Added {
  const columns = new Map<string, ColumnFact[]>();
  const foreignKeys = new Map<string, ForeignKeyFact[]>();
  const relations = new Map<string, RelationFact[]>();
  const between: TableFact[] = [];
  const open = new Set<string>();
  const edges = [...schemas.values()].flatMap((schema) => declared(schema, schemas, context, open));
  const back = edges.filter(({ ref }) => ref !== undefined);
  const paired = new Set<Edge>();
  const addKey = (holder: Schema, target: Schema, { field, isRequired, place }: Edge, name: string): void => {
    const column = field ?? name;
    // A column of its own is a field.
    if (field === undefined) put(columns, holder.one.key, { name: column, ...typeOf(target), isNullable: !isRequired, place });
    put(foreignKeys, holder.one.key, { columns: [column], target: { model: target.one.key }, place });
  };
  for (const edge of edges) put(relations, edge.owner.one.key, { name: edge.name, target: { model: edge.target.one.key } });
  for (const edge of edges) {
    if (edge.ref !== undefined) continue;
    const other = back.find((one) => !paired.has(one) && one.owner === edge.target && one.target === edge.owner && one.ref === edge.name);
    if (other !== undefined) paired.add(other);
    const name = `${snakeCase(edge.owner.one.name)}_${snakeCase(edge.name)}`;
    const isMany = other === undefined ? edge.owner === edge.target : !other.isUnique;
    if (!edge.isUnique && isMany) {
      if (!edge.isThrough && other?.isThrough !== true) between.push(tableBetween(edge, name));
      // Many of the owner lead to one of the target.
    } else if (edge.isUnique && other?.isUnique !== true) addKey(edge.owner, edge.target, edge, name);
    else if (other !== undefined || !open.has(edge.target.one.key)) addKey(edge.target, edge.owner, other ?? { ...edge, field: undefined, isRequired: false }, name);
  }
  // The edge that one leads back of may be made by a function.
  for (const edge of back) {
    if (paired.has(edge) || !edge.isUnique || edge.ref === undefined) continue;
    if (edge.field !== undefined || edge.ref !== '') addKey(edge.owner, edge.target, edge, `${snakeCase(edge.target.one.name)}_${snakeCase(edge.ref)}`);
  }
  return { columns, foreignKeys, relations, between, open };
}

function typeOf(target: Schema): Pick<ColumnFact, 'type'> {
  const type = target.columns.find(({ isPrimaryKey }) => isPrimaryKey === true)?.type;
  return type === undefined ? {} : { type };
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Many lead to many by a table with a key to either side. */
function tableBetween({ owner, target, name, place }: Edge, called: string): TableFact {
  const column = (schema: Schema, prefix: string): ColumnFact => ({ name: `${prefix}_id`, ...typeOf(schema), isNullable: false, isPrimaryKey: true, place });
  const own = column(owner, snakeCase(owner.one.name));
  const other = column(target, owner === target ? singular(snakeCase(name)) : snakeCase(target.one.name));
  const columns = [own, other];
  return {
    kind: 'table',
    family: 'ent',
    origin: 'model',
    name: called,
    columns,
    primaryKey: primaryKeyOf(columns),
    foreignKeys: [
      { columns: [own.name], target: { model: owner.one.key }, place },
      { columns: [other.name], target: { model: target.one.key }, place },
    ],
    place,
  };
}

function declared(schema: Schema, schemas: ReadonlyMap<string, Schema>, context: SchemaContext, open: Set<string>): readonly Edge[] {
  return schema.parts.flatMap((part) =>
    statementsIn(part, 'Edges', 'edge', context).flatMap((statement): readonly Edge[] => {
      const { view, first, more } = statement;
      const name = view.text(view.argument(first.call, 0));
      const target = typeGiven(statement, schemas, context);
      if (name === undefined || target === undefined) {
        open.add(schema.one.key);
        return [];
      }
      const inverse = first.name === 'From';
      if (inverse && textOf(statement, 'Ref') === undefined) open.add(schema.one.key);
      // `edge.To("children", Node.Type).From("parent").Unique()` declares both sides.
      const turn = inverse ? -1 : more.findIndex((link) => link.name === 'From');
      const own = edge(schema, target, name, { ...statement, more: turn < 0 ? more : more.slice(0, turn) }, inverse ? (textOf(statement, 'Ref') ?? '') : undefined);
      const from = turn < 0 ? undefined : more[turn];
      const back = from === undefined ? undefined : view.text(view.argument(from.call, 0));
      return back === undefined ? [own] : [own, edge(target, schema, back, { ...statement, more: more.slice(turn + 1) }, name)];
    }),
  );
}

function edge(owner: Schema, target: Schema, name: string, statement: Statement, ref: string | undefined): Edge {
  const has = (called: string): boolean => callNamed(statement, called) >= 0;
  return { owner, target, name, isUnique: has('Unique'), isRequired: has('Required'), field: textOf(statement, 'Field'), isThrough: has('Through'), place: statement.place, ref };
}

/** The schema that `Boat.Type` or `"Boat"` names. */
function typeGiven({ view, first }: Statement, schemas: ReadonlyMap<string, Schema>, context: SchemaContext): Schema | undefined {
  const given = view.argument(first.call, 1);
  const symbol = given < 0 ? -1 : view.symbolNamed(view.operand(given));
  if (symbol < 0) return undefined;
  const name = context.program.nameOf(symbol);
  return schemas.get(context.keyOf(symbol)) ?? [...schemas.values()].find(({ one }) => one.name === name);
}
