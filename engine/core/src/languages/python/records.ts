import { EXPRESSION, Expression, SYMBOL } from '../../facts/schema.js';
import { Parts } from '../../link/parts.js';
import type { LinkProgram } from '../../link/program.js';
import type { Evaluator, LibraryCall, Value } from '../../link/semantics/index.js';

const ONE = new Set('get first last earliest latest create one one_or_none scalar scalar_one scalar_one_or_none get_or_404 first_or_404 unique'.split(' '));
const MANY = new Set('all filter exclude order_by annotate select_related prefetch_related distinct using reverse only defer iterator in_bulk none union active where filter_by join outerjoin options limit offset group_by having scalars execution_options exec execute'.split(' '));
const RELATIONS = new Set(['ForeignKey', 'OneToOneField']);
/** A query whose rows are records of its one argument; the name is no library's own. */
const QUERY = 'query of records';

type Instance = Extract<Value, { kind: 'instance' }>;
type External = Extract<Value, { kind: 'external' }>;

/** Records of Django and SQLAlchemy: managers, queries, sessions and foreign keys give instances of models. */
export class Records {
  private readonly parts = new Parts();

  constructor(
    private readonly program: LinkProgram,
    private readonly evaluation: () => Evaluator,
  ) {}

  /** `Order.objects`, and `order.customer` where a field states the relation. */
  propertyOf(receiver: Value, member: string): Value | undefined {
    if (receiver.kind === 'type' && member === 'objects') return this.managerOf(receiver.symbol);
    return receiver.kind === 'instance' ? this.relatedBy(receiver.symbol, member) : undefined;
  }

  private managerOf(model: number): Value | undefined {
    const { members } = this.evaluation();
    const types = [model, ...members.baseSymbols(model)];
    // A manager of the model's own has methods of its own.
    if (types.some((type) => this.program.membersOf(type).has('objects'))) return undefined;
    const library = types.flatMap((type) => members.basesOf(type)).find((base): base is External => base.kind === 'external' && base.path.endsWith('models.Model'));
    return library === undefined ? undefined : queryOf({ kind: 'instance', symbol: model, arguments: [] }, library);
  }

  private relatedBy(model: number, member: string): Value | undefined {
    for (const type of [model, ...this.evaluation().members.baseSymbols(model)]) {
      const [field] = this.program.membersOf(type).get(member) ?? [];
      const value = field === undefined ? -1 : this.program.cell(field, SYMBOL.value);
      if (field === undefined || value < 0) continue;
      const file = this.program.fileOfSymbol(field);
      const { expressions } = file.facts;
      const callee = expressions.get(value, EXPRESSION.operand);
      if (expressions.get(value, EXPRESSION.kind) !== Expression.call || callee < 0 || !RELATIONS.has(file.facts.text(expressions.get(callee, EXPRESSION.name)))) return undefined;
      const target = this.parts.of(file.facts, value).find((part) => part.position === 0 || part.name === 'to');
      if (target === undefined) return undefined;
      const named = this.evaluation().ofExpression(file, target.value);
      if (named.kind === 'type') return { kind: 'instance', symbol: named.symbol, arguments: [] };
      // `"self"`, or a model that stands further down.
      const text = file.facts.text(expressions.get(target.value, EXPRESSION.extra));
      if (text === 'self') return { kind: 'instance', symbol: model, arguments: [] };
      const entity = text === '' || text.includes('.') ? undefined : this.evaluation().resolveText(file, 0, text, 'type');
      const [symbol] = entity?.kind === 'symbols' ? entity.symbols : [];
      return symbol === undefined ? undefined : { kind: 'instance', symbol, arguments: [] };
    }
    return undefined;
  }

  /** What a method of a query or session gives. */
  called(receiver: Value, member: string, call: LibraryCall): Value | undefined {
    if (receiver.kind !== 'external') return undefined;
    const own = recordOf(receiver);
    if (own !== undefined) return ONE.has(member) ? own : MANY.has(member) ? receiver : undefined;
    if (receiver.package.manager === 'platform') return undefined;
    const given = call.argument(0);
    // `session.get(User, 1)`, `session.query(User)`, `session.exec(select(User))`
    if (given.kind === 'type' && member === 'get') return { kind: 'instance', symbol: given.symbol, arguments: [] };
    if (given.kind === 'type' && member === 'query') return queryOf({ kind: 'instance', symbol: given.symbol, arguments: [] }, receiver);
    const record = given.kind === 'external' ? recordOf(given) : undefined;
    if (record === undefined) return undefined;
    return member === 'scalar' ? record : MANY.has(member) ? given : undefined;
  }

  /** What a function gives that is handed a model. */
  given(path: string, call: LibraryCall): Value | undefined {
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (name !== 'select' && name !== 'get_object_or_404' && name !== 'get_list_or_404') return undefined;
    const model = call.argument(0);
    if (model.kind !== 'type') return undefined;
    const record: Instance = { kind: 'instance', symbol: model.symbol, arguments: [] };
    if (name === 'get_object_or_404') return record;
    return name === 'get_list_or_404' ? { kind: 'list', element: record } : queryOf(record, { kind: 'external', package: SQL_ALCHEMY, path, arguments: [] });
  }
}

const SQL_ALCHEMY = { manager: 'pypi', name: 'sqlalchemy' } as const;

function queryOf(record: Instance, library: External): Value {
  return { kind: 'external', package: library.package, path: QUERY, arguments: [record] };
}

function recordOf(value: External): Instance | undefined {
  const [record] = value.arguments;
  return value.path === QUERY && record?.kind === 'instance' ? record : undefined;
}
