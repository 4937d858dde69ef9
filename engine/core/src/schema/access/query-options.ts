import { Expression } from '../../facts/schema.js';
import type { FileView } from '../../view/file-view.js';
import type { RelatedAccess } from '../model.js';
import type { PlacedExpression } from '../returned.js';
import type { NamedColumn } from './named-columns.js';

/** Options that name what is asked for. */
const SELECTS = /^(?:select|include|with|columns|omit|relations|attributes|fields|populate|by|distinct|_(?:count|sum|avg|min|max))$/;
/** Options that name what records are chosen and sorted by. */
const CHOOSES = /^(?:where|filter|filters|having|cursor|orderBy|order)$/;
/** Options that say what is written. */
const DATA = /^(?:data|create|update)$/;
/** Options that belong to a choice and not to a table: `{ posts: { some: { … } } }`. */
const INSIDE = /^(?:some|every|none|is|isNot|AND|OR|NOT|and|or|not|\$(?:and|or|not))$/;
/** What is done with records that a relation leads to. */
const NESTED_WRITES = /^(?:create|createMany|upsert|update|updateMany|delete|deleteMany|connectOrCreate)$/;
const LINKS = /^(?:connect|connectOrCreate|disconnect|set)$/;
const READS = /^(?:find|count|aggregate|group|exist|get|select|paginate|first)/i;
/** A key of several columns: `{ userId_postId: { userId, postId } }`. */
const COMPOSITE = /^[A-Za-z]\w*_\w+$/;
const NAME = /^[$A-Za-z_][\w$]*(?:\.[A-Za-z_]\w*)*$/;
/** Stands for columns that are not told. */
const UNKNOWN = '*';
const DEPTH = 10;
const MOST_VISITS = 2_000;

type Kind = RelatedAccess['access'];

/** An expression with the file that it stands in. */
interface Placed {
  readonly view: FileView;
  readonly row: number;
}

/**
 * Reads what a call of an object mapper of JavaScript is given: `{ where: { posts: { some: { title } } }, include: { author: true } }`.
 * Names of columns are those of the table itself; whatever may be a relation is told as a path, and only the schema says whether it is one.
 */
export class QueryOptions {
  readonly columns: NamedColumn[] = [];
  /** Models that are named where a relation is: `include: [Post]`. */
  readonly models: PlacedExpression[] = [];
  private visits = 0;
  private readonly reached = new Map<string, { readonly path: readonly string[]; readonly access: Kind; readonly columns: Set<string>; readonly isCompared: boolean }>();

  get related(): readonly RelatedAccess[] {
    return [...this.reached.values()].map(({ path, access, columns, isCompared }) => ({ path, access, columns: [...columns], ...(isCompared ? { isCompared } : {}) }));
  }

  /** Takes the options of a call; false where they are none, but a record or what records are chosen by. */
  take(view: FileView, row: number, verb: string): boolean {
    const names = new Set(view.arguments(row).map(({ name }) => name ?? ''));
    const isRead = READS.test(verb);
    const isOptions = isRead ? [...names].some((name) => SELECTS.test(name) || CHOOSES.test(name)) : names.has('where') || names.has('data') || (names.has('create') && names.has('update'));
    if (isOptions) this.options({ view, row }, [], 0);
    else if (isRead) this.chosenBy({ view, row });
    return isOptions;
  }

  /** Of a plain record that records are chosen by only the relations are told: its columns are read like those of any other. */
  private chosenBy(record: Placed): void {
    const told = this.columns.length;
    this.choice(record, [], 1);
    this.columns.length = told;
  }

  /** Constants are read wherever they are named: what names others twice grows as a power. */
  private isTooMuch(depth: number): boolean {
    return depth > DEPTH || this.visits++ > MOST_VISITS;
  }

  private options({ view, row }: Placed, path: readonly string[], depth: number): void {
    if (this.isTooMuch(depth)) return;
    for (const { name = '', value } of view.arguments(row)) {
      const option = settled({ view, row: value });
      if (SELECTS.test(name)) this.selection(option, path, depth + 1);
      else if (CHOOSES.test(name)) {
        // Who chooses reads, whatever it is chosen by.
        if (path.length === 0) this.columns.push({ name: UNKNOWN, isCondition: true });
        this.choice(option, path, depth + 1);
      }
      else if (DATA.test(name)) this.data(option, path, depth + 1);
    }
  }

  private selection({ view, row }: Placed, path: readonly string[], depth: number): void {
    if (this.isTooMuch(depth)) return;
    const kind = view.kind(row);
    if (kind === Expression.array) for (const part of view.arguments(row)) this.selection(settled({ view, row: part.value }), path, depth + 1);
    else if (kind === Expression.object) this.selected({ view, row }, path, depth);
    else if (kind === Expression.name || kind === Expression.member) this.models.push({ view, expression: row });
    else this.names(view.text(row), path);
  }

  private selected({ view, row }: Placed, path: readonly string[], depth: number): void {
    const parts = view.arguments(row);
    const given = (key: string): number => parts.find(({ name }) => name === key)?.value ?? -1;
    // Sequelize names a model and the association's name: `{ model: Post, as: 'posts', attributes: ['title'] }`.
    const [model, alias] = [given('model'), view.text(given('as')) ?? view.text(given('association')) ?? view.text(given('path'))];
    if (model >= 0 || alias !== undefined) {
      if (model >= 0) this.models.push({ view, expression: model });
      if (alias === undefined) return;
      this.reach([...path, alias], 'reads');
      this.options({ view, row }, [...path, alias], depth + 1);
      const columns = view.text(given('select'))?.split(/\s+/) ?? [];
      for (const name of columns) this.names(name, [...path, alias]);
      return;
    }
    for (const { name, value } of parts) {
      const inner = settled({ view, row: value });
      const key = name ?? (view.kind(value) === Expression.name ? view.name(value) : '');
      if (key === '' || inner.view.text(inner.row) === 'false') continue;
      if (inner.view.kind(inner.row) !== Expression.object) {
        this.names(key, path);
        continue;
      }
      if (key === '_count' || key === 'select') {
        this.options(inner, path, depth + 1);
        continue;
      }
      this.names(key, path);
      const hasOptions = inner.view.arguments(inner.row).some((part) => SELECTS.test(part.name ?? '') || CHOOSES.test(part.name ?? ''));
      if (hasOptions) this.options(inner, [...path, key], depth + 1);
      else this.selection(inner, [...path, key], depth + 1);
    }
  }

  private choice({ view, row }: Placed, path: readonly string[], depth: number): void {
    if (this.isTooMuch(depth)) return;
    const kind = view.kind(row);
    if (kind === Expression.lambda) for (const name of view.memberNames(row)) this.column(name, path, true);
    else if (kind === Expression.array) for (const part of view.arguments(row)) this.choice(settled({ view, row: part.value }), path, depth + 1);
    else if (kind === Expression.literal) this.compared(view.text(row), path);
    if (kind !== Expression.object) return;
    for (const { name, value } of view.arguments(row)) {
      const inner = settled({ view, row: value });
      const key = name ?? (view.kind(value) === Expression.name ? view.name(value) : '');
      const isObject = inner.view.kind(inner.row) === Expression.object;
      if (INSIDE.test(key)) this.choice(inner, path, depth + 1);
      else if (isObject && CHOOSES.test(key)) this.choice(inner, path, depth + 1);
      else if (key !== '') {
        // Sequelize: `'$author.name$'`.
        this.compared(key.replace(/^\$(.*)\$$/, '$1'), path);
        if (isObject && COMPOSITE.test(key)) for (const part of inner.view.arguments(inner.row)) if (part.name !== undefined) this.column(part.name, path, true);
        if (isObject) this.choice(inner, [...path, key], depth + 1);
      }
    }
  }

  private data({ view, row }: Placed, path: readonly string[], depth: number): void {
    if (this.isTooMuch(depth)) return;
    if (view.kind(row) === Expression.array) for (const part of view.arguments(row)) this.data(settled({ view, row: part.value }), path, depth + 1);
    if (view.kind(row) !== Expression.object) return;
    for (const { name, value } of view.arguments(row)) {
      const inner = settled({ view, row: value });
      const key = name ?? (view.kind(value) === Expression.name ? view.name(value) : '');
      if (key === '') continue;
      this.column(key, path, false);
      if (inner.view.kind(inner.row) === Expression.object) this.nestedWrites(inner, [...path, key], depth + 1);
    }
  }

  private nestedWrites({ view, row }: Placed, path: readonly string[], depth: number): void {
    for (const { name = '', value } of view.arguments(row)) {
      if (LINKS.test(name)) this.reach(path, 'links');
      if (!NESTED_WRITES.test(name)) continue;
      this.reach(path, 'writes');
      const given = settled({ view, row: value });
      for (const one of given.view.kind(given.row) === Expression.array ? given.view.arguments(given.row).map((part) => settled({ view: given.view, row: part.value })) : [given]) {
        const names = new Set(one.view.arguments(one.row).map((part) => part.name ?? ''));
        if (names.has('where') || names.has('data') || names.has('create')) this.options(one, path, depth + 1);
        else if (name === 'create' || name === 'update') this.data(one, path, depth + 1);
      }
    }
  }

  /** A column, or a path that ends in one or in a relation. */
  private names(text: string | undefined, path: readonly string[]): void {
    if (text === undefined || !NAME.test(text)) return;
    const [first = '', ...more] = text.split('.');
    if (more.length === 0) this.column(first, path, true);
    this.reach([...path, first, ...more], 'reads');
  }

  /** What records are chosen or sorted by. */
  private compared(text: string | undefined, path: readonly string[]): void {
    if (text === undefined || !NAME.test(text)) return;
    const [first = '', ...more] = text.split('.');
    if (more.length === 0) this.column(first, path, true);
    this.reach([...path, first, ...more], 'reads', true);
  }

  private column(name: string, path: readonly string[], isCondition: boolean): void {
    if (path.length === 0) this.columns.push({ name, isCondition });
    else this.reach(path, isCondition ? 'reads' : 'writes').add(name);
  }

  private reach(path: readonly string[], access: Kind, isCompared = false): Set<string> {
    const id = `${access} ${isCompared ? 'compared ' : ''}${path.join('.')}`;
    const known = this.reached.get(id) ?? { path, access, columns: new Set<string>(), isCompared };
    this.reached.set(id, known);
    return known.columns;
  }
}

/** What a name was set to, where that is an object or a list; else the expression itself. */
function settled({ view, row }: Placed): Placed {
  const kind = view.kind(row);
  if (kind === Expression.same || kind === Expression.cast) return settled({ view, row: view.operand(row) });
  if (kind !== Expression.name && kind !== Expression.member) return { view, row };
  const set = view.setting(row);
  if (set !== undefined) view.bodiesOf(set.view.file);
  const inner = set !== undefined && (set.view.kind(set.row) === Expression.same || set.view.kind(set.row) === Expression.cast) ? { view: set.view, row: set.view.operand(set.row) } : set;
  return inner !== undefined && (inner.view.kind(inner.row) === Expression.object || inner.view.kind(inner.row) === Expression.array) ? inner : { view, row };
}
