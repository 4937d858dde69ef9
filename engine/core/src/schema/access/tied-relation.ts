import { Expression } from '../../facts/schema.js';
import type { ChainLink, FileView } from '../../view/file-view.js';
import type { AccessSite, RelatedAccess } from '../model.js';
import { heldModel, modelKey } from './model-keys.js';
import type { Keys } from './model-keys.js';
import { ownerOfColumn } from './named-columns.js';
import { SET_ENDING, relationPaths } from './relation-paths.js';

/** GORM's way to name a relation of a record: `db.Model(&user).Association("Languages")`. */
const BY_NAME = 'Association';

/** What a call works on by a relation of a record, whose own table it leaves alone. */
export type OfRelation = Required<Pick<AccessSite, 'access' | 'models' | 'columns' | 'related'>>;

/** `roles` of `$user->roles()->attach($id)` and `book.tags.add(tag)`: not the table of either, but what joins them is written. */
export function tiedRelation(view: FileView, chain: readonly ChainLink[], keys: Keys): OfRelation | undefined {
  const [relation, last] = chain.slice(-2);
  if (relation === undefined || last === undefined || last.call < 0) return undefined;
  const isLink = keys.conventions.links(last.name);
  if (relation.name === BY_NAME && relation.call >= 0) {
    const model = chain.find(({ name, call }) => name === 'Model' && call >= 0);
    return model === undefined ? undefined : ofRecord(view, view.argument(model.call, 0), view.text(view.argument(relation.call, 0)), isLink ? 'links' : 'reads', keys);
  }
  return isLink ? relationOf(view, relation, 'links', keys) : undefined;
}

/** A relation that is asked for of a record: `author.books.filter(…)`, `$user->load('posts')`. */
export function relationAsked(view: FileView, chain: readonly ChainLink[], access: AccessSite['access'], keys: Keys): OfRelation | undefined {
  const first = chain.findIndex(({ call }) => call >= 0);
  const [relation, verb] = [chain[first - 1], chain[first]];
  if (relation === undefined || verb === undefined) return undefined;
  const related = keys.conventions.follows(verb.name) ? relationPaths(view, [verb], keys.conventions) : [];
  const held = related.length === 0 ? undefined : view.held(relation.expression);
  const model = held === undefined || held.kind === 'query' ? undefined : modelKey(held.symbol, view, keys);
  if (model !== undefined) return { access: 'reads', models: [model], columns: [], related };
  return keys.conventions.hasRelationMembers ? relationOf(view, relation, access, keys) : undefined;
}

/** Relations that are loaded with what is asked for elsewhere: `joinedload(User.posts).selectinload(Post.comments)`. */
export function loadedRelations(view: FileView, chain: readonly ChainLink[], keys: Keys): readonly OfRelation[] {
  return chain.filter(({ name, call }) => call >= 0 && keys.conventions.loads(name)).flatMap(({ call }) =>
    view.arguments(call).flatMap(({ value }): readonly OfRelation[] => {
      const owner = ownerOfColumn(view, value);
      return owner < 0 ? [] : [{ access: 'reads', models: [keys.keyOf(owner)], columns: [], related: [{ path: [view.name(value)], access: 'reads', columns: [] }] }];
    }),
  );
}

function relationOf(view: FileView, { name, expression }: ChainLink, access: RelatedAccess['access'], keys: Keys): OfRelation | undefined {
  return view.kind(expression) === Expression.member ? ofRecord(view, view.operand(expression), name, access, keys) : undefined;
}

function ofRecord(view: FileView, record: number, name: string | undefined, access: RelatedAccess['access'], keys: Keys): OfRelation | undefined {
  const owner = view.kind(record) === Expression.same ? view.operand(record) : record;
  const held = view.held(owner);
  const model = held?.kind === 'one' ? modelKey(held.symbol, view, keys) : owner < 0 || held !== undefined ? undefined : heldModel(view, owner, keys);
  return model === undefined || name === undefined ? undefined : { access: access === 'reads' ? 'reads' : 'writes', models: [model], columns: [], related: [{ path: [name.replace(SET_ENDING, '')], access, columns: [] }] };
}
