import { Expression, Kind, LOCAL, SYMBOL } from '../../facts/schema.js';
import type { ChainLink, FileView } from '../../view/file-view.js';

/** What a record does to its own row, in words that lists and maps do not have. */
const OF_RECORD = /^(?:save|update|destroy|remove|softRemove|restore|reload|increment|decrement|deleteOne|updateOne|replaceOne)$/;
/** Verbs of object mappers; models have methods of their own beside them. */
const VERBS = /^(?:find\w*|create(?:Many)?|insert(?:Many|One)?|update(?:One|Many)?|delete(?:One|Many)?|destroy|remove|count(?:Documents)?|exists|aggregate|distinct|where|bulk[A-Z]\w+|upsert|max|min|sum|increment|decrement|scope|unscoped|truncate|estimatedDocumentCount|replaceOne|restore|select|sort|watch|query)$/;
/** What people call an object that holds all models. */
const HOLDER = /^(?:models?|db|database|sequelize|mongoose|connection|conn)$/i;

/** The name under which a chain asks for a model: `User` of `models.User.findAll()`, `User.findById(…)` and `mongoose.model('User').find()`. Whether a model was defined under it is known when the schema is. */
export function modelCalled(view: FileView, chain: readonly ChainLink[]): string | undefined {
  const verb = chain.findIndex((link) => link.call >= 0);
  const first = chain[verb];
  if (first === undefined) return undefined;
  if (view.kind(first.expression) === Expression.new) return first.name;
  const isGiven = verb > 0 && first.name === 'model';
  if (!VERBS.test((isGiven ? chain[verb + 1] : first)?.name ?? '')) return undefined;
  if (isGiven) return nameGiven(view, view.argument(first.call, 0));
  const link = chain[verb - 1];
  if (link === undefined) return undefined;
  const holder = chain[verb - 2];
  if (/^[A-Z]\w*$/.test(link.name)) return isOther(view, link) ? undefined : link.name;
  return holder !== undefined && HOLDER.test(holder.name) ? link.name : undefined;
}

/** `'User'`, or `User.name` of a class. */
function nameGiven(view: FileView, row: number): string | undefined {
  if (row < 0) return undefined;
  return view.text(row) ?? (view.kind(row) === Expression.member && view.name(row) === 'name' ? view.name(view.operand(row)) : undefined);
}

/** Whether a name means a class of the repository, which is found by itself where it is a model, or a list of values. */
function isOther(view: FileView, { expression }: ChainLink): boolean {
  const symbol = view.symbolNamed(expression);
  if (symbol < 0) return false;
  const kind = view.program.cell(symbol, SYMBOL.kind);
  return kind === Kind.class || kind === Kind.enum || kind === Kind.namespace || kind === Kind.function;
}

/** What gave the record that a chain saves, removes or reloads: `User.findById(id)` of `user.save()`, where the variable is first set to that. */
export function recordChain(view: FileView, chain: readonly ChainLink[]): readonly ChainLink[] | undefined {
  const [root, verb, ...more] = chain;
  if (root === undefined || verb === undefined || more.length > 0 || root.call >= 0 || verb.call < 0 || !OF_RECORD.test(verb.name) || view.kind(root.expression) !== Expression.name) return undefined;
  const local = view.localOf(root.expression);
  if (local < 0 || view.facts.locals.get(local, LOCAL.type) >= 0) return undefined;
  let value = view.facts.locals.get(local, LOCAL.value);
  while (value >= 0 && (view.kind(value) === Expression.await || view.kind(value) === Expression.same)) value = view.operand(value);
  if (value < 0 || (view.kind(value) !== Expression.call && view.kind(value) !== Expression.new)) return undefined;
  const made = view.chain(value);
  const isNew = view.kind(value) === Expression.new;
  const name = isNew ? view.name(value) : (made[made.findIndex((link) => link.call >= 0) - 1]?.name ?? '');
  if (/^[A-Z]/.test(name)) return made;
  // `new this.orders({…})` is of the model that the field is typed with.
  return isNew && view.kind(view.operand(value)) === Expression.member ? view.chain(view.operand(value)) : undefined;
}
