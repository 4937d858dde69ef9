import { EXPRESSION, Expression, Kind, RETURN, SYMBOL } from '../../facts/schema.js';
import { Parts } from '../../link/parts.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Evaluator, Value } from '../../link/semantics/index.js';

const MODEL = /(?:^|\\)(?:Model|Authenticatable|Pivot|MorphPivot|User)$/;
/** What gives one record, or an exception. */
const ONE = new Set(['find', 'findOrFail', 'findOr', 'findOrNew', 'first', 'firstOrFail', 'firstOrCreate', 'firstOrNew', 'firstWhere', 'sole', 'create', 'forceCreate', 'createQuietly', 'updateOrCreate', 'make', 'newInstance', 'fresh', 'refresh', 'replicate']);
/** What gives many of them. */
const MANY = new Set(['all', 'get', 'findMany', 'paginate', 'simplePaginate', 'cursorPaginate', 'cursor', 'lazy', 'getModels']);
/** What a collection gives of its elements: one, or again many. */
const OF_LIST = new Set(['first', 'firstOrFail', 'last', 'firstWhere', 'find', 'sole', 'pop', 'shift', 'random', 'get', 'current']);
const SAME_LIST = new Set(['filter', 'reject', 'where', 'whereIn', 'sortBy', 'sortByDesc', 'sort', 'values', 'unique', 'reverse', 'take', 'skip', 'slice', 'push', 'merge', 'each', 'all', 'toArray', 'shuffle', 'concat', 'tap', 'load']);
/** What ends a query with something else than records. */
const OTHER = new Set(['count', 'exists', 'doesntExist', 'pluck', 'value', 'sum', 'avg', 'min', 'max', 'update', 'insert', 'upsert', 'delete', 'forceDelete', 'increment', 'decrement', 'chunk', 'chunkById', 'each', 'toSql', 'map', 'filter', 'toArray', 'toJson']);
/** Types of libraries that hold what their last argument says. */
const COLLECTIONS = new Set(['Collection', 'LazyCollection', 'Generator', 'Iterator', 'IteratorAggregate', 'Traversable', 'iterable', 'ArrayCollection', 'LengthAwarePaginator', 'Paginator', 'SplObjectStorage', 'ArrayIterator']);
const TO_ONE = new Set(['belongsTo', 'hasOne', 'morphOne', 'hasOneThrough']);
const TO_MANY = new Set(['hasMany', 'belongsToMany', 'morphMany', 'morphToMany', 'morphedByMany', 'hasManyThrough']);
const CHAIN = 16;
const LARAVEL = { manager: 'composer', name: 'laravel/framework' };

interface Relation {
  readonly record: Value;
  readonly isMany: boolean;
}

/**
 * Records of Eloquent: a model's static methods, the queries that they begin, and relations give instances of models. The
 * library declares so with templates in comments, which no syntax tree holds.
 */
export class Models {
  private readonly parts = new Parts();

  constructor(
    private readonly program: LinkProgram,
    private readonly evaluation: () => Evaluator,
  ) {}

  resultOf(receiver: Value, member: string): Value | undefined {
    const element = elementOf(receiver);
    if (element !== undefined) return OF_LIST.has(member) ? element : SAME_LIST.has(member) ? receiver : undefined;
    const relation = receiver.kind === 'instance' ? this.relationOf(receiver.symbol, member) : undefined;
    const record = relation?.record ?? this.recordOf(receiver, member);
    if (record === undefined) return undefined;
    if (relation === undefined && ONE.has(member)) return record;
    if (relation === undefined && MANY.has(member)) return { kind: 'list', element: record };
    // The query goes on.
    return OTHER.has(member) ? undefined : { kind: 'external', package: LARAVEL, path: 'Illuminate\\Database\\Eloquent\\Builder', arguments: [record] };
  }

  /** `$user->posts` where a method `posts` states the relation. */
  propertyOf(receiver: Value, member: string): Value | undefined {
    const relation = receiver.kind === 'instance' ? this.relationOf(receiver.symbol, member) : undefined;
    if (relation === undefined) return undefined;
    // Whoever asks for it asks the database.
    return relation.isMany ? { kind: 'external', package: LARAVEL, path: 'Illuminate\\Database\\Eloquent\\Collection', arguments: [relation.record] } : relation.record;
  }

  /** `scopeActive`, which is called as `active` on the model and on its queries. */
  scopeOf(receiver: Value, member: string): number | undefined {
    const record = this.recordOf(receiver, member);
    if (record?.kind !== 'instance') return undefined;
    const name = `scope${member.slice(0, 1).toUpperCase()}${member.slice(1)}`;
    for (const type of [record.symbol, ...this.evaluation().members.baseSymbols(record.symbol)]) {
      const [found] = this.program.membersOf(type).get(name) ?? [];
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The model whose static method is called, or that a query was begun on. */
  private recordOf(receiver: Value, member: string): Value | undefined {
    if (receiver.kind === 'type') return this.isModel(receiver.symbol) && !this.declares(receiver.symbol, member) ? { kind: 'instance', symbol: receiver.symbol, arguments: [] } : undefined;
    if (receiver.kind !== 'external' || receiver.arguments.length !== 1) return undefined;
    const [record] = receiver.arguments;
    return record?.kind === 'instance' && this.isModel(record.symbol) ? record : undefined;
  }

  private isModel(symbol: number): boolean {
    const { members } = this.evaluation();
    return [symbol, ...members.baseSymbols(symbol)].some((type) => members.basesOf(type).some((base) => base.kind === 'external' && MODEL.test(base.path)));
  }

  private declares(symbol: number, member: string): boolean {
    const { members } = this.evaluation();
    return [symbol, ...members.baseSymbols(symbol)].some((type) => this.program.membersOf(type).has(member));
  }

  /** What a method that returns `$this->hasMany(Post::class)` relates to. */
  private relationOf(symbol: number, member: string): Relation | undefined {
    if (!this.isModel(symbol)) return undefined;
    for (const type of [symbol, ...this.evaluation().members.baseSymbols(symbol)]) {
      const method = this.program.membersOf(type).get(member)?.find((id) => this.program.cell(id, SYMBOL.kind) === Kind.method);
      if (method !== undefined) return this.readRelation(this.program.fileOfSymbol(method), this.program.cell(method, SYMBOL.ownScope));
    }
    return undefined;
  }

  private readRelation(file: LinkFile, scope: number): Relation | undefined {
    const { returns, expressions } = file.facts;
    for (let row = 0; row < returns.rows; row++) {
      if (returns.get(row, RETURN.scope) !== scope) continue;
      // `$this->hasMany(…)->orderBy(…)`: the relation is the innermost call.
      for (let at = returns.get(row, RETURN.expression), depth = 0; at >= 0 && depth < CHAIN; depth++) {
        const callee = expressions.get(at, EXPRESSION.operand);
        if (expressions.get(at, EXPRESSION.kind) !== Expression.call || callee < 0) break;
        const name = file.facts.text(expressions.get(callee, EXPRESSION.name));
        if (TO_ONE.has(name) || TO_MANY.has(name)) return this.related(file, at, TO_MANY.has(name));
        at = expressions.get(callee, EXPRESSION.operand);
      }
    }
    return undefined;
  }

  private related(file: LinkFile, call: number, isMany: boolean): Relation | undefined {
    const [first] = this.parts.of(file.facts, call);
    const value = first === undefined ? undefined : this.evaluation().ofExpression(file, first.value);
    return value?.kind === 'type' ? { record: { kind: 'instance', symbol: value.symbol, arguments: [] }, isMany } : undefined;
  }
}

/** What an array or a collection holds, where that is stated. */
function elementOf(value: Value): Value | undefined {
  if (value.kind === 'list') return value.element;
  return value.kind === 'external' && COLLECTIONS.has(value.path.slice(value.path.lastIndexOf('\\') + 1)) ? value.arguments[value.arguments.length - 1] : undefined;
}
