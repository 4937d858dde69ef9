import { EXPRESSION, Expression, Kind, SYMBOL } from '../../facts/schema.js';
import { Parts } from '../../link/parts.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkProgram } from '../../link/program.js';
import type { Evaluator, Value } from '../../link/semantics/index.js';
import { singular } from '../../schema/names.js';

const ONE = new Set('find find_by find_by! first first! last last! take take! second third sole find_sole_by create create! create_or_find_by create_or_find_by! find_or_create_by find_or_create_by! find_or_initialize_by build new max_by min_by'.split(' '));
const QUERIES = new Set('all where not or and order reorder limit offset includes preload eager_load joins left_joins left_outer_joins select distinct group having references readonly lock unscoped unscope merge rewhere none in_order_of extending from reverse_order with find_each find_in_batches in_batches each select reject each_with_index sort_by to_a load shuffle sample'.split(' '));
const TO_ONE = new Set(['belongs_to', 'has_one']);
const TO_MANY = new Set(['has_many', 'has_and_belongs_to_many']);

function camelized(name: string): string {
  return name
    .split('_')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}

/** Records of Active Record: finders and queries of a model, its scopes and its associations give instances of models. */
export class Records {
  private readonly parts = new Parts();

  constructor(
    private readonly program: LinkProgram,
    private readonly evaluation: () => Evaluator,
    /** The class that a name means inside another one. */
    private readonly classNamed: (name: string, around: number) => number | undefined,
  ) {}

  resultOf(receiver: Value, member: string): Value | undefined {
    if (receiver.kind === 'instance') return this.associated(receiver.symbol, member);
    const record = this.recordOf(receiver);
    if (record === undefined) return undefined;
    const declared = this.methodOf(record, member);
    if (declared !== undefined) return this.isScope(declared) ? this.relationOf(record) : undefined;
    if (ONE.has(member)) return record;
    return QUERIES.has(member) ? this.relationOf(record) : undefined;
  }

  private recordOf(receiver: Value): Extract<Value, { kind: 'instance' }> | undefined {
    if (receiver.kind === 'type') return this.isModel(receiver.symbol) ? { kind: 'instance', symbol: receiver.symbol, arguments: [] } : undefined;
    if (receiver.kind !== 'external' || receiver.path !== RELATION) return undefined;
    const [record] = receiver.arguments;
    return record?.kind === 'instance' ? record : undefined;
  }

  private isModel(symbol: number): boolean {
    return this.libraryOf(symbol) !== undefined;
  }

  /** The package of the class from which all models are derived. */
  private libraryOf(symbol: number): ExternalPackage | undefined {
    const { members } = this.evaluation();
    for (const type of [symbol, ...members.baseSymbols(symbol)]) for (const base of members.basesOf(type)) if (base.kind === 'external' && /(?:^|::)ActiveRecord::Base$/.test(base.path)) return base.package;
    return undefined;
  }

  private relationOf(record: Extract<Value, { kind: 'instance' }>): Value {
    return { kind: 'external', package: this.libraryOf(record.symbol) ?? ACTIVE_RECORD, path: RELATION, arguments: [record] };
  }

  /** The model of a query. */
  modelOf(receiver: Value): Value {
    const record = this.recordOf(receiver);
    return record === undefined ? receiver : { kind: 'type', symbol: record.symbol };
  }

  private methodOf(record: Extract<Value, { kind: 'instance' }>, member: string): number | undefined {
    const { members } = this.evaluation();
    for (const type of [record.symbol, ...members.baseSymbols(record.symbol)]) {
      const found = this.program.membersOf(type).get(member)?.find((id) => this.program.cell(id, SYMBOL.kind) === Kind.method);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A method of a model that a query has, too: declared by `scope`, or by the class itself. */
  scopeOf(receiver: Value, member: string): number | undefined {
    if (receiver.kind !== 'external') return undefined;
    const record = this.recordOf(receiver);
    const method = record === undefined ? undefined : this.methodOf(record, member);
    return method !== undefined && (this.isScope(method) || this.program.hasFlag(method, 'static')) ? method : undefined;
  }

  private isScope(method: number): boolean {
    return this.program.hasFlag(method, 'callable');
  }

  /** What `post.comments` gives where the model says `has_many :comments`. */
  private associated(symbol: number, member: string): Value | undefined {
    const { members } = this.evaluation();
    for (const type of [symbol, ...members.baseSymbols(symbol)]) {
      for (const property of this.program.membersOf(type).get(member) ?? []) {
        const record = this.readAssociation(property, type, member);
        if (record !== undefined) return record;
      }
    }
    return undefined;
  }

  private readAssociation(property: number, type: number, member: string): Value | undefined {
    const value = this.program.cell(property, SYMBOL.value);
    if (this.program.cell(property, SYMBOL.kind) !== Kind.property || value < 0) return undefined;
    const { facts } = this.program.fileOfSymbol(property);
    const callee = facts.expressions.get(value, EXPRESSION.operand);
    if (facts.expressions.get(value, EXPRESSION.kind) !== Expression.call || callee < 0) return undefined;
    const kind = facts.text(facts.expressions.get(callee, EXPRESSION.name));
    if (!TO_ONE.has(kind) && !TO_MANY.has(kind)) return undefined;
    const stated = this.parts.of(facts, value).find((part) => part.name === 'class_name')?.value;
    const text = stated === undefined ? '' : facts.text(facts.expressions.get(stated, EXPRESSION.extra));
    const name = text === '' ? camelized(TO_MANY.has(kind) ? singular(member) : member) : text.replace(/^::/, '');
    const model = this.classNamed(name, type);
    if (model === undefined) return undefined;
    const record: Extract<Value, { kind: 'instance' }> = { kind: 'instance', symbol: model, arguments: [] };
    return TO_MANY.has(kind) ? this.relationOf(record) : record;
  }
}

const RELATION = 'ActiveRecord::Relation';
const ACTIVE_RECORD: ExternalPackage = { manager: 'gem', name: 'activerecord' };
